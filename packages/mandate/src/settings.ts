/**
 * Every setting of the server: name, variable, default, meaning, unit. A new setting needs only a
 * row in one of the areas; its flag (`--access-token-seconds`), its variable
 * (`MANDATE_ACCESS_TOKEN_SECONDS`), its member of `Settings` and its entries in `mandate.yaml` and
 * `docs/settings.md` follow from it.
 *
 * Neighbours: `settings/in-force.ts` fills the table from flags, environment, file and database, in
 * that order; `settings/together.ts` has the rules about several settings;
 * `settings/reference.ts` generates the documentation.
 */

import type { ProtocolSettings } from './oauth/context.ts'
import { clients } from './settings/areas/clients.ts'
import { operating } from './settings/areas/operating.ts'
import { pages } from './settings/areas/pages.ts'
import { people } from './settings/areas/people.ts'
import { requests } from './settings/areas/requests.ts'
import { server } from './settings/areas/server.ts'
import { tokens } from './settings/areas/tokens.ts'
import type { Fitting } from './settings/schema.ts'
import type { Described } from './settings/setting.ts'

/** The areas with their headings in the documentation. */
export const areas = {
  'The server': server,
  'Codes, tokens and scopes': tokens,
  'Requests of clients': requests,
  Clients: clients,
  People: people,
  Pages: pages,
  'Operating it': operating,
} as const

export const settingsTable = {
  ...server,
  ...tokens,
  ...requests,
  ...clients,
  ...people,
  ...pages,
  ...operating,
} as const

/** The name of a setting in `mandate.yaml`. */
export type SettingName = keyof typeof settingsTable

/** The names in table order. */
export const settingNames = Object.keys(settingsTable) as readonly SettingName[]

/** `access_token_seconds` → `MANDATE_ACCESS_TOKEN_SECONDS`. */
export function variableOf(name: SettingName): string {
  return `MANDATE_${name.toUpperCase()}`
}

/** `access_token_seconds` → `--access-token-seconds`. */
export function flagOf(name: SettingName): string {
  return `--${name.replaceAll('_', '-')}`
}

/** `access_token_seconds` → `accessTokenSeconds`. */
export function memberOf<Name extends SettingName>(name: Name): MemberOf<Name> {
  const member = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return member as MemberOf<Name>
}

export type MemberOf<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<MemberOf<Rest>>}`
  : Name

/**
 * Each setting of the table by itself: durations are whole seconds, paths are absolute, and one
 * without a default is null unless it is given.
 */
export type TableSettings = {
  readonly [Name in SettingName as MemberOf<Name>]:
    | Fitting<(typeof settingsTable)[Name]['schema']>
    | ((typeof settingsTable)[Name]['default'] extends Described ? null : never)
}

/** The settings as the program sees them: those of the table, some of them put together. */
export interface Settings
  extends ProtocolSettings,
    Omit<TableSettings, keyof ProtocolSettings | 'clientDocumentDomains' | 'database' | 'signIn'> {
  /** The path of the SQLite file, or the URL of the PostgreSQL database with its password. */
  readonly database: string
  readonly signIn: TableSettings['signIn']
}

export type LogLevel = Settings['logLevel']
