/**
 * `mandate settings`: shows the effective settings and their origins, or the reference
 * (`docs/settings.md`).
 */

import type { Command } from 'commander'
import { withoutSecrets } from '../settings/kinds.ts'
import { whatKubernetesSets } from '../settings/kubernetes.ts'
import type { SettingsInForce } from '../settings/read.ts'
import { settingsReference } from '../settings/reference.ts'
import { withoutPassword } from '../settings/text.ts'
import {
  type Setting,
  type SettingName,
  type Settings,
  settingNames,
  settingsTable,
  USUAL_METRICS_PORT,
} from '../settings.ts'
import { addCommand, answer, type CommandContext, type CommandOptions } from './command.ts'
import { inWords } from './duration.ts'
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
      const rows = rowsOf(inForce)
      const columns = ['SETTING', 'VALUE', 'FROM']
      const lines = rows.map(({ name, value, source }) => [name, valueText(name, value), source])
      const { ignoredVariables } = inForce
      const ignored = ignoredVariables.length === 0 ? [] : [whatKubernetesSets(ignoredVariables)]
      answer(context, options, {
        json: {
          ...Object.fromEntries(rows.map(({ name, value }) => [name, value])),
          sources: Object.fromEntries(rows.map(({ name, source }) => [name, source])),
        },
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

function rowsOf({ settings, sources }: SettingsInForce) {
  return settingNames.map((name) => ({
    name,
    value: presentable(name, memberOf(settings, name)),
    source: sources.get(name) ?? 'default',
  }))
}

/** Some settings become one member together. */
function memberOf(settings: Settings, name: SettingName): unknown {
  const { others, domains } = settings.clientDocuments
  if (name === 'client_documents') return others
  return name === 'client_document_domains' ? domains : settings[camelCase(name)]
}

/** The value without the passwords of URLs and without the secrets of ways. */
function presentable(name: SettingName, value: unknown): unknown {
  const { schema, confidential }: Setting = settingsTable[name]
  if ('kinds' in schema) return withoutSecrets(schema.kinds, value as Settings['signIn'])
  if (name === 'metrics_port' && value === null) return `${USUAL_METRICS_PORT} where that is free`
  // Those with a text of ours are no part of the setting.
  if (name === 'scopes') return withTexts(value as Settings['scopes'])
  if (confidential === 'whole' && value !== null) return '***'
  return confidential && typeof value === 'string' ? withoutPassword(value) : value
}

function withTexts(scopes: Settings['scopes']) {
  return Object.fromEntries(Object.entries(scopes).filter(([, text]) => text !== null))
}

function valueText(name: string, value: unknown): string {
  if (name.endsWith('_seconds')) {
    return value === 0 ? '0 s (none)' : `${value} s (${inWords(Number(value))})`
  }
  if (value === null) return 'none'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function camelCase(name: string): keyof Settings {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) as keyof Settings
}
