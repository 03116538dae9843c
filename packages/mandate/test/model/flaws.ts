/** Rules that each lack one guard, and the law that the model must then find broken. */

import type { Grant } from '../../src/grants/grant.ts'
import {
  applyAdvance,
  decideRedemption,
  RETRY_KEY_SECONDS,
  type RedemptionDecision,
  type RedemptionRequest,
} from '../../src/grants/redemption.ts'
import type { Sharing } from '../../src/grants/sharing.ts'
import type { Law } from './laws.ts'
import { type Rules, trueRules } from './rules.ts'
import type { worlds } from './worlds.ts'

export interface Flaw {
  readonly flaw: string
  readonly breaks: Law
  readonly where: keyof typeof worlds
  readonly rules: Rules
}

const having = (changed: Partial<Rules>): Rules => ({ ...trueRules, ...changed })

/** A decision based on a changed row or request. */
const seeing = (
  see: (grant: Grant, request: RedemptionRequest) => Partial<Grant & RedemptionRequest>,
) =>
  having({
    decideRedemption(grant, request) {
      const seen = see(grant, request)
      return decideRedemption({ ...grant, ...seen }, { ...request, ...seen })
    },
  })

const deciding = (
  change: (
    decision: RedemptionDecision,
    grant: Grant,
    request: RedemptionRequest,
  ) => RedemptionDecision,
) =>
  having({
    decideRedemption: (grant, request) => change(decideRedemption(grant, request), grant, request),
  })

const sharing = (change: (bounds: Sharing) => Sharing) =>
  seeing((_, { sharing: bounds }) => ({ sharing: bounds && change(bounds) }))

