/**
 * `mandate settings`: shows the effective settings and their origins, or the reference
 * (`docs/settings.md`).
 */

import type { Command } from 'commander'
import { settingsDocument } from '../documents/settings.ts'
import { whatKubernetesSets } from '../settings/kubernetes.ts'
import { settingsReference } from '../settings/reference.ts'
import { settingText, shownSettings } from '../settings/shown.ts'
import { addCommand, answer, type CommandContext, type CommandOptions } from './command.ts'
import { settingsInForceFor } from './settings-in-force.ts'
import { table } from './terminal.ts'

interface SettingsOptions extends CommandOptions {
  readonly markdown?: true
}

export function addSettingsCommand(program: Command, context: CommandContext): void {
  addCommand(program, 'settings', 'Show the effective settings and where each comes from')
    .option('--markdown', 'Print the reference of all settings instead')
    .action(async (options: SettingsOptions) => {
      if (options.markdown) {
        context.terminal.print(settingsReference().trimEnd())
        return
      }
      const inForce = await settingsInForceFor(context, options)
      const rows = shownSettings(inForce)
      const columns = ['SETTING', 'VALUE', 'FROM']
      const lines = rows.map((row) => [row.name, settingText(row), row.source])
      const { ignoredVariables } = inForce
      const ignored = ignoredVariables.length === 0 ? [] : [whatKubernetesSets(ignoredVariables)]
      answer(context, options, {
        json: settingsDocument(rows),
        text: [
          table(context.terminal.style, columns, lines),
          ...ignored,
          ...(inForce.unread === undefined
            ? []
            : [`Without those that are kept in the database: ${inForce.unread}`]),
          ...inForce.missing,
          'Each is a line of mandate.yaml, a variable (MANDATE_ISSUER), a file that a variable names\n(MANDATE_ISSUER_FILE), or a flag of mandate serve (--issuer).\nSome can also be kept in the database, where no file is needed: mandate setting set NAME VALUE.',
        ].join('\n\n'),
      })
    })
}
