/**
 * Grants by assertion over HTTP, on two nodes: JWT bearer (RFC 7523) and ID-JAG
 * (draft-ietf-oauth-identity-assertion-authz-grant). First what works, then every attack by name.
 */

import assert from 'node:assert/strict'
import { createHmac, createPublicKey, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import * as oauth from 'oauth4webapi'
import { disableAccount } from '../src/operations/accounts.ts'
import { allowIssuerAgain, disconnectInstallation } from '../src/operations/connections.ts'
import { turnTrustedIssuer, updateTrustedIssuer } from '../src/operations/trusted-issuers.ts'
import { keptOutOf } from '../src/people/connections.ts'
import { StorageUnavailable } from '../src/store/port.ts'
import type { TrustedIssuer } from '../src/store/records.ts'
import { ACT, actAt } from './act.ts'
import { temporaryDirectory } from './command-line/mandate-process.ts'
import { newProver } from './dpop.ts'
import { type Answer, assertError, type Credentials, introspect, post } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { type SampleIssuer, startIssuer, trust } from './trusted-issuer.ts'
import { newVisitor, simplestRequest } from './visitor.ts'

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const ID_JAG = { typ: 'oauth-id-jag+jwt' }
const API = 'https://notes.example'
const OPERATOR = { kind: 'operator', via: 'shell' } as const

let idp: SampleIssuer
let server: RunningServer
let node: string
let agent: Credentials
let trusted: TrustedIssuer
let plain: TrustedIssuer
let account: RunningServer['account']

before(async () => {
  idp = await startIssuer()
  const database = join(temporaryDirectory(), 'mandate.db')
  server = await startServer({ database, settings: { fetchAllowedHosts: [idp.host] } })
  node = await server.addNode()
  agent = await newAgent()
  const allowed = { issuer: idp.issuer, clients: { [agent.id]: '' }, scope: 'read' }
  trusted = await trust(server, { ...allowed, purpose: 'id-jag', resources: [API] })
  plain = await trust(server, { ...allowed, purpose: 'jwt-bearer' })
})
after(async () => {
  await server.close()
  idp.close()
})
/** A person known by the issuer and its subject. */
let subject = ''
beforeEach(async () => {
  subject = `sub-${randomUUID()}`
  account = await server.createAccount(`${subject}@example.com`)
  await server.store.accounts.link(account.id, { provider: idp.issuer, subject }, ACT)
})

async function newAgent(): Promise<Credentials> {
  const { client, secret } = await server.register({ grantTypes: [GRANT], redirectUris: [] })
  return { id: client.id, secret }
}

type Changed = Readonly<Record<string, unknown>>

const claims = (changed: Changed = {}): Changed => {
  const now = server.clock.now()
  const named = { iss: idp.issuer, sub: subject, aud: server.issuer, client_id: agent.id }
  return { ...named, jti: randomUUID(), iat: now, exp: now + 200, scope: 'read', ...changed }
}
const jag = (changed: Changed = {}, header: Changed = {}) =>
  idp.sign(claims(changed), { ...ID_JAG, ...header })
const bearer = (changed: Changed = {}, header: Changed = {}) =>
  idp.sign(claims({ client_id: undefined, ...changed }), header)

function present(
  assertion: string,
  {
    as = agent,
    form = {},
    at = server.issuer,
    headers = {},
  }: {
    readonly as?: Credentials
    readonly form?: Readonly<Record<string, string>>
    readonly at?: string
    readonly headers?: Readonly<Record<string, string>>
  } = {},
): Promise<Answer> {
  return post(`${at}/oauth2/token`, { grant_type: GRANT, assertion, ...form }, { as, headers })
}

/** The reason that the operator reads in the log. */
async function reasonOf(answer: Answer, error = 'invalid_grant'): Promise<string> {
  assertError(answer, error)
  const reference = String(answer.body['error_uri']).split('/').at(-1)
  const line = server.log.find((one) => one.includes(`"reference":"${reference}"`)) ?? '{}'
  const { reason, details = {} } = JSON.parse(line)
  return [reason, details.problem, details.claim].filter(Boolean).join(' ')
}

const accessTokenOf = ({ status, body }: Answer) => {
  assert.equal(status, 200, JSON.stringify(body))
  return String(body['access_token'])
}
const isActive = async (token: string) => (await introspect(server, token)).body['active']
const grantsOf = async () =>
  (await server.store.grants.list({ accountId: account.id }, { limit: 10 })).rows

test('an ID-JAG yields an access token for the person, the scope and the API, and no refresh token', async () => {
  const answer = await present(await jag({ resource: API }))
  const token = accessTokenOf(answer)
  assert.deepEqual(
    { ...answer.body, access_token: '' },
    { access_token: '', token_type: 'bearer', expires_in: 300, scope: 'read' },
  )
  const { body } = await introspect(server, token)
  assert.deepEqual(
    [body['sub'], body['client_id'], body['scope'], body['aud']],
    [account.id, agent.id, 'read', [API]],
  )
})

test('many assertions are one grant, which ends like any other', async () => {
  const tokens = [
    accessTokenOf(await present(await jag())),
    accessTokenOf(await present(await jag())),
  ]
  const [grant, ...more] = await grantsOf()
  assert.deepEqual(more, [])
  assert.ok(grant)
  await server.store.grants.revoke(grant.id, 'revoked_by_operator', actAt(server.clock.now()))
  assert.deepEqual(await Promise.all(tokens.map(isActive)), [false, false])
  // The operator ended the grant, not the trust, so the next assertion begins another.
  accessTokenOf(await present(await jag()))
  assert.equal((await grantsOf()).length, 2)
})

test('a library presents an assertion that jose signed', async () => {
  const as = { issuer: server.issuer, token_endpoint: `${server.issuer}/oauth2/token` }
  const who = { client_id: agent.id }
  const parameters = new URLSearchParams({ assertion: await jag(), resource: API })
  const insecure = { [oauth.allowInsecureRequests]: true }
  const authentication = oauth.ClientSecretBasic(agent.secret)
  const response = await oauth.genericTokenEndpointRequest(
    ...([as, who, authentication, GRANT, parameters, insecure] as const),
  )
  const answer = await oauth.processGenericTokenEndpointResponse(as, who, response)
  assert.equal(answer.scope, 'read')
  assert.equal(answer.refresh_token, undefined)
})

test('a plain assertion works for an issuer that is trusted for it, at the token endpoint as audience too', async () => {
  const { body } = await present(await bearer({ aud: `${server.issuer}/oauth2/token` }))
  assert.equal(body['scope'], 'read')
  accessTokenOf(await present(await bearer({ aud: [server.issuer] }, { typ: 'JWT' })))
})

test('the metadata names the grant type and the profile, and no issuer', async () => {
  const response = await fetch(`${server.issuer}/.well-known/oauth-authorization-server`)
  const metadata = JSON.parse(await response.text())
  assert.ok(metadata.grant_types_supported.includes(GRANT))
  assert.deepEqual(metadata.authorization_grant_profiles_supported, [
    'urn:ietf:params:oauth:grant-profile:id-jag',
  ])
  assert.doesNotMatch(JSON.stringify(metadata), new RegExp(idp.host))
})

test('a rotated key is noticed with the first assertion that names it', async () => {
  await idp.rotate()
  accessTokenOf(await present(await jag()))
})

test('ATTACK alg none, and HS256 with the public key as secret', async () => {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const unsigned = `${encode({ alg: 'none', ...ID_JAG })}.${encode(claims())}.`
  assert.equal(await reasonOf(await present(unsigned)), 'grant_assertion_unreadable unsigned')
  const jwk = idp.keys.at(-1) ?? assert.fail()
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' })
  for (const secret of [key.export({ type: 'spki', format: 'pem' }), JSON.stringify(jwk)]) {
    const input = `${encode({ alg: 'HS256', kid: jwk.kid, ...ID_JAG })}.${encode(claims())}`
    const forged = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
    assert.equal(await reasonOf(await present(forged)), 'grant_assertion_wrong algorithm')
  }
})

test('ATTACK another audience, several audiences, or none', async () => {
  for (const aud of [
    ...['https://other.example', `${server.issuer}/`, server.issuer.replace('http', 'HTTP')],
    ...[[server.issuer, 'https://other.example'], [], `${server.issuer}/oauth2/token`],
  ]) {
    assert.equal(
      await reasonOf(await present(await jag({ aud }))),
      'grant_assertion_claims claim aud',
    )
  }
  assert.match(await reasonOf(await present(await jag({ aud: undefined }))), /missing_claim aud/)
  const both = await bearer({ aud: [server.issuer, 'https://other.example'] })
  assert.equal(await reasonOf(await present(both)), 'grant_assertion_claims claim aud')
})

test("ATTACK another client's assertion, and one that names no client", async () => {
  const other = await newAgent()
  assert.equal(
    await reasonOf(await present(await jag(), { as: other })),
    'issuer_not_trusted client',
  )
  for (const client_id of [other.id, undefined, [agent.id]]) {
    const answer = await present(await jag({ client_id }))
    assert.equal(await reasonOf(answer), 'grant_assertion_claims claim client_id')
  }
  const named = await present(await bearer({ azp: other.id }))
  assert.equal(await reasonOf(named), 'grant_assertion_claims claim client_id')
})

test('ATTACK a forged kid, a key in the header, and the keys of another trusted issuer', async (t) => {
  const forged = await present(await jag({}, { kid: '../../etc/passwd' }))
  assert.equal(await reasonOf(forged), 'grant_assertion_wrong no_key')
  const embedded = await present(await jag({}, { jku: 'https://evil.example/keys' }))
  assert.equal(await reasonOf(embedded), 'grant_assertion_unreadable embedded_key')
  const evil = await startIssuer()
  t.after(evil.close)
  await trust(server, {
    ...plainRules(),
    issuer: 'https://evil.example',
    jwks: { keys: evil.keys },
  })
  const stolen = await evil.sign(claims(), { ...ID_JAG, kid: idp.keys.at(-1)?.kid })
  assert.equal(await reasonOf(await present(stolen)), 'grant_assertion_wrong signature')
})

const plainRules = () => {
  const { clients, scope } = plain
  return { purpose: 'jwt-bearer' as const, clients, scope }
}

test('ATTACK expired, in the future, too long, or long since made', async () => {
  const now = server.clock.now()
  for (const [changed, problem] of [
    [{ exp: now - 31 }, 'expired exp'],
    [{ exp: undefined }, 'missing_claim exp'],
    [{ exp: '1' }, 'claim exp'],
    [{ iat: now + 31 }, 'not_yet iat'],
    [{ iat: undefined }, 'missing_claim iat'],
    [{ nbf: now + 31 }, 'not_yet nbf'],
    [{ exp: now + 331 }, 'too_long_valid exp'],
    [{ iat: now - 250, exp: now + 60 }, 'too_long_valid exp'],
    [{ jti: undefined }, 'missing_claim jti'],
    [{ jti: '' }, 'claim jti'],
    [{ sub: undefined }, 'missing_claim sub'],
    [{ sub: '' }, 'claim sub'],
  ] as const) {
    const reason = await reasonOf(await present(await jag(changed)))
    assert.equal(reason, `grant_assertion_claims ${problem}`, JSON.stringify(changed))
  }
})

test('ATTACK a replay, at once on two nodes and later on the other, in any encoding', async () => {
  const one = await jag()
  const both = await Promise.all([present(one), present(one, { at: node })])
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 400])
  assert.equal(await reasonOf(await present(one, { at: node })), 'grant_assertion_used')
  // Ended by the operator since, and a replay makes nothing.
  for (const grant of await grantsOf()) {
    await server.store.grants.revoke(grant.id, 'revoked_by_operator', actAt(server.clock.now()))
  }
  assert.equal(await reasonOf(await present(one)), 'grant_assertion_used')
  assert.equal((await grantsOf()).length, 1)
})

