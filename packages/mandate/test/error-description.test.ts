/** What `error_description` says: the truth to the owner of a grant, nothing about it to others. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ACT, actAt } from './act.ts'
import { forge } from './forgery.ts'
import {
  type Answer,
  type Credentials,
  exchange,
  obtainTokens,
  ownCredentials,
  post,
  refresh,
  revoke,
} from './integrator.ts'
import { REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, obtainCode, simplestRequest } from './visitor.ts'

// RFC 7636 App. B.
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const pkce = { code_challenge: CHALLENGE, code_challenge_method: 'S256' }

let server: RunningServer
let owner: Credentials
before(async () => {
  server = await startServer()
  owner = ownCredentials(server)
})
after(() => server.close())

function said(answer: Answer, error: string): string {
  assert.equal(answer.body['error'], error)
  const description = String(answer.body['error_description'])
  // RFC 6749 App. A.8.
  assert.match(description, /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/)
  return description
}

async function newClient(change: Parameters<RunningServer['register']>[0] = {}) {
  const { client, secret } = await server.register(change)
  return { id: client.id, secret }
}
const code = (more: Readonly<Record<string, string>> = {}) =>
  obtainCode(server, { ...simplestRequest(server), ...more })
const token = (form: Readonly<Record<string, string>>, as?: Credentials) =>
  post(`${server.issuer}/oauth2/token`, form, { as })

test('a wrong or missing redirect_uri at the exchange is named with the expected one', async () => {
  const right = await code()
  const wrong = said(
    await exchange(server, right, { form: { redirect_uri: `${REDIRECT_URI}/` } }),
    'invalid_grant',
  )
  assert.match(wrong, /redirect_uri differs/)
  const odd = await exchange(server, right, { form: { redirect_uri: "https://x/<b>é'" } })
  assert.match(said(odd, 'invalid_grant'), /Sent: https:\/\/x\/\?b\?+\. Expected/)
  assert.ok(wrong.includes(`Sent: ${REDIRECT_URI}/. Expected: ${REDIRECT_URI}.`), wrong)
  const grant_type = 'authorization_code'
  const missing = said(await token({ grant_type, code: right }, owner), 'invalid_grant')
  assert.match(missing, /redirect_uri is missing/)
  assert.ok(missing.includes(REDIRECT_URI))
  for (const text of [wrong, missing]) {
    assert.doesNotMatch(text, /sign in/)
    assert.match(text, /did not use up the code/)
  }
  assert.equal((await exchange(server, right)).status, 200)

  const { redirect_uri: _, ...without } = simplestRequest(server)
  const surplus = await exchange(server, await obtainCode(server, without))
  assert.match(said(surplus, 'invalid_grant'), /the authorization request had none. Leave it out/)
})

test('the description says whether the verifier is missing, malformed, wrong or unexpected', async () => {
  const right = await code(pkce)
  const tell = async (code_verifier: string) =>
    said(await exchange(server, right, { form: { code_verifier } }), 'invalid_grant')
  assert.match(await tell(''), /code_verifier is missing/)
  assert.match(await tell(`${VERIFIER}=`), /malformed: .* 44 characters, not allowed among them: =/)
  assert.match(await tell('short'), /malformed: .* has 5 characters\.$/)
  const wrong = await tell('x'.repeat(43))
  assert.match(wrong, /does not match code_challenge/)
  assert.ok(wrong.includes(`Expected: ${CHALLENGE}.`), wrong)
  assert.ok(!wrong.includes('x'.repeat(43)))
  assert.match(await tell(CHALLENGE), /is the code_challenge itself/)
  const form = { code_verifier: VERIFIER }
  assert.equal((await exchange(server, right, { form })).status, 200)
  const surplus = said(await exchange(server, await code(), { form }), 'invalid_grant')
  assert.match(surplus, /the authorization request had no code_challenge/)
})

test('expired, used, revoked and withdrawn are distinguished, with advice to sign in again if it helps', async () => {
  const late = await code()
  const until = new Date((server.clock.now() + 60) * 1000).toISOString().slice(0, 19)
  server.clock.advance(61)
  const expired = said(await exchange(server, late), 'invalid_grant')
  assert.ok(expired.includes(`The code has expired: it was good until ${until}Z.`), expired)
  assert.match(expired, /sign in again/)

  const used = await code()
  await exchange(server, used)
  const twice = said(await exchange(server, used), 'invalid_grant')
  assert.match(twice, /The code had been used before, so the grant was ended\./)
  assert.match(
    said(await exchange(server, used), 'invalid_grant'),
    /grant has ended: .* came again/,
  )

  const { refreshToken } = await obtainTokens(server)
  await refresh(server, refreshToken)
  const reused = said(await refresh(server, refreshToken), 'invalid_grant')
  assert.match(reused, /refresh token had been used before.*Idempotency-Key.*refresh_retry_seconds/)

  const tokens = await obtainTokens(server)
  const off = server.clock.now()
  await server.store.accounts.disable(server.account.id, actAt(off))
  const disabled = said(await refresh(server, tokens.refreshToken), 'invalid_grant')
  await server.store.accounts.enable(server.account.id, ACT)
  assert.match(disabled, /account of the user is turned off/)
  assert.doesNotMatch(disabled, /sign in/)
})

test('a malformed token, or one of another kind, is described as such', async () => {
  const cut = (await code()).slice(0, -1)
  assert.match(said(await exchange(server, cut), 'invalid_grant'), /cut or changed/)
  const { accessToken } = await obtainTokens(server)
  const other = said(await refresh(server, accessToken), 'invalid_grant')
  assert.match(other, /An access token was sent as refresh_token/)
})

test('another client’s token, a forged one and an unknown one sound the same', async () => {
  const as = await newClient()
  const gone = await newClient()
  const [live, ended] = [await obtainTokens(server), await obtainTokens(server)]
  await revoke(server, ended.refreshToken)
  const unknown = await obtainTokens(server, { as: gone })
  await server.store.clients.delete(gone.id, ACT)
  const presented = [live.refreshToken, ended.refreshToken, forge(live.refreshToken)]
  const heard = await Promise.all(
    [...presented, unknown.refreshToken].map(async (text) =>
      said(await refresh(server, text, { as }), 'invalid_grant'),
    ),
  )
  assert.equal(new Set(heard).size, 1, heard.join('\n'))
  const { id } = await newClient({ isPublic: true, trusted: false })
  const grant_type = 'refresh_token'
  const stranger = await token({ grant_type, client_id: id, refresh_token: live.refreshToken })
  assert.equal(said(stranger, 'invalid_grant'), heard[0])
})

test('a public client that presents its own code is told the truth about it', async () => {
  const { id } = await newClient({ isPublic: true, trusted: false })
  const own = await code({ client_id: id, ...pkce })
  const grant_type = 'authorization_code'
  const form = { grant_type, client_id: id, code: own, redirect_uri: REDIRECT_URI }
  const wrong = said(await token({ ...form, code_verifier: 'y'.repeat(43) }), 'invalid_grant')
  assert.match(wrong, /does not match code_challenge/)
  assert.equal((await token({ ...form, code_verifier: VERIFIER })).status, 200)
})

test('a refused scope, API, grant type or response type is named, with the allowed ones', async () => {
  const { refreshToken } = await obtainTokens(server, { parameters: { scope: 'read write' } })
  const wider = await refresh(server, refreshToken, { form: { scope: 'read admin' } })
  assert.equal(
    said(wider, 'invalid_scope'),
    'The scope asks for more than was granted: admin. Granted: read, write.',
  )
  const resource = 'https://other.example'
  const unknown = await refresh(server, refreshToken, { form: { resource } })
  assert.ok(said(unknown, 'invalid_target').includes(`as ${resource}.`))
  const limited = await obtainTokens(server, { parameters: { resource: server.resource.uri } })
  const excess = await refresh(server, limited.refreshToken, { form: { resource } })
  assert.ok(said(excess, 'invalid_target').includes(`Granted: ${server.resource.uri}.`))
  assert.equal(
    said(await token({ grant_type: 'password' }, owner), 'unsupported_grant_type'),
    'The grant_type password is not offered. The grant_types_supported of the server metadata are.',
  )
  const atClient = async (more: Readonly<Record<string, string>>) => {
    const { address } = await newVisitor(server).open({ ...simplestRequest(server), ...more })
    return address.searchParams.get('error_description')
  }
  assert.equal(
    await atClient({ scope: 'all openid email' }),
    'This client may not ask for the scope openid, email. Allowed: all, read, write.',
  )
  assert.equal(
    await atClient({ response_type: 'code id_token' }),
    'The response_type code id_token is not offered. Use response_type=code.',
  )
  assert.match(String(await atClient({ prompt: 'maybe' })), /prompt .* none, login, consent/)
})

test('an error at the client contains nothing that a page could take for markup or a message', async () => {
  const scope = `<img/src=x> ${'call-us-now-'.repeat(30)} ${encodeURIComponent('"')}`
  const { address } = await newVisitor(server).open({ ...simplestRequest(server), scope })
  const description = String(address.searchParams.get('error_description'))
  assert.doesNotMatch(description, /[<>]|call-us-now/)
  const odd = await newVisitor(server).open({
    ...simplestRequest(server),
    response_type: 'your account is locked',
  })
  const second = String(odd.address.searchParams.get('error_description'))
  assert.doesNotMatch(second, /locked/)
})

test('no credentials, no secret, a wrong secret and an unreadable header are different mistakes', async () => {
  const form = { grant_type: 'refresh_token', refresh_token: 'x' }
  const none = said(await token(form), 'invalid_client')
  assert.match(none, /^No client credentials were sent\./)
  const noSecret = said(await token({ ...form, client_id: owner.id }), 'invalid_client')
  assert.match(noSecret, /^No client secret was sent/)
  const wrong = said(await token(form, { ...owner, secret: 'x' }), 'invalid_client')
  assert.match(wrong, /the client id is unknown, the secret is wrong/)
  const headers = { authorization: 'Basic ???' }
  const odd = await post(`${server.issuer}/oauth2/token`, form, { headers })
  assert.match(said(odd, 'invalid_client'), /not valid HTTP Basic/)
  const two = said(await token({ ...form, client_id: 'client_other' }, owner), 'invalid_client')
  assert.match(two, /name different clients/)
  const bare = await post(`${server.issuer}/oauth2/introspect`, { token: 'x' })
  assert.match(said(bare, 'invalid_client'), /^No client credentials were sent\./)
  const inQuery = await post(`${server.issuer}/oauth2/token?code=x&client_secret=y`, {})
  assert.match(said(inQuery, 'invalid_request'), /code, client_secret\.$/)
})

test('a disabled client is told so only if it presents its own secret', async () => {
  const as = await newClient()
  await server.store.clients.disable(as.id, actAt(server.clock.now()))
  const form = { grant_type: 'refresh_token', refresh_token: 'x' }
  assert.match(said(await token(form, as), 'invalid_client'), /This client is turned off/)
  const stranger = said(await token(form, { ...as, secret: 'x' }), 'invalid_client')
  const nobody = said(await token(form, { id: 'client_nobody', secret: 'x' }), 'invalid_client')
  assert.equal(stranger, nobody)
})
