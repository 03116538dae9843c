/**
 * Verifies an assertion, in the order of RFC 7523 §3: issuer, subject, audience, times, `jti`,
 * signature; and for an ID-JAG its draft §6.1.
 */

import { ClientKeysRefused, readJwtOf } from '../../clients/keys.ts'
import { Refusal } from '../../explanations/refusal.ts'
import { type Confirmation, readConfirmationClaim } from '../../grants/confirmation.ts'
import type { JwtAlgorithm } from '../../jwt/algorithms.ts'
import { JwtRefused } from '../../jwt/refused.ts'
import type { TrustedIssuer } from '../../store/records.ts'
import type { ReadingContext } from '../context.ts'
import { endpointsOf } from '../metadata.ts'
import { ID_JAG_TYP, isTyp, type SentAssertion, shown } from './assertion.ts'

/** What a verified assertion says. Times in seconds since 1970. */
export interface Assertion {
  readonly subject: string
  readonly jti: string
  readonly expiresAt: number
  /** The earliest that it can have been made. */
  readonly issuedAt: number
  /** Undefined if it leaves the scope to this server. */
  readonly scope: string | undefined
  /** The APIs that it is for; empty if it leaves them to this server. */
  readonly resource: readonly string[]
  readonly name: string | null
  readonly authTime: number | null
}

export const TOLERANCE_SECONDS = 30
const MOST_CHARACTERS = 255

/** Rejects with `Refusal`; nothing is used up. */
export async function readAssertion(
  context: Pick<ReadingContext, 'clientKeys' | 'clock' | 'settings'>,
  sent: SentAssertion,
  {
    trusted,
    clientId,
    proven,
  }: {
    readonly trusted: TrustedIssuer
    readonly clientId: string
    /** The key that the request proves possession of. */
    readonly proven: Confirmation | null
  },
): Promise<Assertion> {
  const { issuer } = context.settings
  const wrong = (claim: string, expected?: string) =>
    new Refusal('grant_assertion_claims', {
      ...{ issuer: trusted.issuer, problem: 'claim', claim },
      ...(expected !== undefined && { expected }),
    })
  const isIdJag = trusted.purpose === 'id-jag'
  const { header, claims } = await verify(context, sent, trusted)
  // RFC 8725 §3.11: an access token, a logout token or a proof is never an assertion.
  if (!isIdJag && header['typ'] !== undefined && !isTyp(header['typ'], 'JWT')) {
    throw wrongToken(sent, 'typ')
  }
  // A logout token may have no typ (OpenID Connect Back-Channel Logout §2.4).
  if (claims['events'] !== undefined) throw wrong('events')
  // For this server alone: whoever else is named could present it here (draft §6.1, rfc7523bis).
  const audience = [claims['aud']].flat()
  const allowed = isIdJag ? [issuer] : [issuer, endpointsOf(issuer).token]
  if (audience.length !== 1 || !allowed.some((one) => one === audience[0])) {
    throw wrong('aud', issuer)
  }
  const { sub, jti, exp, iat, client_id: named, azp } = claims
  if (!isText(sub)) throw wrong('sub')
  if (!isText(jti)) throw wrong('jti')
  // Also if it is no longer good for long: it must not have been good for long either.
  const lifetime = Number(exp) - (iat === undefined ? Number(exp) : Number(iat))
  if (lifetime > trusted.maxLifetimeSeconds) {
    const details = { issuer: trusted.issuer, problem: 'too_long_valid', claim: 'exp' } as const
    throw new Refusal('grant_assertion_claims', details)
  }
  // Draft §6.1: the same client as the authenticated one. A plain assertion need not name it.
  if (isIdJag ? named !== clientId : (named ?? azp ?? clientId) !== clientId) {
    throw wrong('client_id', clientId)
  }
  // What would limit the grant, and is not understood, must not be ignored.
  if (claims['authorization_details'] !== undefined) throw wrong('authorization_details')
  checkKey(claims['cnf'], proven, () => wrong('cnf'))
  const { scope, name, auth_time: authTime } = claims
  if (scope !== undefined && typeof scope !== 'string') throw wrong('scope')
  return {
    subject: sub,
    jti,
    expiresAt: Number(exp),
    issuedAt: iat === undefined ? Number(exp) - trusted.maxLifetimeSeconds : Number(iat),
    scope: scope === '' ? undefined : scope,
    resource: resourceIn(claims['resource'], () => wrong('resource')),
    name: typeof name === 'string' ? name : null,
    authTime: Number.isSafeInteger(authTime) ? Number(authTime) : null,
  }
}

async function verify(
  { clientKeys, clock }: Pick<ReadingContext, 'clientKeys' | 'clock'>,
  sent: SentAssertion,
  trusted: TrustedIssuer,
) {
  const { issuer, algorithms, maxLifetimeSeconds } = trusted
  try {
    return await readJwtOf(await clientKeys.ofIssuer(trusted), sent.text, {
      clientKeys,
      algorithms: algorithms as readonly JwtAlgorithm[],
      ...(trusted.purpose === 'id-jag' && { typ: ID_JAG_TYP }),
      issuer,
      requiredClaims: ['sub', 'aud', 'jti', ...(trusted.purpose === 'id-jag' ? ['iat'] : [])],
      maxLifetimeSeconds,
      toleranceSeconds: TOLERANCE_SECONDS,
      now: clock.now(),
    })
  } catch (error) {
    throw refusalFor(error, sent, trusted)
  }
}

/** Any other error is returned as it is. */
function refusalFor(error: unknown, sent: SentAssertion, { issuer }: TrustedIssuer): unknown {
  if (error instanceof ClientKeysRefused) {
    return new Refusal('issuer_keys_unavailable', { issuer, problem: error.message })
  }
  if (!(error instanceof JwtRefused)) return error
  const { problem, claim } = error
  switch (problem) {
    case 'signature':
    case 'no_key':
    case 'algorithm':
    case 'typ':
      return wrongToken(sent, problem)
    case 'expired':
    case 'not_yet':
    case 'too_old':
    case 'too_long_valid':
    case 'missing_claim':
    case 'claim':
      return new Refusal('grant_assertion_claims', { issuer, problem, claim: claim ?? 'exp' })
    case 'embedded_key':
      return new Refusal('grant_assertion_unreadable', { problem })
    default:
      return new Refusal('grant_assertion_unreadable', { problem: 'malformed' })
  }
}

function wrongToken(
  { issuer, alg, kid }: SentAssertion,
  problem: 'signature' | 'no_key' | 'algorithm' | 'typ',
): Refusal {
  const sentKid = kid === null ? {} : { kid: shown(kid) }
  const details = { issuer: shown(issuer), problem, alg: shown(alg), ...sentKid }
  return new Refusal('grant_assertion_wrong', details)
}

/** An assertion that is bound to a key is good only with a proof of it (draft §8.6.1.2). */
function checkKey(cnf: unknown, proven: Confirmation | null, wrong: () => Refusal): void {
  if (cnf === undefined) return
  const bound = readConfirmationClaim(cnf)
  const isProven = bound?.by === proven?.by && bound?.thumbprint === proven?.thumbprint
  if (bound === undefined || !isProven) throw wrong()
}

/** One URI, or a list of them (draft §3.1). */
function resourceIn(claim: unknown, wrong: () => Refusal): readonly string[] {
  if (claim === undefined) return []
  const uris = [claim].flat()
  if (uris.length === 0 || !uris.every((uri) => typeof uri === 'string')) throw wrong()
  return uris
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MOST_CHARACTERS
}
