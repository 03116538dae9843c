/**
 * A JWT with which a client proves itself (RFC 7521 §4.2, RFC 7523 §2.2, §3). Whom it comes from is
 * known before its signature is checked: `iss` and `sub` are the client id. `private-key-jwt.ts` and
 * `client-secret-jwt.ts` say what it has to be signed with.
 */

import { hash } from 'node:crypto'
import { Refusal } from '../../explanations/refusal.ts'
import type { JwtAlgorithm } from '../../jwt/algorithms.ts'
import { type Jwt, type JwtKeys, type JwtRules, parseJwt, readJwt } from '../../jwt/read.ts'
import { formProblem, JwtRefused } from '../../jwt/refused.ts'
import type { Store } from '../../store/port.ts'
import { forWriting } from '../../store/write-access.ts'
import { ClientKeysRefused } from '../keys.ts'
import { profileOf } from '../metadata/profile.ts'
import { failedBy } from './failed-by.ts'
import type { Registered, SentCredentials, VerifyingContext } from './method.ts'

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
/** Its `jti` is remembered that long. Libraries use minutes. */
const MOST_LIFETIME_SECONDS = 3_600
const TOLERANCE_SECONDS = 30
/** The endpoints at which clients authenticate. Some clients give the called one as audience. */
const AUTHENTICATED_PATHS = [
  '/oauth2/token',
  '/oauth2/introspect',
  '/oauth2/revoke',
  '/oauth2/par',
] as const

/** Those that the rules below concern. */
const CLAIMS = ['iss', 'sub', 'aud', 'jti', 'exp', 'iat', 'nbf'] as const

/** An assertion that was sent; not verified. */
interface SentAssertion {
  readonly text: string
  readonly clientId: string
  readonly alg: string
  readonly kid: string | null
}

/** The token of a workload; not verified. `clientId` is from the request itself. */
export interface SentWorkloadToken {
  readonly text: string
  readonly clientId: string
  readonly issuer: string
}

/**
 * The assertion of a client that signs it. Undefined if the request has none, or one that somebody
 * else issued. Throws `Refusal`.
 */
export function readAssertion(sent: SentCredentials): SentAssertion | undefined {
  const found = readAny(sent)
  return found === undefined || 'issuer' in found ? undefined : found
}

/** The assertion that another issuer gave to the named client. As above. */
export function readWorkloadToken(sent: SentCredentials): SentWorkloadToken | undefined {
  const found = readAny(sent)
  return found !== undefined && 'issuer' in found ? found : undefined
}

function readAny({
  clientId,
  clientSecret,
  parameters,
}: SentCredentials): SentAssertion | SentWorkloadToken | undefined {
  const text = parameters.one('client_assertion')
  const type = parameters.one('client_assertion_type')
  if (text === undefined && type === undefined) return undefined
  // RFC 7521 §4.2.1: an assertion of an unknown type is a method that is not offered.
  if (type !== JWT_BEARER) throw new Refusal('unsupported_authentication')
  // RFC 6749 §2.3: not more than one method in each request.
  if (clientSecret !== undefined) throw new Refusal('two_mechanisms')
  const { header, claims } = parsed(text ?? '')
  const { iss, sub } = claims
  const isOfAnother = typeof iss === 'string' && typeof sub === 'string' && iss !== sub
  if (isOfAnother && clientId !== undefined) return { text: text ?? '', clientId, issuer: iss }
  // RFC 7523 §3: for client authentication, the subject MUST be the client_id.
  if (typeof sub !== 'string' || iss !== sub) {
    throw new Refusal('unreadable_assertion', { problem: 'parties' })
  }
  // RFC 7521 §4.2: client_id is unnecessary, and has to identify the same client if present.
  if (clientId !== undefined && clientId !== sub) {
    throw new Refusal('unreadable_assertion', { problem: 'other_client' })
  }
  const { alg, kid } = header
  return { text: text ?? '', clientId: sub, alg, kid: typeof kid === 'string' ? kid : null }
}

/**
 * Reads the assertion of this client and uses it up: it is good once, on one node (RFC 7523 §3,
 * `jti`). `read` verifies it by the given rules. Rejects with `Refusal`, or `StorageUnavailable`.
 */
