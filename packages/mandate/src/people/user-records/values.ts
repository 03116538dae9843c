/**
 * Reads single values of a record. Each reader returns null for a field that says nothing, and
 * otherwise the value or why it is refused. No reason repeats what the file says: columns may be
 * shifted, and a password hash must not get into a report.
 */

export class FieldRefused {
  /** A sentence after the field's name: `is not an e-mail address`. */
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

export type Read<Value> = Value | null | FieldRefused

/** Text without the space around it. */
export function readText(value: unknown): Read<string> {
  if (isEmpty(value)) return null
  if (typeof value !== 'string') return new FieldRefused('is not text')
  return value.trim() || null
}

/** An id, kept exactly as it is. JSON may have it as a whole number. */
export function readId(
  value: unknown,
  rule: { readonly holds: (text: string) => boolean; readonly otherwise: string },
): Read<string> {
  if (isEmpty(value)) return null
  const text = Number.isSafeInteger(value) ? String(value) : value
  return typeof text === 'string' && rule.holds(text) ? text : new FieldRefused(rule.otherwise)
}

const flags: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ...[true, 1, 'true', 't', '1', 'yes'].map((value) => [value, true] as const),
  ...[false, 0, 'false', 'f', '0', 'no'].map((value) => [value, false] as const),
])

export function readFlag(value: unknown): Read<boolean> {
  if (isEmpty(value)) return null
  const known = flags.get(typeof value === 'string' ? value.trim().toLowerCase() : value)
  return known ?? new FieldRefused('is neither true nor false')
}

const MOMENT =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)?)?(?: ?(Z|[+-]\d\d)(?::?(\d\d))?)?$/i
const SECONDS = /^\d{1,10}(?:\.\d+)?$/
const MILLISECONDS = /^\d{12,14}$/

/**
 * Whole seconds since 1970, from such seconds or from ISO 8601; without an offset, it is UTC.
 * `now` is the latest that is possible.
 */
export function readTime(value: unknown, now: number): Read<number> {
  if (isEmpty(value)) return null
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string') return new FieldRefused(NOT_A_TIME)
  const trimmed = text.trim()
  if (MILLISECONDS.test(trimmed)) {
    return new FieldRefused('looks like milliseconds; give seconds since 1970')
  }
  const seconds = SECONDS.test(trimmed) ? Math.floor(Number(trimmed)) : secondsOf(trimmed)
  if (seconds === undefined || seconds < 0) return new FieldRefused(NOT_A_TIME)
  return seconds > now ? new FieldRefused('is in the future') : seconds
}

const NOT_A_TIME = 'is neither seconds since 1970 nor a time such as 2024-03-14T15:09:26Z'

function secondsOf(text: string): number | undefined {
  const [, day, minute = '00:00', second = ':00', zone = 'Z', minutes = '00'] =
    MOMENT.exec(text) ?? []
  if (day === undefined) return undefined
  // Date.parse takes 31 February for a day in March.
  const midnight = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day)) return undefined
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone}:${minutes}`
  const milliseconds = Date.parse(`${day}T${minute}${second}${offset}`)
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000)
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}
