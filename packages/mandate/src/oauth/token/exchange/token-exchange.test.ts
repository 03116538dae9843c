import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { ACT, actAt } from '../../../../test/act.ts'
import { newProver } from '../../../../test/dpop.ts'
import { credentialsOf, openProtocol, type Party, refusalFrom } from '../../../../test/protocol.ts'
import { makeResource } from '../../../clients/registration.ts'
import type { Refusal } from '../../../explanations/refusal.ts'
import type { GrantId } from '../../../grants/grant.ts'
import { parseToken } from '../../../grants/token.ts'
import { DELEGATION_BREADTH } from '../../../store/port.ts'

const TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const ACCESS = 'urn:ietf:params:oauth:token-type:access_token'
const JWT = 'urn:ietf:params:oauth:token-type:jwt'
/** The API that agents call, and one that is an agent itself. */
const NOTES = 'https://notes.example'
const MCP = 'https://mcp.example'
const JWT_API = 'https://jwt.example'
const MAIL = 'https://mail.example'

let protocol: Awaited<ReturnType<typeof openProtocol>>
/** The app that Jo connected, and the agent that may act with its tokens. */
let app: Party
let agent: Party
beforeEach(async () => {
  protocol = await openProtocol()
  app = protocol.party
  agent = await newAgent({ token_exchange_clients: [app.client.id] })
  const { clock, random } = protocol.context
  for (const described of [
    { name: 'MCP', uri: MCP },
    { name: 'Reads JWTs', uri: JWT_API, jwtAlgorithm: 'ES256' as const },
  ]) {
    await protocol.store.resources.insert(makeResource(described, { clock, random }).resource, ACT)
  }
})

function newAgent(metadata: object, scope = 'all read write'): Promise<Party> {
  const machine = { redirectUris: [], grantTypes: [TYPE, 'client_credentials'], trusted: false }
  return protocol.register({ ...machine, scope, metadata })
}

/** A login of Jo through the app. */
const login = (form: Record<string, string | readonly string[]> = {}) =>
  protocol.login({ scope: 'read write', ...form })

const exchange = (
  subject_token: string,
  form: Record<string, string | readonly string[]> = {},
  more: Parameters<typeof protocol.token>[1] = {},
) =>
  protocol.token(
    {
      ...{ grant_type: TYPE, subject_token, subject_token_type: ACCESS, resource: NOTES },
      ...form,
    },
    { by: agent, ...more },
  )

const seen = async (token: string) => {
  const answer = await protocol.introspect(token)
  return answer.active ? answer : undefined
}
const isGood = async (token: string) => (await seen(token)) !== undefined
const grantIdOf = (token: string): GrantId => parseToken(token)?.grantId ?? assert.fail('no token')
const claimsOf = (jwt: string): Record<string, unknown> =>
  JSON.parse(String(Buffer.from(jwt.split('.')[1] ?? '', 'base64url')))
const refused = async (act: Promise<unknown>): Promise<[string, string, unknown]> => {
  const { reason, error, details }: Refusal = await refusalFrom(act)
  return [reason, error, details['because'] ?? details['limit']]
}
const becauseOf = async (act: Promise<unknown>) => {
  const [reason, error, because] = await refused(act)
  assert.deepEqual([reason, error], ['exchange_token_refused', 'invalid_request'])
  return because
}

test('an agent acts for the user with a token of the app, and both are named (RFC 8693 §4.1)', async () => {
  const { access_token } = await login()
  const answer = await exchange(access_token, { scope: 'read' })
  assert.deepEqual(
    { ...answer, access_token: '' },
    {
      ...{ scope: 'read', access_token: '', token_type: 'bearer', expires_in: 300 },
      ...{ issued_token_type: ACCESS, refresh_token: '' },
    },
  )
  const { sub, client_id, scope, aud, act } = (await seen(answer.access_token)) ?? assert.fail()
  assert.deepEqual([sub, client_id, scope], [protocol.account.id, agent.client.id, 'read'])
  assert.deepEqual(aud, [NOTES])
  assert.deepEqual(act, { sub: agent.client.id, act: { sub: app.client.id } })
})

test('any number of exchanges is one row below the grant, also if all come at once', async () => {
  const { access_token } = await login()
  const all = await Promise.all(Array.from({ length: 20 }, () => exchange(access_token)))
  const children = await protocol.store.grants.listDelegated(grantIdOf(access_token))
  assert.equal(children.length, 1)
  for (const one of all) assert.equal(grantIdOf(one.access_token), children[0]?.id)
})