test('ATTACK a replay brings back an account that was deleted', async () => {
  const issuer = 'https://provisioning.example'
  const { clients, scope } = trusted
  const keys = { jwks: { keys: idp.keys }, resources: [API], provisions: true }
  await trust(server, { issuer, purpose: 'id-jag', clients, scope, ...keys })
  const one = await jag({ iss: issuer })
  const { body } = await introspect(server, accessTokenOf(await present(one)))
  await server.store.accounts.delete(String(body['sub']), ACT)
  assert.equal(await reasonOf(await present(one)), 'grant_assertion_used')
  const identity = [issuer, subject] as const
  assert.equal(await server.store.accounts.findByIdentity(...identity), undefined)
})

test('ATTACK more scope than the operator lists, and more than the issuer says', async () => {
  const { body } = await present(await jag({ scope: 'read write all' }))
  assert.equal(body['scope'], 'read')
  const none = await present(await jag({ scope: 'write' }))
  assert.equal(await reasonOf(none, 'invalid_scope'), 'scope_wider')
  const asked = await present(await jag(), { form: { scope: 'read write' } })
  assert.equal(await reasonOf(asked, 'invalid_scope'), 'scope_wider')
  const list = await present(await jag({ scope: ['read'] }))
  assert.equal(await reasonOf(list), 'grant_assertion_claims claim scope')
  const details = await present(await jag({ authorization_details: [{ type: 'pay' }] }))
  assert.equal(await reasonOf(details), 'grant_assertion_claims claim authorization_details')
})