export const flaws: readonly Flaw[] = [
  {
    flaw: 'a used token is taken for the live one',
    ...{ breaks: 'I1', where: 'chain' },
    rules: seeing((grant, { presented }) => ({
      presented: Math.max(presented, grant.generation),
    })),
  },
  {
    flaw: 'a newer token is accepted without being allowed after a restore',
    ...{ breaks: 'I1', where: 'restore' },
    rules: seeing(() => ({ acceptNewer: true })),
  },
  {
    flaw: 'the live generation never expires',
    ...{ breaks: 'I1', where: 'time' },
    rules: seeing((_, { now }) => ({ expiresAt: now + 1 })),
  },
  {
    flaw: 'the compare-and-set does not look at the generation',
    ...{ breaks: 'I2', where: 'chain' },
    rules: having({
      applyAdvance: (grant, step) => applyAdvance(grant, { ...step, from: grant.generation }),
    }),
  },
  {
    flaw: 'who loses the compare-and-set answers all the same',
    ...{ breaks: 'I2', where: 'chain' },
    rules: having({ loser: 'answers' }),
  },
  {
    flaw: 'a write is durable only some time after its answer',
    ...{ breaks: 'I3', where: 'chain' },
    rules: having({ isDurable: 'later' }),
  },
  {
    flaw: 'the answer leaves before the write',
    ...{ breaks: 'I3', where: 'chain' },
    rules: having({ answers: 'before the write' }),
  },
  {
    flaw: 'a key is never recognised',
    ...{ breaks: 'I4', where: 'chain' },
    rules: seeing(() => ({ retryKeyHash: null })),
  },
  {
    flaw: 'a repeated request gets a branch of its own',
    ...{ breaks: 'I4', where: 'chain' },
    rules: deciding((decision) =>
      decision.act === 'repeat' ? { ...decision, generation: decision.generation + 1 } : decision,
    ),
  },
  {
    flaw: 'any key excuses a repeat',
    ...{ breaks: 'I5', where: 'chain' },
    rules: having({ hashRetryKey: () => 'a hash' }),
  },
  {
    flaw: 'any used token may be repeated, not only the predecessor',
    ...{ breaks: 'I5', where: 'theft' },
    rules: seeing(({ generation }, { presented }) => ({
      presented: presented < generation ? generation - 1 : presented,
    })),
  },
  {
    flaw: 'a used token is refused and the grant lives on',
    ...{ breaks: 'I5', where: 'chain' },
    rules: deciding((decision) =>
      decision.act === 'revoke' ? { act: 'refuse', because: 'expired' } : decision,
    ),
  },
  {
    flaw: 'the compare-and-set moves a revoked grant',
    ...{ breaks: 'I5', where: 'chain' },
    rules: having({
      applyAdvance(grant, step) {
        const moved = applyAdvance({ ...grant, revokedAt: null }, step)
        return moved && { ...moved, revokedAt: grant.revokedAt }
      },
    }),
  },
  {
    flaw: 'the gate lets revoked grants through',
    ...{ breaks: 'I5', where: 'chain' },
    rules: having({
      admitGrant: (grant, parties) => trueRules.admitGrant({ ...grant, revokedAt: null }, parties),
    }),
  },
  {
    flaw: 'a key excuses a repeat for ever',
    ...{ breaks: 'I5', where: 'time' },
    rules: seeing(({ redeemedAt }, { now, retryKeyHash }) =>
      retryKeyHash === null || redeemedAt === null
        ? {}
        : { redeemedAt: Math.max(redeemedAt, now - RETRY_KEY_SECONDS + 1) },
    ),
  },
  {
    flaw: 'a repeat prolongs the time for repeats',
    ...{ breaks: 'I5', where: 'time' },
    rules: having({ afterRepeat: (row, now) => ({ ...row, redeemedAt: now }) }),
  },
  {
    flaw: 'a clock set back holds the window open',
    ...{ breaks: 'I5', where: 'window' },
    rules: seeing(({ redeemedAt }, { now }) => ({ now: Math.max(now, redeemedAt ?? now) })),
  },
  {
    flaw: 'the window serves codes too',
    ...{ breaks: 'I5', where: 'window' },
    rules: having({
      decideRedemption(grant, request) {
        const decision = decideRedemption(grant, request)
        const apart = Math.abs(request.now - (grant.redeemedAt ?? 0))
        const isExcused = grant.generation === 1 && apart < request.retrySeconds
        const { generation, keyId } = grant
        return decision.act === 'revoke' && isExcused
          ? { act: 'repeat', generation, keyId }
          : decision
      },
    }),
  },
  {
    flaw: 'a process that shares the token may be any number of refreshes late',
    ...{ breaks: 'I5', where: 'fleetAndThief' },
    rules: sharing((bounds) => ({ ...bounds, generations: 100 })),
  },
  {
    flaw: 'a process that shares the token may be late for ever',
    ...{ breaks: 'I5', where: 'fleetThiefAndTime' },
    rules: sharing((bounds) => ({ ...bounds, seconds: Number.MAX_SAFE_INTEGER })),
  },
  {
    flaw: 'a process that comes late prolongs the time for others',
    ...{ breaks: 'I5', where: 'fleetThiefAndTime' },
    rules: having({
      afterRepeat: (row, now) => ({ ...row, recentRedemptions: `${row.generation} ${now}` }),
    }),
  },
  {
    flaw: 'a clock set back holds the time for late processes open',
    ...{ breaks: 'I5', where: 'fleetThiefAndTime' },
    rules: seeing(({ redeemedAt }, { now }) => ({ now: Math.max(now, redeemedAt ?? now) })),
  },
  {
    flaw: 'a code leads to the live refresh token',
    ...{ breaks: 'I5', where: 'fleetAndThief' },
    rules: deciding((decision, { generation, keyId }, { presented }) =>
      decision.act === 'revoke' && presented === 0
        ? { act: 'converge', generation, keyId }
        : decision,
    ),
  },
  {
    flaw: 'a confidential client may share tokens',
    ...{ breaks: 'I5', where: 'confidentialFleet' },
    rules: having({
      sharingOf: ({ metadata }, settings) =>
        trueRules.sharingOf({ authentication: { method: 'none' }, metadata }, settings),
    }),
  },
  {
    flaw: 'the times that an older node left behind are taken for those of its successor',
    ...{ breaks: 'I5', where: 'fleetAndOlderNode' },
    rules: seeing(({ generation, recentRedemptions }) => ({
      recentRedemptions: recentRedemptions?.replace(/^\d+/, String(generation)) ?? null,
    })),
  },
  {
    flaw: 'a process that comes late gets a branch of its own',
    ...{ breaks: 'I4', where: 'fleet' },
    rules: deciding((decision, _, { presented }) =>
      decision.act === 'converge' ? { ...decision, generation: presented + 1 } : decision,
    ),
  },
  {
    flaw: 'a process that comes late moves the grant on without the compare-and-set',
    ...{ breaks: 'I4', where: 'fleet' },
    rules: deciding((decision) =>
      decision.act === 'converge' ? { ...decision, generation: decision.generation + 1 } : decision,
    ),
  },
  {
    flaw: 'a bound token is good without its key',
    ...{ breaks: 'bystander', where: 'boundFleet' },
    rules: having({ checksKey: false }),
  },
  {
    flaw: 'processes that share a token are taken for thieves',
    ...{ breaks: 'kept', where: 'fleet' },
    rules: having({ sharingOf: () => null }),
  },
  {
    flaw: 'bound tokens have the bounds of unbound ones',
    ...{ breaks: 'kept', where: 'boundFleet' },
    rules: seeing(() => ({ isBound: false })),
  },
  {
    flaw: 'only the last replaced generation is remembered',
    ...{ breaks: 'kept', where: 'fleetAndTime' },
    rules: having({
      applyAdvance: (grant, step) =>
        applyAdvance(grant, {
          ...step,
          recentRedemptions: step.recentRedemptions?.split(' ').slice(0, 2).join(' ') ?? null,
        }),
    }),
  },
  {
    flaw: 'who loses the compare-and-set takes it for theft',
    ...{ breaks: 'kept', where: 'overlap' },
    rules: having({ loser: 'ends the grant' }),
  },
  {
    flaw: 'a newer token is refused though the restore said to accept it',
    ...{ breaks: 'kept', where: 'restoreAndRace' },
    rules: seeing(() => ({ acceptNewer: false })),
  },
  {
    flaw: 'a revocation is answered before it is written',
    ...{ breaks: 'ended', where: 'theft' },
    rules: having({ revocationAnswers: 'before the write' }),
  },
  {
    flaw: 'a revocation is durable only some time after its answer',
    ...{ breaks: 'ended', where: 'theft' },
    rules: having({ isDurable: 'later' }),
  },
  {
    flaw: 'the owner of a token is not checked',
    ...{ breaks: 'bystander', where: 'stranger' },
    rules: having({ checksOwner: false }),
  },
]
