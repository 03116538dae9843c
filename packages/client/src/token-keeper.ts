/**
 * Makes single-use refresh tokens crash-safe. For each grant:
 *
 * - One refresh at a time: within a process by sharing the promise, between processes by a lease in
 *   the record, taken with the store's compare-and-set.
 * - The `Idempotency-Key` is stored before the first request and sent with every retry, by any
 *   process. The server answers them all with the same successor, so it is safe to take over the
 *   lease of a process that is merely slow. What the server treats as reuse is a copy of the
 *   request arriving after the successor was itself redeemed. So a successor that took more than
 *   one request is not redeemed for `settleMs`, while a copy could still arrive.
 * - The successor is stored before any caller gets it.
 * - Only `invalid_grant` ends a grant. After any other failure the record can still be used.
 *
 * Neighbours: `token-request.ts` sends one request and interprets its answer, `grant-record.ts` has
 * the states.
 */

import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { pauseBeforeRetry } from './backoff.ts'
import type { Configuration } from './configuration.ts'
import { type DpopKey, newDpopKey } from './dpop.ts'
import { MandateError, signedOut } from './errors.ts'
import { forgetName, nameKey } from './events/names.ts'
import type {
  GrantRecord,
  Lease,
  LiveGrant,
  Presented,
  RedeemingGrant,
  Redemption,
  Tokens,
} from './grant-record.ts'
import type { AuthorizationServer } from './server.ts'
import type { StoredGrant } from './stores/token-store.ts'
import { requestTokens } from './token-request.ts'

/** What the caller requires of the access token. */
export type Need =
  | { readonly kind: 'lasting'; readonly seconds: number }
  /** Any token but this one: the API refused it, or the caller wants a new one. */
  | { readonly kind: 'other_than'; readonly accessToken: string }

export interface TokenKeeper {
  /**
   * The grant's tokens, refreshed if they do not meet the requirement. Rejects with a
   * `MandateError`: `signed_out`, `client_refused`, `request_refused`, `server_unavailable` or
   * `metadata_invalid`.
   */
  obtain(grantKey: string, need: Need): Promise<Tokens>
}

const POLL_MS = 40

