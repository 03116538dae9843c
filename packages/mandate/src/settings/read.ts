/**
 * Fills the settings table: flags win over the environment, the environment over `mandate.yaml`, the
 * file over what is declared in the database, and that over the defaults. All problems are reported
 * together, each with its location and remedy, before anything is touched.
 *
 *     flags, variables, file ──readGiven──▶ given ──toOpenWith──▶ the settings that open the database
 *                                             └──inForce, with what is declared there──▶ those in force
 */

import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { colorProblem } from '../brand/color.ts'
import { OPENID_SCOPES, offeredScopes } from '../oidc/scopes.ts'
import {
  flagOf,
  type Setting,
  type SettingName,
  type Settings,
  settingNames,
  settingsTable,
  type ValueOf,
} from '../settings.ts'
import type { DeclaredSettings } from '../store/tables/declared-settings.ts'
import { declarableNames, dereferenced, type ReferencePlace } from './declared.ts'
import { type FileEntry, findSettingsFile, type SettingsFile } from './file.ts'
import { secondsMeant, textProblem } from './forms.ts'
import { readKinds, secretsGiven } from './kinds.ts'
import { nearest } from './nearest.ts'
import { isPostgresUrl } from './postgres-url.ts'
import { postgresVariableProblems } from './postgres-variables.ts'
import { isLoopbackHost } from './rules.ts'
import { fits, isMap } from './schema.ts'
import { hasPassword, shown, shownConfidential, valueFromText, withoutPassword } from './text.ts'
import {
  CONFIG_VARIABLE,
  type Environment,
  readVariables,
  type VariableValue,
} from './variables.ts'

/** Some settings are invalid. Each problem is a sentence naming the location and the remedy. */
export class SettingsRefused extends Error {
  override readonly name = 'SettingsRefused'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    // A database URL in the wrong place is still a secret, whichever message quotes it.
    const showable = problems.map(withoutPassword)
    super(showable.join('\n'))
    this.problems = showable
  }
}

export interface SettingsSources {
  /** Keyed by setting name; `config` is the settings file. */
  readonly flags: Readonly<Partial<Record<SettingName | 'config', string>>>
  readonly environment: Environment
  readonly workingDirectory: string
}

export interface SettingsInForce {
  readonly settings: Settings
  /** The origin of each: `--port`, `MANDATE_PORT`, `mandate.yaml:4`; absent for a default. */
  readonly sources: ReadonlyMap<SettingName, string>
  /** Variables that look like settings but were set by Kubernetes for a Service. */
  readonly ignoredVariables: readonly string[]
  /** The files that secrets come from. */
  readonly secretFiles: readonly SecretFile[]
}

export interface SecretFile {
  readonly path: string
  /** Which secret, in words or as `sign_in.acme.client_secret`. */
  readonly holds: string
}

/** What flags, variables and the file say, each setting checked by itself. Plain data. */
export interface GivenSettings {
  readonly given: readonly PlainGiven[]
  readonly environment: Environment
  readonly workingDirectory: string
  readonly ignoredVariables: readonly string[]
  readonly secretFiles: readonly SecretFile[]
}

/** A setting that was read without a problem. */
export type PlainGiven = Omit<Given, 'placeWithin'>

/** A value and its location as named in error messages. */
interface Given {
  readonly name: SettingName
  readonly value: unknown
  readonly place: string
  readonly source: string
  /** What would be valid instead of the original text, to follow "give". */
  readonly problem?: string | undefined
  /** Whether it comes from a file of its own, whose content is never shown. */
  readonly fromFile: boolean
  /** The path of the file it comes from. */
  readonly file?: string | undefined
  /** The base of relative paths. */
  readonly folder: string
  /** The position of a name within the value. */
  readonly placeWithin: (at: readonly string[]) => string
}

/** The effective settings. Throws `SettingsRefused` with all problems. */
export function readSettings(sources: SettingsSources): Settings {
  return readSettingsInForce(sources).settings
}

/** The same, with the origin of each. Throws `SettingsRefused`. */
export function readSettingsInForce(sources: SettingsSources): SettingsInForce {
  return inForce(readGiven(sources), {})
}

