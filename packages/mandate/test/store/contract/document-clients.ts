import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ACT, actAt } from '../../act.ts'
import { assertRevised } from './revised.ts'
import { client, clientDomain, grant, grantId, NOW } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const DAY = 86_400

export function documentClientsContract(subject: ContractSubject): void {
  describe('clients with a document', () => {
    const described = (id: string, name: string, unusedSince = NOW) => ({
      ...client,
      ...{ id, name, publisher: '', disabledAt: null, createdAt: NOW },
      registration: {
        ...{ by: 'document' as const, documentDigest: name, consentSince: NOW, unusedSince },
      },
    })
    const id = 'https://agents.example/client.json'

    it('get their row with a grant; another document changes it, but nothing of the operator', async (t) => {
      const { store } = await openEmpty(t, subject)
      const first = described(id, 'First')
      await store.grants.insert({ ...grant, clientId: id }, ACT, {
        client: { record: first, is: 'new' },
      })
      assert.deepEqual(await store.clients.find(id), { ...first, logo: first.logo })
      await store.clients.update(id, { publisher: 'Agents Ltd' }, ACT)
      await store.clients.disable(id, actAt(NOW + 1))
      const second = { ...described(id, 'Second', NOW + 5), scope: 'read' }
      await store.grants.insert({ ...grant, id: grantId(2), clientId: id }, ACT, {
        client: { record: second, is: 'changed' },
      })
      const found = await store.clients.find(id)
      const kept = { publisher: 'Agents Ltd', disabledAt: NOW + 1 }
      assertRevised(found, { ...second, ...kept })
      const { rows } = await store.clients.listUnder('https://agents.example/', { limit: 5 })
      assert.deepEqual(rows, [found])
      assert.equal(
        (await store.clients.listUnder('https://agents.ex/', { limit: 5 })).rows.length,
        0,
      )
      assert.equal(await store.clients.tallySelfRegistered(), 0)
    })

    it('never take the row of a registered client', async (t) => {
      const { store } = await openEmpty(t, subject)
      const registered = { ...client, id, registration: null }
      await store.clients.insert(registered, ACT)
      const record = described(id, 'Impostor')
      await store.grants.insert({ ...grant, clientId: id }, ACT, { client: { record, is: 'new' } })
      assert.deepEqual(await store.clients.find(id), registered)
    })

    it('are written once, however many people connect one at the same moment', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const other = (await openAgain()).store
      const record = described(id, 'Shared')
      const grants = Array.from({ length: 20 }, (_, number) => ({
        ...{ ...grant, id: grantId(100 + number), clientId: id },
      }))
      await Promise.all(
        grants.map((one, number) =>
          (number % 2 ? store : other).grants.insert(one, ACT, {
            client: { record, is: 'as_seen' },
          }),
        ),
      )
      assert.equal((await store.clients.find(id))?.name, 'Shared')
      const found = await Promise.all(grants.map((one) => store.grants.find(one.id)))
      assert.ok(found.every((one) => one?.client.id === id))
    })

    it('are compared by name with those that an operator registered, and with no others', async (t) => {
      const { store } = await openEmpty(t, subject)
      const named = { ...client, name: 'Ledgerline', nameKey: 'ledgerllne' }
      await store.clients.insert({ ...named, id: 'own', registration: null }, ACT)
      const imitation = { ...described(id, 'Ledger-Line'), nameKey: 'ledgerllne' }
      await store.clients.insert(imitation, ACT)
      await store.clients.insert({ ...described(`${id}?2`, 'Notes'), nameKey: 'notes' }, ACT)
      assert.equal(await store.clients.findNamesake('ledgerllne'), 'Ledgerline')
      assert.equal(await store.clients.findNamesake('notes'), undefined)
    })

    it('are deleted if unused, unless the operator disabled them', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.clients.insert(described(id, 'Unused', NOW - 2 * DAY), ACT)
      await store.clients.insert(described(`${id}?2`, 'Disabled', NOW - 2 * DAY), ACT)
      await store.clients.disable(`${id}?2`, ACT)
      assert.deepEqual(await store.clients.markUnused(NOW - DAY, 10), [id])
    })
  })

  describe('domains of clients with documents', () => {
    it('wait up to a ceiling, are decided, and are forgotten if nobody decides', async (t) => {
      const { store } = await openEmpty(t, subject)
      const { id, clientId } = clientDomain
      assert.equal(await store.clientDomains.hold({ id, clientId }, 2, actAt(NOW)), true)
      assert.equal(await store.clientDomains.hold({ id, clientId }, 2, actAt(NOW)), false)
      const other = { id: 'other.example', clientId: 'https://other.example/c' }
      assert.equal(await store.clientDomains.hold(other, 1, ACT), false)
      assert.equal(await store.clientDomains.hold(other, 2, actAt(NOW)), true)
      assert.deepEqual(await store.clientDomains.find(id), clientDomain)
      await store.clientDomains.decide(id, 'denied', actAt(NOW + 3))
      const decided = { ...clientDomain, decision: 'denied', decidedAt: NOW + 3 }
      assert.deepEqual(await store.clientDomains.find(id), decided)
      assert.equal(await store.clientDomains.forgetHeld(NOW + DAY, 10), 1)
      assert.deepEqual((await store.clientDomains.list({ limit: 9 })).rows, [decided])
      assert.equal(await store.clientDomains.delete(id, ACT), true)
      assert.equal(await store.clientDomains.delete(id, ACT), false)
    })
  })
}