test('ATTACK an API that is not allowed, in the assertion or in the request', async () => {
  for (const resource of ['https://other.example', [API, 'https://other.example']]) {
    const answer = await present(await jag({ resource }))
    assert.equal(await reasonOf(answer, 'invalid_target'), 'resource_not_granted')
  }
  const asked = await present(await jag(), { form: { resource: 'https://other.example' } })
  assert.equal(await reasonOf(asked, 'invalid_target'), 'resource_not_granted')
  const empty = await present(await jag({ resource: [] }))
  assert.equal(await reasonOf(empty), 'grant_assertion_claims claim resource')
})

test('ATTACK an unknown subject, with the e-mail address of somebody else', async () => {
  const stranger = { sub: 'nobody', email: account.email, email_verified: true }
  const answer = await present(await jag(stranger))
  assert.equal(await reasonOf(answer), 'assertion_subject_unknown')
  assert.doesNotMatch(JSON.stringify(answer.body), /nobody/)
  assert.deepEqual(await grantsOf(), [])
})

test('ATTACK a look-alike of the issuer: a slash more, another case, another tenant', async () => {
  for (const iss of [`${idp.issuer}/`, idp.issuer.toUpperCase(), ` ${idp.issuer}`]) {
    assert.equal(await reasonOf(await present(await jag({ iss }))), 'issuer_not_trusted unknown')
  }
  const tenant = await present(await jag({ tenant: 'other' }))
  assert.equal(await reasonOf(tenant), 'issuer_not_trusted tenant')
  const none = await present(await jag({ iss: undefined }))
  assert.equal(await reasonOf(none), 'grant_assertion_unreadable malformed')
})