/** What is given outside the database. Throws `SettingsRefused` with all problems. */
export function readGiven(sources: SettingsSources): GivenSettings {
  const { flags, environment, workingDirectory } = sources
  const variables = readVariables(environment, workingDirectory)
  const problems = [...variables.problems]
  const given = new Map<SettingName, Given>()
  const give = (one: Given) => given.has(one.name) || given.set(one.name, one)

  for (const one of fromFlags(flags, workingDirectory)) give(one)
  for (const one of fromVariables(variables.values, workingDirectory)) give(one)

  const file = findSettingsFile({
    named: namedFile(sources),
    workingDirectory,
    data: dataFolder(given.get('data'), workingDirectory),
  })
  problems.push(...(file?.problems ?? []))
  for (const entry of file?.entries ?? []) {
    const { name, value, placeOfName } = entry
    if (!isSettingName(name)) problems.push(`${placeOfName}: ${noSuchSetting(name, value)}`)
    else if (file !== undefined) give(fromEntry({ ...entry, name }, file))
  }

  const secretFiles: SecretFile[] = []
  for (const [name, one] of given) {
    const found = problemsOf(one)
    problems.push(...found)
    if (found.length > 0) continue
    given.set(name, withEntries(one))
    secretFiles.push(...secretFilesOf(one))
  }
  if (problems.length > 0) throw new SettingsRefused(problems)
  return {
    given: [...given.values()].map(({ placeWithin, ...plain }) => plain),
    ...{ environment, workingDirectory, secretFiles },
    ignoredVariables: variables.ignored,
  }
}

/**
 * Settings good enough to open the database: rules about several settings are not checked yet, since
 * what is declared there may change them, and the issuer is empty if only that can say it. Throws
 * `SettingsRefused`.
 */
export function toOpenWith(from: GivenSettings): Settings {
  const settings = settled(mapOf(from.given), from.workingDirectory, 'opening')
  const { database } = settings
  // In a new database nothing is declared, so everything is checked before it is made.
  const isNew = !isPostgresUrl(database) && !existsSync(database)
  return isNew ? inForce(from, {}).settings : refusingForeign(settings, from)
}

/**
 * The settings in force with what is declared in the database. Names that only a newer server knows
 * are passed over. Throws `SettingsRefused`.
 */
export function inForce(
  from: GivenSettings,
  declared: DeclaredSettings,
  {
    referencesFrom,
    isNew = false,
  }: {
    /** Where references to secrets lead to. Default: this machine. */
    readonly referencesFrom?: ReferencePlace
    /** They are being declared, so their places need not say when they were. */
    readonly isNew?: boolean
  } = {},
): SettingsInForce {
  const { given: plain, environment, workingDirectory, ...rest } = from
  const given = mapOf(plain)
  const { value: directory = settingsTable.secrets_directory.default, folder = workingDirectory } =
    given.get('secrets_directory') ?? {}
  const place =
    referencesFrom === undefined
      ? { environment, directory: resolve(folder, String(directory)) }
      : referencesFrom
  const problems: string[] = []
  for (const name of declarableNames) {
    const setting = declared[name]
    if (setting === undefined || given.has(name)) continue
    const read = fromDeclared(name, setting, { place, isNew })
    problems.push(...read.problems)
    given.set(name, read.given)
  }
  if (problems.length > 0) throw new SettingsRefused(problems)
  return {
    settings: refusingForeign(settled(given, workingDirectory, 'whole'), from),
    sources: new Map([...given.values()].map(({ name, source }) => [name, source])),
    ...rest,
  }
}

function mapOf(given: readonly PlainGiven[]): Map<SettingName, PlainGiven> {
  return new Map(given.map((one) => [one.name, one]))
}

function refusingForeign(settings: Settings, { environment }: GivenSettings): Settings {
  const foreign = isPostgresUrl(settings.database)
    ? postgresVariableProblems(settings.database, environment)
    : []
  if (foreign.length > 0) throw new SettingsRefused(foreign)
  return settings
}

