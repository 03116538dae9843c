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

test('an operator allows, denies and forgets a domain of clients', async () => {
  const DOMAINS = '/console/domains'
  const allowed = await owner.submit(await open(DOMAINS), {
    ...{ domain: 'https://Editor.example/client.json', decision: 'allow' },
  })
  assert.match(allowed.html, /editor\.example[^.]* are allowed/)
  // The server of this test accepts no such clients.
  assert.match(allowed.html, /refused all the same/)
  const decided = async () => (await server.store.clientDomains.find('editor.example'))?.decision
  assert.equal(await decided(), 'allowed')
  const question = await owner.submit(
    allowed,
    { domain: 'editor.example', decision: 'deny' },
    DOMAINS,
  )
  assert.match(question.html, /Turned off at once, with all tokens: no clients/)
  assert.equal(await decided(), 'allowed')
  const denied = await owner.submit(question)
  assert.equal(await decided(), 'denied')
  await owner.submit(denied, {}, `${DOMAINS}/editor.example/forget`)
  assert.equal(await decided(), undefined)
  const odd = await owner.submit(allowed, { domain: HOSTILE, decision: 'allow' }, DOMAINS)
  assert.match(odd.html, /This is not a host/)
})

test('an operator makes a platform key, which is shown once, rotates and deletes it', async () => {
  const KEYS = '/console/platform-keys'
  const form = await open(`${KEYS}/new`)
  const wrong = await owner.submit(form, {
    name: 'Login page',
    permissions: 'sign_in',
    provider: '',
  })
  assert.equal(wrong.status, 400)
  assert.match(wrong.html, /needs a way that hands them over/)
  const made = await owner.submit(await open(`${KEYS}/new`), {
    ...{ name: 'Directory', permissions: 'scim', provider: '' },
  })
  assert.match(made.html, /mdt_pk_/)
  const list = await open(KEYS)
  assert.doesNotMatch(list.html, /mdt_pk_/)
  const [address = ''] = /\/console\/platform-keys\/platform_[^"/]+/.exec(list.html) ?? []
  const rotated = await owner.submit(await open(`${address}/rotate-secret`))
  assert.match(rotated.html, /mdt_pk_/)
  assert.match((await open(KEYS)).html, /The key before works until/)
  await owner.submit(await open(`${address}/delete`), { typed: 'Directory' })
  assert.match((await open(KEYS)).html, /No platform keys yet/)
})