test('ATTACK an ID token, an access token or a logout token instead of an assertion', async () => {
  const idToken = { aud: 'rp-client', nonce: 'n', scope: undefined }
  assert.equal(
    await reasonOf(await present(await bearer(idToken))),
    'grant_assertion_claims claim aud',
  )
  for (const typ of ['at+jwt', 'application/at+jwt', 'logout+jwt', 'dpop+jwt', 'secevent+jwt']) {
    assert.equal(
      await reasonOf(await present(await bearer({}, { typ }))),
      'grant_assertion_wrong typ',
    )
  }
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  const logout = await present(await bearer({ events }))
  assert.equal(await reasonOf(logout), 'grant_assertion_claims claim events')
  const own = accessTokenOf(await present(await jag()))
  assert.equal(await reasonOf(await present(own)), 'grant_assertion_unreadable malformed')
})

test('ATTACK an ID-JAG where only plain assertions are trusted', async (t) => {
  const other = await startIssuer()
  t.after(other.close)
  const issuer = 'https://other.idp.example'
  await trust(server, { ...plainRules(), issuer, jwks: { keys: other.keys } })
  const answer = await present(await other.sign(claims({ iss: issuer }), ID_JAG))
  assert.equal(await reasonOf(answer), 'issuer_not_trusted other_purpose')
})

test('ATTACK a public client, and one that may not use the grant type', async () => {
  const open = await server.register({
    isPublic: true,
    trusted: false,
    grantTypes: [GRANT],
    redirectUris: [],
  })
  const form = { grant_type: GRANT, client_id: open.client.id, assertion: await jag() }
  const answer = await post(`${server.issuer}/oauth2/token`, form)
  assert.equal(await reasonOf(answer, 'unauthorized_client'), 'client_cannot_assert')
  const usual = await present(await jag(), {
    as: { id: server.client.id, secret: server.clientSecret },
  })
  assert.equal(await reasonOf(usual, 'unauthorized_client'), 'grant_type_not_allowed')
  assert.equal((await present(await jag(), { as: { ...agent, secret: 'wrong' } })).status, 401)
})

test('an assertion that is bound to a key needs a proof of that key', async () => {
  const { prove, thumbprint } = await newProver(`${server.issuer}/oauth2/token`)
  const cnf = { jkt: thumbprint }
  const none = await present(await jag({ cnf }))
  assert.equal(await reasonOf(none), 'grant_assertion_claims claim cnf')
  const other = await newProver(`${server.issuer}/oauth2/token`)
  const now = server.clock.now()
  const wrong = await present(await jag({ cnf }), { headers: { dpop: await other.prove({ now }) } })
  assert.equal(await reasonOf(wrong), 'grant_assertion_claims claim cnf')
  const right = await present(await jag({ cnf }), { headers: { dpop: await prove({ now }) } })
  assert.equal(right.body['token_type'], 'DPoP')
})

