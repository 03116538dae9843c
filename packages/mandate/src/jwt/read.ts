/**
 * Reads JWTs that other parties sign: client assertions and request objects. `jose` parses and
 * verifies; this folder decides what is not accepted at all (RFC 8725). The caller names the algorithms
 * and hands in the keys. What a JWT says about its own key is never believed. DPoP proofs, which have
 * to name it, are read in `oauth/dpop/`.
 */

import { decodeProtectedHeader } from 'jose/decode/protected_header'
import * as errors from 'jose/errors'
import { decodeJwt } from 'jose/jwt/decode'
import type { JWTVerifyGetKey, JWTVerifyOptions } from 'jose/jwt/verify'
import type { JwtAlgorithm } from './algorithms.ts'
import { JwtRefused } from './refused.ts'

/** A header parameter or claim of any type. */
type Members = Readonly<Record<string, unknown>>

/** A JWT in its parts. Not verified, unless `readJwt` returned it. */
export interface Jwt {
  readonly header: Members & { readonly alg: string }
  readonly claims: Members
}

/**
 * What a JWT may be signed with. The kind of key decides which algorithms are possible, so a public
 * key is never taken for a shared secret (RFC 8725 §2.1).
 */
export type JwtKeys =
  | { readonly are: 'public'; readonly set: PublicKeys }
  | { readonly are: 'secrets'; readonly secrets: readonly Uint8Array[] }

/** Imported public keys; keep it, so that they are imported once (`publicKeys`). */
export type PublicKeys = JWTVerifyGetKey

export interface JwtRules {
  readonly algorithms: readonly JwtAlgorithm[]
  readonly keys: JwtKeys
  /** Undefined accepts any. */
  readonly typ?: string
  readonly issuer?: string
  readonly subject?: string
  /** One of these has to be in `aud`. */
  readonly audience?: readonly string[]
  readonly requiredClaims?: readonly string[]
  /** In seconds; `iat` is then required. */
  readonly maxAgeSeconds?: number
  /** How far `exp` may be in the future. */
  readonly maxLifetimeSeconds?: number
  /** For all times. */
  readonly toleranceSeconds?: number
  /** In seconds since 1970. */
  readonly now: number
}

/** Kept, because each import would be looked up again. */
let verifier: Promise<typeof import('jose/jwt/verify')> | undefined
const loadVerifier = () => {
  verifier ??= import('jose/jwt/verify')
  return verifier
}

const MOST_CHARACTERS = 16_384
const MOST_CANDIDATES = 4
const TOLERANCE_SECONDS = 30
const EMBEDDED = ['jku', 'x5u', 'jwk']
const isSymmetric = (alg: string) => alg.startsWith('HS')

/**
 * The parts of a JWT, not verified: to find out whose keys it needs. Refuses what no key could make
 * acceptable. Throws `JwtRefused`.
 */
export function parseJwt(text: string, mostCharacters = MOST_CHARACTERS): Jwt {
  if (text.length > mostCharacters) throw new JwtRefused('too_long')
  if (/^[\w-]+(\.[\w-]*){4}$/.test(text)) throw new JwtRefused('encrypted')
  if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(text)) throw new JwtRefused('malformed')
  let header: Members
  let claims: Members
  try {
    header = decodeProtectedHeader(text)
    if (String(header['cty']).toLowerCase() === 'jwt') throw new JwtRefused('nested')
    claims = decodeJwt(text)
  } catch (error) {
    throw error instanceof JwtRefused ? error : new JwtRefused('malformed')
  }
  const { alg, crit, b64 } = header
  if (typeof alg !== 'string') throw new JwtRefused('malformed')
  if (alg.toLowerCase() === 'none') throw new JwtRefused('unsigned')
  if (crit !== undefined || b64 !== undefined) throw new JwtRefused('extension')
  return { header: { ...header, alg }, claims }
}

