/**
 * A setting that is a map from a name to an entry of one of several kinds, such as the ways to sign
 * in. Each kind has a table of members, like the settings. Here an entry is checked against the
 * table of its kind, gets the defaults, and its secrets are read from files.
 *
 *     sign_in:                  the setting
 *       acme:                   the name of an entry
 *         way: handoff          its kind
 *         login_url: https://…  a member
 */

import { resolve } from 'node:path'
import { textProblem } from './forms.ts'
import { nearest } from './nearest.ts'
import {
  type EntryOfKind,
  fits,
  isMap,
  type Kind,
  type Kinds,
  type Member,
  type SettingSchema,
  type SettingValue,
} from './schema.ts'
import { hasPassword, shown } from './text.ts'
import { readTextFile } from './text-file.ts'

export interface KindProblem {
  /** The place within the setting: names from the outside in. */
  readonly at: readonly string[]
  /** The text after the place: `is missing; give …`. */
  readonly text: string
}

export interface ReadKinds {
  readonly value: Readonly<Record<string, EntryOfKind>>
  readonly problems: readonly KindProblem[]
}

const NAME = /^[a-z][a-z0-9-]{0,31}$/

/**
 * Checks a map of kinds. The value has its defaults and the secrets from files, whose paths are
 * relative to `folder`; use it only if there are no problems.
 */
export function readKinds(
  setting: Kinds,
  given: Readonly<Record<string, unknown>>,
  folder: string,
): ReadKinds {
  const names = Object.keys(given)
  if (names.length === 0) {
    const kinds = setting.kinds.map(({ kind }) => kind).join(', ')
    return { value: {}, problems: [{ at: [], text: `is empty; give at least one of ${kinds}` }] }
  }
  const entries = names.map((name) => [
    name,
    readEntry(setting, { name, given: given[name], folder }),
  ])
  const read = Object.fromEntries(entries) as Record<string, EntryOfKind | KindProblem[]>
  const problems = Object.values(read)
    .filter((entry) => Array.isArray(entry))
    .flat()
  return { value: problems.length > 0 ? {} : (read as ReadKinds['value']), problems }
}

interface GivenEntry {
  readonly name: string
  readonly given: unknown
  readonly folder: string
}

function readEntry(setting: Kinds, entry: GivenEntry): EntryOfKind | KindProblem[] {
  const { name, given } = entry
  const wrong = (text: string, ...member: string[]) => [{ at: [name, ...member], text }]
  if (!NAME.test(name)) {
    const rule = 'a name of up to 32 small letters, digits and hyphens that begins with a letter'
    return [{ at: [], text: `has the entry ${shown(name)}; give ${rule}` }]
  }
  // `password:` with nothing behind it.
  const members = given === null ? {} : given
  if (!isMap(members)) return wrong(`is ${kindOfValue(given)}; give a map of its members`)
  const { by, kinds } = setting
  const choice = kinds.map(({ kind }) => kind).join(', ')
  const named = members[by] ?? (kinds.some(({ kind }) => kind === name) ? name : undefined)
  if (named === undefined) return wrong(`is missing; give one of ${choice}`, by)
  const kind = kinds.find((known) => known.kind === named)
  if (kind === undefined) return wrong(`is ${shown(named)}; give one of ${choice}`, by)
  const reserved = kinds.find((known) => known.isSingle && known.kind === name)
  if (reserved !== undefined && reserved !== kind) {
    return wrong(`is ${shown(named)}; give this entry another name than ${name}`, by)
  }
  if (kind.isSingle && name !== kind.kind) {
    return wrong(`is ${shown(named)}; give this entry the name ${kind.kind}`, by)
  }
  return readMembers(kind, { ...entry, given: members }, by)
}

function readMembers(
  kind: Kind,
  { name, given, folder }: GivenEntry & { readonly given: Readonly<Record<string, unknown>> },
  by: string,
): EntryOfKind | KindProblem[] {
  const problems: KindProblem[] = []
  const complain = (member: string, text: string) => problems.push({ at: [name, member], text })
  const values: Record<string, SettingValue> = { [by]: kind.kind }
  const known = Object.keys(kind.members).flatMap((member) =>
    kind.members[member]?.confidential ? [member, `${member}_file`] : [member],
  )
  for (const member of Object.keys(given)) {
    if (member !== by && !known.includes(member))
      complain(member, unknownMember(kind, member, known))
  }
  for (const [member, row] of Object.entries(kind.members)) {
    const read = memberGiven(row, { member, given, folder })
    if ('problem' in read) {
      complain(read.member, read.problem)
      continue
    }
    const value = read.value ?? row.default
    if (value === undefined) {
      if (row.required) complain(member, `is missing; give ${row.give}`)
      continue
    }
    const remedy = memberProblem(row, value)
    if (remedy !== undefined) complain(read.member, `${read.is(value)}; give ${remedy}`)
    else values[member] = value as SettingValue
  }
  if (problems.length > 0) return problems
  const faults = kind.problems?.(values, name) ?? []
  for (const { member, give } of faults) {
    const value = values[member]
    const is = value === undefined ? 'is missing' : isWrong(kind.members[member], value)
    complain(member, `${is}; give ${give}`)
  }
  return problems.length > 0 ? problems : values
}