test('a disabled account gets nothing, and neither does a disabled client', async () => {
  const token = accessTokenOf(await present(await jag()))
  await disableAccount(server, OPERATOR, { accountId: account.id })
  assert.equal(await isActive(token), false)
  assert.equal(await reasonOf(await present(await jag())), 'account_disabled')
})

test('disabling, limiting or deleting an issuer ends all that came of it at once', async () => {
  const rows: TrustedIssuer[] = []
  const issuer = 'https://short-lived.example'
  const keys = { jwks: { keys: idp.keys }, resources: [API], provider: idp.issuer }
  const newRow = async () => {
    const { clients, scope } = trusted
    const row = await trust(server, { issuer, purpose: 'id-jag', clients, scope, ...keys })
    rows.push(row)
    return row
  }
  const tokenOf = async () => accessTokenOf(await present(await jag({ iss: issuer })))
  const row = await newRow()
  const first = await tokenOf()
  await turnTrustedIssuer(server, OPERATOR, { id: row.id, turn: 'disable' })
  assert.equal(await isActive(first), false)
  const refused = await present(await jag({ iss: issuer }))
  assert.equal(await reasonOf(refused), 'issuer_not_trusted turned_off')
  await turnTrustedIssuer(server, OPERATOR, { id: row.id, turn: 'enable' })
  assert.equal(await isActive(first), false)

  const second = await tokenOf()
  const renamed = await updateTrustedIssuer(
    { ...server, settings: { scopes: { read: '', write: '' } } },
    OPERATOR,
    { id: row.id, change: { name: 'Renamed' } },
  )
  assert.equal(renamed.is, 'updated')
  assert.equal(await isActive(second), true)
  const limited = { ...server, settings: { scopes: { read: '', write: '' } } }
  await updateTrustedIssuer(limited, OPERATOR, { id: row.id, change: { scope: 'write' } })
  assert.equal(await isActive(second), false)
  const wider = await present(await jag({ iss: issuer, scope: 'write' }))
  assert.equal(wider.body['scope'], 'write')

  await turnTrustedIssuer(server, OPERATOR, { id: row.id, turn: 'delete' })
  assert.equal(await isActive(accessTokenOf(wider)), false)
  const gone = await present(await jag({ iss: issuer }))
  assert.equal(await reasonOf(gone), 'issuer_not_trusted unknown')
  await newRow()
  await tokenOf()
  assert.equal(await isActive(second), false)
})

test('whoever disconnects the app is not connected again by an assertion, until they allow it', async () => {
  const token = accessTokenOf(await present(await jag()))
  const [grant] = await grantsOf()
  const self = { kind: 'account', id: account.id } as const
  const ended = await disconnectInstallation(server, self, { grantId: grant?.id ?? '' })
  assert.equal(ended.is, 'disconnected')
  assert.equal(await isActive(token), false)
  assert.equal(await reasonOf(await present(await jag())), 'assertion_after_end person')
  // Whichever kind of assertion the issuer tries next.
  assert.equal(await reasonOf(await present(await bearer())), 'assertion_after_end person')
  assert.equal((await grantsOf()).length, 1)
  const asked = { issuerId: trusted.id, clientId: agent.id }
  const other = { kind: 'account', id: 'somebody else' } as const
  assert.equal((await allowIssuerAgain(server, other, asked)).is, 'not_ended')
  assert.equal((await keptOutOf(server.store, account.id)).length, 1)
  assert.equal((await allowIssuerAgain(server, self, asked)).is, 'allowed')
  accessTokenOf(await present(await jag()))
})

test('on the account page a person ends what an assertion connected, and allows it again', async () => {
  const token = accessTokenOf(await present(await jag()))
  const visitor = newVisitor(server)
  const email = account.email ?? ''
  await visitor.signIn(await visitor.open(simplestRequest(server)), { email })
  const post = async (path: string, form: Readonly<Record<string, string>>) => {
    const page = await visitor.post(path, form)
    assert.equal(page.status, 200)
    return page.text()
  }
  const button = /action="[^"]*\/account\/allow-again"/
  const grant = (await grantsOf()).find(({ clientId }) => clientId === agent.id)
  const ended = await post('/account/disconnect-installation', { grant: grant?.id ?? '' })
  assert.match(ended, button)
  assert.ok(ended.includes(`value="${trusted.id}"`))
  assert.equal(await isActive(token), false)
  assert.equal(await reasonOf(await present(await jag())), 'assertion_after_end person')
  const asked = { issuer: trusted.id, client_id: agent.id }
  assert.doesNotMatch(await post('/account/allow-again', asked), button)
  assert.ok(await isActive(accessTokenOf(await present(await jag()))))
  // Sent again, there is nothing left to allow.
  assert.doesNotMatch(await post('/account/allow-again', asked), button)
})

