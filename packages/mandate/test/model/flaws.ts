/** Rules that each lack one guard, and the law that the model must then find broken. */

import type { Grant } from '../../src/grants/grant.ts'
import {
  applyAdvance,
  decideRedemption,
  RETRY_KEY_SECONDS,
  type RedemptionDecision,
  type RedemptionRequest,
} from '../../src/grants/redemption.ts'
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

const deciding = (change: (decision: RedemptionDecision) => RedemptionDecision) =>
  having({ decideRedemption: (grant, request) => change(decideRedemption(grant, request)) })

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
