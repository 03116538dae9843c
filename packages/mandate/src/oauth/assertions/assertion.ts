/**
 * Assertions as grants: an issuer that the operator trusts says that a client may act for a person
 * (RFC 7521 §4.1, RFC 7523 §2.1, draft-ietf-oauth-identity-assertion-authz-grant).
 *
 *     text ──▶ parsed ──▶ trust: the issuer's row for this purpose, tenant and client
 *          ──▶ signature, typ, aud, times ──▶ client, person, scope, APIs ──▶ used up ──▶ a token
 *
 * Everything fails closed: what the row does not name is refused. Neighbours: `trust.ts` finds the
 * row, `read.ts` verifies, `policy.ts` says what is allowed, `person.ts` finds the account,
 * `../token/jwt-bearer.ts` is the grant type.
 */

import { Refusal } from '../../explanations/refusal.ts'
import { type Jwt, parseJwt } from '../../jwt/read.ts'
import { formProblem, JwtRefused } from '../../jwt/refused.ts'
import type { TrustedIssuer } from '../../store/records.ts'

export type GrantPurpose = Extract<TrustedIssuer['purpose'], 'jwt-bearer' | 'id-jag'>

/** `typ` of an ID-JAG (draft §3.1). */
export const ID_JAG_TYP = 'oauth-id-jag+jwt'

/** An assertion as it was sent; not verified. */
export interface SentAssertion {
  readonly text: string
  readonly purpose: GrantPurpose
  readonly issuer: string
  readonly tenant: string
  readonly alg: string
  readonly kid: string | null
}

/** Throws `Refusal`. */
export function readSentAssertion(text: string): SentAssertion {
  const { header, claims } = parsed(text)
  const { iss, tenant } = claims
  if (typeof iss !== 'string') {
    throw new Refusal('grant_assertion_unreadable', { problem: 'malformed' })
  }
  const { alg, kid, typ } = header
  return {
    text,
    purpose: isTyp(typ, ID_JAG_TYP) ? 'id-jag' : 'jwt-bearer',
    issuer: iss,
    tenant: typeof tenant === 'string' ? tenant : '',
    alg,
    kid: typeof kid === 'string' ? kid : null,
  }
}

/** A media type without its "application/" (RFC 7515 §4.1.9), in any case. */
export function isTyp(typ: unknown, expected: string): boolean {
  if (typeof typ !== 'string') return false
  return typ.toLowerCase().replace(/^application\//, '') === expected.toLowerCase()
}

/** What a detail of a refusal may hold of a text from outside. */
export function shown(text: string): string {
  return text.slice(0, 200)
}

function parsed(text: string): Jwt {
  try {
    return parseJwt(text)
  } catch (error) {
    if (!(error instanceof JwtRefused)) throw error
    throw new Refusal('grant_assertion_unreadable', { problem: formProblem(error) })
  }
}