test('a logout token of the issuer ends what came of it at once, and what it signed before', async () => {
  const rp = { logoutAudience: 'mandate-at-acme' }
  await server.store.trustedIssuers.update(trusted.id, { ...rp, endsGrants: false }, ACT)
  const [token, unused] = [accessTokenOf(await present(await jag())), await jag()]
  const now = server.clock.now()
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  const usual = { iss: idp.issuer, sub: subject, aud: rp.logoutAudience, iat: now, exp: now + 60 }
  const logout = (changed: Changed = {}, typ = 'logout+jwt') =>
    idp.sign({ ...usual, jti: randomUUID(), events, ...changed }, { typ })
  const send = (logout_token: string, at = server.issuer) =>
    post(`${at}/oauth2/backchannel-logout`, { logout_token })
  for (const [changed, problem] of [
    [{ aud: server.issuer }, 'not_trusted'],
    [{ iss: `${idp.issuer}/` }, 'not_trusted'],
    [{ sub: undefined, sid: 'x' }, 'no_subject'],
    [{ nonce: 'x' }, 'another_token'],
    [{ events: {} }, 'another_token'],
    [{ exp: now - 31 }, 'claims'],
    [{ jti: undefined }, 'claims'],
  ] as const) {
    const answer = await send(await logout(changed))
    assert.equal(await reasonOf(answer, 'invalid_request'), `issuer_logout_refused ${problem}`)
  }
  const asJag = await send(await logout({}, 'oauth-id-jag+jwt'))
  assert.equal(await reasonOf(asJag, 'invalid_request'), 'issuer_logout_refused another_token')
  const forged = `${(await logout()).slice(0, -8)}AAAAAAAA`
  assert.equal(
    await reasonOf(await send(forged), 'invalid_request'),
    'issuer_logout_refused signature',
  )
  assert.equal(await isActive(token), true)

  const good = await logout()
  assert.equal((await send(good, node)).status, 200)
  assert.equal(await isActive(token), false)
  assert.equal(await reasonOf(await present(unused)), 'assertion_after_end issuer')
  assert.equal((await send(await logout({ sub: 'nobody' }))).status, 200)
  server.clock.advance(1)
  const next = accessTokenOf(await present(await jag()))
  // Replayed, it ends nothing that began since.
  assert.equal((await send(good)).status, 200)
  assert.equal(await isActive(next), true)
})

test('the storage fails between the checks and the answer: 503, and the assertion is still good', async () => {
  const database = join(temporaryDirectory(), 'mandate.db')
  let broken = true
  await using other = await startServer({
    database,
    wrap: (store) => ({
      ...store,
      usedOnce: {
        ...store.usedOnce,
        use: (...given) =>
          broken ? Promise.reject(new StorageUnavailable('gone')) : store.usedOnce.use(...given),
      },
    }),
  })
  const { client, secret } = await other.register({ grantTypes: [GRANT], redirectUris: [] })
  const as = { id: client.id, secret }
  const jwks = { keys: idp.keys }
  const row = { issuer: idp.issuer, purpose: 'id-jag', clients: { [client.id]: '' } } as const
  await trust(other, { ...row, scope: 'read', resources: [API], jwks, provisions: true })
  const now = other.clock.now()
  const named = { aud: other.issuer, client_id: client.id, sub: 'new', name: 'Ada' }
  const one = await jag({ ...named, iat: now, exp: now + 60 })
  const failed = await present(one, { as, at: other.issuer })
  assert.deepEqual([failed.status, failed.body['error']], [503, 'temporarily_unavailable'])
  broken = false
  assert.equal((await present(one, { as, at: other.issuer })).status, 200)
  // The issuer may bring people: the account has the name it gave, and no address.
  const made = await other.store.accounts.findByIdentity(idp.issuer, 'new')
  assert.deepEqual([made?.name, made?.email, made?.emailKey], ['Ada', null, null])
})
