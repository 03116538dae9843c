/** What a node decides after reading the row: `attempt` of `oauth/token/redeem.ts`, without I/O. */

import { type Grant, subjectId } from '../../src/grants/grant.ts'
import type { RedemptionDecision } from '../../src/grants/redemption.ts'
import type { Sharing } from '../../src/grants/sharing.ts'
import { FIRST_KEY } from '../sample-grant.ts'
import type { Rules } from './rules.ts'
import { REFRESH_TOKEN_SECONDS, type Sender } from './world.ts'

export interface Asked {
  readonly from: Sender
  readonly presented: number
  readonly key: string | null
  readonly now: number
  readonly retrySeconds: number
  readonly acceptNewer: boolean
  readonly sharing: Sharing | null
  readonly isBound: boolean
}

/** `closed` if the token belongs to another client or key, or the gate is not open. */
export function decide(rules: Rules, row: Grant, asked: Asked): RedemptionDecision | 'closed' {
  const { from, presented, key, now, retrySeconds, acceptNewer, sharing, isBound } = asked
  if (from === 'another client' && rules.checksOwner) return 'closed'
  // The thief has no key, or not the client's.
  if (isBound && from === 'the thief' && rules.checksKey) return 'closed'
  if (!isAdmitted(rules, row)) return 'closed'
  return rules.decideRedemption(row, {
    ...{ presented, now, retrySeconds, acceptNewer, sharing, isBound },
    retryKeyHash: key === null ? null : rules.hashRetryKey(row.seed, key),
    successor: {
      keyId: FIRST_KEY,
      expiresAt: Math.max(now, row.redeemedAt ?? now) + REFRESH_TOKEN_SECONDS,
    },
  })
}

const offered = { read: 'read', write: 'write' }
const documents = { others: 'off', domains: {} } as const

/** The gate's answers: nothing but the row changes it, and a row is asked about in many states. */
const answers = new WeakMap<Rules['admitGrant'], WeakMap<Grant, boolean>>()

/** Whether the grant is honoured at all: the first check of introspection and redemption. */
export function isAdmitted(rules: Rules, row: Grant): boolean {
  const known = answers.get(rules.admitGrant) ?? new WeakMap<Grant, boolean>()
  answers.set(rules.admitGrant, known)
  const before = known.get(row)
  if (before !== undefined) return before
  const answer = askGate(rules, row)
  known.set(row, answer)
  return answer
}

function askGate(rules: Rules, row: Grant): boolean {
  const client = { id: row.clientId, scope: row.scope, disabledAt: null }
  const account = { id: subjectId(row), disabledAt: null }
  return rules.admitGrant(row, { client, account, offered, documents, ancestors: [] }).open
}
