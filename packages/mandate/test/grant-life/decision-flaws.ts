/** Flaws in deciding what a presented generation earns. */

import type { Grant } from '../../src/grants/grant.ts'
import {
  decideRedemption,
  type RedemptionDecision,
  type RedemptionRequest,
} from '../../src/grants/redemption.ts'
import { always, type Flaw } from './flaw.ts'
import type { Rules } from './rules.ts'

/** The decision of a server that sees another row, or another request, than there is. */
const deciding = (seeing: {
  readonly row?: (grant: Grant, request: RedemptionRequest) => Partial<Grant>
  readonly request?: (request: RedemptionRequest, grant: Grant) => Partial<RedemptionRequest>
  readonly answer?: (
    decision: RedemptionDecision,
    grant: Grant,
    request: RedemptionRequest,
  ) => RedemptionDecision
}) =>
  always({
    decideRedemption(grant, request) {
      const decision = decideRedemption(
        { ...grant, ...seeing.row?.(grant, request) },
        { ...request, ...seeing.request?.(request, grant) },
      )
      return seeing.answer?.(decision, grant, request) ?? decision
    },
  })

const isBefore = (request: RedemptionRequest, grant: Grant) => request.presented < grant.generation

export const decisionFlaws: readonly Flaw[] = [
  {
    flaw: 'a used token is refused and the grant lives on',
    breaks: 'I5',
    rulesOf: deciding({
      answer: (decision) =>
        decision.act === 'revoke' ? { act: 'refuse', because: 'expired' } : decision,
    }),
  },
  {
    flaw: 'any used token may be repeated, not just the predecessor',
    breaks: 'I5',
    rulesOf: deciding({
      request: (request, grant) =>
        isBefore(request, grant) ? { presented: grant.generation - 1 } : {},
    }),
  },
  {
    flaw: 'a used token is taken for the live one',
    breaks: 'I1',
    rulesOf: deciding({
      request: (request, grant) =>
        isBefore(request, grant) ? { presented: grant.generation } : {},
    }),
  },
  {
    flaw: 'the live generation never expires',
    breaks: 'I1',
    rulesOf: deciding({ row: (_, { now }) => ({ expiresAt: now + 1 }) }),
  },
  {
    flaw: 'any key excuses a repeat',
    breaks: 'I5',
    rulesOf: deciding({
      request: (request, grant) =>
        isBefore(request, grant) && request.retryKeyHash !== null
          ? { retryKeyHash: grant.retryKeyHash }
          : {},
    }),
  },
  {
    flaw: 'no key is the same as no key',
    breaks: 'I5',
    rulesOf: deciding({
      row: ({ retryKeyHash }) => ({ retryKeyHash: retryKeyHash ?? 'none' }),
      request: ({ retryKeyHash }) => ({ retryKeyHash: retryKeyHash ?? 'none' }),
    }),
  },
  {
    flaw: 'a key excuses a repeat for ever',
    breaks: 'I5',
    rulesOf: deciding({
      request: (request, grant) =>
        isBefore(request, grant) && request.retryKeyHash !== null
          ? { now: Math.min(request.now, (grant.redeemedAt ?? 0) + 86_399) }
          : {},
    }),
  },
  {
    flaw: 'a key is never recognised',
    breaks: 'I4',
    rulesOf: deciding({ request: () => ({ retryKeyHash: null }) }),
  },
  {
    flaw: 'the window is open to codes too',
    breaks: 'I5',
    rulesOf: deciding({
      row: ({ generation }) => ({ generation: generation + 1 }),
      request: ({ presented }) => ({ presented: presented + 1 }),
      answer: shiftBack,
    }),
  },
  { flaw: 'the window is a second too long', breaks: 'I5', rulesOf: windowOf((s) => s + 1) },
  { flaw: 'the window is a second too short', breaks: 'I4', rulesOf: windowOf((s) => s - 1) },
  {
    flaw: 'a repeat prolongs the window',
    breaks: 'I5',
    rulesOf: () => {
      const repeatedAt = new Map<string, number>()
      return deciding({
        row({ id, generation, redeemedAt }, { now }) {
          const latest = repeatedAt.get(`${id} ${generation}`) ?? now
          return { redeemedAt: latest < now ? Math.max(latest, redeemedAt ?? 0) : redeemedAt }
        },
        answer(decision, { id, generation }, { now }) {
          if (decision.act === 'repeat') repeatedAt.set(`${id} ${generation}`, now)
          return decision
        },
      })()
    },
  },
  {
    flaw: 'a clock set back opens a window',
    breaks: 'I5',
    rulesOf: deciding({
      request(request, grant) {
        const since = grant.redeemedAt ?? 0
        const isOpened = isBefore(request, grant) && request.now < since
        return isOpened ? { now: since, retrySeconds: 1 } : {}
      },
    }),
  },
  {
    flaw: 'an expired successor is answered again',
    breaks: 'I1',
    rulesOf: deciding({
      row: (grant, request) => (isBefore(request, grant) ? { expiresAt: request.now + 1 } : {}),
    }),
  },
  {
    flaw: 'a repeated answer is made with the current key',
    breaks: 'I4',
    rulesOf: deciding({
      answer: (decision, _, { successor }) =>
        decision.act === 'repeat' ? { ...decision, keyId: successor.keyId } : decision,
    }),
  },
  {
    flaw: 'a repeated answer is a second branch',
    breaks: 'I4',
    rulesOf: deciding({
      answer: (decision) =>
        decision.act === 'repeat' ? { ...decision, generation: decision.generation + 1 } : decision,
    }),
  },
]

function windowOf(seconds: (right: number) => number): () => Rules {
  return deciding({
    request: ({ retrySeconds }) => ({ retrySeconds: seconds(retrySeconds) }),
  })
}

/** Undoes what made the code look like a refresh token. */
function shiftBack(decision: RedemptionDecision): RedemptionDecision {
  switch (decision.act) {
    case 'advance': {
      const { from, to } = decision.step
      return { act: 'advance', step: { ...decision.step, from: from - 1, to: to - 1 } }
    }
    case 'repeat':
      return { ...decision, generation: decision.generation - 1 }
    default:
      return decision
  }
}
