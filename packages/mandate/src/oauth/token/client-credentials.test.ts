import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { ACT, actAt } from '../../../test/act.ts'
import { newProver } from '../../../test/dpop.ts'
import { credentialsOf, openProtocol, type Party, refusalFrom } from '../../../test/protocol.ts'
import { makeResource } from '../../clients/registration.ts'
import { ROWS_PER_WRITE } from '../../store/queries/grants.ts'

let protocol: Awaited<ReturnType<typeof openProtocol>>
let machine: Party
beforeEach(async () => {
  protocol = await openProtocol()
  machine = await register()
})

const register = (change: Parameters<typeof protocol.register>[0] = {}) =>
  protocol.register({ grantTypes: ['client_credentials'], redirectUris: [], ...change })
const ask = (form = {}, more: Parameters<typeof protocol.token>[1] = {}) =>
  protocol.token({ grant_type: 'client_credentials', ...form }, { by: machine, ...more })
const grantsOf = async ({ client }: Party) =>
  (await protocol.store.grants.list({ clientId: client.id }, { limit: 1000 })).rows
const isActive = async (token: string) => (await protocol.introspect(token)).active

test('a client gets an access token in its own name, and no refresh token (RFC 6749 §4.4.3)', async () => {
  const { access_token, refresh_token, ...answer } = await ask({ scope: 'read' })
  assert.deepEqual(answer, { scope: 'read', token_type: 'bearer', expires_in: 300 })
  assert.equal(refresh_token, '')
  const seen = await protocol.introspect(access_token)
  assert.ok(seen.active)
  const { client_id, sub, username, auth_time, scope } = seen
  assert.deepEqual([client_id, sub], [machine.client.id, machine.client.id])
  assert.deepEqual([username, auth_time, scope], [undefined, undefined, 'read'])
})

test('any number of tokens is one row and one fact, also if all are asked for at once', async () => {
  await Promise.all(Array.from({ length: 30 }, () => ask()))
  await ask()
  const rows = await grantsOf(machine)
  assert.equal(rows.length, 1)
  const facts = await protocol.store.facts.list({ clientId: machine.client.id }, 100)
  assert.deepEqual(
    facts
      .filter(({ kind }) => kind !== 'client.created')
      .map(({ kind, grantId, by }) => [kind, grantId, by]),
    [['grant.created', rows[0]?.id, { kind: 'client', id: machine.client.id }]],
  )
})

test('who ends the grant ends all its tokens; the next one has a new grant', async () => {
  const { access_token } = await ask()
  const [grant] = await grantsOf(machine)
  assert.ok(grant)
  await protocol.store.grants.revoke(grant.id, 'revoked_by_operator', actAt(protocol.clock.time))
  assert.equal(await isActive(access_token), false)
  assert.ok(await isActive((await ask()).access_token))
  assert.equal((await grantsOf(machine)).length, 2)
})

test('a grant that ended with many others is replaced', async () => {
  const { access_token } = await ask()
  const row = (await grantsOf(machine))[0] ?? assert.fail()
  await Promise.all(
    Array.from({ length: ROWS_PER_WRITE }, (_, number) => {
      const id = `${String(number).padStart(12, '0')}${row.id.slice(12)}` as typeof row.id
      return protocol.store.grants.insert({ ...row, id }, ACT)
    }),
  )
  const whose = { clientId: machine.client.id }
  await protocol.store.grants.revokeAllOf(whose, 'revoked_by_operator', ACT)
  assert.equal(await isActive(access_token), false)
  const next = await Promise.all([ask(), ask()])
  for (const one of next) assert.ok(await isActive(one.access_token))
  const live = (await grantsOf(machine)).filter(({ revokedAt }) => revokedAt === null)
  assert.equal(live.length, 1)
})

test('what the operator changes about the scope takes effect, but widens no token that is out', async () => {
  const { client } = machine
  const first = await ask({ scope: 'all read' })
  await protocol.store.clients.update(client.id, { scope: 'read write' }, ACT)
  const seen = await protocol.introspect(first.access_token)
  assert.deepEqual(seen.active && seen.scope, 'read')
  assert.equal((await ask({ scope: 'write' })).scope, 'write')
  assert.equal((await refusalFrom(ask({ scope: 'all' }))).reason, 'scope_not_allowed')
  assert.equal((await grantsOf(machine)).length, 1)
})