function fromDeclared(
  name: SettingName,
  { value: declared, at, by }: DeclaredSettings[string],
  { place: referencesFrom, isNew }: { readonly place: ReferencePlace; readonly isNew: boolean },
): { readonly given: PlainGiven; readonly problems: readonly string[] } {
  const { schema }: Setting = settingsTable[name]
  const day = new Date(at * 1_000).toISOString().slice(0, 10)
  const source = `declared by ${by} on ${day}`
  const place = isNew ? name : `${name} (${source})`
  const read =
    'kinds' in schema
      ? dereferenced(schema.kinds, declared, referencesFrom)
      : { value: declared, problems: [] }
  const given: Given = {
    ...{ name, value: read.value, place, source, fromFile: false, folder: '/' },
    problem: typeof read.value === 'string' ? textProblem(read.value, schema) : undefined,
    placeWithin: () => place,
  }
  const problems = [
    ...read.problems.map(
      ({ at, text }) => `${isNew ? '' : `${source}: `}${pathOf(name, at)} ${text}`,
    ),
    ...(read.problems.length > 0 ? [] : problemsOf(given)),
  ]
  return { given: problems.length > 0 ? given : withEntries(given), problems }
}

function fromFlags(flags: SettingsSources['flags'], folder: string): Given[] {
  return settingNames.flatMap((name) => {
    const text = flags[name]
    const place = flagOf(name)
    return text === undefined ? [] : [fromText({ name, text, place, fromFile: false }, folder)]
  })
}

function fromVariables(values: readonly VariableValue[], folder: string): Given[] {
  return values.map((value) => fromText(value, folder))
}

function fromText(given: VariableValue, folder: string): Given {
  const { name, text, place } = given
  const { schema } = settingsTable[name]
  const value = valueFromText(text, schema)
  const problem = textProblem(text, schema)
  const placeWithin = () => place
  return {
    ...{ name, value, place, source: place, problem, folder, placeWithin },
    ...fileOf(given),
  }
}

function fileOf({ fromFile, file }: VariableValue) {
  return { fromFile, file }
}

function fromEntry(
  { name, value, place, placeWithin }: FileEntry & { readonly name: SettingName },
  { folder, path: file }: SettingsFile,
): Given {
  const problem =
    typeof value === 'string' ? textProblem(value, settingsTable[name].schema) : undefined
  // The column helps to find a mistake; the origin needs only the line.
  const source = place.replace(/:\d+$/, '')
  const named = `${place}: ${name}`
  const at = { place: named, source, placeWithin, fromFile: false, file, folder }
  return { name, value, problem, ...at }
}

function namedFile({ flags, environment }: SettingsSources) {
  if (flags.config !== undefined) return { path: flags.config, place: '--config' }
  const path = environment[CONFIG_VARIABLE] ?? ''
  return path === '' ? undefined : { path, place: CONFIG_VARIABLE }
}

/** The data directory, which may contain a settings file; undefined if `data` itself is invalid. */
function dataFolder(data: Given | undefined, workingDirectory: string): string | undefined {
  if (data === undefined) return resolve(workingDirectory, settingsTable.data.default)
  if (problemsOf(data).length > 0) return undefined
  return resolve(workingDirectory, String(data.value))
}

/** The value with the defaults of its entries, if it is a valid map of kinds. */
function withEntries<One extends PlainGiven>(given: One): One {
  const { schema }: Setting = settingsTable[given.name]
  return 'kinds' in schema && isMap(given.value)
    ? { ...given, value: readKinds(schema.kinds, given.value, given.folder).value }
    : given
}

function secretFilesOf({ name, value, source, file, folder }: Given): readonly SecretFile[] {
  if (name === 'database' || name === 'mail_url') {
    const whose = name === 'database' ? 'the database' : 'the mail server'
    const holds = `the password of ${whose} (${source})`
    return file !== undefined && hasPassword(String(value)) ? [{ path: file, holds }] : []
  }
  if (name === 'key_passphrase') {
    return file === undefined
      ? []
      : [{ path: file, holds: `the passphrase of the keys (${source})` }]
  }
  const { schema }: Setting = settingsTable[name]
  if (!('kinds' in schema) || !isMap(value)) return []
  return secretsGiven(schema.kinds, value, folder).flatMap(({ at, path = file }) =>
    path === undefined ? [] : [{ path, holds: pathOf(name, at) }],
  )
}

function problemsOf(given: Given): string[] {
  const { name, value, place, problem: ofText, fromFile } = given
  const setting: Setting = settingsTable[name]
  if (ofText === undefined && 'kinds' in setting.schema && isMap(value)) {
    const { problems } = readKinds(setting.schema.kinds, value, given.folder)
    return problems.map(({ at, text }) => `${given.placeWithin(at)}: ${pathOf(name, at)} ${text}`)
  }
  const problem = ofText ?? problemOf(setting, value)
  if (problem === undefined) return []
  if (fromFile) return [`${place}: what the file holds is not right; give ${problem}`]
  if (setting.confidential === 'whole') return [`${place} is not right; give ${problem}`]
  const as = setting.confidential ? shownConfidential(value) : shown(value)
  return [`${place} is ${as}; give ${problem}`]
}

