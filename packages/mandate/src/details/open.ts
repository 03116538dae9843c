/**
 * The operator's types of authorization details (RFC 9396): a YAML file with a JSON Schema for each, and
 * the words that people read on the consent page.
 *
 *     payment:                             the type
 *       title: {en: A payment}             what the person allows
 *       fields:                            the names of its fields, in the order of the page
 *         amount.value: {en: Amount}
 *       limits:                            optional: members that say how much, how often, until when
 *         total: {is: amount, words: {en: "Pay up to {limit} in all"}}
 *       remembered: true                   optional: the person is not asked twice about the same
 *       scope: payments                    optional: the scope of a request that names none
 *       schema: {type: object, …}          JSON Schema 2020-12
 */

import { createContext, Script } from 'node:vm'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { isScope } from '../grants/scope.ts'
import type { DetailProblem, DetailType, DetailTypes } from '../oauth/details/type.ts'
import { SettingsRefused } from '../settings/refused.ts'
import { fits, isMap, translated } from '../settings/schema.ts'
import { readTextFile } from '../settings/text-file.ts'
import type { Translated } from '../words/languages.ts'
import { limitsOf } from './limits.ts'

/**
 * A regular expression of the schema may take very long on a text that a stranger chose for that. A check
 * takes less than a millisecond, but a busy machine can stop the process meanwhile, so it has a second
 * try.
 */
const FIRST_TRY_MILLISECONDS = 50
const SECOND_TRY_MILLISECONDS = 400

const TITLE = /^[\w:/.-]{1,80}$/
const MEMBERS = ['title', 'fields', 'limits', 'remembered', 'scope', 'schema']

/** Reads and compiles the file; no types without one. Throws `SettingsRefused` with every problem. */
export function openDetailTypes(path: string | null | undefined): DetailTypes {
  if (path == null) return new Map()
  const types = new Map<string, DetailType>()
  const problems: string[] = []
  const content = contentOf(path)
  for (const [name, given] of Object.entries(content)) {
    try {
      types.set(name, typeOf(name, given))
    } catch (error) {
      problems.push(`${path}: the type ${name} ${error instanceof Error ? error.message : error}`)
    }
  }
  if (problems.length > 0) throw new SettingsRefused(problems)
  return types
}

function contentOf(path: string): Readonly<Record<string, unknown>> {
  let content: unknown
  try {
    content = parse(readTextFile(path), { maxAliasCount: 0, logLevel: 'error' })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new SettingsRefused([`${path} cannot be read as YAML (${code ?? 'unknown error'})`])
  }
  if (isMap(content) && Object.keys(content).length > 0) return content
  throw new SettingsRefused([`${path}: write the name of a type, and title and schema below it`])
}

/** Throws an `Error` whose message follows the name of the type. */
function typeOf(name: string, given: unknown): DetailType {
  if (!TITLE.test(name)) throw new Error('needs a name of letters, digits and _ : / . - only')
  if (!isMap(given)) throw new Error('is empty; give title and schema')
  const unknown = Object.keys(given).find((member) => !MEMBERS.includes(member))
  if (unknown !== undefined) throw new Error(`has ${unknown}; give only ${MEMBERS.join(', ')}`)
  const { title, fields = {}, limits = {}, remembered = false, scope = null, schema } = given
  if (!fits(translated, title)) {
    throw new Error('has no title; give a text, or one for each language with en')
  }
  if (!isMap(fields)) throw new Error('has wrong fields; give a name for each path')
  const wrong = Object.keys(fields).find((field) => !fits(translated, fields[field]))
  if (wrong !== undefined) throw new Error(`has no name for ${wrong}; give a text with en`)
  if (scope !== null && !(typeof scope === 'string' && isScope(scope))) {
    throw new Error('has a wrong scope; give scope tokens separated by spaces')
  }
  if (typeof remembered !== 'boolean') throw new Error('has a wrong remembered; give true or false')
  const limited = limitsOf(limits)
  return {
    title: title as Translated,
    fields: fields as Readonly<Record<string, Translated>>,
    limits: limited,
    remembered,
    scope,
    problemOf: checkOf(name, schema, Object.keys(limited)),
  }
}

function checkOf(
  name: string,
  schema: unknown,
  limits: readonly string[],
): DetailType['problemOf'] {
  const properties = isMap(schema) ? schema['properties'] : undefined
  if (!isMap(schema) || schema['type'] !== 'object' || !isMap(properties)) {
    throw new Error('has no schema; give a JSON Schema with type: object and properties')
  }
  let validate: ValidateFunction
  try {
    validate = new Ajv2020({ strict: true, ownProperties: true, messages: false }).compile({
      ...closed(schema),
      required: ['type', ...(Array.isArray(schema['required']) ? schema['required'] : [])],
      properties: {
        ...closedEach(properties),
        // A limit has a form of its own, which is checked first, so its schema need not repeat that.
        ...Object.fromEntries(limits.map((member) => [member, properties[member] ?? {}])),
        type: { const: name },
      },
    })
  } catch (error) {
    throw new Error(`has a wrong schema: ${error instanceof Error ? error.message : error}`)
  }
  const known = JSON.stringify({ schema, limits }).match(/[\w.-]+/g)
  return withinTime(validate, new Set(known))
}

/** Fields that a schema does not name are refused (RFC 9396 §5), unless it says otherwise. */
function closed(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { properties, items } = schema
  const says = [
    'additionalProperties',
    'unevaluatedProperties',
    'patternProperties',
    'allOf',
    '$ref',
  ]
  const isOpen = isMap(properties) && !says.some((keyword) => Object.hasOwn(schema, keyword))
  return {
    ...schema,
    ...(isMap(properties) && { properties: closedEach(properties) }),
    ...(isMap(items) && { items: closed(items) }),
    ...(isOpen && { additionalProperties: false }),
  }
}

function closedEach(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, one]) => [name, isMap(one) ? closed(one) : one]),
  )
}

/** A schema's regular expressions are interrupted as well. */
function withinTime(
  validate: ValidateFunction,
  known: ReadonlySet<string>,
): DetailType['problemOf'] {
  let value: unknown
  const context = createContext({ check: () => validate(value) })
  const script = new Script('check()')
  function checkWithin(timeout: number): unknown {
    try {
      return script.runInContext(context, { timeout })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
      return 'too slow'
    }
  }
  return (given): DetailProblem | undefined => {
    value = given
    let outcome = checkWithin(FIRST_TRY_MILLISECONDS)
    if (outcome === 'too slow') outcome = checkWithin(SECOND_TRY_MILLISECONDS)
    value = undefined
    if (outcome === true) return undefined
    if (outcome === 'too slow') return { at: '', rule: 'time' }
    const [{ instancePath = '', keyword = 'schema' } = {}] = validate.errors ?? []
    const names = instancePath.split('/')
    // The names of other fields come from a stranger.
    const isKnown = names.every((name) => known.has(name) || /^\d{0,3}$/.test(name))
    return { at: isKnown ? instancePath : '', rule: keyword }
  }
}
