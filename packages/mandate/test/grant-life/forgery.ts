/** What a thief makes who knows how tokens are made, and has one half of what they are made of. */

import assert from 'node:assert/strict'
import type { GrantId } from '../../src/grants/grant.ts'
import { formatToken, packClaims, parseToken } from '../../src/grants/token.ts'
import { bytesNamed } from '../sample-grant.ts'
import { LAWS } from './laws.ts'
import type { Move } from './moves.ts'
import type { World } from './world.ts'

/** The forged token; undefined where there is nothing to make it of. */
export function forge(
  { rules, keys, rows, reference }: World,
  made: {
    readonly id: GrantId
    readonly how: (Move & { move: 'forge' })['how']
    readonly generation: number
    /** A genuine token that the thief has. */
    readonly known: string | undefined
  },
): string | undefined {
  const { id, generation } = made
  const row = rows.get(id)
  if (row === undefined) return undefined
  const live = { generation, keyId: row.keyId }
  const guess = bytesNamed('a guess')
  let text: string
  switch (made.how) {
    case 'with the database alone': {
      const guessed = { current: row.keyId, secrets: new Map([[row.keyId, guess]]) }
      text = rules.deriveRedeemable(guessed, row, live)
      break
    }
    case 'with the keys alone':
      if (!keys.secrets.has(row.keyId)) return undefined
      text = rules.deriveRedeemable(keys, { id, seed: guess }, live)
      break
    case 'from a token of hers': {
      const token = parseToken(made.known ?? '')
      if (token?.kind !== 'rt') return undefined
      const { keyId, mac } = token
      const claims = { kind: token.kind, keyId, grantId: id, generation: token.generation + 1 }
      text = formatToken(token.kind, packClaims(claims), mac)
    }
  }
  const issued = reference.grants.flatMap(({ tokens }) => tokens.map((token) => token.text))
  assert.equal(issued.includes(text), false, LAWS.noForgery)
  return text
}