test('a JWT access token is exchanged, and a JWT is issued to an API that reads them', async () => {
  const { access_token } = await login({ resource: [JWT_API, NOTES] })
  const jwt = await protocol.refresh((await login({ resource: JWT_API })).refresh_token, {})
  assert.match(jwt.access_token, /^eyJ/)
  const type = { subject_token_type: JWT, resource: JWT_API }
  const next = await exchange(jwt.access_token, type)
  const claims = claimsOf(next.access_token)
  assert.deepEqual(
    [claims['sub'], claims['client_id'], claims['aud'], claims['act']],
    [
      ...[protocol.account.id, agent.client.id, JWT_API],
      { sub: agent.client.id, act: { sub: app.client.id } },
    ],
  )
  assert.ok((await protocol.introspect(next.access_token, credentialsOf(agent))).active)
  assert.equal(await becauseOf(exchange(access_token, { subject_token_type: JWT })), 'malformed')
})

test('an API acts with a token that names it, and with no other (the confused deputy)', async () => {
  const mcp = await newAgent({ token_exchange_apis: [`${MCP}/`] })
  const by = { by: mcp }
  const { access_token } = await login({ resource: [MCP, NOTES] })
  assert.ok(await isGood((await exchange(access_token, {}, by)).access_token))
  // A token that names no API was meant for none in particular.
  const [forAny, forNotes] = [await login(), await login({ resource: NOTES })]
  for (const other of [forAny, forNotes]) {
    const [reason, error] = await refused(exchange(other.access_token, {}, by))
    assert.deepEqual([reason, error], ['exchange_not_allowed', 'invalid_request'])
  }
  // A token for the API, narrowed to it: the grant covers the other API, or the operator says so.
  const narrow = await protocol.refresh((await login({ resource: MCP })).refresh_token)
  const [reason] = await refused(exchange(narrow.access_token, {}, by))
  assert.equal(reason, 'exchange_target_refused')
  const reaching = await newAgent({ token_exchange_apis: [MCP], token_exchange_targets: [NOTES] })
  const reached = await exchange(narrow.access_token, {}, { by: reaching })
  assert.deepEqual((await seen(reached.access_token))?.aud, [NOTES])
})

test('nobody exchanges the tokens of a client that the operator has not named', async () => {
  const { access_token } = await login()
  const others = [
    await newAgent({}),
    await newAgent({ token_exchange_clients: ['client_of_somebody'] }),
    await newAgent({ token_exchange_targets: [NOTES] }),
  ]
  for (const by of others) {
    const [reason, error] = await refused(exchange(access_token, {}, { by }))
    assert.deepEqual([reason, error], ['exchange_not_allowed', 'invalid_request'])
  }
  const metadata = { token_exchange_actors: ['client_of_somebody'] }
  await protocol.store.clients.update(app.client.id, { metadata }, ACT)
  assert.equal((await refused(exchange(access_token)))[0], 'exchange_not_allowed')
  assert.equal((await protocol.store.grants.list({}, { limit: 10 })).rows.length, 1)
})

test('introspection says who alone may act with a token, and the exchange keeps to it (RFC 8693 §4.4)', async () => {
  const { access_token } = await login()
  const other = await newAgent({ token_exchange_clients: [app.client.id] })
  const mayAct = async (token: string) => (await seen(token))?.may_act
  const limit = (party: Party, actors: readonly string[]) => {
    const metadata = { ...party.client.metadata, token_exchange_actors: actors }
    return protocol.store.clients.update(party.client.id, { metadata }, ACT)
  }
  assert.equal(await mayAct(access_token), undefined)
  await limit(app, [agent.client.id])
  assert.deepEqual(await mayAct(access_token), { sub: agent.client.id })
  const delegated = await exchange(access_token)
  assert.equal(
    (await refused(exchange(access_token, {}, { by: other })))[0],
    'exchange_not_allowed',
  )
  // The claim names one party; with several it would name none of them rightly.
  await limit(app, [agent.client.id, other.client.id])
  assert.equal(await mayAct(access_token), undefined)
  await exchange(access_token, {}, { by: other })
  // A client further down the chain may only lower it.
  await limit(agent, [other.client.id, 'client_of_somebody'])
  assert.deepEqual(await mayAct(delegated.access_token), { sub: other.client.id })
})

