/** Checks the parts of a request against the schemas of its endpoint. */

import { Compile } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import { Problem, type Wrong } from '../problem.ts'
import { shape, type TProperties, type TSchema } from './schema.ts'

type Part = NonNullable<Wrong['in']>
type Checker = ReturnType<typeof Compile>

/** How many wrong parts an answer names. */
const MOST_ERRORS = 20

const compiled = new WeakMap<object, Checker>()

function checkerOf(schema: TSchema): Checker {
  const known = compiled.get(schema)
  if (known !== undefined) return known
  const checker = Compile(schema)
  compiled.set(schema, checker)
  return checker
}

/** Throws `Problem` (422) with every wrong part. */
export function checkBody(schema: TSchema, body: unknown): void {
  const checker = checkerOf(schema)
  if (!checker.Check(body)) throw invalid(wrongParts(checker, body, 'body'))
}

const queries = new WeakMap<object, TSchema>()

/**
 * The parameters of a query, as their schemas have them. A parameter may be there once. Throws
 * `Problem` (400).
 */
export function readQuery(
  properties: TProperties,
  parameters: URLSearchParams,
): Readonly<Record<string, unknown>> {
  const schema = queries.get(properties) ?? shape(properties)
  queries.set(properties, schema)
  const repeated = [...new Set(parameters.keys())].filter(
    (name) => parameters.getAll(name).length > 1,
  )
  const wrong: Wrong[] = repeated.map((field) => ({
    ...{ field, in: 'query' },
    detail: `The parameter ${field} is there twice; give it once.`,
  }))
  const query = Object.fromEntries(
    [...parameters].map(([name, value]) => [name, meant(properties[name], value)]),
  )
  const checker = checkerOf(schema)
  if (!checker.Check(query)) wrong.push(...wrongParts(checker, query, 'query'))
  if (wrong.length > 0) throw invalid(wrong, 400)
  return query
}

/** A text as the number or truth value that the schema wants, if it is one. */
function meant(schema: TSchema | undefined, value: string): unknown {
  const type = (schema as { readonly type?: string } | undefined)?.type
  if (type === 'integer' && /^-?\d{1,15}$/.test(value)) return Number(value)
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}

function wrongParts(checker: Checker, value: unknown, part: Part): readonly Wrong[] {
  const wrong = checker.Errors(value).flatMap((error) => partsOf(error, part))
  // A union reports each of its members; one line for each place is enough.
  const places = new Map(wrong.toReversed().map((one) => [one.field, one]))
  return [...places.values()].toReversed().slice(0, MOST_ERRORS)
}

function partsOf(error: TLocalizedValidationError, part: Part): readonly Wrong[] {
  const place = part === 'body' ? error.instancePath : error.instancePath.slice(1)
  const at = (name: string) => (part === 'body' ? `${place}/${escaped(name)}` : name)
  const wrong = (field: string, detail: string): Wrong => ({
    field,
    ...(part !== 'body' && { in: part }),
    detail,
  })
  switch (error.keyword) {
    // Said by the keyword that has the schema `false`, too.
    case 'boolean':
      return []
    case 'additionalProperties':
      return error.params.additionalProperties.map((name) =>
        wrong(at(name), `There is no ${name} here.`),
      )
    case 'required':
      return error.params.requiredProperties.map((name) => wrong(at(name), `${name} is missing.`))
    case 'enum': {
      const allowed = error.params.allowedValues.map(String).join(', ')
      return [wrong(place, `${nameIn(place)} has to be one of ${allowed}.`)]
    }
    default:
      return [wrong(place, `${nameIn(place)} ${error.message}.`)]
  }
}

function nameIn(place: string): string {
  return place === '' ? 'The value' : place.replace(/^\//, '')
}

/** RFC 6901 §3. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

function invalid(errors: readonly Wrong[], status = 422): Problem {
  const [first] = errors
  return new Problem(status, 'invalid_request', {
    detail: first?.detail ?? 'The request does not fit its schema.',
    errors,
  })
}