export async function acceptAssertion(
  context: VerifyingContext,
  registered: Registered,
  {
    sent,
    algorithms,
    read,
  }: {
    readonly sent: SentAssertion
    readonly algorithms: readonly JwtAlgorithm[]
    readonly read: (rules: Omit<JwtRules, 'keys'>) => Promise<Jwt>
  },
): Promise<void> {
  let jwt: Jwt
  try {
    jwt = await read(rulesFor(context, sent, algorithms))
  } catch (error) {
    throw refusalFor(error, { sent, registered, issuer: context.settings.issuer })
  }
  const { jti, exp, aud } = jwt.claims
  const { issuer } = context.settings
  // FAPI 2.0 Security Profile §5.3.2.1: as a text, not in a list.
  if (profileOf(registered) !== undefined && aud !== issuer) {
    const details = { problem: 'claim', claim: 'aud', expected: issuer } as const
    throw new Refusal('assertion_claims', details, failedBy(registered))
  }
  if (typeof jti !== 'string' || jti === '' || jti.length > 255) {
    const details = { problem: 'claim', claim: 'jti' } as const
    throw new Refusal('assertion_claims', details, failedBy(registered))
  }
  const { usedOnce } = forWriting<{ readonly store: Pick<Store, 'usedOnce'> }>(context).store
  const id = `assertion.${hash('sha256', `${registered.id}\n${jti}`, 'base64url')}`
  const expiresAt = Math.ceil(Number(exp)) + TOLERANCE_SECONDS + 1
  if (!(await usedOnce.use(id, { expiresAt, now: context.clock.now() }))) {
    throw new Refusal('assertion_used_before', {}, failedBy(registered))
  }
}

/**
 * An unknown client, or one that has to prove itself otherwise: refused, after a signature was
 * checked as for any other. Rejects with `Refusal`.
 */
export async function refuseAssertionOfOthers(
  context: VerifyingContext,
  registered: Registered | undefined,
  {
    sent,
    used,
    algorithms,
    keys,
  }: {
    readonly sent: SentAssertion
    readonly used: string
    readonly algorithms: readonly JwtAlgorithm[]
    /** Those of nobody. */
    readonly keys: JwtKeys
  },
): Promise<never> {
  await readJwt(sent.text, { ...rulesFor(context, sent, algorithms), keys }).catch(() => {})
  if (registered === undefined) throw new Refusal('unknown_client', { proof: 'assertion' })
  const { method } = registered.authentication
  throw new Refusal('other_authentication_method', { used, method }, failedBy(registered))
}

/** What `jwt/read.ts` needs to know, except for the keys. */
function rulesFor(
  { settings: { issuer, mtlsUrl }, clock }: VerifyingContext,
  { clientId }: SentAssertion,
  algorithms: readonly JwtAlgorithm[],
): Omit<JwtRules, 'keys'> {
  return {
    algorithms,
    ...{ issuer: clientId, subject: clientId, requiredClaims: ['jti'] },
    // RFC 7523 §3 names the issuer or the token endpoint; the called endpoint is usual too.
    audience: [
      issuer,
      ...[issuer, ...(mtlsUrl === null ? [] : [mtlsUrl])].flatMap((base) =>
        AUTHENTICATED_PATHS.map((path) => base + path),
      ),
    ],
    maxLifetimeSeconds: MOST_LIFETIME_SECONDS,
    toleranceSeconds: TOLERANCE_SECONDS,
    now: clock.now(),
  }
}

function parsed(text: string): Jwt {
  try {
    return parseJwt(text)
  } catch (error) {
    if (!(error instanceof JwtRefused)) throw error
    throw new Refusal('unreadable_assertion', { problem: formProblem(error) })
  }
}

/** Any other error is returned as it is. */
function refusalFor(
  error: unknown,
  {
    sent: { alg, kid },
    registered,
    issuer,
  }: {
    readonly sent: SentAssertion
    readonly registered: Registered
    readonly issuer: string
  },
): unknown {
  const addressee = failedBy(registered)
  if (error instanceof ClientKeysRefused) {
    return new Refusal('client_keys_unavailable', { problem: error.message }, addressee)
  }
  if (!(error instanceof JwtRefused)) return error
  const { problem, claim } = error
  switch (problem) {
    case 'signature':
    case 'no_key':
    case 'algorithm': {
      const sentKid = kid === null ? {} : { kid: shown(kid) }
      const details = { problem, alg: shown(alg), ...sentKid } as const
      return new Refusal('wrong_assertion', details, addressee)
    }
    case 'expired':
    case 'not_yet':
    case 'too_old':
    case 'too_long_valid':
    case 'missing_claim':
    case 'claim': {
      const expected = claim === 'aud' ? { expected: issuer } : {}
      const details = { problem, claim: CLAIMS.find((one) => one === claim) ?? 'jti', ...expected }
      return new Refusal('assertion_claims', details, addressee)
    }
    default:
      return new Refusal('unreadable_assertion', { problem: formProblem(error) }, addressee)
  }
}

/** A text of the sender, for people to read. */
function shown(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 100)
}
