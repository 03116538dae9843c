/** Somebody who can write to the database changes what it says about the past. On either engine. */

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import type { FindingKind } from '../../src/audit/findings.ts'
import { createAuditKeys } from '../../src/audit/keys.ts'
import { type Head, parseHead, sealHash } from '../../src/audit/seal.ts'
import { verifyAudit } from '../../src/audit/verify.ts'
import type { KeyRing } from '../../src/grants/derivation.ts'
import type { KeyId } from '../../src/grants/grant.ts'
import { type AuditTrail, createAuditTrail } from '../../src/runtime/audit-trail.ts'
import type { Engine, Value } from '../../src/store/engine.ts'
import type { Store, StoredSeal } from '../../src/store/port.ts'
import { createStore } from '../../src/store/store.ts'
import { ACT } from '../act.ts'
import { account, auditRing, client, session } from '../store/contract/samples.ts'
import { type ContractSubject, openEmpty } from '../store/contract/subject.ts'

interface Recorded {
  readonly store: Store
  readonly trail: AuditTrail
  /** Two nodes write, so that seals alternate. */
  readonly other: { readonly store: Store; readonly trail: AuditTrail }
  /** Runs SQL past the store. */
  sql(text: string): Promise<readonly Readonly<Record<string, Value>>[]>
  verify(expected?: Head, keys?: KeyRing): Promise<readonly FindingKind[]>
  sentences(): Promise<string>
  head(): Promise<Head>
}

/** Eight events by two nodes in six seals: an account, sessions, a client and what became of it. */
async function recorded(t: TestContext, subject: ContractSubject): Promise<Recorded> {
  const { engine } = await openEmpty(t, subject)
  const node = (name: string) => {
    const trail = createAuditTrail(auditRing, name)
    return { trail, store: createStore(engine, { audit: trail.hooks }) }
  }
  const [one, other] = [node('node-1'), node('node-2')]
  await one.store.accounts.insert(account, ACT)
  await one.store.clients.insert(client, ACT)
  await one.trail.sealNoted(one.store.audit)
  await other.store.sessions.insert(session, account.passwordHash, ACT)
  await other.trail.sealNoted(other.store.audit)
  await one.store.clients.disable(client.id, ACT)
  await one.trail.sealNoted(one.store.audit)
  await other.store.clients.enable(client.id, ACT)
  await other.store.clients.update(client.id, { name: 'New' }, ACT)
  await other.trail.sealNoted(other.store.audit)
  await one.store.sessions.insert({ ...session, id: 'session-2' }, account.passwordHash, ACT)
  await one.trail.sealNoted(one.store.audit)
  await one.store.accounts.disable(account.id, ACT)
  await one.trail.sealNoted(one.store.audit)
  const verifyNow = (expected?: Head, keys: KeyRing = auditRing) =>
    verifyAudit(one.store.audit, createAuditKeys(keys), { expected })
  return {
    ...one,
    other,
    sql: (text) => runSql(engine, text),
    verify: async (expected, keys) =>
      (await verifyNow(expected, keys)).findings.map(({ kind }) => kind),
    sentences: async () => (await verifyNow()).findings.map(({ sentence }) => sentence).join('\n'),
    async head() {
      const head = parseHead((await verifyNow()).head ?? '')
      assert.ok(head)
      return head
    },
  }
}

async function runSql(engine: Engine, text: string) {
  const query = { name: 'tampering', text, input: {}, key: 'alone' } as const
  const [rows = []] = await engine.write([{ query, input: {} }])
  return rows
}

/** Later than any event may wait for its seal. */
const LONG_AGO = 'SET at_ms = at_ms - 600000'

