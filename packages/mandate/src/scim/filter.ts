/**
 * Filters (RFC 7644 §3.4.2.2). A library parses them, after limits are checked, because it
 * backtracks exponentially on line breaks in an unterminated string. The evaluation is our own,
 * because the schema decides which attributes are case-sensitive.
 */

import { type Filter as Parsed, parse } from 'scim2-parse-filter'
import { userNameKey } from '../people/user-name.ts'
import { EMAIL_PARTS, NAME_PARTS, withoutSchema } from './attributes.ts'
import { ScimError } from './error.ts'

const LONGEST = 1_000
const MOST_COMPARISONS = 25
const DEEPEST = 8

export type Filter =
  | { readonly is: 'all' | 'any'; readonly of: readonly Filter[] }
  | { readonly is: 'not'; readonly of: Filter }
  /** One of the values at a path. */
  | { readonly is: 'within'; readonly path: string; readonly of: Filter }
  | Comparison

interface Comparison {
  readonly is: 'comparison'
  readonly op: 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le' | 'pr'
  /** In lower case, relative to the object of the filter. */
  readonly path: string
  /** From the root of the resource. */
  readonly whole: string
  readonly kind: Kind
  readonly value: string | number | boolean | null
}

/** `exact` is case-sensitive (RFC 7643 §2.2). */
type Kind = 'text' | 'exact' | 'time' | 'boolean'

/** The paths that can be used in a filter, in lower case, with their kinds. */
export type Filterable = ReadonlyMap<string, Kind>

/** The parts of one e-mail address, within `emails[…]`. */
export const EMAILS: Filterable = new Map(
  EMAIL_PARTS.map((part) => [part, part === 'primary' ? 'boolean' : 'text']),
)

export const USERS: Filterable = new Map<string, Kind>([
  ...(['id', 'externalid', 'schemas', 'meta.resourcetype'] as const).map(
    (path) => [path, 'exact'] as const,
  ),
  ...['username', 'displayname', 'name', ...NAME_PARTS.map((part) => `name.${part}`)].map(
    (path) => [path.toLowerCase(), 'text'] as const,
  ),
  ['emails', 'text'],
  ...[...EMAILS].map(([part, kind]) => [`emails.${part}`, kind] as const),
  ['active', 'boolean'],
  ['meta.created', 'time'],
  ['meta.lastmodified', 'time'],
])

/**
 * Throws `ScimError` if the filter is malformed, too large, or uses a path that is not supported.
 */
export function parseFilter(source: string, filterable: Filterable): Filter {
  if (source.length > LONGEST) throw invalid(`A filter may have at most ${LONGEST} characters.`)
  if (/\p{Cc}/u.test(source)) throw invalid('A filter must not contain control characters.')
  let parsed: Parsed
  try {
    parsed = parse(source)
  } catch {
    throw invalid(
      'The filter is malformed. An example is userName eq "ada@example.com" (RFC 7644 §3.4.2.2).',
    )
  }
  return checked(parsed, {
    filterable,
    prefix: '',
    depth: 0,
    comparisons: { left: MOST_COMPARISONS },
  })
}

interface Around {
  readonly filterable: Filterable
  /** The path of the filter's object. */
  readonly prefix: string
  readonly depth: number
  readonly comparisons: { left: number }
}

function checked(parsed: Parsed, around: Around): Filter {
  if (around.depth > DEEPEST) throw invalid(`A filter may nest at most ${DEEPEST} levels.`)
  const inside = { ...around, depth: around.depth + 1 }
  if ('filters' in parsed) {
    const is = parsed.op === 'and' ? 'all' : 'any'
    return { is, of: parsed.filters.map((one) => checked(one, inside)) }
  }
  if ('filter' in parsed) return { is: 'not', of: checked(parsed.filter, inside) }
  const path = withoutSchema(parsed.attrPath).toLowerCase()
  const whole = around.prefix + path
  const kind = around.filterable.get(whole)
  if (kind === undefined) {
    const known = [...around.filterable.keys()].join(', ')
    throw invalid(`A filter cannot use ${parsed.attrPath}. Use one of ${known}.`)
  }
  if ('valFilter' in parsed) {
    return { is: 'within', path, of: checked(parsed.valFilter, { ...inside, prefix: `${whole}.` }) }
  }
  around.comparisons.left -= 1
  if (around.comparisons.left < 0) {
    throw invalid(`A filter may have at most ${MOST_COMPARISONS} comparisons.`)
  }
  const value = 'compValue' in parsed ? parsed.compValue : null
  if (kind === 'boolean' && !['eq', 'ne', 'pr'].includes(parsed.op)) {
    throw invalid(`${parsed.attrPath} is a boolean: compare it with eq.`)
  }
  return { is: 'comparison', op: parsed.op, path, whole, kind, value }
}

/** Whether the filter selects this JSON object. */
export function matches(filter: Filter, resource: unknown): boolean {
  switch (filter.is) {
    case 'all':
      return filter.of.every((one) => matches(one, resource))
    case 'any':
      return filter.of.some((one) => matches(one, resource))
    case 'not':
      return !matches(filter.of, resource)
    case 'within':
      return valuesAt(resource, filter.path).some((one) => matches(filter.of, one))
    case 'comparison':
      return compare(filter, valuesAt(resource, filter.path).map(plain))
  }
}

function compare({ op, kind, value }: Comparison, values: readonly unknown[]): boolean {
  const expected = tidied(value, kind)
  const isEqual = () =>
    value === null ? values.length === 0 : values.some((one) => tidied(one, kind) === expected)
  if (op === 'pr') return values.length > 0
  if (op === 'eq') return isEqual()
  if (op === 'ne') return !isEqual()
  return values.some((one) => holds[op](tidied(one, kind), expected))
}

type Test = (actual: unknown, expected: unknown) => boolean

const holds: Readonly<Record<'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le', Test>> = {
  co: (actual, expected) => String(actual).includes(String(expected)),
  sw: (actual, expected) => String(actual).startsWith(String(expected)),
  ew: (actual, expected) => String(actual).endsWith(String(expected)),
  gt: (actual, expected) => order(actual, expected) > 0,
  ge: (actual, expected) => order(actual, expected) >= 0,
  lt: (actual, expected) => order(actual, expected) < 0,
  le: (actual, expected) => order(actual, expected) <= 0,
}

/** NaN if the two have different types, so that every order comparison is false. */
function order(actual: unknown, expected: unknown): number {
  if (typeof actual === 'number' && typeof expected === 'number') return actual - expected
  if (typeof actual !== 'string' || typeof expected !== 'string') return Number.NaN
  return actual < expected ? -1 : Number(actual > expected)
}

/** The value in the form used for comparison. */
function tidied(value: unknown, kind: Kind): unknown {
  if (typeof value !== 'string' || kind === 'exact') return value
  if (kind === 'time') return Date.parse(value)
  const folded = userNameKey(value)
  // Entra writes booleans as strings.
  return kind === 'boolean' && /^(true|false)$/.test(folded) ? folded === 'true' : folded
}

/** All values at a path. */
function valuesAt(resource: unknown, path: string): readonly unknown[] {
  let found: readonly unknown[] = [resource]
  for (const part of path.split('.')) {
    found = found.flatMap((one) => {
      if (typeof one !== 'object' || one === null) return []
      return Object.entries(one).find(([name]) => name.toLowerCase() === part)?.[1] ?? []
    })
  }
  return found.filter((one) => one !== '')
}

/** `emails` alone means its values. */
function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'value' in value ? value.value : value
}

function invalid(detail: string): ScimError {
  return new ScimError(400, 'invalidFilter', detail)
}
