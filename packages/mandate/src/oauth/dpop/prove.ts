/**
 * Possession of a DPoP key (RFC 9449 §4.3): the proof is read (`proof.ts`), has to be recent, and
 * counts once, on whichever node.
 */

import { hash } from 'node:crypto'
import { Refusal } from '../../explanations/refusal.ts'
import type { Confirmation } from '../../grants/confirmation.ts'
import type { ProtocolContext } from '../context.ts'
import { endOfNonce } from './nonce.ts'
import { type Proof, type ProvenRequest, readProof } from './proof.ts'

/** How far `iat` may be from now, either way, in a proof without a nonce. */
const RECENT_SECONDS = 60

/** The key that a request proves possession of. */
export interface ProvenKey {
  readonly confirmation: Confirmation
  /**
   * Uses up the proof, once for the request however often it is called. Call it when the token is
   * known to be genuine: it writes a row, which strangers must not be able to cause. Rejects with
   * `Refusal` if the proof was used before, or with `StorageUnavailable`.
   */
  readonly spend: () => Promise<void>
}

type Context = Pick<ProtocolContext, 'keys' | 'clock'> & {
  readonly store: Pick<ProtocolContext['store'], 'usedOnce'>
  readonly settings: Pick<ProtocolContext['settings'], 'dpopNonce'>
}

/**
 * Checks the proof of a request. Rejects with `Refusal`, whose error is `invalid_dpop_proof` or
 * `use_dpop_nonce`.
 */
export async function proveDpop(context: Context, request: ProvenRequest): Promise<ProvenKey> {
  const now = context.clock.now()
  const proof = await readProof(request, now)
  const goodUntil = endOf(context, proof, now)
  const { thumbprint, jti } = proof
  let spent: Promise<void> | undefined
  return {
    confirmation: { by: 'dpop', thumbprint },
    spend() {
      spent ??= useOnce(context, { id: idOf(thumbprint, jti), expiresAt: goodUntil, now })
      return spent
    },
  }
}

/**
 * When the proof stops being accepted, in seconds. A nonce says when the proof was made, whatever
 * the client's clock says (§8); so a client whose clock is wrong is given one.
 */
function endOf({ keys, settings }: Context, { issuedAt, nonce }: Proof, now: number): number {
  if (nonce !== undefined) {
    const end = endOfNonce(keys, nonce, now)
    if (end === undefined) throw new Refusal('dpop_nonce_needed', { because: 'unknown_nonce' })
    return end
  }
  if (settings.dpopNonce === 'required') {
    throw new Refusal('dpop_nonce_needed', { because: 'required' })
  }
  if (Math.abs(now - issuedAt) > RECENT_SECONDS) {
    throw new Refusal('dpop_nonce_needed', { because: 'not_recent' })
  }
  return issuedAt + RECENT_SECONDS + 1
}

/** The same for all nodes. The key is in it, so that nobody can use up another's `jti`. */
function idOf(thumbprint: string, jti: string): string {
  return `dpop.${hash('sha256', `${thumbprint}.${jti}`, 'base64url')}`
}

async function useOnce(
  { store }: Context,
  used: { readonly id: string; readonly expiresAt: number; readonly now: number },
): Promise<void> {
  const { id, ...times } = used
  if (!(await store.usedOnce.use(id, times))) throw new Refusal('dpop_replayed')
}
