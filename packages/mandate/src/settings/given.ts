/** What flags, variables and the settings file give: each value checked by itself, with its place. */

import { resolve } from 'node:path'
import { flagOf, type SettingName, settingNames, settingsTable } from '../settings.ts'
import {
  type Given,
  type PlainGiven,
  problemsOf,
  type SecretFile,
  secretFilesOf,
  withEntries,
} from './check.ts'
import { type FileEntry, findSettingsFile, type SettingsFile } from './file.ts'
import { textProblem } from './forms.ts'
import { nearest } from './nearest.ts'
import { SettingsRefused } from './refused.ts'
import { valueFromText } from './text.ts'
import {
  CONFIG_VARIABLE,
  type Environment,
  readVariables,
  type VariableValue,
} from './variables.ts'

export interface SettingsSources {
  /** Keyed by setting name; `config` is the settings file. */
  readonly flags: Readonly<Partial<Record<SettingName | 'config', string>>>
  readonly environment: Environment
  readonly workingDirectory: string
}

/** What flags, variables and the file say, each setting checked by itself. Plain data. */
export interface GivenSettings {
  readonly given: readonly PlainGiven[]
  readonly environment: Environment
  readonly workingDirectory: string
  readonly ignoredVariables: readonly string[]
  readonly secretFiles: readonly SecretFile[]
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
