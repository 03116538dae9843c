/** The paths of PATCH operations (RFC 7644 §3.5.2): `attribute[filter].part`. */

import { type Kept, meaningOf, withoutSchema } from './attributes.ts'
import { ScimError } from './error.ts'
import { EMAILS, type Filter, parseFilter } from './filter.ts'

const LONGEST = 1_000

/** The part of a user that an operation changes. */
export interface Place {
  readonly attribute: Kept
  /** Selects some of several values; undefined for all. */
  readonly where: Filter | undefined
  readonly part: string | undefined
}

export type Target = Place | 'read_only' | 'ignored' | 'unknown'

/** Throws `ScimError` if it is malformed. */
export function parsePath(source: string): Target {
  if (source.length > LONGEST) throw invalidPath(`${source.slice(0, 40)}…`)
  const path = withoutSchema(source.trim())
  // An extension's URI contains dots, and its attributes are not stored.
  if (meaningOf(path) === 'ignored') return 'ignored'
  const { attribute, condition, part } = split(path)
  const meaning = meaningOf(attribute)
  if (meaning === 'read_only' || meaning === 'ignored' || meaning === 'unknown') return meaning
  if (condition !== undefined && meaning !== 'emails') throw invalidPath(source)
  const where = condition === undefined ? undefined : parseFilter(condition, EMAILS)
  return { attribute: meaning, where, part }
}

/** Parsed by hand, because strings in a condition may contain any character. */
function split(path: string): { attribute: string; condition?: string; part: string | undefined } {
  const open = path.indexOf('[')
  const close = path.lastIndexOf(']')
  if (open < 0 && close < 0) {
    const [attribute = '', part, ...more] = path.split('.')
    if (more.length > 0) throw invalidPath(path)
    return { attribute, part }
  }
  const rest = path.slice(close + 1)
  if (open < 0 || close < open || !/^(\.\w+)?$/.test(rest)) throw invalidPath(path)
  const condition = path.slice(open + 1, close)
  return { attribute: path.slice(0, open), condition, part: rest.slice(1) || undefined }
}

export function invalidPath(path: string): ScimError {
  return new ScimError(
    400,
    'invalidPath',
    `There is no attribute ${JSON.stringify(path)}. Valid paths are, for example, userName, name.familyName or emails[type eq "work"].value.`,
  )
}
