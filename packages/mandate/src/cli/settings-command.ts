/**
 * `mandate settings`: shows the effective settings and their origins, or the reference
 * (`docs/settings.md`).
 */

import type { Command } from 'commander'
import { settingsDocument } from '../documents/settings.ts'
import { whatKubernetesSets } from '../settings/kubernetes.ts'
import { settingsReference } from '../settings/reference.ts'
import { shownSettings } from '../settings/shown.ts'
import { addCommand, answer, type CommandContext, type CommandOptions } from './command.ts'
import { settingsInForceFor } from './settings-in-force.ts'
import { settingsText } from './shown/settings.ts'

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
      const { ignoredVariables } = inForce
      const ignored = ignoredVariables.length === 0 ? [] : [whatKubernetesSets(ignoredVariables)]
      answer(context, options, {
        json: settingsDocument(rows),
        text: settingsText(context.terminal.style, rows, [
          ...ignored,
          ...(inForce.unread === undefined
            ? []
            : [`Without those that are kept in the database: ${inForce.unread}`]),
          ...inForce.missing,
        ]),
      })
    })
}
