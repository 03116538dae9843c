/** Parses the introspection endpoint's answer (RFC 7662 §2.2). */

import type { AuthorizationDetail } from './details/detail.ts'
import { parseLimits } from './details/limits.ts'
import type { Principal } from './principal.ts'
import { GuardProblem } from './problem.ts'

export type IntrospectionAnswer =
  | { readonly active: false }
  | {
      readonly active: true
      readonly principal: Principal
      readonly issuer: string | undefined
      /**
       * From `iat` to `exp`, in seconds. An upper bound on the token's life, whatever the clock
       * says.
       */
      readonly lifetime: number
      readonly binding: Binding
    }

/**
 * What has to be proven with the token: nothing for a plain bearer token, or possession of a DPoP key
 * (RFC 9449 §6). `unknown` for anything else, and for a refresh token, which has no `token_type`.
 */
export type Binding =
  | { readonly by: 'nothing' }
  | { readonly by: 'dpop'; readonly thumbprint: string }
  /** The SHA-256 of a TLS certificate (RFC 8705 §3.1). */
  | { readonly by: 'certificate'; readonly thumbprint: string }
  | { readonly by: 'unknown' }

const NOTHING: Binding = { by: 'nothing' }
const UNKNOWN: Binding = { by: 'unknown' }

/**
 * Parses the body of a 200. Throws a `GuardProblem` if it is not JSON, lacks `active`, or is active
 * without `sub`, `client_id` and `exp`, which RFC 7662 leaves optional and Mandate sends.
 */
export function parseAnswer(body: string): IntrospectionAnswer {
  const claims = parseObject(body)
  if (claims === undefined) throw unreadable('the answer is not a JSON object')
  return answerOf(claims)
}

/** The same for the object itself. */
export function answerOf(claims: Claims): IntrospectionAnswer {
  const { active } = claims
  if (active === false) return { active: false }
  if (active !== true) throw unreadable('"active" is neither true nor false')
  const type = optionalString(claims, 'token_type')
  const expiresAt = seconds(claims, 'exp')
  return {
    active: true,
    lifetime: claims['iat'] === undefined ? Infinity : expiresAt - seconds(claims, 'iat'),
    issuer: optionalString(claims, 'iss'),
    binding: bindingOf(claims['cnf'], type?.toLowerCase()),
    principal: {
      subject: requiredString(claims, 'sub'),
      clientId: requiredString(claims, 'client_id'),
      username: optionalString(claims, 'username'),
      scope: new Set(optionalString(claims, 'scope')?.match(/\S+/g)),
      expiresAt,
      audience: audience(claims['aud']),
      tokenId: optionalString(claims, 'jti'),
      ...signInOf(claims),
      ...detailsIn(claims),
      ...actorsIn(claims),
    },
  }
}

/** The JSON object, or undefined. Parse errors quote the text, so they are dropped. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

type Claims = Readonly<Record<string, unknown>>

function optionalString(claims: Claims, name: string): string | undefined {
  const value = claims[name]
  if (value === undefined || typeof value === 'string') return value
  throw unreadable(`"${name}" is not a string`)
}

/** A confirmation with several members binds to all of them (RFC 7800 §3.1), so it is unknown here. */
function bindingOf(confirmation: unknown, type: string | undefined): Binding {
  if (confirmation === undefined) return type === 'bearer' ? NOTHING : UNKNOWN
  const { jkt, 'x5t#S256': x5t, ...others } = Object(confirmation)
  if (Object.keys(others).length > 0) return UNKNOWN
  if (type === 'dpop' && typeof jkt === 'string' && x5t === undefined) {
    return { by: 'dpop', thumbprint: jkt }
  }
  const isCertificate = type === 'bearer' && typeof x5t === 'string' && jkt === undefined
  return isCertificate ? { by: 'certificate', thumbprint: x5t } : UNKNOWN
}

/** How and when the user signed in (RFC 9470 §6.2); absent if the server does not say. */
function signInOf(claims: Claims): Pick<Principal, 'acr' | 'authTime'> {
  const acr = optionalString(claims, 'acr')
  return {
    ...(acr !== undefined && { acr }),
    ...(claims['auth_time'] !== undefined && { authTime: seconds(claims, 'auth_time') }),
  }
}

/** RFC 9396 §9.2. An answer that cannot be read must not look like one without details. */
function detailsIn(
  claims: Claims,
): Pick<Principal, 'authorizationDetails' | 'authorizationDetailsLimits'> {
  const details = claims['authorization_details']
  if (details === undefined) return {}
  if (!Array.isArray(details) || !details.every(isDetail)) {
    throw unreadable('"authorization_details" is not a list of objects with a type')
  }
  const given = claims['authorization_details_limits']
  if (given === undefined) return { authorizationDetails: details }
  const limits = parseLimits(given, details)
  if (limits === undefined) throw unreadable('"authorization_details_limits" is not understood')
  return { authorizationDetails: details, authorizationDetailsLimits: limits }
}

/** RFC 8693 §4.1. An answer that cannot be read must not look like one without actors. */
function actorsIn({ act }: Claims): Pick<Principal, 'actors'> {
  if (act === undefined) return {}
  const actors: string[] = []
  for (let actor: unknown = act; actor !== undefined; actor = Object(actor).act) {
    const { sub } = Object(actor)
    if (typeof sub !== 'string' || actors.length >= MOST_ACTORS) {
      throw unreadable('"act" is not a chain of objects with a sub')
    }
    actors.push(sub)
  }
  return { actors }
}

/** A server issues far shorter chains; a longer one is an error or an attack. */
const MOST_ACTORS = 20

function isDetail(value: unknown): value is AuthorizationDetail {
  return typeof value === 'object' && value !== null && typeof Object(value).type === 'string'
}

function requiredString(claims: Claims, name: string): string {
  const value = optionalString(claims, name)
  if (value === undefined || value === '') throw unreadable(`"${name}" is missing`)
  return value
}

function seconds(claims: Claims, name: string): number {
  const value = claims[name]
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw unreadable(`"${name}" is not a number`)
}

/** One string, or a list of them (RFC 7519 §4.1.3). An empty list would read as "for any API". */
function audience(value: unknown): readonly string[] {
  if (value === undefined) return []
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (list.length > 0 && list.every((entry) => typeof entry === 'string')) return list
  throw unreadable('"aud" is neither a string nor a list of strings')
}

function unreadable(what: string): GuardProblem {
  return new GuardProblem(
    'answer_unreadable',
    `the introspection answer cannot be used: ${what}; check that the address is an RFC 7662 endpoint`,
  )
}
