/**
 * Sign-in with a passkey (WebAuthn Level 3 §7.2), in this order:
 *
 *     our challenge, in time, for this browser ──▶ a passkey that we know ──▶ signed by it
 *         ──▶ its user handle is the account's ──▶ the challenge is used up ──▶ account not disabled
 *         ──▶ the counter went up ──▶ proven
 *
 * There is nothing to guess, so no attempt is counted, and no place in the hashing queue is taken. Only a
 * genuine response writes anything.
 *
 * The challenge is used up before the counters are compared: a form that is sent twice is a mistake,
 * not a clone.
 */

import { hash } from 'node:crypto'
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { Origin } from '../../facts/actor.ts'
import type { Store } from '../../store/port.ts'
import type { Account } from '../../store/records.ts'
import { writes } from '../../store/write-access.ts'
import type { Clock } from '../../time-and-chance.ts'
import { canSignIn } from '../account.ts'
import type { SignInProof } from '../session.ts'
import { SECONDS_FOR_PASSKEY, userHandleOf } from './options.ts'
import type { RelyingParty } from './relying-party.ts'
import { readResponse, verifyUse } from './response.ts'

/** Other servers' clocks may be slightly ahead of ours. */
const LEEWAY_SECONDS = 60

/** What the browser sent, and what it was asked. */
export interface PasskeyAnswer {
  /** The credential as JSON. */
  readonly credential: string
  readonly party: RelyingParty
  /**
   * When this challenge (base64url) was made for this browser, in seconds since 1970; undefined if it was not.
   */
  readonly askedAt: (challenge: string) => number | undefined
}

export type PasskeyRefused = {
  readonly is: 'refused'
  readonly because: /** The challenge is not of this browser, or was used before. */
    | 'not_begun_here'
    | 'expired'
    /** Nobody has this passkey here, or not the account that was asked. */
    | 'unknown'
    /** The response is malformed, or something in it is wrong. */
    | 'not_genuine'
    /** Its counter went back, now or earlier. */
    | 'suspended'
    | 'account_disabled'
  /** For the log, without secrets. */
  readonly detail: string
}

export type PasskeyOutcome =
  | { readonly is: 'proven'; readonly account: Account; readonly proof: SignInProof }
  | PasskeyRefused

interface ProofContext {
  readonly store: Pick<Store, 'passkeys' | 'usedOnce'>
  readonly clock: Clock
}

/**
 * Who the person is. With `accountId`, only a passkey of this account will do; `from` is where they are. Rejects only with
 * `StorageUnavailable`.
 */
export const proveByPasskey = writes(
  async (
    context: ProofContext,
    answer: PasskeyAnswer & { readonly accountId?: string; readonly from?: Origin },
  ): Promise<PasskeyOutcome> => {
    const { store, clock } = context
    const response = readResponse<AuthenticationResponseJSON>(answer.credential)
    if (response === undefined) return refused('not_genuine', 'it is no response of a passkey')
    const { id, challenge } = response
    const now = clock.now()
    const late = whyNotNow(answer, challenge, now)
    if (late !== undefined) return late
    const found = await store.passkeys.find(id)
    const isTheirs = found?.account.id === (answer.accountId ?? found?.account.id)
    if (found === undefined || !isTheirs) return refused('unknown', 'the passkey is not known')
    const { passkey, account } = found
    const verified = await verifyUse(response, passkey, { party: answer.party, challenge })
    if (verified.is === 'not_genuine') return refused('not_genuine', verified.detail)
    const { userHandle } = response.json.response
    // Without a list of passkeys to choose from, the authenticator has to tell whose it is.
    const mayBeSilent = userHandle === undefined && answer.accountId !== undefined
    if (!mayBeSilent && userHandle !== userHandleOf(account.id)) {
      return refused('not_genuine', 'the user handle is another')
    }
    if (!(await useUp(context, challenge, now))) {
      return refused('not_begun_here', 'the challenge was used before')
    }
    if (!canSignIn(account)) return refused('account_disabled', 'the account is disabled')
    const { from = {} } = answer
    const act = { by: { kind: 'account', id: account.id, from }, at: now } as const
    const used = await store.passkeys.use(id, verified, act)
    if (used !== 'used') {
      const cloned = 'the counter went back, so a copy of the passkey may exist'
      return refused('suspended', used === 'cloned' ? cloned : 'the passkey is suspended')
    }
    return { is: 'proven', account, proof: proofOf(account, now) }
  },
)

/** An authenticator has proved two factors: itself, and a PIN, a finger or a face (RFC 8176 §2). */
function proofOf({ id }: Account, now: number): SignInProof {
  return {
    ...{ accountId: id, authTime: now, amr: ['pop', 'mfa'], acr: 'phr' },
    ...{ provider: null, passwordHash: null },
  }
}

/** Undefined if the challenge can be answered now. */
export function whyNotNow(
  { askedAt }: Pick<PasskeyAnswer, 'askedAt'>,
  challenge: string,
  now: number,
): PasskeyRefused | undefined {
  const at = askedAt(challenge)
  if (at === undefined || at > now + LEEWAY_SECONDS) {
    return refused('not_begun_here', 'the challenge was not made for this browser')
  }
  return at + SECONDS_FOR_PASSKEY < now
    ? refused('expired', 'the challenge has expired')
    : undefined
}

/** True for one caller only. */
export function useUp(
  { store }: { readonly store: Pick<Store, 'usedOnce'> },
  challenge: string,
  now: number,
): Promise<boolean> {
  const expiresAt = now + SECONDS_FOR_PASSKEY + LEEWAY_SECONDS
  return store.usedOnce.use(`webauthn.${hash('sha256', challenge, 'base64url')}`, {
    expiresAt,
    now,
  })
}

export function refused(because: PasskeyRefused['because'], detail: string): PasskeyRefused {
  return { is: 'refused', because, detail }
}
