/**
 * Everyone who has a code or refresh token of a public client's grant presents any copy of it, with
 * the client's key, another or none, with and without an `Idempotency-Key`, in any order. The rules
 * are the server's own.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Confirmation, isProven, successorKey } from '../../src/grants/confirmation.ts'
import { redemptionHash } from '../../src/grants/derivation.ts'
import type { Grant } from '../../src/grants/grant.ts'
import { applyAdvance, decideRedemption } from '../../src/grants/redemption.ts'
import type { Sharing } from '../../src/grants/sharing.ts'
import { FIRST_KEY, sampleGrant } from '../sample-grant.ts'
import { explore } from './checker.ts'

const LAWS = [
  'a generation has one form',
  'who lacks the key of a bound token gets nothing',
  'who lacks the key of a bound token ends nothing',
] as const
type Law = (typeof LAWS)[number]

interface Setting {
  readonly rules: Rules
  readonly retrySeconds: number
  readonly sharing: Sharing | null
}
const SHARED: Sharing = { seconds: 2_000, generations: 10 }

interface Rules {
  readonly isProven: typeof isProven
  readonly redemptionHash: typeof redemptionHash
  readonly applyAdvance: typeof applyAdvance
}
const trueRules: Rules = { isProven, redemptionHash, applyAdvance }

interface Token {
  readonly generation: number
  readonly confirmation: Confirmation | null
}

interface State {
  readonly row: Grant
  /** Everything that was ever answered; anyone may have a copy. */
  readonly copies: readonly Token[]
}

const keyNamed = (letter: string): Confirmation => {
  return { by: 'dpop', thumbprint: `${letter.repeat(42)}A` }
}
const KEYS = { none: null, client: keyNamed('c'), thief: keyNamed('t') }
const GENERATIONS = 3

function present(
  { row, copies }: State,
  asked: {
    readonly token: Token
    readonly proven: Confirmation | null
    readonly retryKey: string | null
  },
  { rules, retrySeconds, sharing }: Setting,
): { readonly to: State; readonly breaks: readonly Law[] } | undefined {
  const { token, proven, retryKey } = asked
  const { generation, confirmation } = token
  const lacksKey = !isProven(confirmation, proven)
  if (row.revokedAt !== null || !rules.isProven(confirmation, proven)) return undefined
  const kind = generation === 0 ? 'ac' : 'rt'
  const next = successorKey({ kind, confirmation }, { isPublic: true, proven })
  const newlyBound = confirmation === null ? next : null
  const decision = decideRedemption(row, {
    presented: generation,
    now: 2_000,
    retryKeyHash: rules.redemptionHash(row.seed, { retryKey, newlyBound }),
    retrySeconds,
    acceptNewer: false,
    sharing,
    isBound: confirmation !== null && generation > 0,
    successor: { keyId: FIRST_KEY, expiresAt: 3_000 },
  })
  if (decision.act === 'refuse') return undefined
  if (decision.act === 'revoke') {
    const to = { row: { ...row, revokedAt: 2_000 }, copies }
    return { to, breaks: lacksKey ? [LAWS[2]] : [] }
  }
  const after = decision.act === 'advance' ? rules.applyAdvance(row, decision.step) : row
  const got: Token =
    decision.act === 'converge'
      ? { generation: decision.generation, confirmation }
      : { generation: generation + 1, confirmation: next }
  const others = copies.filter((copy) => copy.generation === got.generation)
  const isKnown = others.some(({ confirmation: theirs }) => theirs === got.confirmation)
  const breaks: readonly Law[] = [
    ...(others.length > 0 && !isKnown ? [LAWS[0]] : []),
    ...(lacksKey ? [LAWS[1]] : []),
  ]
  const to = {
    row: after ?? assert.fail('it was live'),
    copies: isKnown ? copies : [...copies, got],
  }
  return { to, breaks }
}

function look(codeKey: Confirmation | null, setting: Partial<Setting>) {
  const { rules, ...given }: Setting = {
    ...{ rules: trueRules, retrySeconds: 0, sharing: null },
    ...setting,
  }
  const row = sampleGrant({ generation: 0, redeemedAt: null, expiresAt: 3_000 })
  return explore<State, Law>(
    {
      start: { row, copies: [{ generation: 0, confirmation: codeKey }] },
      key: ({ row: { generation, revokedAt, retryKeyHash, recentRedemptions }, copies }) =>
        JSON.stringify([generation, revokedAt, retryKeyHash, recentRedemptions, copies]),
      broken: () => [],
      steps: (state) =>
        state.copies
          .filter(({ generation }) => generation < GENERATIONS)
          .flatMap((token) =>
            Object.entries(KEYS).flatMap(([holder, proven]) =>
              [null, 'I', 'J'].flatMap((retryKey) => {
                const step = present(state, { token, proven, retryKey }, { rules, ...given })
                const does = `generation ${token.generation}, key: ${holder}, retry key: ${retryKey}`
                return step === undefined ? [] : [{ does, ...step }]
              }),
            ),
          ),
    },
    LAWS,
  )
}

test('whoever presents whatever copy with whatever key, a generation has one form', () => {
  for (const codeKey of [KEYS.none, KEYS.client]) {
    for (const given of [{}, { retrySeconds: 2_000 }, { sharing: SHARED }]) {
      const { counterexample, states } = look(codeKey, given)
      assert.equal(counterexample, null)
      assert.ok(states > 10, `${states} states`)
    }
  }
})

test('without the key in what the row keeps of a redemption, it can have two', () => {
  const flawed: Rules = {
    ...trueRules,
    redemptionHash: (seed, { retryKey }) => redemptionHash(seed, { retryKey, newlyBound: null }),
  }
  for (const retrySeconds of [0, 2_000]) {
    const { counterexample } = look(KEYS.none, { retrySeconds, rules: flawed })
    assert.equal(counterexample?.law, LAWS[0])
  }
})

test('without the check of the key, a copy of a bound token is enough', () => {
  const flawed: Rules = { ...trueRules, isProven: () => true }
  assert.equal(look(KEYS.client, { rules: flawed }).counterexample?.law, LAWS[1])
})

test('with times kept for a bound generation, an unbound copy of an older one yields a second form', () => {
  const flawed: Rules = {
    ...trueRules,
    applyAdvance: (row, step) =>
      applyAdvance(row, { ...step, recentRedemptions: `${step.to} ${step.redeemedAt}` }),
  }
  const { counterexample } = look(KEYS.none, { sharing: SHARED, rules: flawed })
  assert.equal(counterexample?.law, LAWS[0])
})