/** The JWT, if it obeys the rules and is signed with one of the keys. Rejects with `JwtRefused`. */
export async function readJwt(text: string, rules: JwtRules): Promise<Jwt> {
  const { header } = parseJwt(text)
  const { keys, now, maxLifetimeSeconds, toleranceSeconds = TOLERANCE_SECONDS } = rules
  const allowed = rules.algorithms.filter((one) => isSymmetric(one) === (keys.are === 'secrets'))
  if (!allowed.some((one) => one === header.alg)) throw new JwtRefused('algorithm')
  if (EMBEDDED.some((name) => header[name] !== undefined)) throw new JwtRefused('embedded_key')
  const { typ, issuer, subject, audience, requiredClaims = [], maxAgeSeconds } = rules
  const required = [...requiredClaims, ...(maxLifetimeSeconds === undefined ? [] : ['exp'])]
  const claims = await verify(text, keys, {
    algorithms: allowed,
    requiredClaims: required,
    currentDate: new Date(now * 1_000),
    clockTolerance: toleranceSeconds,
    ...(typ !== undefined && { typ }),
    ...(issuer !== undefined && { issuer }),
    ...(subject !== undefined && { subject }),
    ...(audience !== undefined && { audience: [...audience] }),
    ...(maxAgeSeconds !== undefined && { maxTokenAge: maxAgeSeconds }),
  })
  const { iat, exp } = claims
  // jose looks at iat only if there is a greatest age.
  if (iat !== undefined && !(Number(iat) <= now + toleranceSeconds)) {
    throw new JwtRefused('not_yet', 'iat')
  }
  const isTooFar =
    maxLifetimeSeconds !== undefined && Number(exp) > now + maxLifetimeSeconds + toleranceSeconds
  if (isTooFar) throw new JwtRefused('too_long_valid', 'exp')
  return { header, claims }
}

/** The public keys of a JSON Web Key Set (RFC 7517 §5), imported when they are used. */
export async function publicKeys(jwks: { readonly keys: readonly Members[] }): Promise<PublicKeys> {
  const { createLocalJWKSet } = await import('jose/jwks/local')
  return createLocalJWKSet({ keys: jwks.keys.map((key) => ({ kty: '', ...key })) })
}

/** The claims. */
async function verify(text: string, keys: JwtKeys, options: JWTVerifyOptions): Promise<Members> {
  try {
    switch (keys.are) {
      case 'public':
        return await verifyWithSet(text, keys.set, options)
      case 'secrets':
        return await verifyWithAny(text, keys.secrets, options)
    }
  } catch (error) {
    throw refusalFor(error)
  }
}

async function verifyWithSet(text: string, set: PublicKeys, options: JWTVerifyOptions) {
  const { jwtVerify } = await loadVerifier()
  try {
    return (await jwtVerify(text, set, options)).payload
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error
    const candidates = []
    for await (const key of error) {
      if (candidates.push(key) === MOST_CANDIDATES) break
    }
    return verifyWithAny(text, candidates, options)
  }
}

/** Without a `kid`, several keys are possible. */
async function verifyWithAny(
  text: string,
  candidates: readonly (CryptoKey | Uint8Array)[],
  options: JWTVerifyOptions,
) {
  const { jwtVerify } = await loadVerifier()
  for (const key of candidates) {
    try {
      return (await jwtVerify(text, key, options)).payload
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error
    }
  }
  throw new JwtRefused(candidates.length === 0 ? 'no_key' : 'signature')
}

/** Why jose refused it. A key that it cannot use is as good as none. */
function refusalFor(error: unknown): JwtRefused {
  if (error instanceof JwtRefused) return error
  if (error instanceof errors.JWSSignatureVerificationFailed) return new JwtRefused('signature')
  if (error instanceof errors.JWTExpired) {
    return new JwtRefused(error.claim === 'exp' ? 'expired' : 'too_old', error.claim)
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    const { claim, reason } = error
    if (reason === 'missing') return new JwtRefused('missing_claim', claim)
    if (claim === 'typ') return new JwtRefused('typ')
    const isTime = (claim === 'nbf' || claim === 'iat') && reason === 'check_failed'
    return new JwtRefused(isTime ? 'not_yet' : 'claim', claim)
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return new JwtRefused('algorithm')
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) {
    return new JwtRefused('malformed')
  }
  return new JwtRefused('no_key')
}