/** `sign_in.acme.login_url`. */
function pathOf(name: SettingName, at: readonly string[]): string {
  const isShort = (part: string) => /^[\w-]{1,60}$/.test(part)
  return [name, ...at.map((part) => (isShort(part) ? part : '…'))].join('.')
}

/** What would be valid instead of a value, to follow "give"; undefined if it is fine. */
function problemOf(setting: Setting, value: unknown): string | undefined {
  const { schema, give } = setting
  if (!fits(schema, value)) {
    const meant = typeof value === 'string' ? secondsMeant(value) : undefined
    const isDuration = meant !== undefined && give.includes('seconds')
    return isDuration ? `${give}; ${value} is ${meant}` : give
  }
  const problem = setting.problem?.(value)
  if (problem !== undefined) return problem
  // A name or display text must not contain a database password.
  const isDatabase = setting.confidential !== undefined
  if (!isDatabase && schema.type !== 'object' && hasPassword(JSON.stringify(value))) return give
  return undefined
}

/** Fills in the defaults and, for the whole, checks the settings that depend on each other. */
function settled(
  given: ReadonlyMap<SettingName, PlainGiven>,
  workingDirectory: string,
  until: 'opening' | 'whole',
): Settings {
  // Every value has been checked against its schema.
  const value = <Name extends SettingName>(name: Name) =>
    (given.has(name) ? given.get(name)?.value : settingsTable[name].default) as ValueOf<Name>
  const absolute = (
    name:
      | 'data'
      | 'database'
      | 'brand_logo'
      | 'words_file'
      | 'authorization_details_file'
      | 'secrets_directory',
  ): string => resolve(given.get(name)?.folder ?? workingDirectory, value(name))
  const databaseOr = (standard: string): string => {
    if (!given.has('database')) return standard
    if (isPostgresUrl(value('database'))) return value('database')
    const path = absolute('database')
    const found = statSync(path, { throwIfNoEntry: false })
    if (found === undefined || found.isFile()) return path
    const is = found.isDirectory() ? 'a directory' : 'no regular file'
    const place = given.get('database')?.place
    throw new SettingsRefused([`${place} names ${is}; give ${settingsTable.database.give}`])
  }

  const host = value('host')
  const port = value('port')
  const data = absolute('data')
  const issuerOf = until === 'opening' ? possibleIssuer : loopbackIssuer
  const settings = {
    issuer: given.has('issuer') ? value('issuer') : issuerOf(host, port),
    host,
    port,
    data,
    database: databaseOr(join(data, 'mandate.db')),
    secretsDirectory: absolute('secrets_directory'),
    accessTokenSeconds: value('access_token_seconds'),
    codeSeconds: value('code_seconds'),
    deviceCodeSeconds: value('device_code_seconds'),
    activitySeconds: value('activity_seconds'),
    pushedRequestSeconds: value('pushed_request_seconds'),
    requirePushedRequests: value('require_pushed_requests'),
    refreshTokenSeconds: value('refresh_token_seconds'),
    sharedRefreshSeconds: value('shared_refresh_seconds'),
    grantSeconds: value('grant_seconds'),
    defaultScope: value('default_scope'),
    openid: value('openid'),
    idTokenSeconds: value('id_token_seconds'),
    scopes: offeredScopes({ openid: value('openid'), scopes: value('scopes') }),
    sessionSeconds: value('session_seconds'),
    sessionIdleSeconds: value('session_idle_seconds'),
    keepSignedInSeconds: value('keep_signed_in_seconds'),
    deletionGraceSeconds: value('deletion_grace_seconds'),
    clientSecretOverlapSeconds: value('client_secret_overlap_seconds'),
    clientRegistration: value('client_registration'),
    clientRegistrationScope: given.has('client_registration_scope')
      ? value('client_registration_scope')
      : [value('default_scope'), ...(value('openid') ? OPENID_SCOPES : [])].join(' '),
    clientRegistrationMost: value('client_registration_most'),
    clientRegistrationUnusedDays: value('client_registration_unused_days'),
    clientDocuments: {
      others: value('client_documents'),
      domains: value('client_document_domains'),
    },
    clientDocumentScope: given.has('client_document_scope')
      ? value('client_document_scope')
      : [value('default_scope'), ...(value('openid') ? OPENID_SCOPES : [])].join(' '),
    clientDocumentSchemes: value('client_document_schemes'),
    dpopNonce: value('dpop_nonce'),
    tokenParametersInQuery: value('token_parameters_in_query'),
    trustedProxies: value('trusted_proxies'),
    clientCertificateHeader: given.has('client_certificate_header')
      ? value('client_certificate_header')
      : null,
    clientCertificateFormat: value('client_certificate_format'),
    clientCertificateVerifiedHeader: given.has('client_certificate_verified_header')
      ? value('client_certificate_verified_header')
      : null,
    mtlsUrl: given.has('mtls_url') ? value('mtls_url') : null,
    workers: value('workers'),
    keepAliveSeconds: value('keep_alive_seconds'),
    shutdownDelaySeconds: value('shutdown_delay_seconds'),
    metricsHost: value('metrics_host'),
    metricsPort: given.has('metrics_port') ? value('metrics_port') : null,
    signIn: value('sign_in'),
    fetchAllowedHosts: value('fetch_allowed_hosts'),
    secondFactor: value('second_factor'),
    secondFactorScopes: value('second_factor_scopes'),
    consoleListen: given.has('console_listen') ? value('console_listen') : null,
    consoleUrl: given.has('console_url') ? value('console_url') : null,
    consoleRequiresSecondFactor: value('console_requires_second_factor'),
    auditDays: value('audit_days'),
    brandName: value('brand_name'),
    brandLogo: given.has('brand_logo') ? absolute('brand_logo') : null,
    ...colors(given, until),
    supportUrl: given.has('support_url') ? value('support_url') : null,
    privacyUrl: given.has('privacy_url') ? value('privacy_url') : null,
    termsUrl: given.has('terms_url') ? value('terms_url') : null,
    termsVersion: given.has('terms_version') ? value('terms_version') : null,
    registration: value('registration'),
    registrationDomains: value('registration_domains'),
    authorizationDetailsFile: given.has('authorization_details_file')
      ? absolute('authorization_details_file')
      : null,
    wordsFile: given.has('words_file') ? absolute('words_file') : null,
    passwordRangeUrl: given.has('password_range_url') ? value('password_range_url') : null,
    mailUrl: given.has('mail_url') ? value('mail_url') : null,
    mailFrom: given.has('mail_from') ? value('mail_from') : null,
    keyPassphrase: given.has('key_passphrase') ? value('key_passphrase') : null,
    keyCommand: given.has('key_command') ? value('key_command') : null,
    logLevel: value('log_level'),
  }
  if (until === 'opening') return settings
  if (settings.mailUrl !== null && settings.mailFrom === null) {
    throw new SettingsRefused([
      `mail_url is set and mail_from is not; give mail_from ${settingsTable.mail_from.give}`,
    ])
  }
  refuseConsoleElsewhere(settings)
  refuseImpossibleRegistration(settings)
  refuseUnknownScope(given, settings, {
    name: 'default_scope',
    tokens: settings.defaultScope.split(' '),
    value: settings.defaultScope,
  })
  refuseUnknownScope(given, settings, {
    name: 'client_registration_scope',
    tokens: settings.clientRegistrationScope.split(' '),
    value: settings.clientRegistrationScope,
  })
  refuseUnknownScope(given, settings, {
    name: 'client_document_scope',
    tokens: settings.clientDocumentScope.split(' '),
    value: settings.clientDocumentScope,
  })
  refuseUnknownScope(given, settings, {
    name: 'second_factor_scopes',
    tokens: settings.secondFactorScopes,
    value: settings.secondFactorScopes,
  })
  return settings
}

