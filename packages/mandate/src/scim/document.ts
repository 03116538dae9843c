/** Reads request bodies: complete users, and PATCH operations. */

import { assign, type Op } from './assign.ts'
import { USER_SCHEMA } from './attributes.ts'
import { type Described, type Draft, describedBy, emptyDraft } from './draft.ts'
import { ScimError } from './error.ts'
import { invalidPath, parsePath } from './path.ts'
import { invalidValue, isObject, type JsonObject } from './values.ts'

const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
/** Entra sends up to about 20, one per changed attribute. */
const MOST_OPERATIONS = 100
const MOST_MEMBERS = 200
const DEEPEST = 8

/** The JSON object in a body (RFC 8259), in UTF-8. Throws `ScimError`. */
export function parseBody(body: Uint8Array | null): JsonObject {
  const value = body === null ? undefined : parsed(body)
  if (!isObject(value)) throw invalidSyntax('The body must be a JSON object in UTF-8.')
  if (isDeeper(value, DEEPEST)) throw invalidSyntax(`The body may nest at most ${DEEPEST} levels.`)
  return value
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((one) => isDeeper(one, levels - 1))
}

/** The user that POST or PUT describes. Throws `ScimError`. */
export function userIn(body: JsonObject): Described {
  requireSchema(body, USER_SCHEMA)
  const draft = emptyDraft()
  assignMembers(draft, 'replace', body)
  return describedBy(draft)
}

/**
 * The user after a PATCH, applied as a whole or not at all (RFC 7644 §3.5.2). Throws `ScimError`.
 */
export function patched(draft: Draft, body: JsonObject): Described {
  requireSchema(body, PATCH_SCHEMA)
  const operations = member(body, 'Operations')
  if (!Array.isArray(operations) || operations.length === 0) {
    throw invalidSyntax('Operations must be a list with at least one operation.')
  }
  if (operations.length > MOST_OPERATIONS) {
    throw invalidSyntax(`Send at most ${MOST_OPERATIONS} operations at once.`)
  }
  for (const operation of operations) apply(draft, operation)
  return describedBy(draft)
}

function apply(draft: Draft, operation: unknown): void {
  if (!isObject(operation)) throw invalidSyntax('Each operation must be an object.')
  const op = opIn(member(operation, 'op'))
  const path = member(operation, 'path') ?? undefined
  const value = member(operation, 'value')
  if (path === undefined || path === '') {
    if (op === 'remove') {
      throw new ScimError(400, 'noTarget', 'A remove operation needs a path.')
    }
    if (!isObject(value)) {
      throw invalidValue('An operation without a path needs an object of attributes as its value.')
    }
    assignMembers(draft, op, value)
    return
  }
  if (typeof path !== 'string') throw invalidPath(String(path))
  if (op === 'add' && value === undefined) {
    throw invalidValue('An add operation needs a value.')
  }
  const target = parsePath(path)
  if (target === 'ignored') return
  if (target === 'unknown') throw invalidPath(path)
  if (target === 'read_only') {
    throw new ScimError(400, 'mutability', `${path} cannot be changed.`)
  }
  assign(draft, op, { place: target, value })
}

/** Member names may be paths, as Entra sends them: `"name.familyName": "Lovelace"`. */
function assignMembers(draft: Draft, op: Op, members: JsonObject): void {
  const entries = Object.entries(members)
  if (entries.length > MOST_MEMBERS) throw invalidSyntax('There are too many attributes.')
  for (const [name, value] of entries) {
    const target = parsePath(name)
    // Read-only and unknown attributes are ignored here (RFC 7644 §3.3, §3.5.1).
    if (typeof target === 'string') continue
    assign(draft, op, { place: target, value })
  }
}

function opIn(value: unknown): Op {
  const op = typeof value === 'string' ? value.toLowerCase() : value
  if (op === 'add' || op === 'remove' || op === 'replace') return op
  throw invalidSyntax('op must be add, remove or replace.')
}

function requireSchema(body: JsonObject, schema: string): void {
  const schemas = member(body, 'schemas')
  const wanted = schema.toLowerCase()
  const isNamed =
    Array.isArray(schemas) &&
    schemas.some((one) => typeof one === 'string' && one.toLowerCase() === wanted)
  if (!isNamed) throw invalidSyntax(`schemas must contain ${schema}.`)
}

/** A member by its name, case-insensitive (RFC 7643 §2.1). */
export function member(object: JsonObject, name: string): unknown {
  const key = name.toLowerCase()
  return Object.entries(object).find(([one]) => one.toLowerCase() === key)?.[1]
}

function invalidSyntax(detail: string): ScimError {
  return new ScimError(400, 'invalidSyntax', detail)
}