type MemberGiven =
  | {
      readonly member: string
      readonly value: unknown
      /** Describes the given value, as far as it may be shown. */
      readonly is: (value: unknown) => string
    }
  | { readonly member: string; readonly problem: string }

/** The member itself, or for a secret the content of its file. */
function memberGiven(
  row: Member,
  {
    member,
    given,
    folder,
  }: {
    readonly member: string
    readonly given: Readonly<Record<string, unknown>>
    readonly folder: string
  },
): MemberGiven {
  const value = given[member] ?? undefined
  const fileMember = `${member}_file`
  const path = row.confidential && given[fileMember]
  if (path === undefined || path === null) return { member, value, is: (it) => isWrong(row, it) }
  const problem = (text: string) => ({ member: fileMember, problem: text })
  const remedy = `give the path of a file that holds ${member}`
  if (value !== undefined) return problem(`is given together with ${member}; give only one of them`)
  if (typeof path !== 'string' || path === '') return problem(`is ${kindOfValue(path)}; ${remedy}`)
  try {
    const held = readTextFile(resolve(folder, path)).replace(/\r?\n$/, '')
    if (held === '') return problem(`names an empty file; ${remedy}`)
    return { member: fileMember, value: held, is: () => 'names a file with different content' }
  } catch (error) {
    // The path is not shown: it may be the secret itself.
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    return problem(`names a file that cannot be read (${code}); ${remedy}`)
  }
}

function memberProblem(row: Member, value: unknown): string | undefined {
  if (!fits(row.schema, value)) return row.give
  const isOneText = 'type' in row.schema && row.schema.type === 'string'
  const ofText = isOneText ? textProblem(String(value), row.schema as SettingSchema) : undefined
  if (ofText !== undefined) return ofText
  const problem = row.problem?.(value)
  if (problem !== undefined) return problem
  return !row.confidential && hasPassword(JSON.stringify(value)) ? row.give : undefined
}

function isWrong(row: Member | undefined, value: unknown): string {
  return row?.confidential ? 'is not right' : `is ${shown(value)}`
}

function unknownMember({ kind }: Kind, member: string, known: readonly string[]): string {
  const meant = nearest(member, known)
  if (meant !== undefined) return `is no member of ${kind}; did you mean ${meant}?`
  const members = known.length === 0 ? 'it has none' : `its members are ${known.join(', ')}`
  return `is no member of ${kind}; ${members}`
}

function kindOfValue(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (value === '') return 'empty'
  return typeof value === 'string' ? 'a text' : shown(value)
}

export interface SecretGiven {
  readonly at: readonly string[]
  /** The path of its own file; undefined if it is in the entry itself. */
  readonly path: string | undefined
}

/** The secrets in a map of kinds that has no problems. */
export function secretsGiven(
  { by, kinds }: Kinds,
  given: Readonly<Record<string, unknown>>,
  folder: string,
): readonly SecretGiven[] {
  return Object.entries(given).flatMap(([name, entry]) => {
    const members = isMap(entry) ? entry : {}
    const kind = kinds.find((known) => known.kind === (members[by] ?? name))
    return Object.entries(kind?.members ?? {}).flatMap(([member, { confidential }]) => {
      const path = members[`${member}_file`]
      const isGiven = (members[member] ?? path ?? undefined) !== undefined
      if (!confidential || !isGiven) return []
      const at = [name, member]
      return [{ at, path: typeof path === 'string' ? resolve(folder, path) : undefined }]
    })
  })
}

/** The value without its secrets, for output. */
export function withoutSecrets(
  { by, kinds }: Kinds,
  value: Readonly<Record<string, EntryOfKind>>,
): Readonly<Record<string, EntryOfKind>> {
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => {
      const members = kinds.find(({ kind }) => kind === entry[by])?.members ?? {}
      const shownMembers = Object.entries(entry).map(([member, held]) => [
        member,
        members[member]?.confidential ? '***' : held,
      ])
      return [name, Object.fromEntries(shownMembers)]
    }),
  )
}
