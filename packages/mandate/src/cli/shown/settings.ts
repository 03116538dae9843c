/** Settings as commands show them. */

import type { declaredSettingsDocument } from '../../documents/settings.ts'
import { settingText } from '../../settings/shown.ts'
import type { SettingName } from '../../settings.ts'
import { moment, printable, type Style, table } from '../terminal.ts'

export type DeclaredDocument = ReturnType<typeof declaredSettingsDocument>

export interface SettingRow {
  readonly name: SettingName
  readonly value: unknown
  readonly source: string
}

/** `notes` are sentences about what is not in the table. */
export function settingsText(
  style: Style,
  rows: readonly SettingRow[],
  notes: readonly string[],
): string {
  const lines = rows.map((row) => [
    ...[row.name, printable(settingText(row)), printable(row.source)],
  ])
  return [
    table(style, ['SETTING', 'VALUE', 'FROM'], lines),
    ...notes,
    'Each is a line of mandate.yaml, a variable (MANDATE_ISSUER), a file that a variable names\n(MANDATE_ISSUER_FILE), or a flag of mandate serve (--issuer).\nSome can also be kept in the database, where no file is needed: mandate setting set NAME VALUE.',
  ].join('\n\n')
}

export function declaredText(style: Style, { settings }: DeclaredDocument): string {
  const lines = settings.map(({ name, value, by, declared_at: at }) => [
    ...[name, typeof value === 'string' ? printable(value) : JSON.stringify(value), by, moment(at)],
  ])
  return lines.length === 0
    ? 'There are no settings in the database. Keep one there: mandate setting set NAME VALUE'
    : table(style, ['SETTING', 'VALUE', 'BY', 'SINCE (UTC)'], lines)
}

/** `changed` are the names of the settings that are others now. */
export function declaredVersionText(version: number, changed: readonly string[]): string {
  return changed.length === 0
    ? `Nothing changes: version ${version} of the settings in the database says so already.`
    : `Version ${version} of the settings in the database has ${changed.join(', ')} changed; running servers take it over within seconds.`
}