test('widening the scope: neither beyond the token nor beyond the agent', async () => {
  const { access_token } = await login()
  assert.deepEqual((await refused(exchange(access_token, { scope: 'all' }))).slice(0, 2), [
    'scope_wider',
    'invalid_scope',
  ])
  const narrower = await protocol.refresh((await login()).refresh_token, { scope: 'read' })
  assert.equal((await exchange(narrower.access_token)).scope, 'read')
  const wider = exchange(narrower.access_token, { scope: 'read write' })
  assert.equal((await refused(wider))[0], 'scope_wider')
  const writer = await newAgent({ token_exchange_clients: [app.client.id] }, 'write')
  const by = { by: writer }
  assert.equal((await exchange(access_token, {}, by)).scope, 'write')
  const beyond = exchange(access_token, { scope: 'read' }, by)
  assert.equal((await refused(beyond))[0], 'scope_not_allowed')
  const nothing = exchange(narrower.access_token, {}, by)
  assert.equal((await refused(nothing))[0], 'exchange_scope_empty')
  // Below a narrower token, a wider scope of the same grant is out of reach.
  const below = await newAgent({ token_exchange_clients: [agent.client.id] })
  const first = await exchange(access_token, { scope: 'read' })
  const second = exchange(first.access_token, { scope: 'write' }, { by: below })
  assert.equal((await refused(second))[0], 'scope_wider')
})

test('widening the audience: only APIs of the grant, and at least one', async () => {
  const { access_token } = await login({ resource: MCP })
  assert.deepEqual((await refused(exchange(access_token))).slice(0, 2), [
    'exchange_target_refused',
    'invalid_target',
  ])
  const [none, noneError] = await refused(exchange(access_token, { resource: [] }))
  assert.deepEqual([none, noneError], ['exchange_target_missing', 'invalid_target'])
  const inQuery = exchange(access_token, { resource: MCP }, { query: { audience: MCP } })
  assert.equal((await refused(inQuery))[0], 'parameters_in_query')
  const both = exchange(access_token, { resource: MCP, audience: [NOTES] })
  assert.equal((await refused(both))[0], 'exchange_target_refused')
  const unknown = exchange(access_token, { resource: 'https://nowhere.example' })
  assert.equal((await refused(unknown))[0], 'unknown_resource')
  const right = await exchange(access_token, { resource: [], audience: [MCP, `${MCP}/`] })
  assert.equal(await isGood(right.access_token), false, 'it is not for the notes')
})

test('longer life: the new token ends no later than the one it was made from', async () => {
  const { access_token } = await login()
  protocol.clock.time += 200
  const next = await exchange(access_token)
  assert.equal(next.expires_in, 100)
  const below = await newAgent({ token_exchange_clients: [agent.client.id] })
  protocol.clock.time += 60
  assert.equal((await exchange(next.access_token, {}, { by: below })).expires_in, 40)
})

test('SCENARIO 84: a delegated token is refused once anything above it has ended', async () => {
  const below = await newAgent({ token_exchange_clients: [agent.client.id] })
  const { store, clock } = protocol
  const act = () => actAt(clock.time)
  type End = (root: GrantId, child: GrantId) => Promise<unknown>
  const ends: Readonly<Record<string, End>> = {
    'the grant of the app': (root) => store.grants.revoke(root, 'revoked_by_user', act()),
    'the delegate between': (_, child) => store.grants.revoke(child, 'revoked_by_user', act()),
    'all grants of the app': () =>
      store.grants.revokeAllOf({ clientId: app.client.id }, 'revoked_by_operator', act()),
    'the consent to the app': () =>
      store.consents.withdraw(
        { accountId: protocol.account.id, clientId: app.client.id },
        ...(['revoked_by_user', act()] as const),
      ),
  }
  for (const [what, end] of Object.entries(ends)) {
    const { access_token } = await login()
    const child = await exchange(access_token)
    const last = await exchange(child.access_token, {}, { by: below })
    assert.ok(await isGood(last.access_token))
    await end(grantIdOf(access_token), grantIdOf(child.access_token))
    assert.equal(await isGood(last.access_token), false, what)
    assert.equal(await isGood(child.access_token), false, what)
    assert.equal(await becauseOf(exchange(child.access_token, {}, { by: below })), 'revoked')
  }
})

test('SCENARIO 84: it is refused while a client of the chain or the user is turned off', async () => {
  const below = await newAgent({ token_exchange_clients: [agent.client.id] })
  const { store } = protocol
  const child = await exchange((await login()).access_token)
  const last = await exchange(child.access_token, {}, { by: below })
  for (const { client } of [app, agent]) {
    await store.clients.disable(client.id, ACT)
    assert.equal(await isGood(last.access_token), false, client.id)
    assert.equal(await becauseOf(exchange(child.access_token, {}, { by: below })), 'revoked')
    await store.clients.enable(client.id, ACT)
  }
  await store.accounts.disable(protocol.account.id, ACT)
  assert.equal(await isGood(last.access_token), false)
  await store.accounts.enable(protocol.account.id, ACT)
  assert.ok(await isGood(last.access_token))
  await store.clients.delete(app.client.id, ACT)
  assert.equal(await isGood(last.access_token), false)
})

