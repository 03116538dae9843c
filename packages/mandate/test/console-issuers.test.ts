/** Trusted issuers, client domains and platform keys in the console. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newOperator, type Operator } from './console-visitor.ts'
import { type RunningServer, startServer } from './running-server.ts'

const ISSUERS = '/console/issuers'
const HOSTILE = '</code><script>alert(1)</script>'

let server: RunningServer
let owner: Operator
before(async () => {
  server = await startServer()
  owner = await newOperator(server, 'owner')
})
after(() => server.close())

const open = (address: string) => owner.visitor.follow(address)

/** Trusts an issuer for the client of the server; answers the address of its page. */
async function trust(issuer: string): Promise<string> {
  const form = await open(`${ISSUERS}/new`)
  const fields = { name: 'Acme', issuer, purpose: 'jwt-bearer', scope: 'all' }
  const made = await owner.submit(form, { ...fields, clients: server.client.id })
  assert.match(made.html, /is trusted\./)
  return made.address.pathname
}

test('an operator trusts an issuer; what is wrong stays in the form', async () => {
  const form = await open(`${ISSUERS}/new`)
  const odd = await owner.submit(form, { name: HOSTILE, issuer: 'http://acme.example' })
  assert.equal(odd.status, 400)
  assert.match(odd.html, /The issuer has to be the iss of its tokens/)
  assert.doesNotMatch(odd.html, /<script>alert/)
  const address = await trust('https://acme.example')
  const one = await open(address)
  assert.match(one.html, new RegExp(`/console/clients/${server.client.id}`))
  assert.match((await open(ISSUERS)).html, /https:\/\/acme\.example/)
})

test('a change that ends grants has to be confirmed, one that ends none not', async () => {
  const address = await trust('https://changed.example')
  const id = address.split('/').at(-1) ?? ''
  const edit = await open(`${address}/edit`)
  const fields = { name: 'Renamed', clients: server.client.id, max_lifetime: '300' }
  const renamed = await owner.submit(edit, { ...fields, scope: 'all' })
  assert.match(renamed.html, /The changes are saved/)
  assert.equal((await server.store.trustedIssuers.find(id))?.name, 'Renamed')

  const again = await open(`${address}/edit`)
  const asked = await owner.submit(again, { ...fields, scope: 'all', max_lifetime: '60' })
  assert.equal(asked.status, 400)
  assert.match(asked.html, /every grant that came of it ends/)
  assert.equal((await server.store.trustedIssuers.find(id))?.maxLifetimeSeconds, 300)
  const limited = { ...fields, scope: 'all', max_lifetime: '60', ends: 'yes' }
  await owner.submit(asked, limited)
  assert.equal((await server.store.trustedIssuers.find(id))?.maxLifetimeSeconds, 60)

  const late = await owner.submit(again, { ...fields, scope: 'all', name: 'Late' })
  assert.match(late.html, /Somebody else has changed this issuer/)
  assert.equal((await server.store.trustedIssuers.find(id))?.name, 'Renamed')
})

test('an operator stops trusting an issuer, trusts it again and deletes it', async () => {
  const address = await trust('https://turned.example')
  const id = address.split('/').at(-1) ?? ''
  const off = await owner.submit(await open(`${address}/disable`))
  assert.match(off.html, /is not trusted any more/)
  const on = await owner.submit(off, {}, `${address}/enable`)
  assert.match(on.html, /is trusted again/)
  const question = await open(`${address}/delete`)
  assert.match(question.html, /every grant that came of it, through 1 app/)
  await owner.submit(question, { typed: 'Acme' })
  assert.equal(await server.store.trustedIssuers.find(id), undefined)
})