test('without a scope it gets the default scope, or else what it may have', async () => {
  assert.equal((await ask()).scope, 'all')
  const reader = await register({ scope: 'read write' })
  assert.equal((await ask({}, { by: reader })).scope, 'read write')
})

test('nothing about a person is for a client in its own name', async () => {
  const scope = 'openid email read offline_access'
  const mixed = await register({ scope })
  assert.equal((await ask({}, { by: mixed })).scope, 'read')
  assert.equal((await ask({ scope: 'offline_access' }, { by: mixed })).scope, 'read')
  const refused = await refusalFrom(ask({ scope: 'openid read' }, { by: mixed }))
  assert.deepEqual([refused.reason, refused.error], ['scope_not_allowed', 'invalid_scope'])
  const personal = await register({ scope: 'openid' })
  assert.equal((await refusalFrom(ask({}, { by: personal }))).reason, 'scope_needs_person')
  const details = { authorization_details: '[{"type":"payment"}]' }
  assert.equal((await refusalFrom(ask(details))).reason, 'details_without_person')
})

test('it names registered APIs, and its tokens are for them alone (RFC 8707 §2.2)', async () => {
  const api = protocol.api.resource.uri
  const named = await ask({ resource: `${api}/` })
  const seen = await protocol.introspect(named.access_token)
  assert.deepEqual(seen.active && seen.aud, [api])
  const refused = await refusalFrom(ask({ resource: 'https://other.example' }))
  assert.equal(refused.reason, 'unknown_resource')
  const bounded = await register({ defaultResources: ['https://elsewhere.example'] })
  assert.equal(await isActive((await ask({}, { by: bounded })).access_token), false)
})

test('an API that reads JWTs gets one that names the client as its subject (RFC 9068 §2.2)', async () => {
  const uri = 'https://jwt.example'
  const { clock, random } = protocol.context
  const made = makeResource({ name: 'Reads JWTs', uri, jwtAlgorithm: 'ES256' }, { clock, random })
  await protocol.store.resources.insert(made.resource, ACT)
  const { access_token } = await ask({ resource: uri, scope: 'read' })
  const claims = JSON.parse(String(Buffer.from(access_token.split('.')[1] ?? '', 'base64url')))
  assert.deepEqual(
    [claims.sub, claims.client_id, claims.aud, claims.scope],
    [machine.client.id, machine.client.id, uri, 'read'],
  )
  assert.ok((await protocol.introspect(access_token, credentialsOf(machine))).active)
})

test('with a proof, the token is bound to its key, and the proof is used up (RFC 9449 §5)', async () => {
  const { prove, thumbprint } = await newProver('https://login.example/oauth2/token')
  const dpop = [await prove({ now: protocol.clock.time })]
  const answer = await ask({}, { dpop })
  assert.equal(answer.token_type, 'DPoP')
  const seen = await protocol.introspect(answer.access_token)
  assert.deepEqual(seen.active && seen.cnf, { jkt: thumbprint })
  assert.equal((await refusalFrom(ask({}, { dpop }))).error, 'invalid_dpop_proof')
})

test('no token is good for longer than a grant may last, which then is made anew', async () => {
  protocol.settings.grantSeconds = 400
  await ask()
  protocol.clock.time += 300
  assert.equal((await ask()).expires_in, 100)
  protocol.clock.time += 101
  assert.equal((await ask()).expires_in, 300)
  assert.equal((await grantsOf(machine)).length, 2)
})

test('a public client and one that was turned off get nothing, and leave nothing', async () => {
  const app = await protocol.register({ isPublic: true, trusted: false })
  await protocol.store.clients.update(app.client.id, { grantTypes: ['client_credentials'] }, ACT)
  const refused = await refusalFrom(ask({}, { by: app }))
  assert.deepEqual(
    [refused.reason, refused.error],
    ['client_cannot_prove_itself', 'unauthorized_client'],
  )
  await protocol.store.clients.disable(machine.client.id, ACT)
  assert.equal((await refusalFrom(ask())).reason, 'client_turned_off')
  const other = await protocol.register()
  assert.equal((await refusalFrom(ask({}, { by: other }))).reason, 'grant_type_not_allowed')
  assert.deepEqual((await protocol.store.grants.list({}, { limit: 10 })).rows, [])
})
