/**
 * The `claims` parameter (OpenID Connect Core §5.5): single claims that a client asks for.
 *
 * A claim about the person belongs to a scope. Asking for the claim asks for that scope too: it is on
 * the consent page, it can be refused and taken back, and only a client that is registered for it
 * may have it. Of a scope that was asked for in this way, only the named claims are told.
 */

import { Refusal } from '../explanations/refusal.ts'
import type { AskedClaims } from '../grants/extras.ts'
import {
  type ClaimScope,
  claimScopes,
  claimsOfScope,
  type PersonalClaim,
  personalClaims,
} from './claims.ts'

/** What of the request concerns the sign-in itself, and not the person's data. */
export interface WantedSignIn {
  /** Only this person (§5.5.1, `sub` with a value). */
  readonly sub?: string
  /** Any of these authentication contexts. */
  readonly acr?: { readonly values: readonly string[]; readonly isEssential: boolean }
  readonly wantsAuthTime?: true
}

export interface ClaimsRequest {
  readonly asked: AskedClaims
  /** The scope tokens that the named claims belong to. */
  readonly scope: readonly ClaimScope[]
  readonly signIn: WantedSignIn
}

type Json = Readonly<Record<string, unknown>>

/**
 * Unknown members and claims are ignored (§5.5). Throws `Refusal` if it is not a JSON object of
 * objects.
 */
export function readClaimsRequest(text: string): ClaimsRequest {
  const request = objectIn(parsed(text))
  const userinfo = objectIn(request['userinfo'] ?? {})
  const idToken = objectIn(request['id_token'] ?? {})
  const named = { userinfo: namesIn(userinfo), id_token: namesIn(idToken) }
  const all = [...named.userinfo, ...named.id_token]
  return {
    asked: {
      ...(named.userinfo.length > 0 && { userinfo: named.userinfo }),
      ...(named.id_token.length > 0 && { id_token: named.id_token }),
    },
    scope: claimScopes.filter((scope) => claimsOfScope(scope).some((one) => all.includes(one))),
    signIn: signInOf(idToken, userinfo),
  }
}

/** The claims to tell at a place, of a grant with this scope left. */
export function claimsWanted(
  scope: string,
  asked: AskedClaims | undefined,
  place: 'userinfo' | 'id_token',
): readonly PersonalClaim[] {
  const granted = claimsOfScope(scope)
  const named = granted.filter((claim) => asked?.[place]?.includes(claim) === true)
  // With a code, the claims of a scope are at the userinfo endpoint (§5.4).
  if (place === 'id_token') return named
  const onlyNamed = claimsOfScope((asked?.only_named ?? []).join(' '))
  return granted.filter((claim) => named.includes(claim) || !onlyNamed.includes(claim))
}

function signInOf(idToken: Json, userinfo: Json): WantedSignIn {
  const sub = memberOf(idToken['sub'] ?? userinfo['sub'], 'value')
  const values = memberOf(idToken['acr'], 'values')
  const acr = [memberOf(idToken['acr'], 'value'), ...(Array.isArray(values) ? values : [])].filter(
    (value) => typeof value === 'string' && /^[\x21-\x7e]{1,255}$/.test(value),
  ) as string[]
  const isEssential = memberOf(idToken['acr'], 'essential') === true
  return {
    ...(typeof sub === 'string' && { sub }),
    ...(acr.length > 0 && { acr: { values: acr, isEssential } }),
    ...(memberOf(idToken['auth_time'], 'essential') === true && { wantsAuthTime: true }),
  }
}

/** In the order of the specification, each once. */
function namesIn(asked: Json): readonly PersonalClaim[] {
  return personalClaims.filter((claim) => Object.hasOwn(asked, claim))
}

function memberOf(asked: unknown, name: string): unknown {
  return typeof asked === 'object' && asked !== null ? (asked as Json)[name] : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function objectIn(value: unknown): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  throw new Refusal('malformed_parameter', { parameter: 'claims' })
}
