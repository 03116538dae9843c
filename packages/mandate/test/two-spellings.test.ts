/** Two spellings of one value in requests (`docs/decisions/0025-two-spellings-of-one-thing.md`). */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { basic, obtainTokens, ownCredentials, post, refresh, tokensOf } from './integrator.ts'
import { rawRequest } from './raw-request.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { newVisitor, simplestRequest } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const FORM = 'application/x-www-form-urlencoded'
const HTML = 'text/html'

async function sendAs(types: readonly string[]) {
  const { id, secret } = ownCredentials(server)
  const body = `grant_type=refresh_token&refresh_token=x&client_id=${id}&client_secret=${secret}`
  const headers = types.map((type) => ['Content-Type', type] as const)
  const path = '/oauth2/token'
  const { text } = await rawRequest(server.issuer, { method: 'POST', path, headers, body })
  return JSON.parse(text) as { error: string; error_description: string }
}

test('a form is a form in any case, with parameters, and with a repeated header', async () => {
  for (const types of [
    ['Application/X-WWW-Form-URLEncoded'],
    [`${FORM};charset=UTF-8`],
    [`${FORM} ; Charset="utf-8"`],
    [`${FORM};`],
    [FORM, FORM],
    [`${FORM};charset=UTF-8`, FORM],
  ]) {
    assert.equal((await sendAs(types)).error, 'invalid_grant', JSON.stringify(types))
  }
})

test('if the media type is invalid, the answer names the right one', async () => {
  for (const types of [[''], ['form'], [`${FORM}, ${FORM}`], [HTML], ['application/json', FORM]]) {
    const { error, error_description: told } = await sendAs(types)
    assert.equal(error, 'invalid_request')
    assert.ok(told.includes(FORM), `${JSON.stringify(types)}: ${told}`)
  }
})

test('an Idempotency-Key is the same, quoted or bare', async () => {
  const { refreshToken } = await obtainTokens(server)
  const keys = ['a key', '"a key"', '"a\\ key"']
  const [bare, quoted, broken] = await Promise.all(
    keys.map((key) => refresh(server, refreshToken, { headers: { 'idempotency-key': key } })),
  )
  assert.ok(bare && quoted && broken)
  assert.deepEqual(tokensOf(bare).refreshToken, tokensOf(quoted).refreshToken)
  assert.equal(broken.body['error'], 'invalid_request')
})

test('a client id is the same, encoded or not, in Basic, in a form and in a query', async () => {
  const { id, secret } = ownCredentials(server)
  const encoded = [...id].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('')
  const grant = 'grant_type=refresh_token&refresh_token=x'
  const address = `${server.issuer}/oauth2/token`
  const answers = [
    await post(address, grant, { headers: { authorization: basic({ id: encoded, secret }) } }),
    await post(address, `${grant}&client_id=${encoded}`, { as: { id, secret } }),
    await post(address, `${grant}&client_id=${encoded}&client_secret=${secret}`),
  ]
  for (const { body } of answers) assert.equal(body['error'], 'invalid_grant')
  const redirect = encodeURIComponent(String(simplestRequest(server)['redirect_uri']))
  const query = `response_type=code&client_id=${encoded}&redirect_uri=${redirect}`
  const page = await newVisitor(server).get(`/oauth2/authorize?${query}`)
  assert.match(page.headers.get('location') ?? '', /^\/sign-in\?/)
})

test('a scope is a set: order and repetition make no difference, case does', async () => {
  const { client, secret } = await server.register({ scope: 'write read read all', trusted: false })
  assert.equal(client.scope, 'write read all')
  const as = { id: client.id, secret }
  await obtainTokens(server, { as, parameters: { scope: 'read write' } })
  const visitor = newVisitor(server)
  const asked = (scope: string) =>
    visitor.open({ ...simplestRequest(server), client_id: as.id, scope })
  const first = await visitor.signIn(await asked('write read write'))
  assert.ok(first.address.searchParams.has('code'), 'what was agreed to in another order')
  assert.equal((await asked('Read')).address.searchParams.get('error'), 'invalid_scope')
})

test('a redirect URI that was registered twice counts once, so it may be omitted', async () => {
  const { redirect_uri: uri = '', ...request } = simplestRequest(server)
  const { client } = await server.register({ redirectUris: [uri, uri] })
  const page = await newVisitor(server).open({ ...request, client_id: client.id })
  assert.equal(page.address.pathname, '/sign-in')
})

test('a person signs in with any spelling of the address, and it cannot have a second account', async () => {
  await server.createAccount('Zo\u00eb@b\u00fccher.example')
  for (const email of [
    'ZO\u00cb@B\u00dcCHER.example',
    'zoe\u0308@bu\u0308cher.example',
    ' zo\u00eb@xn--bcher-kva.example ',
  ]) {
    const visitor = newVisitor(server)
    const page = await visitor.open(simplestRequest(server))
    const arrival = await visitor.signIn(page, { email })
    assert.ok(arrival.address.searchParams.has('code'), email)
    await assert.rejects(server.createAccount(email), /email_taken/)
  }
})

test('the origin of a form is the same, whatever the case of its host', async () => {
  const { host } = new URL(server.issuer)
  const visitor = newVisitor(server)
  const page = await visitor.open(simplestRequest(server))
  const form = { email: server.account.email, password: 'wrong' }
  const same = await visitor.post(page.address.href, form, { origin: `HTTP://${host}` })
  assert.doesNotMatch(await same.text(), /came from another site/)
  const other = await visitor.post(page.address.href, form, { origin: `https://${host}` })
  assert.match(await other.text(), /came from another site/)
})
