import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Store } from '../../../src/store/port.ts'
import { endpoints } from '../../../src/store/tables/endpoints.ts'
import { ACT } from '../../act.ts'
import { sampleOf } from './sample-of.ts'
import {
  account,
  insertParties,
  resource,
  client as sampleClient,
  trustedIssuer,
} from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const endpoint = {
  ...sampleOf(endpoints),
  ...({ id: 'endpoint-1', kind: 'webhook', clientId: null, secret: null } as const),
}

/** What can be changed only as it was read: how it is made, read, and changed from what was read. */
const nouns: Readonly<
  Record<
    string,
    {
      insert(store: Store): Promise<unknown>
      /** Changes the name from what `before` says, or from whatever there is. */
      rename(store: Store, name: string, before?: unknown): Promise<boolean>
      find(store: Store): Promise<{ readonly name: string | null } | undefined>
      readonly fact: string
    }
  >
> = {
  client: {
    insert: insertParties,
    find: ({ clients }) => clients.find(sampleClient.id),
    rename: ({ clients }, name, before = sampleClient.id) =>
      clients.update(before as string, { name }, ACT),
    fact: 'client.updated',
  },
  API: {
    insert: ({ resources }) => resources.insert(resource, ACT),
    find: ({ resources }) => resources.find(resource.id),
    rename: ({ resources }, name, before = resource.id) =>
      resources.update(before as string, { name }, ACT),
    fact: 'resource.updated',
  },
  endpoint: {
    insert: (store) => store.endpoints.insert(endpoint, ACT),
    find: (store) => store.endpoints.find(endpoint.id),
    rename: (store, name, before = endpoint.id) =>
      store.endpoints.update(before as string, { name }, ACT),
    fact: 'endpoint.updated',
  },
  'trusted issuer': {
    insert: ({ trustedIssuers }) => trustedIssuers.insert(trustedIssuer, ACT),
    find: ({ trustedIssuers }) => trustedIssuers.find(trustedIssuer.id),
    rename: ({ trustedIssuers }, name, before = trustedIssuer.id) =>
      trustedIssuers.update(before as string, { name, endsGrants: true }, ACT),
    fact: 'issuer.updated',
  },
  account: {
    insert: insertParties,
    find: ({ accounts }) => accounts.find(account.id),
    rename: async ({ accounts }, name, before = account.id) =>
      (await accounts.update(before as string, { name }, ACT)) === 'updated',
    fact: 'account.updated',
  },
}

/** A change that is meant for what was read. */
export function revisionsContract(subject: ContractSubject): void {
  describe('what was read before a change', () => {
    for (const [noun, { insert, find, rename, fact }] of Object.entries(nouns)) {
      it(`of one ${noun} by ten who read the same lets one win, with one fact`, async (t) => {
        const { store } = await openEmpty(t, subject)
        await insert(store)
        const read = await find(store)
        assert.ok(read)
        const names = Array.from({ length: 10 }, (_, number) => `Name ${number}`)
        const done = await Promise.all(names.map((name) => rename(store, name, read)))
        assert.equal(done.filter(Boolean).length, 1)
        assert.equal((await find(store))?.name, names[done.indexOf(true)])
        assert.equal(await rename(store, 'Late', read), false)
        assert.equal(await rename(store, 'Whatever it is', await find(store)), true)
        assert.equal(await rename(store, 'Again'), true)
        const { facts } = await store.facts.search({ what: fact }, { limit: 20 })
        assert.equal(facts.length, 3)
      })
    }
  })
}
