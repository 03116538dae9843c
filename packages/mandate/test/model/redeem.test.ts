/**
 * Compares the model's node with `oauth/token/redeem.ts`: for every row that occurs in the small
 * worlds, and every request that could meet it, the real function must call the same verbs, give the
 * same answers and read again in the same cases.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../../src/explanations/refusal.ts'
import { deriveRedeemable } from '../../src/grants/derivation.ts'
import { type Grant, subjectId } from '../../src/grants/grant.ts'
import type { Advance, RedemptionDecision } from '../../src/grants/redemption.ts'
import { SHARED_GENERATIONS } from '../../src/grants/sharing.ts'
import type { ProtocolContext } from '../../src/oauth/context.ts'
import { lookUp, redeem } from '../../src/oauth/token/redeem.ts'
import { openProtocol } from '../protocol.ts'
import { FIRST_KEY } from '../sample-grant.ts'
import { type Asked, decide } from './decide.ts'
import { check } from './model.ts'
import { trueRules } from './rules.ts'
import { keyOfRow } from './state-key.ts'
import { REFRESH_TOKEN_SECONDS, startOfLife, TICK_SECONDS } from './world.ts'
import { worlds } from './worlds.ts'

const protocol = await openProtocol()
protocol.settings.refreshTokenSeconds = REFRESH_TOKEN_SECONDS
const { client: registered } = await protocol.register({ scope: 'read write' })
const start = startOfLife().stored.row.createdAt

/** Every row that is read while the worlds are explored. */
function rowsOf(names: readonly (keyof typeof worlds)[]): readonly Grant[] {
  const rows = new Map<string, Grant>()
  const noticing = {
    ...trueRules,
    admitGrant(...[row, parties]: Parameters<typeof trueRules.admitGrant>) {
      rows.set(keyOfRow(row), row)
      return trueRules.admitGrant(row, parties)
    },
  }
  for (const name of names) check(worlds[name].bound, noticing)
  return [...rows.values()]
}

/** What the real function does with the row: the verbs it calls, in order, and the result. */
async function really(row: Grant, asked: Asked, winsCompareAndSet: boolean) {
  const verbs: (string | Advance)[] = []
  const { store } = protocol.context
  const client = {
    ...registered,
    id: asked.from === 'another client' ? 'client_other' : row.clientId,
    refreshRetrySeconds: asked.retrySeconds,
    ...(asked.sharing !== null && {
      authentication: { method: 'none' as const },
      metadata: { shared_refresh_seconds: asked.sharing.seconds },
    }),
  }
  const account = { id: subjectId(row), email: 'jo@example.com', disabledAt: null }
  const context: ProtocolContext = {
    ...protocol.context,
    clock: { now: () => asked.now },
    store: {
      ...store,
      recoveries: {
        ...store.recoveries,
        acceptNewerUntil: async () => (asked.acceptNewer ? Number.MAX_SAFE_INTEGER : 0),
      },
      grants: {
        ...store.grants,
        async find() {
          verbs.push('find')
          // The second read behaves like the first: it is enough to know that it happens.
          if (verbs.length > 1) throw new Error('a second look')
          return { grant: row, client, account, ancestors: [], accessTokenDenied: false }
        },
        async advance(step) {
          verbs.push(step)
          return winsCompareAndSet
        },
        async revoke(_id, _because, { at }) {
          verbs.push(`revoke at ${at}`)
          return true
        },
      },
    },
  }
  const live = { generation: asked.presented, keyId: FIRST_KEY }
  const text = deriveRedeemable(context.keys, row, live)
  const answer = redeem(context, {
    client,
    kind: asked.presented === 0 ? 'ac' : 'rt',
    lookedUp: await lookUp(context, text),
    checkBindings: () => {},
    proven: null,
    scope: undefined,
    resource: [],
    details: undefined,
    retryKey: asked.key,
  })
  const ends = await answer.then(
    ({ refresh_token }) => refresh_token,
    (error: unknown) => (error instanceof Refusal ? error.reason : String(error)),
  )
  return { verbs, ends }
}

/** The same, according to the model. */
function inTheModel(
  row: Grant,
  decision: RedemptionDecision | 'closed',
  { asked, winsCompareAndSet }: { readonly asked: Asked; readonly winsCompareAndSet: boolean },
): Awaited<ReturnType<typeof really>> {
  const answerWith = (generation: number) =>
    deriveRedeemable(protocol.context.keys, row, { generation, keyId: FIRST_KEY })
  if (decision === 'closed') {
    const isForeign = asked.from === 'another client'
    return { verbs: ['find'], ends: isForeign ? 'token_of_another_client' : 'grant_revoked' }
  }
  switch (decision.act) {
    case 'refuse': {
      const isExpired = decision.because === 'expired'
      return { verbs: ['find'], ends: isExpired ? 'generation_expired' : 'generation_newer' }
    }
    case 'repeat':
    case 'converge':
      return { verbs: ['find'], ends: answerWith(decision.generation) }
    case 'revoke':
      return { verbs: ['find', `revoke at ${asked.now}`], ends: 'generation_reused' }
    case 'advance':
      return winsCompareAndSet
        ? { verbs: ['find', decision.step], ends: answerWith(decision.step.to) }
        : { verbs: ['find', decision.step, 'find'], ends: 'Error: a second look' }
  }
}

test('the model’s node does what redeem() does, for every row that it meets', async () => {
  const rows = rowsOf(['chain', 'time', 'window', 'restore', 'fleetAndTime'])
  const earned = new Set<string>()
  let tried = 0
  for (const row of rows) {
    for (const asked of requests()) {
      const decision = decide(trueRules, row, asked)
      earned.add(decision === 'closed' ? decision : decision.act)
      const isAdvance = decision !== 'closed' && decision.act === 'advance'
      for (const winsCompareAndSet of isAdvance ? [true, false] : [true]) {
        assert.deepEqual(
          await really(row, asked, winsCompareAndSet),
          inTheModel(row, decision, { asked, winsCompareAndSet }),
        )
        tried++
      }
    }
  }
  assert.deepEqual([...earned].sort(), [
    'advance',
    'closed',
    'converge',
    'refuse',
    'repeat',
    'revoke',
  ])
  assert.ok(tried > rows.length)
})

function* requests(): Generator<Asked> {
  for (const from of ['the client', 'another client'] as const) {
    for (const presented of [0, 1, 2]) {
      for (const key of from === 'the client' ? [null, 'K0', 'K1', 'T'] : [null]) {
        for (const ticks of [-1, 0, 1, 3]) {
          const now = start + ticks * TICK_SECONDS
          const asked = { from, presented, key, now, sharing: null, isBound: false }
          yield { ...asked, retrySeconds: 0, acceptNewer: false }
          if (key === null) {
            yield { ...asked, retrySeconds: 600, acceptNewer: true }
            const sharing = { seconds: TICK_SECONDS + 1, generations: SHARED_GENERATIONS }
            yield { ...asked, sharing, retrySeconds: 0, acceptNewer: false }
          }
        }
      }
    }
  }
}
