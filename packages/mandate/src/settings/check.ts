/** Checks one setting by itself. */

import { type SettingName, settingsTable } from '../settings.ts'
import { secondsMeant } from './forms.ts'
import { readKinds, secretsGiven } from './kinds.ts'
import { fits, isMap } from './schema.ts'
import type { Setting } from './setting.ts'
import { hasPassword, shown, shownConfidential } from './text.ts'

/** A setting that was read without a problem. */
export type PlainGiven = Omit<Given, 'placeWithin'>

/** A value and its location as named in error messages. */
export interface Given {
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

export interface SecretFile {
  readonly path: string
  /** Which secret, in words or as `sign_in.acme.client_secret`. */
  readonly holds: string
}

/** The value with the defaults of its entries, if it is a valid map of kinds. */
export function withEntries<One extends PlainGiven>(given: One): One {
  const { schema }: Setting = settingsTable[given.name]
  return 'kinds' in schema && isMap(given.value)
    ? { ...given, value: readKinds(schema.kinds, given.value, given.folder).value }
    : given
}

export function secretFilesOf({ name, value, source, file, folder }: Given): readonly SecretFile[] {
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

/** Why it is invalid, in sentences that name its place. */
export function problemsOf(given: Given): string[] {
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
export function pathOf(name: SettingName, at: readonly string[]): string {
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
