/**
 * The settings in force: flags win over the environment, the environment over `mandate.yaml`, the
 * file over what is declared in the database, and that over the defaults. All problems are reported
 * together, each with its location and remedy, before anything is touched.
 *
 *     flags, variables, file ──readGiven──▶ given ──toOpenWith──▶ the settings that open the database
 *                                             └──inForce, with what is declared there──▶ those in force
 */

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type SettingName, type Settings, settingsTable } from '../settings.ts'
import type { DeclaredSettings } from '../store/tables/declared-settings.ts'
import type { Given, PlainGiven, SecretFile } from './check.ts'
import { pathOf, problemsOf, withEntries } from './check.ts'
import { declarableNames, dereferenced, type ReferencePlace } from './declared.ts'
import { filled } from './filled.ts'
import { textProblem } from './forms.ts'
import { type GivenSettings, readGiven, type SettingsSources } from './given.ts'
import { isPostgresUrl } from './postgres-url.ts'
import { postgresVariableProblems } from './postgres-variables.ts'
import { SettingsRefused } from './refused.ts'
import type { Setting } from './setting.ts'
import { refuseContradictions } from './together.ts'

export interface SettingsInForce {
  readonly settings: Settings
  /** The origin of each: `--port`, `MANDATE_PORT`, `mandate.yaml:4`; absent for a default. */
  readonly sources: ReadonlyMap<SettingName, string>
  /** Variables that look like settings but were set by Kubernetes for a Service. */
  readonly ignoredVariables: readonly string[]
  /** The files that secrets come from. */
  readonly secretFiles: readonly SecretFile[]
}

/** The effective settings. Throws `SettingsRefused` with all problems. */
export function readSettings(sources: SettingsSources): Settings {
  return readSettingsInForce(sources).settings
}

/** The same, with the origin of each. Throws `SettingsRefused`. */
export function readSettingsInForce(sources: SettingsSources): SettingsInForce {
  return inForce(readGiven(sources), {})
}

/**
 * Settings good enough to open the database: rules about several settings are not checked yet, since
 * what is declared there may change them, and the issuer is empty if only that can say it. Throws
 * `SettingsRefused`.
 */
export function toOpenWith(from: GivenSettings): Settings {
  const settings = filled(mapOf(from.given), from.workingDirectory, 'opening')
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
  const settings = refusingForeign(filled(given, workingDirectory, 'whole'), from)
  refuseContradictions(given, settings)
  return {
    settings,
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
