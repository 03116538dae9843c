/**
 * Checks the proof that comes with a bound token (RFC 9449 §4.3): made for this request, with the key
 * of the token, recently, and not seen before. Called once the token itself is known to be good, so
 * strangers cannot make it work.
 */

import { hash } from 'node:crypto'
import { type CheckedRequest, headerValues } from '../authorization.ts'
import type { RefusalReason } from '../refusal.ts'
import { addressOf, normalized } from './address.ts'
import { PROOF_ALGORITHMS } from './algorithms.ts'
import { createProofKeys } from './keys.ts'
import { createNonces } from './nonce.ts'
import { createSeenProofs } from './replay.ts'

const RECENT_MS = 60_000
const LONGEST_PROOF = 4_096
/** For `exp` and `nbf`, which a proof need not have. */
const CLOCK_TOLERANCE_SECONDS = 60

export interface ProofOptions {
  /** The API's public address; undefined to believe the request's host. */
  readonly publicUrl: string | undefined
  readonly nonce: 'when_needed' | 'required'
  /** The secret that all processes of the API have. */
  readonly secret: string
  /** Milliseconds since 1970. */
  readonly clock: () => number
}

export interface ProofCheck {
  /** What is wrong with the proof; undefined if it proves possession of the token's key. */
  problem(
    request: CheckedRequest,
    token: { readonly text: string; readonly thumbprint: string },
  ): Promise<RefusalReason | undefined>
  /** For `DPoP-Nonce`. */
  nonce(): string
}

export function createProofCheck({ publicUrl, nonce, secret, clock }: ProofOptions): ProofCheck {
  const nonces = createNonces(secret, clock)
  const seen = createSeenProofs(clock)
  // Most APIs never see a proof, so jose is loaded with the first.
  let loading: Promise<ReturnType<typeof createVerifier>> | undefined
  const load = () => {
    loading ??= import('jose').then((jose) => createVerifier(jose, clock))
    return loading
  }

  /** When the proof stops being accepted; undefined if it needs a nonce. A nonce replaces `iat`. */
  function endOf(iat: number, sent: unknown): number | undefined {
    if (typeof sent === 'string') return nonces.endOf(sent)
    if (nonce === 'required' || Math.abs(clock() - iat * 1000) > RECENT_MS) return undefined
    return iat * 1000 + RECENT_MS + 1000
  }

  return {
    nonce: nonces.current,
    async problem(request, token) {
      const [text, ...others] = headerValues(request, 'dpop')
      if (text === undefined) return 'proof_missing'
      if (others.length > 0 || text.length > LONGEST_PROOF) return 'proof_malformed'
      const verify = await load()
      const proof = await verify(text)
      if (proof === undefined) return 'proof_malformed'
      const { claims, thumbprint } = proof
      const { htm, htu, ath, jti, iat } = claims
      if (typeof jti !== 'string' || jti === '' || typeof iat !== 'number') return 'proof_malformed'
      const address = addressOf(request, publicUrl)
      if (typeof htu !== 'string' || address === undefined || normalized(htu) !== address) {
        return 'proof_of_another_address'
      }
      if (htm !== request.method || ath !== hash('sha256', token.text, 'base64url')) {
        return 'proof_of_another_request'
      }
      if (thumbprint !== token.thumbprint) return 'proof_of_another_key'
      const until = endOf(iat, claims['nonce'])
      if (until === undefined) return 'nonce_needed'
      return seen.add(`${thumbprint}.${hash('sha256', jti, 'base64url')}`, until)
        ? undefined
        : 'proof_repeated'
    },
  }
}

type Jose = typeof import('jose')

function createVerifier(jose: Jose, clock: () => number) {
  const keyOf = createProofKeys(jose)
  /** The claims of a well-made proof and the thumbprint of its key. */
  return async (text: string) => {
    try {
      const { key, thumbprint } = await keyOf(jose.decodeProtectedHeader(text))
      const { payload } = await jose.jwtVerify(text, key, {
        algorithms: [...PROOF_ALGORITHMS],
        typ: 'dpop+jwt',
        currentDate: new Date(clock()),
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      })
      return { claims: payload, thumbprint }
    } catch {
      return undefined
    }
  }
}
