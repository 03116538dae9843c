/** Checks the values that directories send, and accepts the usual misspellings. */

import { isIdentity } from '../people/account-properties.ts'
import { isEmail, tidyEmail } from '../people/email.ts'
import { EMAIL_PARTS, named } from './attributes.ts'
import type { Email } from './draft.ts'
import { ScimError } from './error.ts'

const LONGEST_TEXT = 255
/** Invisible or direction-changing characters, which make different names look the same. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A string; undefined if the value unassigns the attribute: null, `[]` or `""` (RFC 7643 §2.5). */
export function textIn(sent: unknown, name: string): string | undefined {
  const value = unwrapped(sent)
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw invalidValue(`${name} must be a string.`)
  const text = value.trim().normalize('NFC')
  if (text.length > LONGEST_TEXT || UNSEEN.test(text)) {
    throw invalidValue(
      `${name} may have at most ${LONGEST_TEXT} characters, and no invisible ones.`,
    )
  }
  return text === '' ? undefined : text
}

/** The external id, unchanged, because it must match the subject at sign-in; undefined as above. */
export function externalIdIn(sent: unknown): string | undefined {
  const value = unwrapped(sent)
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string' && isIdentity({ provider: 'any', subject: value })) return value
  throw invalidValue('externalId must be a string of at most 255 visible characters.')
}

/** Entra writes booleans as strings, capitalized. */
export function booleanIn(sent: unknown, name: string): boolean | undefined {
  const value = unwrapped(sent)
  if (value === undefined || value === null) return undefined
  const written = typeof value === 'string' ? value.toLowerCase() : value
  if (written === true || written === 'true') return true
  if (written === false || written === 'false') return false
  throw invalidValue(`${name} must be true or false.`)
}

/** The addresses in a value: a list, one object, or one string. */
export function emailsIn(sent: unknown): Email[] {
  if (sent === undefined || sent === null) return []
  return [sent].flat().map(emailIn)
}

function emailIn(sent: unknown): Email {
  if (typeof sent === 'string') return emailPart('value', sent)
  if (!isObject(sent)) throw invalidValue('Each entry of emails must be an object with a value.')
  return Object.assign({}, ...Object.entries(sent).map(([name, value]) => emailPart(name, value)))
}

/** One part of an address; nothing for a part that is not stored. */
export function emailPart(name: string, sent: unknown): Email {
  const part = named(EMAIL_PARTS, name)
  if (part === 'primary') {
    const primary = booleanIn(sent, 'emails.primary')
    return primary === undefined ? {} : { primary }
  }
  if (part === 'type') {
    const type = textIn(sent, 'emails.type')
    return type === undefined ? {} : { type }
  }
  if (part !== 'value') return {}
  const value = textIn(sent, 'emails.value')
  if (value === undefined) return {}
  if (!isEmail(value)) throw invalidValue('emails.value must be an e-mail address.')
  return { value: tidyEmail(value) }
}

/** Entra wraps a single value in a list and an object: `[{"value": "Ada"}]`. */
function unwrapped(sent: unknown): unknown {
  const [one, ...more] = Array.isArray(sent) ? sent : [sent]
  if (more.length > 0) throw invalidValue('The attribute has a single value.')
  return isObject(one) && 'value' in one ? one['value'] : one
}

export function invalidValue(detail: string): ScimError {
  return new ScimError(400, 'invalidValue', detail)
}
