/**
 * Fills the settings table: flags win over the environment, the environment over `mandate.yaml`,
 * the file over the defaults. Everything that is wrong is told at once, each with its place and its
 * remedy, and nothing has been touched by then.
 */

import { join, resolve } from 'node:path'
import {
  flagOf,
  type Setting,
  type SettingName,
  type Settings,
  settingNames,
  settingsTable,
  type ValueOf,
  variableOf,
} from '../settings.ts'
import { findSettingsFile } from './file.ts'
import { nearest } from './nearest.ts'
import { isPostgresUrl } from './postgres-url.ts'
import { isLoopbackHost } from './rules.ts'
import { fits } from './schema.ts'
import { shown, valueFromText, withoutPassword } from './text.ts'

const PREFIX = 'MANDATE_'

/** Some settings are wrong; each problem is a sentence that names the place and the remedy. */
export class SettingsRefused extends Error {
  override readonly name = 'SettingsRefused'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    // A database URL given in the wrong place is still a secret, whichever sentence shows it.
    const showable = problems.map(withoutPassword)
    super(showable.join('\n'))
    this.problems = showable
  }
}

export interface SettingsSources {
  /** By setting name; `config` names the file. */
  readonly flags: Readonly<Partial<Record<SettingName | 'config', string>>>
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly workingDirectory: string
}

/** A value with the place it comes from, as an error message names it. */
interface Given {
  readonly name: SettingName
  readonly value: unknown
  readonly place: string
  /** Where relative paths start. */
  readonly folder: string
}

/** The settings in force. Throws `SettingsRefused` with everything that is wrong. */
export function readSettings(sources: SettingsSources): Settings {
  const { flags, environment, workingDirectory } = sources
  const problems: string[] = []
  const given = new Map<SettingName, Given>()
  const give = (one: Given) => given.has(one.name) || given.set(one.name, one)

  for (const one of fromText(sources)) give(one)
  problems.push(...unknownVariables(environment))

  const file = findSettingsFile({
    named: flags.config ?? environment['MANDATE_CONFIG'],
    workingDirectory,
    data: resolve(workingDirectory, String(given.get('data')?.value ?? settingsTable.data.default)),
  })
  problems.push(...(file?.problems ?? []))
  for (const { name, value, place, placeOfName } of file?.entries ?? []) {
    if (isSettingName(name)) {
      give({ name, value, place: `${place}: ${name}`, folder: file?.folder ?? workingDirectory })
    } else problems.push(`${placeOfName}: there is no setting ${name}; ${instead(name)}`)
  }

  for (const one of given.values()) problems.push(...problemsOf(one))
  if (problems.length > 0) throw new SettingsRefused(problems)
  return settled(given, workingDirectory)
}

function fromText({ flags, environment, workingDirectory }: SettingsSources): Given[] {
  return settingNames.flatMap((name) =>
    [
      { text: flags[name], place: flagOf(name) },
      // An empty variable is one that was not set: that is how container files spell it.
      { text: environment[variableOf(name)] || undefined, place: variableOf(name) },
    ].flatMap(({ text, place }) => {
      if (text === undefined) return []
      const value = valueFromText(text, settingsTable[name].schema)
      return [{ name, value, place, folder: workingDirectory }]
    }),
  )
}

function problemsOf({ name, value, place }: Given): string[] {
  const setting: Setting = settingsTable[name]
  const wrong = (give: string) => [`${place} is ${shown(value)}; give ${give}`]
  if (!fits(setting.schema, value)) return wrong(setting.give)
  const problem = setting.problem?.(value)
  return problem === undefined ? [] : wrong(problem)
}

/** Fills in what nobody gave, and looks at the settings that have to fit each other. */
function settled(given: ReadonlyMap<SettingName, Given>, workingDirectory: string): Settings {
  // By now every value fits the schema of its setting.
  const value = <Name extends SettingName>(name: Name) =>
    (given.has(name) ? given.get(name)?.value : settingsTable[name].default) as ValueOf<Name>
  const pathOf = (name: 'data' | 'database'): string =>
    resolve(given.get(name)?.folder ?? workingDirectory, value(name))
  const databaseOr = (standard: string): string => {
    if (!given.has('database')) return standard
    return isPostgresUrl(value('database')) ? value('database') : pathOf('database')
  }

  const host = value('host')
  const port = value('port')
  const data = pathOf('data')
  const settings = {
    issuer: given.has('issuer') ? value('issuer') : loopbackIssuer(host, port),
    host,
    port,
    data,
    database: databaseOr(join(data, 'mandate.db')),
    accessTokenSeconds: value('access_token_seconds'),
    codeSeconds: value('code_seconds'),
    refreshTokenSeconds: value('refresh_token_seconds'),
    grantSeconds: value('grant_seconds'),
    defaultScope: value('default_scope'),
    scopes: value('scopes'),
    sessionSeconds: value('session_seconds'),
    clientSecretOverlapSeconds: value('client_secret_overlap_seconds'),
    tokenParametersInQuery: value('token_parameters_in_query'),
    trustedProxies: value('trusted_proxies'),
    workers: value('workers'),
    metricsHost: value('metrics_host'),
    metricsPort: given.has('metrics_port') ? value('metrics_port') : null,
    brandName: value('brand_name'),
    logLevel: value('log_level'),
  }
  const unknown = settings.defaultScope
    .split(' ')
    .find((token) => !Object.hasOwn(settings.scopes, token))
  if (unknown !== undefined) {
    const place = given.get('default_scope')?.place ?? 'default_scope'
    const names = Object.keys(settings.scopes).join(', ')
    throw new SettingsRefused([
      `${place} is ${shown(settings.defaultScope)}; give scope tokens that stand in scopes (${names})`,
    ])
  }
  return settings
}

/** The issuer where none is set. Only loopback has a name that is surely right. */
function loopbackIssuer(host: string, port: number): string {
  if (!isLoopbackHost(host)) {
    throw new SettingsRefused([
      `host is "${host}" and issuer is not set; give issuer (or MANDATE_ISSUER) the https:// address by which browsers reach this server`,
    ])
  }
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Only what looks like a slip: other programs, such as Kubernetes, have names of their own. */
function unknownVariables(environment: SettingsSources['environment']): string[] {
  const known = [...settingNames.map(variableOf), 'MANDATE_CONFIG']
  return Object.keys(environment)
    .filter((variable) => variable.startsWith(PREFIX) && !known.includes(variable))
    .flatMap((variable) => {
      const name = variable.slice(PREFIX.length)
      const meant = nearest(
        name,
        known.map((one) => one.slice(PREFIX.length)),
      )
      return meant === undefined
        ? []
        : [`${variable}: there is no such variable; did you mean ${PREFIX}${meant}?`]
    })
}

function instead(name: string): string {
  const meant = nearest(name, settingNames)
  return meant === undefined ? '`mandate settings` lists them all' : `did you mean ${meant}?`
}

function isSettingName(name: string): name is SettingName {
  return (settingNames as readonly string[]).includes(name)
}