test('replay after the user took a permission back from the app: it is gone below, too', async () => {
  const { access_token } = await login()
  const next = await exchange(access_token)
  const what = {
    ...{ id: grantIdOf(access_token), accountId: protocol.account.id },
    ...{ clientId: app.client.id, taken: 'write' },
  }
  assert.ok(await protocol.store.grants.narrow(what, ACT))
  assert.equal((await seen(next.access_token))?.scope, 'read')
  assert.equal((await exchange(access_token)).scope, 'read')
  assert.equal((await refused(exchange(access_token, { scope: 'write' })))[0], 'scope_wider')
})

test('replay after the user took a permission back from the delegate alone: no token has it', async () => {
  const { access_token } = await login({ resource: [JWT_API, NOTES] })
  const root = grantIdOf(access_token)
  const form = { resource: JWT_API }
  assert.equal((await exchange(access_token, form)).scope, 'read write')
  const [child] = await protocol.store.grants.listDelegated(root)
  const what = {
    ...{ id: child?.id ?? assert.fail(), accountId: protocol.account.id },
    ...{ clientId: agent.client.id, taken: 'write' },
  }
  assert.ok(await protocol.store.grants.narrow(what, ACT))
  const { scope, access_token: jwt } = await exchange(access_token, form)
  assert.deepEqual([scope, claimsOf(jwt)['scope']], ['read', 'read'])
  const named = exchange(access_token, { ...form, scope: 'read write' })
  assert.deepEqual((await refused(named)).slice(0, 2), ['scope_wider', 'invalid_scope'])
})

test('an API gets no e-mail address that the user was not told of, however young the delegate is', async () => {
  const { store, clock, context } = protocol
  const mail = makeResource({ name: 'Mail', uri: MAIL }, { clock, random: context.random })
  const { id } = mail.resource
  await store.resources.insert(mail.resource, ACT)
  const isTold = async (token: string) =>
    'username' in (await protocol.introspect(token, { client_id: id, client_secret: mail.secret }))
  const metadata = { token_exchange_clients: [app.client.id], token_exchange_targets: [MAIL] }
  const reaching = { by: await newAgent(metadata) }
  const form = { resource: MAIL }

  const before = await login()
  clock.time += 10
  await store.resources.update(id, { needsUsernameSince: clock.time }, actAt(clock.time))
  const [everywhere, elsewhere] = [await login(), await login({ resource: NOTES })]
  const told = await exchange(everywhere.access_token, form)
  assert.ok(await isTold(told.access_token))
  const older = await exchange(before.access_token, form)
  assert.equal(await isTold(older.access_token), false)
  const beyond = await exchange(elsewhere.access_token, form, reaching)
  assert.equal(await isTold(beyond.access_token), false)
})

test('a delegate that was ended does not come back below the same grant', async () => {
  const { access_token } = await login()
  const next = await exchange(access_token)
  await protocol.store.grants.revoke(grantIdOf(next.access_token), 'revoked_by_user', ACT)
  assert.equal(await isGood(next.access_token), false)
  assert.ok(await isGood(access_token), 'the app goes on')
  const [reason, error] = await refused(exchange(access_token))
  assert.deepEqual([reason, error], ['delegation_ended_before', 'invalid_request'])
  assert.ok(await isGood((await exchange((await login()).access_token)).access_token))
})

test('a token that is not good is not exchanged: revoked, expired, forged, of another kind', async () => {
  const { access_token, refresh_token } = await login()
  const code = await protocol.code({ scope: 'read' })
  for (const other of [code, refresh_token]) {
    assert.equal(await becauseOf(exchange(other)), 'another_kind')
  }
  for (const text of ['', 'x', access_token.slice(0, -1), `${access_token}x`]) {
    if (text === '') assert.equal((await refused(exchange(text)))[0], 'missing_parameter')
    else assert.equal(await becauseOf(exchange(text)), 'malformed')
  }
  const elsewhere = await openProtocol()
  const foreign = await elsewhere.login({ scope: 'read' })
  assert.match(String(await becauseOf(exchange(foreign.access_token))), /unknown/)
  const revoked = (await login()).access_token
  await protocol.revoke(revoked)
  assert.equal(await becauseOf(exchange(revoked)), 'revoked')
  protocol.clock.time += 300
  assert.equal(await becauseOf(exchange(access_token)), 'expired')
})

