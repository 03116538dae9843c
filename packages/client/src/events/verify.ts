/**
 * Reads a Security Event Token (RFC 8417 §2). It has to be what only the server can have made for this
 * client as an event: signed with a published key, by this issuer, for this audience, of this type. So
 * neither an ID token nor an access token passes, and no event of another client.
 */

import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import type { Configuration } from '../configuration.ts'
import { unanswered } from '../errors.ts'
import { type AuthorizationServer, assertEndpoint } from '../server.ts'
import { type ClaimedEvent, EventRefused } from './event.ts'

/** Asymmetric ones only: with a shared secret, a client could make its own. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA']
const TYPE = 'secevent+jwt'
/** Characters. Longer than any event of the server. */
const LONGEST = 64 * 1024

export interface EventVerifier {
  /**
   * The events in a token. Rejects with `EventRefused`, or with a `MandateError` if the server's keys
   * cannot be read now.
   */
  verify(token: string): Promise<readonly ClaimedEvent[]>
}

export function createEventVerifier(
  { issuer, clientId, timeouts }: Configuration,
  server: AuthorizationServer,
): EventVerifier {
  let known: { readonly uri: string; readonly keys: JWTVerifyGetKey } | undefined

  async function keys(): Promise<JWTVerifyGetKey> {
    const { jwks_uri } = await server.metadata()
    const uri = assertEndpoint(issuer, 'jwks_uri', jwks_uri)
    if (known?.uri !== uri) {
      const options = { timeoutDuration: timeouts.requestMs }
      known = { uri, keys: createRemoteJWKSet(new URL(uri), options) }
    }
    return known.keys
  }

  return {
    async verify(token) {
      if (token.length > LONGEST) throw new EventRefused('invalid_request', 'the token is too long')
      const expected = { algorithms: ALGORITHMS, typ: TYPE, audience: clientId }
      const { payload } = await jwtVerify(token, await keys(), {
        ...expected,
        // Exactly as the server names itself in its metadata.
        issuer: (await server.metadata()).issuer,
        requiredClaims: ['iss', 'aud', 'jti', 'iat', 'events'],
      }).catch((error: unknown) => {
        throw refusalOf(error)
      })
      return eventsIn(payload)
    },
  }
}

/** Errors of `jose` may quote the token, so only their kind is passed on. */
function refusalOf(error: unknown): Error {
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'iss') {
      return new EventRefused('invalid_issuer', 'the token is from another issuer')
    }
    if (error.claim === 'aud') {
      return new EventRefused('invalid_audience', 'the token is for another client')
    }
    return new EventRefused('invalid_request', `the token has an unexpected ${error.claim}`)
  }
  if (
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys
  ) {
    return new EventRefused('invalid_key', 'the token is not signed with a key of the server')
  }
  const isAboutToken =
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWTExpired ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported
  if (isAboutToken) return new EventRefused('invalid_request', 'not a Security Event Token')
  return unanswered('the key set of the server', error)
}

function eventsIn(payload: JWTPayload): readonly ClaimedEvent[] {
  const { jti, events, sub_id, toe, iss } = payload
  // Shared Signals 1.0 §4.1: no other JWT can be taken for an event, nor an event for one.
  if (payload.sub !== undefined || payload.exp !== undefined) {
    throw new EventRefused('invalid_request', 'a Security Event Token has neither sub nor exp')
  }
  if (typeof jti !== 'string' || jti === '' || !isObject(events)) throw malformed()
  const about = subjectIn(sub_id, iss)
  const told = Object.entries(events).map(([type, payload]) => {
    if (!isObject(payload)) throw malformed()
    const { event_timestamp, reason, initiating_entity } = payload
    const seconds = typeof event_timestamp === 'number' ? event_timestamp : toe
    return {
      ...{ type, id: jti, payload, ...about },
      at: typeof seconds === 'number' ? seconds * 1_000 : null,
      reason: typeof reason === 'string' ? reason : null,
      initiatedBy: typeof initiating_entity === 'string' ? initiating_entity : null,
    }
  })
  if (told.length === 0) throw malformed()
  return told
}

/** RFC 9493 §3.2.3, Shared Signals 1.0 §3.3. Formats that are not known here name nobody. */
function subjectIn(given: unknown, issuer: unknown) {
  const complex = isObject(given) && given['format'] === 'complex' ? given : { user: given }
  const { user, grant } = complex as { readonly user?: unknown; readonly grant?: unknown }
  const isUser = isObject(user) && user['format'] === 'iss_sub' && user['iss'] === issuer
  const isGrant = isObject(grant) && grant['format'] === 'opaque'
  return {
    subject: isUser && typeof user['sub'] === 'string' ? user['sub'] : null,
    grantId: isGrant && typeof grant['id'] === 'string' ? grant['id'] : null,
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function malformed(): EventRefused {
  return new EventRefused('invalid_request', 'the claims of the token are not those of an event')
}
