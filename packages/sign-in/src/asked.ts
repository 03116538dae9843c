/** What a sign-in is for and what it requires, from Mandate's response to `read`. */

import { SignInError } from './errors.ts'
import { isObject } from './json.ts'

export interface Asked {
  /** The application; null if the person wants to see their account page. */
  readonly client: { readonly clientId: string; readonly name: string } | null
  readonly scope: readonly string[]
  /** The APIs that it wants to call (RFC 8707). */
  readonly resources: readonly string[]
  readonly prompt: readonly string[]
  readonly maxAgeSeconds: number | null
  /** The authentication contexts of which one is enough; say in `acr` which was reached. */
  readonly acrValues: readonly string[]
  /** A suggestion for the login field. It is untrusted input: escape it. */
  readonly loginHint: string | null
  /** The person's languages, best first (RFC 5646). */
  readonly uiLocales: readonly string[]
  /** False for `prompt=none`: show no page, and refuse if no user is signed in. */
  readonly interactive: boolean
  /** A sign-in before this moment does not count (`prompt=login`, `max_age`). */
  readonly authTimeAfter: Date | null
  readonly expiresAt: Date
  /** Who is signed in at Mandate in this browser, by the platform's id. */
  readonly signedInAs: string | null
}

/** Throws a `SignInError` if a required member is missing or has the wrong type. */
export function parseAsked(answer: unknown): Asked {
  if (!isObject(answer)) throw unreadable('it is not a JSON object')
  const { interactive } = answer
  if (typeof interactive !== 'boolean') throw unreadable('interactive is not true or false')
  const expiresAt = date('expires_at', answer['expires_at'])
  if (expiresAt === null) throw unreadable('expires_at is missing')
  const signedInAs = isObject(answer['signed_in_as']) ? answer['signed_in_as']['subject'] : null
  return {
    client: client(answer['client']),
    scope: words(answer['scope']),
    resources: words(answer['resources']),
    prompt: words(answer['prompt']),
    maxAgeSeconds: typeof answer['max_age'] === 'number' ? answer['max_age'] : null,
    acrValues: words(answer['acr_values']),
    loginHint: typeof answer['login_hint'] === 'string' ? answer['login_hint'] : null,
    uiLocales: words(answer['ui_locales']),
    interactive,
    authTimeAfter: date('auth_time_after', answer['auth_time_after']),
    expiresAt,
    signedInAs: typeof signedInAs === 'string' ? signedInAs : null,
  }
}

function client(value: unknown): Asked['client'] {
  if (!isObject(value)) return null
  const { client_id: clientId, name } = value
  if (typeof clientId !== 'string') throw unreadable('client has no client_id')
  return { clientId, name: typeof name === 'string' ? name : clientId }
}

/** A list, or the words of a string. */
function words(value: unknown): readonly string[] {
  const list = typeof value === 'string' ? value.split(' ') : value
  if (!Array.isArray(list)) return []
  return list.filter((word) => typeof word === 'string' && word !== '')
}

/** From whole seconds since 1970. */
function date(name: string, value: unknown): Date | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number' && Number.isFinite(value)) return new Date(value * 1000)
  throw unreadable(`${name} is not a number of seconds`)
}

function unreadable(what: string): SignInError {
  return new SignInError('answer_unreadable', `the response from Mandate is unreadable: ${what}`)
}
