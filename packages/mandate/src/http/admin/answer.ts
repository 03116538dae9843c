/** What an endpoint found or made, as the bytes of the answer. */

import { hash } from 'node:crypto'
import { Clean } from 'typebox/value'
import type { TSchema } from './schema.ts'

/**
 * JSON with the members that the schema has, and no other: what a schema does not name cannot get out,
 * a secret in a list included. `document` is not changed.
 */
export function serialized(schema: TSchema, document: unknown): string {
  return JSON.stringify(Clean(schema, structuredClone(document)))
}

/** A strong entity tag (RFC 9110 §8.8.3): the same text has the same one, on every node. */
export function entityTag(text: string): string {
  return `"${hash('sha256', text, 'base64url').slice(0, 27)}"`
}

/**
 * Whether a precondition holds for a representation (RFC 9110 §13.1.1): one of the tags is its own, or
 * the header is `*`. Weak tags never match.
 */
export function isMatch(ifMatch: string, tag: string): boolean {
  const tags = ifMatch.split(',').map((one) => one.trim())
  return tags.includes('*') || tags.includes(tag)
}
