/**
 * The invariants I1 to I7 of a grant's life, as sentences that a failed assertion shows, and the two
 * places where they are looked at: when a node has decided, and when something was written.
 */

import assert from 'node:assert/strict'
import type { GrantId } from '../../src/grants/grant.ts'
import { type Decision, decide, type Installation } from './node.ts'
import type { Reference, ReferenceGrant, Verdict } from './reference.ts'

export const LAWS = {
  oneLive: 'I1: of all generations of a grant, the live one and no other can be redeemed',
  oneWinner: 'I2: a compare-and-set has one winner, and has one while the generation is live',
  durable: 'I3: what was answered is in the database',
  sameSuccessor: 'I4: the same request, by its key or within the window, gives the same successor',
  stale: 'I5: a used generation outside the retry rule ends its grant, at once and everywhere',
  noGrowth: 'I6: rows grow with grants, not with refreshes',
  noForgery: 'I7: neither the database nor the server keys alone make a token',
} as const

/** What the node decided has to be what the list of tokens says. */
export function checkDecision(
  decision: Decision,
  verdict: Verdict,
  notice: (event: string) => void,
): void {
  switch (verdict.is) {
    case 'next':
      assert.equal(decision.is, 'next', LAWS.oneLive)
      break
    case 'again':
      assert.equal('text' in decision && decision.text, verdict.text, LAWS.sameSuccessor)
      assert.equal(decision.is, 'again', LAWS.sameSuccessor)
      notice(`a request was repeated, excused by its ${verdict.by}`)
      break
    case 'theft':
      assert.equal(decision.is, 'theft', LAWS.stale)
      notice('a used token came back')
      break
    case 'nothing':
      assert.equal(decision.is, 'nothing', lawOfRefusal(verdict))
      notice(`a token earned nothing: ${verdict.because}`)
  }
}

/** After something was written to a row: what holds at every moment holds now. */
export function audit(at: Installation, reference: Reference, id: GrantId): void {
  const row = at.rows.get(id)
  const grant = reference.grants[[...at.rows.keys()].indexOf(id)]
  assert.ok(row !== undefined && grant !== undefined)

  const decisions = grant.tokens.map(({ text, goodUntil }) =>
    decide(at, { text, key: null, now: goodUntil - 1 }),
  )
  const newer = decisions.filter(
    (each) => each.is === 'nothing' && each.because === 'newer_than_the_row',
  )
  assert.equal(newer.length, 0, LAWS.durable)
  const redeemable = grant.tokens.filter((_, place) => decisions[place]?.is === 'next')
  const law = grant.ended || grant.client.disabled ? LAWS.stale : LAWS.oneLive
  assert.deepEqual(redeemable.map(textOf), stillLive(grant, reference).map(textOf), law)

  assert.equal(at.rows.size, reference.grants.length, LAWS.noGrowth)
  // A row has room for one key hash, two times and a reason, and for larger numbers.
  const room = 160
  assert.ok(JSON.stringify(row).length <= grant.sizeOfRow + room, LAWS.noGrowth)
}

function stillLive(grant: ReferenceGrant, reference: Reference) {
  const isRefused = grant.client.disabled
  return grant.tokens.filter(
    ({ text, keyId }) => grant.isLive(text) && !isRefused && !reference.retiredKeys.has(keyId),
  )
}

function lawOfRefusal({ because }: Verdict & { is: 'nothing' }): string {
  switch (because) {
    case 'not_ours':
    case 'key_retired':
      return LAWS.noForgery
    case 'ended':
    case 'client_disabled':
      return LAWS.stale
    case 'expired':
      return LAWS.oneLive
  }
}

function textOf({ text }: { readonly text: string }): string {
  return text
}