test('a bound token needs the proof of its key, and a stolen one is of no use', async () => {
  const TOKEN = 'https://login.example/oauth2/token'
  const [mine, theirs] = [await newProver(TOKEN), await newProver(TOKEN)]
  const proof = async ({ prove }: typeof mine) => ({
    dpop: [await prove({ now: protocol.clock.time })],
  })
  const code = await protocol.code({ scope: 'read' })
  const form = { grant_type: 'authorization_code', code, redirect_uri: 'https://client.example/cb' }
  const bound = await protocol.token(form, { by: app, ...(await proof(mine)) })
  assert.equal(await becauseOf(exchange(bound.access_token)), 'key_not_proven')
  const stolen = exchange(bound.access_token, {}, await proof(theirs))
  assert.equal(await becauseOf(stolen), 'key_not_proven')
  const next = await exchange(bound.access_token, {}, await proof(mine))
  assert.equal(next.token_type, 'DPoP')
  assert.deepEqual((await seen(next.access_token))?.cnf, { jkt: mine.thumbprint })
})

test('an actor token confirms the client that asks, and is nobody else’s', async () => {
  const { access_token } = await login()
  const own = (by: Party) => protocol.token({ grant_type: 'client_credentials' }, { by })
  const actor = (actor_token: string) => ({ actor_token, actor_token_type: ACCESS })
  const mine = (await own(agent)).access_token
  assert.ok(await isGood((await exchange(access_token, actor(mine))).access_token))
  const other = await newAgent({})
  const theirs = (await own(other)).access_token
  assert.equal(await becauseOf(exchange(access_token, actor(theirs))), 'not_own')
  assert.equal(await becauseOf(exchange(access_token, actor(access_token))), 'not_own')
  await protocol.store.clients.disable(other.client.id, ACT)
  assert.equal(await becauseOf(exchange(access_token, actor(theirs))), 'revoked')
  await protocol.store.clients.disable(agent.client.id, ACT)
  assert.equal((await refused(exchange(access_token, actor(mine))))[0], 'client_turned_off')
})

test('a token of a client in its own name is not exchanged: it acts for nobody', async () => {
  const machine = await newAgent({ token_exchange_clients: [] })
  const metadata = { token_exchange_clients: [machine.client.id] }
  await protocol.store.clients.update(agent.client.id, { metadata }, ACT)
  const own = await protocol.token({ grant_type: 'client_credentials' }, { by: machine })
  assert.equal(await becauseOf(exchange(own.access_token)), 'no_person')
})

test('types that are not possible are refused (RFC 8693 §2.1)', async () => {
  const { access_token } = await login()
  const saml = 'urn:ietf:params:oauth:token-type:saml2'
  for (const form of [
    { subject_token_type: saml },
    { requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' },
    { actor_token: access_token },
    { actor_token_type: ACCESS },
    { actor_token: access_token, actor_token_type: saml },
  ]) {
    const [reason, error] = await refused(exchange(access_token, form))
    assert.deepEqual([reason, error], ['exchange_types', 'invalid_request'], JSON.stringify(form))
  }
  assert.ok((await exchange(access_token, { requested_token_type: ACCESS })).issued_token_type)
})

test('depth: three clients below the app, and no more', async () => {
  let { access_token } = await login()
  let last = app
  for (const depth of [1, 2, 3, 4]) {
    const by = await newAgent({ token_exchange_clients: [last.client.id] })
    const next = exchange(access_token, {}, { by })
    if (depth === 4) {
      assert.deepEqual(await refused(next), ['delegation_limit', 'invalid_request', 'too_deep'])
      continue
    }
    access_token = (await next).access_token
    assert.ok(await isGood(access_token))
    last = by
  }
  assert.equal((await protocol.store.grants.list({}, { limit: 10 })).rows.length, 4)
})

test('breadth: fifty clients below one grant, and no more', async () => {
  const { access_token } = await login()
  for (let one = 0; one < DELEGATION_BREADTH; one++) {
    await exchange(
      access_token,
      {},
      { by: await newAgent({ token_exchange_clients: [app.client.id] }) },
    )
  }
  assert.deepEqual(await refused(exchange(access_token)), [
    ...['delegation_limit', 'invalid_request', 'too_many'],
  ])
})

test('a public client exchanges nothing', async () => {
  const open = await protocol.register({ isPublic: true, trusted: false })
  const change = {
    grantTypes: [TYPE],
    metadata: { token_exchange_clients: [app.client.id] },
  }
  await protocol.store.clients.update(open.client.id, change, ACT)
  const { access_token } = await login()
  const [reason, error] = await refused(exchange(access_token, {}, { by: open }))
  assert.deepEqual([reason, error], ['client_cannot_prove_itself', 'unauthorized_client'])
})
