/** Assertions on two nodes that share a PostgreSQL database: used once, one grant, and ended everywhere. */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { openPostgresStore } from '../src/store/postgres/open.ts'
import { ACT } from './act.ts'
import { type Answer, type Credentials, introspect, post } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { createTestPlace, endTestServer } from './store/test-places.ts'
import { type SampleIssuer, startIssuer, trust } from './trusted-issuer.ts'

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const API = 'https://notes.example'

let place: Awaited<ReturnType<typeof createTestPlace>>
let idp: SampleIssuer
let server: RunningServer
let nodes: readonly string[]
let agent: Credentials
let issuerId: string
before(async () => {
  place = await createTestPlace()
  idp = await startIssuer()
  const settings = { fetchAllowedHosts: [idp.host] }
  server = await startServer({ settings, open: () => openPostgresStore({ url: place.location }) })
  nodes = [server.issuer, await server.addNode()]
  const { client, secret } = await server.register({ grantTypes: [GRANT], redirectUris: [] })
  agent = { id: client.id, secret }
  const allowed = { clients: { [client.id]: '' }, scope: 'read', resources: [API] }
  const rules = { provisions: true, logoutAudience: 'mandate' }
  const row = { issuer: idp.issuer, purpose: 'id-jag' } as const
  issuerId = (await trust(server, { ...row, ...allowed, ...rules })).id
})
after(async () => {
  await server.close()
  idp.close()
  await place.remove()
  await endTestServer()
})

function sign(claims: object, typ = 'oauth-id-jag+jwt'): Promise<string> {
  const now = server.clock.now()
  const named = { iss: idp.issuer, sub: 'ada', jti: randomUUID(), iat: now, exp: now + 60 }
  return idp.sign({ ...named, ...claims }, { typ })
}
const jag = (claims: object = {}) => sign({ aud: server.issuer, client_id: agent.id, ...claims })
const present = (assertion: string, at = nodes[0]): Promise<Answer> =>
  post(`${at}/oauth2/token`, { grant_type: GRANT, assertion }, { as: agent })
const tokenOf = ({ status, body }: Answer): string => {
  assert.equal(status, 200, JSON.stringify(body))
  return String(body['access_token'])
}
const isActive = async (token: string) => (await introspect(server, token)).body['active']
const both = <Result>(act: (at: string) => Promise<Result>) =>
  Promise.all([...nodes, ...nodes, ...nodes, ...nodes].map(act))

test('eight presentations of one assertion on two nodes yield one token', async () => {
  for (let round = 0; round < 5; round++) {
    const one = await jag({ sub: `racer-${round}` })
    const answers = await both((at) => present(one, at))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(7).fill(400)])
  }
})

test('eight assertions at once on two nodes are one account with one grant', async () => {
  const answers = await both(async (at) => present(await jag(), at))
  const tokens = answers.map(tokenOf)
  const account = await server.store.accounts.findByIdentity(idp.issuer, 'ada')
  const grants = await server.store.grants.list({ accountId: account?.id ?? '' }, { limit: 10 })
  assert.equal(grants.rows.length, 1)
  assert.deepEqual(await Promise.all(tokens.map(isActive)), Array(8).fill(true))

  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  const logout_token = await sign({ aud: 'mandate', events }, 'logout+jwt')
  const sent = await post(`${nodes[1]}/oauth2/backchannel-logout`, { logout_token })
  assert.equal(sent.status, 200)
  assert.deepEqual(await Promise.all(tokens.map(isActive)), Array(8).fill(false))
})

test('an issuer that is disabled while assertions arrive leaves nothing alive', async () => {
  server.clock.advance(1)
  for (let round = 0; round < 5; round++) {
    const racing = both(async (at) => present(await jag({ sub: `late-${round}` }), at))
    await server.store.trustedIssuers.disable(issuerId, ACT)
    const tokens = (await racing).flatMap(({ body }) => body['access_token'] ?? [])
    for (const token of tokens) assert.equal(await isActive(String(token)), false)
    await server.store.trustedIssuers.enable(issuerId, ACT)
  }
})
