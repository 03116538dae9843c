/**
 * What one node does with one token before anything is written: read the row, ask the rules, derive
 * the answer. It does as `oauth/token/redeem.ts` and `oauth/introspect.ts` do.
 */

import assert from 'node:assert/strict'
import { KeyRetired, type KeyRing } from '../../src/grants/derivation.ts'
import type { Grant, GrantId, KeyId } from '../../src/grants/grant.ts'
import type { Advance } from '../../src/grants/redemption.ts'
import { parseToken } from '../../src/grants/token.ts'
import type { Presented } from './reference.ts'
import type { Rules } from './rules.ts'

export interface ClientInWorld {
  readonly id: string
  readonly retrySeconds: number
  disabled: boolean
}

/** What all nodes share. */
export interface Installation {
  readonly rules: Rules
  /** The database: rows and nothing else. */
  readonly rows: Map<GrantId, Grant>
  readonly clients: readonly ClientInWorld[]
  readonly refreshTokenSeconds: number
  keys: KeyRing
}

/** In seconds. */
export const ACCESS_TOKEN_SECONDS = 300

interface Answer {
  readonly row: Grant
  readonly keyId: KeyId
  /** The refresh token. */
  readonly text: string
  readonly accessToken: string
}

export type Decision =
  /** Try the compare-and-set, and answer if it is won. */
  | ({ readonly is: 'next'; readonly step: Advance } & Answer)
  | ({ readonly is: 'again' } & Answer)
  | { readonly is: 'theft'; readonly row: Grant }
  | { readonly is: 'nothing'; readonly because: string }

/** What a code or refresh token earns. */
export function decide(at: Installation, { text, now, key }: Presented): Decision {
  const { rules, keys } = at
  const token = parseToken(text)
  const row = token && at.rows.get(token.grantId)
  if (token === undefined || row === undefined) return { is: 'nothing', because: 'unknown' }
  if (!rules.isAuthentic(keys, row.seed, token)) return { is: 'nothing', because: 'forged' }
  if (!isAdmitted(at, row)) return { is: 'nothing', because: 'not_admitted' }
  const decision = rules.decideRedemption(row, {
    presented: token.generation,
    now,
    retryKeyHash: key === null ? null : rules.hashRetryKey(row.seed, key),
    retrySeconds: clientOf(at, row).retrySeconds,
    acceptNewer: false,
    successor: { keyId: keys.current, expiresAt: now + at.refreshTokenSeconds },
  })
  const answer = (generation: number, keyId: KeyId): Answer => {
    const live = { generation, keyId }
    const times = { issuedAt: now, expiresAt: now + ACCESS_TOKEN_SECONDS }
    const text = rules.deriveRedeemable(keys, row, live)
    const claims = { ...live, ...times, narrowing: null }
    return { row, keyId, text, accessToken: rules.deriveAccessToken(keys, row, claims) }
  }
  switch (decision.act) {
    case 'refuse':
      return { is: 'nothing', because: decision.because }
    case 'revoke':
      return { is: 'theft', row }
    case 'advance': {
      const { step } = decision
      return { is: 'next', step, ...answer(step.to, step.keyId) }
    }
    case 'repeat':
      try {
        return { is: 'again', ...answer(decision.generation, decision.keyId) }
      } catch (error) {
        if (error instanceof KeyRetired) return { is: 'nothing', because: 'key_retired' }
        throw error
      }
  }
}

/** Whether an API hears that the access token is good. */
export function honours(at: Installation, text: string, now: number): boolean {
  const token = parseToken(text)
  const row = token && at.rows.get(token.grantId)
  return (
    token?.kind === 'at' &&
    row !== undefined &&
    at.rules.isAuthentic(at.keys, row.seed, token) &&
    isAdmitted(at, row) &&
    now < token.expiresAt
  )
}

function isAdmitted(at: Installation, row: Grant): boolean {
  const { id, disabled } = clientOf(at, row)
  return at.rules.admitGrant(row, {
    client: { id, scope: row.scope, disabledAt: disabled ? row.createdAt : null },
    account: { id: row.accountId, disabledAt: null },
    offered: Object.fromEntries(row.scope.split(' ').map((token) => [token, token])),
  }).open
}

function clientOf(at: Installation, row: Grant): ClientInWorld {
  const client = at.clients.find((each) => each.id === row.clientId)
  assert.ok(client !== undefined)
  return client
}
