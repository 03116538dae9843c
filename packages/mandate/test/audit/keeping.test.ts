/** What a running server does for the audit chain besides sealing its own events. */

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { createAuditKeys } from '../../src/audit/keys.ts'
import { headText, parseHead, readContent } from '../../src/audit/seal.ts'
import { verifyAudit } from '../../src/audit/verify.ts'
import { startAuditKeeper } from '../../src/runtime/audit-keeper.ts'
import { createAuditTrail } from '../../src/runtime/audit-trail.ts'
import { openSqliteEngine } from '../../src/store/sqlite/open.ts'
import { createStore } from '../../src/store/store.ts'
import { ACT } from '../act.ts'
import { account, auditRing, client, insertGrants } from '../store/contract/samples.ts'

const DAY_MS = 86_400_000

/** A database, and processes on it that record events. */
async function openPlace(t: TestContext) {
  const engine = await openSqliteEngine({ path: ':memory:' })
  t.after(() => engine.close())
  const log: { readonly more: object; readonly sentence: string }[] = []
  const say = (more: object, sentence: string) => void log.push({ more, sentence })
  const begin = (name: string) => {
    const trail = createAuditTrail(auditRing, name)
    const store = createStore(engine, { audit: trail.hooks })
    return { trail, store }
  }
  const survivor = begin('survivor')
  const keeper = startAuditKeeper({
    ...{ trail: survivor.trail, store: survivor.store.audit, auditDays: 90 },
    look: async () => ({ now: Math.floor(Date.now() / 1_000) }),
    log: { info: say, warn: say, error: say },
  })
  t.after(() => keeper.stop())
  return {
    ...{ ...survivor, keeper, begin, log },
    async sql(text: string) {
      const query = { name: 'by_hand', text, input: {}, key: 'alone' } as const
      await engine.write([{ query, input: {} }])
    },
    verify: (head?: string) =>
      verifyAudit(survivor.store.audit, createAuditKeys(auditRing), {
        expected: head === undefined ? undefined : parseHead(head),
      }),
  }
}

describe('events of a process that died', () => {
  it('are sealed late by another one, which says so', async (t) => {
    const { begin, sql, keeper, verify, store } = await openPlace(t)
    await begin('victim').store.accounts.insert(account, ACT)
    await sql('UPDATE facts SET at_ms = at_ms - 300000')
    assert.match(
      (await verify()).findings[0]?.sentence ?? '',
      /no seal: it was removed, or the process/,
    )
    await keeper.lookAfterOthers()
    const { findings, notes } = await verify()
    assert.deepEqual(findings, [])
    assert.match(notes.join(), /^One event was sealed late, by another process/)
    const [seal] = await store.audit.listSeals({ after: 0, limit: 1 })
    assert.deepEqual([seal?.kind, seal?.node], ['late', 'survivor'])
    await keeper.lookAfterOthers()
    assert.equal((await store.audit.listSeals({ after: 0, limit: 10 })).length, 1)
  })

  it('are left alone while they may still be sealed by it', async (t) => {
    const { begin, keeper, store, verify } = await openPlace(t)
    await begin('slow').store.accounts.insert(account, ACT)
    await keeper.lookAfterOthers()
    assert.equal((await store.audit.readEnd()).seal, undefined)
    assert.deepEqual((await verify()).findings, [])
  })

  it('are not sealed if somebody else inserted them, and the log says so', async (t) => {
    const { store, trail, sql, keeper, log, verify } = await openPlace(t)
    await store.accounts.insert(account, ACT)
    await trail.sealNoted(store.audit)
    await sql(`INSERT INTO facts (id, at_ms, kind, ends_tokens, actor_kind, details, mark)
      SELECT 'forged', at_ms - 300000, 'client.created', 0, 'operator', '{}', mark FROM facts`)
    await keeper.lookAfterOthers()
    assert.match(log.map(({ sentence }) => sentence).join(), /without a genuine mark/)
    assert.deepEqual(
      (await verify()).findings.map(({ kind, event }) => `${kind} ${event}`),
      ['event_inserted forged'],
    )
  })
})

it('events older than audit_days go by whole days, and the rest still verifies', async (t) => {
  const { store, trail, sql, keeper, verify } = await openPlace(t)
  await store.accounts.insert(account, ACT)
  await sql(`UPDATE facts SET at_ms = at_ms - ${91 * DAY_MS}`)
  await trail.sealNoted(store.audit)
  const old = headText(await trail.append(store.audit, today()))
  await store.clients.insert(client, ACT)
  await sql(`UPDATE facts SET at_ms = at_ms - ${89 * DAY_MS} WHERE kind = 'client.created'`)
  await trail.sealNoted(store.audit)
  await store.clients.disable(client.id, ACT)
  await trail.sealNoted(store.audit)
  await keeper.lookAfterOthers()
  assert.deepEqual((await verify()).findings, [])
  await store.sweep({ now: 0, overBefore: 0, limit: 100 })
  const kinds = (await store.facts.list({}, 10)).map(({ kind }) => kind)
  assert.deepEqual(kinds, ['client.disabled', 'client.created'])
  const seals = await store.audit.listSeals({ after: 0, limit: 10 })
  assert.deepEqual(
    seals.map(({ number }) => number),
    [2, 3, 4, 5],
  )
  const { findings, keptSinceMs } = await verify(old)
  assert.deepEqual(findings, [])
  assert.equal(keptSinceMs % DAY_MS, 0)
  assert.equal(readContent(seals.at(-1) ?? { content: '' })?.kept?.sinceMs, keptSinceMs)

  await sql('DELETE FROM audit_seals WHERE number = 2')
  assert.deepEqual(
    (await verify()).findings.map(({ kind }) => kind),
    ['seal_removed'],
  )
})

const today = () =>
  ({ kind: 'events', day: new Date().toISOString().slice(0, 10), lines: [] }) as const

it('the head is logged when the day begins, and when the server stops', async (t) => {
  const { store, trail, keeper, log } = await openPlace(t)
  await store.accounts.insert(account, ACT)
  await trail.sealNoted(store.audit)
  await keeper.lookAfterOthers()
  await store.clients.insert(client, ACT)
  await keeper.stop()
  const heads = log.flatMap(({ more }) => ('audit_head' in more ? [more.audit_head] : []))
  const { seal } = await store.audit.readEnd()
  assert.ok(seal)
  assert.equal(heads.length, 2)
  assert.equal(heads.at(-1), `2:${seal.hash}`)
})

it('a code that the server takes back leaves no event, and the chain says so', async (t) => {
  const { store, trail, verify, sql } = await openPlace(t)
  await insertGrants(store, 1)
  await trail.sealNoted(store.audit)
  const code = (await store.facts.list({}, 10)).find(({ kind }) => kind === 'grant.created')
  trail.hooks.drop([code?.id ?? ''])
  await trail.sealNoted(store.audit)
  const kinds = (await store.facts.list({}, 10)).map(({ kind }) => kind)
  assert.equal(kinds.includes('grant.created'), false)
  assert.equal(kinds.includes('client.created'), true)
  assert.deepEqual((await verify()).findings, [])
  await sql("DELETE FROM facts WHERE kind = 'client.created'")
  assert.deepEqual(
    (await verify()).findings.map(({ kind }) => kind),
    ['event_removed'],
  )
})
