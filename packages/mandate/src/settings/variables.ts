/**
 * Reads settings from the environment: each setting's variable, or the file that its `…_FILE`
 * names. Any other name that looks like ours is a mistake, or set by Kubernetes.
 */

import { resolve } from 'node:path'
import { type SettingName, settingNames, settingsTable, variableOf } from '../settings.ts'
import { SECRET_VARIABLE } from './declared.ts'
import { isSetByKubernetes } from './kubernetes.ts'
import { editDistance, nearest } from './nearest.ts'
import type { Setting } from './setting.ts'
import { withoutPassword } from './text.ts'
import { readTextFile } from './text-file.ts'

const PREFIX = 'MANDATE_'
export const CONFIG_VARIABLE = 'MANDATE_CONFIG'
/** Larger than any value; a larger file must be the wrong one. */
const LARGEST_VALUE = 64 * 1024

export type Environment = Readonly<Record<string, string | undefined>>

export interface VariableValue {
  readonly name: SettingName
  readonly text: string
  /** `MANDATE_PORT`, or `MANDATE_PORT_FILE (/run/secrets/port)`. */
  readonly place: string
  /** Whether it comes from a file, whose content is never shown. */
  readonly fromFile: boolean
  /** The path of that file. */
  readonly file?: string
}

export interface Variables {
  readonly values: readonly VariableValue[]
  readonly problems: readonly string[]
  /** The variables set by Kubernetes. */
  readonly ignored: readonly string[]
}

export function readVariables(all: Environment, workingDirectory: string): Variables {
  const ignored: string[] = []
  const environment = Object.fromEntries(
    Object.entries(all).flatMap(([variable, value]) => {
      if (value === undefined) return []
      if (!variable.startsWith(PREFIX) || !isSetByKubernetes(variable, value)) {
        return [[variable, value]]
      }
      ignored.push(variable)
      return []
    }),
  )
  const problems = unknownVariables(environment)
  const values: VariableValue[] = []
  for (const name of settingNames) {
    const found = variableValue(name, environment, workingDirectory)
    if (typeof found === 'string') problems.push(found)
    else if (found !== undefined) values.push(found)
  }
  if (environment[CONFIG_VARIABLE] === '') {
    problems.push(`${CONFIG_VARIABLE} is empty; give the path of a settings file, or remove it`)
  }
  return { values, problems, ignored: ignored.sort() }
}

/** A value, a problem as a sentence, or nothing. */
function variableValue(
  name: SettingName,
  environment: Environment,
  workingDirectory: string,
): VariableValue | string | undefined {
  const setting: Setting = settingsTable[name]
  const variable = variableOf(name)
  const text = environment[variable]
  const path = environment[`${variable}_FILE`]
  if (path === undefined) {
    if (text === undefined) return undefined
    if (text !== '') return { name, text, place: variable, fromFile: false }
    // Compose files pass unset variables as empty ones. But where the data is must not be guessed.
    return setting.neverEmpty
      ? `${variable} is empty; give ${setting.give}, or remove the variable`
      : undefined
  }
  if (text !== undefined && text !== '') {
    return `${variable} and ${variable}_FILE are both set; remove one of them`
  }
  return fromFile(name, path, resolve(workingDirectory, path))
}

function fromFile(name: SettingName, given: string, path: string): VariableValue | string {
  const variable = `${variableOf(name)}_FILE`
  const remedy = `give the path of a file that holds the value of ${name}`
  if (given === '') return `${variable} is empty; ${remedy}, or remove the variable`
  const place = `${variable} (${withoutPassword(given)})`
  let text: string
  try {
    text = readTextFile(path)
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    if (code === 'EFBIG') return `${place}: the file is too large; ${remedy}`
    // A missing path may in fact be the value itself, with a password in it.
    const shown = code === 'ENOENT' && /[:=@]/.test(given) ? variable : place
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? `${shown}: there is no such file; ${remedy}`
      : `${shown}: the file cannot be read (${code}); ${remedy}`
  }
  if (text.startsWith('SQLite format 3')) {
    return `${place}: this is an SQLite database; name it in ${variableOf('database')}`
  }
  if (text.length > LARGEST_VALUE) return `${place}: the file is too large; ${remedy}`
  const value = text.replace(/\r?\n$/, '')
  if (value === '') return `${place}: the file is empty; ${remedy}`
  return { name, text: value, place, fromFile: true, file: path }
}

function unknownVariables(environment: Environment): string[] {
  const known = new Set([
    ...settingNames.flatMap((name) => [variableOf(name), `${variableOf(name)}_FILE`]),
    CONFIG_VARIABLE,
  ])
  return Object.keys(environment).flatMap((variable) => {
    if (known.has(variable) || SECRET_VARIABLE.test(variable)) return []
    if (!looksLikeOurs(variable)) return []
    const meant = nearest(variable.replace(/^[^_.-]*[_.-]+/, ''), [...settingNames, 'config'])
    return [
      meant === undefined
        ? `${variable}: there is no such variable; remove it, or see which there are: mandate settings`
        : `${variable}: there is no such variable; did you mean ${PREFIX}${meant.toUpperCase()}?`,
    ]
  })
}

/** Also in lower case, with other separators, or with a typo in the prefix (`MANDTE_PORT`). */
function looksLikeOurs(variable: string): boolean {
  const [, first = '', rest = ''] = /^([^_.-]+)[_.-]+(.*)$/s.exec(variable) ?? []
  const word = first.toUpperCase()
  if (word === 'MANDATE') return true
  const name = rest.toLowerCase().replace(/_file$/, '')
  const isSetting = (settingNames as readonly string[]).includes(name)
  return isSetting && Math.abs(word.length - 7) <= 1 && editDistance(word, 'MANDATE') === 1
}