export function createTokenKeeper(
  { store, issuer, timeouts, onScopeChanged, dpop }: Configuration,
  server: AuthorizationServer,
): TokenKeeper {
  /** Identifies this keeper in leases. */
  const owner = randomBytes(12).toString('base64url')
  const underWay = new Map<string, Promise<Tokens>>()

  return {
    async obtain(grantKey, need) {
      const held = await store.load(grantKey)
      if (held?.record.stage === 'live' && meets(held.record.tokens, need)) {
        return held.record.tokens
      }
      const joined = underWay.get(grantKey)
      if (joined !== undefined) {
        const tokens = await joined
        // Tokens obtained while we waited last as long as the server allows.
        if (need.kind === 'lasting' || tokens.accessToken !== need.accessToken) return tokens
        return this.obtain(grantKey, need)
      }
      const renewal = renew(grantKey, need).finally(() => underWay.delete(grantKey))
      underWay.set(grantKey, renewal)
      return renewal
    },
  }

  async function renew(grantKey: string, need: Need): Promise<Tokens> {
    const deadline = performance.now() + timeouts.totalMs
    for (let tries = 0; ; tries++) {
      try {
        return await renewOnce(grantKey, need, deadline)
      } catch (error) {
        const again = error instanceof MandateError && error.code === 'server_unavailable'
        const pause = again ? pauseBeforeRetry(tries, error.retryAfterSeconds, Math.random()) : 0
        if (!again || performance.now() + pause > deadline) {
          await letGo(grantKey)
          throw error
        }
        // Keep the lease while pausing: other processes would only add load to a struggling server.
        await sleep(pause)
      }
    }
  }

  async function renewOnce(grantKey: string, need: Need, deadline: number): Promise<Tokens> {
    const metadata = await server.metadata()
    const turn = await awaitTurn(grantKey, need, deadline)
    if (turn.kind === 'met') return turn.tokens
    const { presented, redemption } = turn.claimed
    // A process suspended here has lost its lease, and its request is out of date.
    if (Math.abs(Date.now() - turn.startedAt) > timeouts.leaseMs) {
      return renewOnce(grantKey, need, deadline)
    }
    const { idempotencyKey } = redemption
    const { startedAt } = turn
    const request = { metadata, presented, idempotencyKey, startedAt }
    const answer = await requestTokens(server, request)
    switch (answer.kind) {
      case 'tokens': {
        await nameGrant(grantKey, presented, answer.tokens)
        const stored = await conclude(grantKey, turn, ({ attempts }) => {
          const settledAt = attempts > 1 ? Date.now() + timeouts.settleMs : 0
          return { stage: 'live', tokens: { ...answer.tokens, settledAt } }
        })
        if (stored?.stage !== 'live') return renewOnce(grantKey, need, deadline)
        tellScope(grantKey, presented, stored.tokens)
        return stored.tokens
      }
      case 'ended': {
        const { because } = answer
        await conclude(grantKey, turn, () => ({ stage: 'ended', because, endedAt: Date.now() }))
        const before = presented.kind === 'tokens' ? presented.tokens.grantId : undefined
        await forgetName({ store, issuer }, before)
        return renewOnce(grantKey, need, deadline)
      }
      default:
        throw answer.error
    }
  }

  /**
   * So that a security event about the grant finds it. Before the tokens are stored: a process that
   * dies in between asks for them again.
   */
  async function nameGrant(
    grantKey: string,
    presented: Presented,
    { grantId }: Pick<Tokens, 'grantId'>,
  ) {
    const before = presented.kind === 'tokens' ? presented.tokens.grantId : undefined
    if (grantId === undefined || grantId === before) return
    await store.save(nameKey(issuer, grantId), { stage: 'named', grantKey }, 0)
  }

  /** Tells of scope that this very answer no longer has. */
  function tellScope(grantKey: string, presented: Presented, { scope, takenBack }: Tokens): void {
    const before = presented.kind === 'tokens' ? presented.tokens.takenBack : undefined
    if (scope === null || takenBack === undefined || takenBack === before) return
    onScopeChanged({ grantKey, scope, takenBack })
  }

  /** Waits while others refresh, until the requirement is met or the lease is ours. */
  async function awaitTurn(grantKey: string, need: Need, deadline: number): Promise<Turn> {
    let seen = { version: 0, since: 0 }
    for (;;) {
      const { record, version } = await loadUnended(grantKey)
      if (record.stage === 'live') {
        if (meets(record.tokens, need)) return { kind: 'met', tokens: record.tokens }
        if (record.tokens.refreshToken === null) throw signedOut('no_refresh_token')
        // The clock may have been set back; never wait longer than the lease time.
        const unsettled = record.tokens.settledAt - Date.now()
        await sleep(Math.min(Math.max(unsettled, 0), timeouts.settleMs))
      } else {
        if (version !== seen.version) seen = { version, since: performance.now() }
        const { lease } = record.redemption
        // By the writer's clock, or ours if they disagree.
        const over = Date.now() >= (lease?.until ?? 0)
        const watchedLong = performance.now() - seen.since > timeouts.leaseMs
        if (lease !== null && lease.owner !== owner && !over && !watchedLong) {
          if (performance.now() > deadline) throw leasedTooLong()
          await sleep(POLL_MS * (0.5 + Math.random()))
          continue
        }
      }
      const isUnbound = record.stage === 'live' && record.tokens.dpopKey === undefined
      const newKey = dpop && isUnbound ? await newDpopKey() : undefined
      const startedAt = Date.now()
      const lease = { owner, until: startedAt + timeouts.leaseMs }
      const claimed = claim(record, { lease, newKey })
      if (await store.save(grantKey, claimed, version)) {
        return { kind: 'claimed', claimed, version: version + 1, startedAt }
      }
    }
  }

  /**
   * Stores how a redemption ended, even if another process has taken over the lease: with the same
   * key, it can only get the same answer. Undefined if the other was faster.
   */
  async function conclude(
    grantKey: string,
    { claimed, version }: ClaimedTurn,
    outcome: (redemption: Redemption) => GrantRecord,
  ): Promise<GrantRecord | undefined> {
    let held: StoredGrant | undefined = { record: claimed, version }
    while (held?.record.stage === 'redeeming') {
      const { redemption } = held.record
      if (redemption.idempotencyKey !== claimed.redemption.idempotencyKey) return undefined
      const record = outcome(redemption)
      if (await store.save(grantKey, record, held.version)) return record
      held = await store.load(grantKey)
    }
    return undefined
  }

  async function loadUnended(grantKey: string) {
    const held = await store.load(grantKey)
    if (held === undefined) throw signedOut('unknown_grant')
    const { record, version } = held
    if (record.stage === 'named' || record.stage === 'heard') throw signedOut('unknown_grant')
    if (record.stage === 'ended') throw signedOut(record.because)
    return { record, version }
  }

  /** Releases the lease so that other processes can try immediately. If this fails, it expires. */
  async function letGo(grantKey: string): Promise<void> {
    try {
      const held = await store.load(grantKey)
      if (held?.record.stage !== 'redeeming') return
      const { redemption } = held.record
      if (redemption.lease?.owner !== owner) return
      const record: GrantRecord = { ...held.record, redemption: { ...redemption, lease: null } }
      await store.save(grantKey, record, held.version)
    } catch {
      // The error that brought us here matters more, and the caller is about to get it.
    }
  }
}

interface ClaimedTurn {
  readonly kind: 'claimed'
  readonly claimed: RedeemingGrant
  readonly version: number
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

type Turn = ClaimedTurn | { readonly kind: 'met'; readonly tokens: Tokens }

function meets(tokens: Tokens, need: Need): boolean {
  if (need.kind === 'other_than') return tokens.accessToken !== need.accessToken
  return tokens.expiresAt === null || tokens.expiresAt - Date.now() >= need.seconds * 1000
}

/** The record with one more request announced, for a new or a pending redemption. */
function claim(
  record: LiveGrant | RedeemingGrant,
  { lease, newKey }: { readonly lease: Lease; readonly newKey: DpopKey | undefined },
): RedeemingGrant {
  if (record.stage === 'redeeming') {
    const { redemption } = record
    return { ...record, redemption: { ...redemption, attempts: redemption.attempts + 1, lease } }
  }
  return {
    stage: 'redeeming',
    presented: {
      kind: 'tokens',
      tokens: newKey === undefined ? record.tokens : { ...record.tokens, dpopKey: newKey },
    },
    redemption: { idempotencyKey: randomBytes(24).toString('base64url'), attempts: 1, lease },
  }
}

function leasedTooLong(): MandateError {
  const message = 'another process is refreshing this grant and has not finished; try again'
  return new MandateError('server_unavailable', message)
}
