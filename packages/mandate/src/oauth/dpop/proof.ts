/**
 * A DPoP proof (RFC 9449 §4): a JWT that the client makes for one request, with a key that the token
 * is bound to. This file reads it; `prove.ts` decides whether it is recent and sent for the first time.
 */

import { hash } from 'node:crypto'
import { errors, type JWTPayload, jwtVerify } from 'jose'
import { Refusal } from '../../explanations/refusal.ts'
import { createProofKeys } from './proof-keys.ts'

/** `dpop_signing_alg_values_supported` (§5.1): asymmetric ones only (§4.3). */
export const DPOP_ALGORITHMS: readonly string[] = ['ES256', 'EdDSA', 'Ed25519', 'PS256']

/** An RSA key of 4,096 bits takes less than half of this. */
const LONGEST_PROOF = 4_096
/** For `exp` and `nbf`, which a proof need not have. */
const CLOCK_TOLERANCE_SECONDS = 60

export interface ProvenRequest {
  /** The values of all `DPoP` headers; at least one. */
  readonly proofs: readonly string[]
  readonly method: string
  /** The address that the client called, without a query. */
  readonly uri: string
  /** The same endpoint where clients present certificates (RFC 8705 §5). */
  readonly alias?: string | undefined
  /** The access token that is sent along, at a protected resource. */
  readonly accessToken?: string
}

/** A proof that was made for the request with the key that it names. Its age is not checked yet. */
export interface Proof {
  /** The JWK thumbprint of the key (RFC 7638). */
  readonly thumbprint: string
  readonly jti: string
  /** Seconds since 1970. */
  readonly issuedAt: number
  readonly nonce: string | undefined
}

/** The checks of RFC 9449 §4.3 except age and nonce. `now` in seconds. Rejects with `Refusal`. */
export async function readProof(request: ProvenRequest, now: number): Promise<Proof> {
  const [text = '', ...others] = request.proofs
  if (others.length > 0) throw new Refusal('dpop_malformed', { because: 'repeated' })
  if (text.length > LONGEST_PROOF) throw new Refusal('dpop_malformed', { because: 'too_long' })
  const { payload, thumbprint } = await verify(text, now)
  const { htm, htu, jti, iat, nonce, ath } = payload
  const isWhole =
    typeof jti === 'string' && jti !== '' && typeof iat === 'number' && Number.isFinite(iat)
  if (!isWhole || (nonce !== undefined && typeof nonce !== 'string')) {
    throw new Refusal('dpop_malformed', { because: 'claims' })
  }
  if (htm !== request.method) throw new Refusal('dpop_of_another_request', { member: 'htm' })
  const addresses = [request.uri, request.alias ?? request.uri].map(withoutQuery)
  if (typeof htu !== 'string' || !addresses.includes(withoutQuery(htu))) {
    throw new Refusal('dpop_of_another_request', { member: 'htu', expected: request.uri })
  }
  if (
    request.accessToken !== undefined &&
    ath !== hash('sha256', request.accessToken, 'base64url')
  ) {
    throw new Refusal('dpop_of_another_request', { member: 'ath' })
  }
  return { thumbprint, jti, issuedAt: Math.floor(iat), nonce }
}

type ProofClaims = JWTPayload & Readonly<Record<'htm' | 'htu' | 'nonce' | 'ath', unknown>>

const keyIn = createProofKeys()

async function verify(text: string, now: number) {
  let thumbprint = ''
  try {
    const { payload } = await jwtVerify<ProofClaims>(
      text,
      async (header, token) => {
        const proofKey = await keyIn(header, token)
        thumbprint = proofKey.thumbprint
        return proofKey.key
      },
      {
        algorithms: [...DPOP_ALGORITHMS],
        typ: 'dpop+jwt',
        currentDate: new Date(now * 1000),
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      },
    )
    return { payload, thumbprint }
  } catch (error) {
    throw new Refusal('dpop_malformed', { because: causeOf(error) })
  }
}

function causeOf(error: unknown) {
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature'
  if (error instanceof errors.JWTExpired) return 'claims'
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === 'typ' ? 'typ' : 'claims'
  }
  // Whatever the key import throws is not an error of jose.
  return error instanceof errors.JOSEError ? 'no_jwt' : 'key'
}

/** Scheme, host and port have one spelling (RFC 3986 §6.2.2, §6.2.3); query and fragment do not count. */
function withoutQuery(uri: string): string | undefined {
  const url = URL.parse(uri)
  if (url === null) return undefined
  url.hash = ''
  url.search = ''
  return url.href
}
