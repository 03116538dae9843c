/** The settings as the program sees them, from what is given and the defaults. */

import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { OPENID_SCOPES, offeredScopes } from '../oidc/scopes.ts'
import {
  type MemberOf,
  memberOf,
  type SettingName,
  type Settings,
  settingNames,
  settingsTable,
  type TableSettings,
} from '../settings.ts'
import type { PlainGiven } from './check.ts'
import { isPostgresUrl } from './postgres-url.ts'
import { SettingsRefused } from './refused.ts'
import { isLoopbackHost } from './rules.ts'
import type { Setting } from './setting.ts'

type ByName = ReadonlyMap<SettingName, PlainGiven>

/**
 * Fills in the defaults. For opening the database, the issuer may be empty: it can be declared there.
 * Throws `SettingsRefused`.
 */
export function filled(
  given: ByName,
  workingDirectory: string,
  until: 'opening' | 'whole',
): Settings {
  const { clientDocumentDomains: domains, ...table } = tableSettings(given, workingDirectory)
  const { host, port, openid } = table
  const usualScope = [table.defaultScope, ...(openid ? OPENID_SCOPES : [])].join(' ')
  return {
    ...table,
    issuer: table.issuer ?? loopbackIssuer(host, port, until),
    database: databaseOf(given.get('database'), table),
    scopes: offeredScopes(table),
    clientRegistrationScope: table.clientRegistrationScope ?? usualScope,
    clientDocuments: { others: table.clientDocuments, domains },
    clientDocumentScope: table.clientDocumentScope ?? usualScope,
  }
}

/** Each setting by itself. Every value that is given has been checked against its schema. */
function tableSettings(given: ByName, workingDirectory: string): TableSettings {
  const members = settingNames.map((name): [MemberOf<SettingName>, unknown] => {
    const { default: standard, path }: Setting = settingsTable[name]
    const { value = standard, folder = workingDirectory } = given.get(name) ?? {}
    if (isDescribed(value)) return [memberOf(name), null]
    const isPath = path && !isPostgresUrl(String(value))
    return [memberOf(name), isPath ? resolve(folder, String(value)) : value]
  })
  return Object.fromEntries(members) as unknown as TableSettings
}

function isDescribed(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'described' in value
}

function databaseOf(
  given: PlainGiven | undefined,
  { data, database }: Pick<TableSettings, 'data' | 'database'>,
): string {
  if (database === null) return join(data, 'mandate.db')
  if (isPostgresUrl(database)) return database
  const found = statSync(database, { throwIfNoEntry: false })
  if (found === undefined || found.isFile()) return database
  const is = found.isDirectory() ? 'a directory' : 'no regular file'
  throw new SettingsRefused([`${given?.place} names ${is}; give ${settingsTable.database.give}`])
}

/** The default issuer. Only for loopback is the name certain. */
function loopbackIssuer(host: string, port: number, until: 'opening' | 'whole'): string {
  if (isLoopbackHost(host)) return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  if (until === 'opening') return ''
  throw new SettingsRefused([
    `host is "${host}" and issuer is not set; give issuer (or MANDATE_ISSUER) the https:// address by which browsers reach this server`,
  ])
}