export function tamperingContract(subject: ContractSubject): void {
  describe('the audit chain', () => {
    it('is whole while nobody touches it, whoever of two nodes sealed', async (t) => {
      const { verify, store, head } = await recorded(t, subject)
      assert.deepEqual(await verify(await head()), [])
      const seals = await store.audit.listSeals({ after: 0, limit: 10 })
      assert.deepEqual(
        seals.map(({ number, node }) => `${number} ${node}`),
        ['1 node-1', '2 node-2', '3 node-1', '4 node-2', '5 node-1', '6 node-1'],
      )
    })

    for (const [what, statement, found, said] of [
      [
        'a removed event',
        "DELETE FROM facts WHERE kind = 'client.disabled'",
        ['event_removed'],
        /The event client\.disabled \(.*\) of .* UTC was removed\./,
      ],
      [
        'a changed actor',
        "UPDATE facts SET actor_id = 'somebody-else' WHERE kind = 'client.disabled'",
        ['event_changed'],
        /client\.disabled .* was changed after it was sealed/,
      ],
      [
        'a changed detail',
        `UPDATE facts SET details = '{"changed":["logo_uri"]}' WHERE kind = 'client.updated'`,
        ['event_changed'],
        /client\.updated/,
      ],
      [
        'a changed address of a person',
        `UPDATE facts SET personal = '{"agent":"Firefox","network":"192.0.2.7","salt":"x"}'
          WHERE kind = 'session.began' AND id = (SELECT MIN(id) FROM facts WHERE kind = 'session.began')`,
        ['event_changed'],
        /The personal details of the event session\.began .* were changed/,
      ],
      [
        'personal details erased without a deletion',
        "UPDATE facts SET personal = NULL WHERE kind = 'session.began'",
        ['personal_erased'],
        /nothing says that the account .* was deleted/,
      ],
      [
        'an event moved to another time',
        `UPDATE facts ${LONG_AGO} WHERE kind = 'client.disabled'`,
        ['event_moved'],
        /client\.disabled .* was moved: the database now says/,
      ],
      [
        'two events in each other’s place',
        `UPDATE facts SET at_ms = (SELECT MAX(others.at_ms) + MIN(others.at_ms) FROM facts AS others
            WHERE others.kind IN ('account.created', 'account.disabled')) - at_ms
          WHERE kind IN ('account.created', 'account.disabled')`,
        ['event_moved', 'event_moved'],
        /account\.created .* was moved/,
      ],
      [
        'an inserted event',
        `INSERT INTO facts (id, at_ms, kind, ends_tokens, actor_kind, account_id, details, mark)
          SELECT 'forged', at_ms, kind, ends_tokens, actor_kind, account_id, details, mark
          FROM facts WHERE kind = 'account.disabled'`,
        ['event_inserted'],
        /account\.disabled \(forged\) .* was inserted/,
      ],
      [
        'an event inserted long ago',
        `INSERT INTO facts (id, at_ms, kind, ends_tokens, actor_kind, details)
          SELECT 'forged', at_ms - 86400000, kind, ends_tokens, actor_kind, details
          FROM facts WHERE kind = 'account.disabled'`,
        ['event_inserted'],
        /was inserted/,
      ],
      [
        'an event inserted in the future',
        `INSERT INTO facts (id, at_ms, kind, ends_tokens, actor_kind, details)
          SELECT 'forged', at_ms + 86400000, kind, ends_tokens, actor_kind, details
          FROM facts WHERE kind = 'account.disabled'`,
        ['event_inserted'],
        /was inserted/,
      ],
      [
        'a removed seal',
        'DELETE FROM audit_seals WHERE number = 3',
        ['seal_removed'],
        /Seal 3 was removed: seal 2 of .* is followed by seal 4/,
      ],
      [
        'a removed first seal',
        'DELETE FROM audit_seals WHERE number = 1',
        ['seal_removed'],
        /begins with seal 2, and retention has removed seals up to 0 only/,
      ],
      [
        'a seal that names another process',
        "UPDATE audit_seals SET node = 'node-1' WHERE number = 2",
        ['seal_changed'],
        /Seal 2 of .* was changed after it was made/,
      ],
    ] as const) {
      it(`tells of ${what}`, async (t) => {
        const { sql, verify, sentences } = await recorded(t, subject)
        await sql(statement)
        const kinds = await verify()
        for (const kind of found) assert.ok(kinds.includes(kind), `${kinds}`)
        if (found.length === kinds.length) assert.deepEqual(kinds, found)
        assert.match(await sentences(), said)
      })
    }

    it('tells of two seals in each other’s place', async (t) => {
      const { sql, verify } = await recorded(t, subject)
      await sql('UPDATE audit_seals SET number = 0 - number WHERE number IN (3, 4)')
      await sql('UPDATE audit_seals SET number = 7 + number WHERE number < 0')
      assert.deepEqual(await verify(), [
        ...['chain_broken', 'seal_changed', 'chain_broken', 'seal_changed', 'chain_broken'],
      ])
    })

    it('tells of an event that was removed together with its line in the seal', async (t) => {
      const { sql, verify, store } = await recorded(t, subject)
      const seal = await store.audit.findSeal(4)
      assert.ok(seal)
      const content = JSON.parse(seal.content)
      const [[removed], ...rest] = content.lines
      const text = JSON.stringify({ ...content, lines: rest })
      const hash = sealHash({ ...seal, content: text })
      await sql(`DELETE FROM facts WHERE id = '${removed}'`)
      await sql(`UPDATE audit_seals SET content = '${text}', hash = '${hash}' WHERE number = 4`)
      assert.deepEqual((await verify()).toSorted(), ['chain_broken', 'seal_forged'])
    })

    it('is not made again by somebody who has the database alone', async (t) => {
      const forger = createAuditKeys({
        ...auditRing,
        secrets: new Map([[auditRing.current, new Uint8Array(32).fill(9)]]),
      })
      const { sql, verify, store } = await recorded(t, subject)
      await sql("DELETE FROM facts WHERE kind = 'client.disabled'")
      let previous = ''
      for (const seal of await store.audit.listSeals({ after: 0, limit: 10 })) {
        const content = JSON.parse(seal.content)
        content.lines = content.lines.filter(([, , kind]: string[]) => kind !== 'client.disabled')
        const next: StoredSeal = { ...seal, content: JSON.stringify(content), previous }
        const hash = sealHash(next)
        const { mac } = forger.sign(hash)
        await sql(`UPDATE audit_seals SET content = '${next.content}', previous = '${previous}',
          hash = '${hash}', mac = '${mac}' WHERE number = ${seal.number}`)
        previous = hash
      }
      assert.deepEqual(await verify(), Array(6).fill('seal_forged'))
      await sql("UPDATE audit_seals SET key_id = 'ffffffff'")
      assert.deepEqual(await verify(), ['seal_forged'])
    })

    it('cut off at its end is found by a head that was noted', async (t) => {
      const { sql, verify, head } = await recorded(t, subject)
      const noted = await head()
      await sql("DELETE FROM facts WHERE kind = 'account.disabled'")
      await sql('DELETE FROM audit_seals WHERE number = 6')
      assert.deepEqual(await verify(), [])
      assert.deepEqual(await verify(noted), ['chain_truncated'])
    })

    it('cut off and continued is found by a head, and by the process that saw it', async (t) => {
      const { sql, verify, head, store, trail } = await recorded(t, subject)
      const noted = await head()
      await sql("DELETE FROM facts WHERE kind = 'account.disabled'")
      await sql('DELETE FROM audit_seals WHERE number = 6')
      const alarms: string[] = []
      trail.watch((sentence) => void alarms.push(sentence))
      await store.accounts.enable(account.id, ACT)
      await trail.sealNoted(store.audit)
      assert.match(alarms.join(), new RegExp(`cut off or replaced.*6:${noted.hash}`))
      assert.deepEqual(await verify(noted), ['chain_truncated'])
    })

    it('whose seals are gone leaves events without one', async (t) => {
      const { sql, verify } = await recorded(t, subject)
      await sql('DELETE FROM audit_seals')
      await sql(`UPDATE facts ${LONG_AGO}`)
      assert.deepEqual(await verify(), ['event_unsealed'])
    })

    it('survives the deletion of an account, which erases what is personal', async (t) => {
      const { sql, verify, store, trail } = await recorded(t, subject)
      assert.equal(await store.accounts.delete(account.id, ACT), true)
      await trail.sealNoted(store.audit)
      const rows = await sql('SELECT personal FROM facts WHERE personal IS NOT NULL')
      assert.deepEqual(rows, [])
      assert.deepEqual(await verify(), [])
      const [began] = (await store.facts.list({}, 100)).filter(
        ({ kind }) => kind === 'session.began',
      )
      assert.ok(began?.kind === 'session.began' && began.agent === '' && began.network === '')
      await sql("DELETE FROM facts WHERE kind = 'account.deleted'")
      assert.deepEqual((await verify()).toSorted(), ['event_removed', 'personal_erased'])
    })

    it('made with a key that was retired is vouched for by a later seal', async (t) => {
      const { verify, store, trail } = await recorded(t, subject)
      const next = 'ffffffff' as KeyId
      const ring = { current: next, secrets: new Map([[next, new Uint8Array(32).fill(3)]]) }
      assert.deepEqual(await verify(undefined, ring), ['seal_forged'])
      trail.keys.use(ring)
      await store.accounts.enable(account.id, ACT)
      await trail.sealNoted(store.audit)
      assert.deepEqual(await verify(undefined, ring), [])
    })
  })
}