/** Throws `SettingsRefused` if the cookies of a sign-in would not reach the console. */
function refuseConsoleElsewhere({
  issuer,
  consoleListen,
  consoleUrl,
}: Pick<Settings, 'issuer' | 'consoleListen' | 'consoleUrl'>): void {
  if (consoleUrl === null) return
  const [here, there] = [new URL(issuer), URL.parse(consoleUrl)]
  const isThere =
    consoleListen !== null &&
    there?.origin === consoleUrl &&
    there.protocol === here.protocol &&
    there.hostname === here.hostname
  if (isThere) return
  throw new SettingsRefused([
    consoleListen === null
      ? `console_url is set and console_listen is not; give console_listen ${settingsTable.console_listen.give}`
      : `console_url is "${consoleUrl}"; give ${settingsTable.console_url.give}`,
  ])
}

/** Throws `SettingsRefused` if nobody could make an account as the settings say. */
function refuseImpossibleRegistration({
  registration,
  mailUrl,
  signIn,
  termsVersion,
  termsUrl,
}: Pick<Settings, 'registration' | 'mailUrl' | 'signIn' | 'termsVersion' | 'termsUrl'>): void {
  if (termsVersion !== null && termsUrl === null) {
    throw new SettingsRefused([
      `terms_version is set and terms_url is not; give terms_url ${settingsTable.terms_url.give}`,
    ])
  }
  if (registration === 'off') return
  if (registration === 'open' && mailUrl === null) {
    throw new SettingsRefused([
      `registration is open and mail_url is not set, so no address could be verified; give mail_url ${settingsTable.mail_url.give}, or set registration to invited`,
    ])
  }
  if (!Object.values(signIn).some(({ way }) => way === 'password')) {
    throw new SettingsRefused([
      `registration is ${registration} and sign_in has no way "password", with which accounts are made; add {password: {}} to sign_in, or set registration to off`,
    ])
  }
}

