/**
 * Shared setup for tests of consent: a server and, for each test, its own client that has to ask and
 * a visitor who is not signed in yet.
 */

import assert from 'node:assert/strict'
import { after, before, beforeEach } from 'node:test'
import type { Client } from '../src/store/records.ts'
import type { Credentials } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { type Arrival, newVisitor, simplestRequest, type Visitor } from './visitor.ts'

export let server: RunningServer
export let client: Client
export let as: Credentials
export let visitor: Visitor

/** To be called once by each test file, because the hooks belong to the file that calls. */
export function prepareConsentQuestions(): void {
  before(async () => {
    server = await startServer()
  })
  after(() => server.close())
  beforeEach(async () => {
    const registered = await server.register({ trusted: false })
    client = registered.client
    as = { id: client.id, secret: registered.secret }
    visitor = newVisitor(server)
  })
}

export const request = (more: Readonly<Record<string, string>> = {}) => ({
  ...simplestRequest(server),
  client_id: client.id,
  state: 'abc',
  ...more,
})

/** From here on this client asks. */
export function requestFor(other: Client): void {
  client = other
}

/** Signs in and arrives at the consent page. */
export async function askedFor(more: Readonly<Record<string, string>> = {}): Promise<Arrival> {
  const page = await visitor.open(request(more))
  const asked = page.address.pathname === '/sign-in' ? await visitor.signIn(page) : page
  assert.equal(asked.address.pathname, '/consent')
  assert.equal(asked.status, 200)
  return asked
}

export const codeIn = ({ address }: Arrival) => address.searchParams.get('code') ?? ''

/** The number of the client's grants, from all users. */
export async function grantsGiven(): Promise<number> {
  const { rows } = await server.store.grants.list({ clientId: client.id }, { limit: 1_000 })
  return rows.length
}