/** Throws `SettingsRefused` if a scope token is not described. */
function refuseUnknownScope(
  given: ReadonlyMap<SettingName, { readonly place: string }>,
  { scopes }: Pick<Settings, 'scopes'>,
  {
    name,
    tokens,
    value,
  }: { readonly name: SettingName; readonly tokens: readonly string[]; readonly value: unknown },
): void {
  if (tokens.every((token) => Object.hasOwn(scopes, token))) return
  const place = given.get(name)?.place ?? name
  const described = Object.entries(scopes).filter(([, text]) => text !== null)
  const names = described.map(([token]) => token).join(', ')
  throw new SettingsRefused([
    `${place} is ${shown(value)}; give scope tokens that are listed in scopes (${names})`,
  ])
}

/** One colour has to do for both colour schemes, unless there are two. */
function colors(given: ReadonlyMap<SettingName, PlainGiven>, until: 'opening' | 'whole') {
  const light = given.get('brand_color')
  const dark = given.get('brand_color_dark')
  const of = (one: PlainGiven | undefined) => (one === undefined ? null : String(one.value))
  const both = { brandColor: of(light), brandColorDark: of(dark) }
  if (until === 'opening') return both
  if (light === undefined && dark !== undefined) {
    throw new SettingsRefused([
      `${dark.place} is set and brand_color is not; give brand_color, too`,
    ])
  }
  const problem =
    light === undefined || dark !== undefined
      ? undefined
      : colorProblem(String(light.value), 'dark')
  if (problem !== undefined) {
    throw new SettingsRefused([
      `${light?.place} is ${shown(light?.value)}, also on dark pages; give brand_color_dark ${problem}`,
    ])
  }
  return both
}

/** The same, or none if only the database can say it. */
function possibleIssuer(host: string, port: number): string {
  return isLoopbackHost(host) ? loopbackIssuer(host, port) : ''
}

/** The default issuer. Only for loopback is the name certain. */
function loopbackIssuer(host: string, port: number): string {
  if (!isLoopbackHost(host)) {
    throw new SettingsRefused([
      `host is "${host}" and issuer is not set; give issuer (or MANDATE_ISSUER) the https:// address by which browsers reach this server`,
    ])
  }
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

function noSuchSetting(name: string, value: unknown): string {
  const shownAs = /^[\w.-]{1,60}$/.test(name) ? `there is no setting ${name}` : 'this is no setting'
  const meant = nearest(name, settingNames)
  if (meant !== undefined) return `${shownAs}; did you mean ${meant}?`
  return typeof value === 'object' && value !== null
    ? `${shownAs}; settings stand at the beginning of a line, below no heading`
    : `${shownAs}; \`mandate settings\` lists them all`
}

function isSettingName(name: string): name is SettingName {
  return (settingNames as readonly string[]).includes(name)
}
