/** Rich authorization requests (RFC 9396), from the operator's file to the API. */

import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import * as oauth from 'oauth4webapi'
import { createGuard } from '../../guard/src/index.ts'
import { openDetailTypes } from '../src/details/open.ts'
import { SettingsRefused } from '../src/settings/refused.ts'
import { apiCredentials, type Credentials, exchange, post, refresh } from './integrator.ts'
import { REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { type Arrival, newVisitor, simplestRequest } from './visitor.ts'

const TYPES = `
payment:
  title: { en: Make a payment, de: Eine Zahlung ausführen }
  fields:
    amount.value: { en: Amount, de: Betrag }
    amount.currency: Currency
  scope: read
  remembered: true
  schema:
    type: object
    required: [amount]
    properties:
      amount:
        type: object
        required: [value, currency]
        properties:
          value: { type: string, pattern: '^[0-9]+\\.[0-9]{2}$' }
          currency: { enum: [EUR, SEK] }
      note: { type: string }
      locations: { type: array, items: { type: string } }
account:
  title: See an account
  schema: { type: object, properties: { iban: { type: string, pattern: '^(a+)+$' } } }
`
const payment = (value: string, more: object = {}) => ({
  type: 'payment',
  amount: { value, currency: 'EUR' },
  ...more,
})

let folder: string
let file: string
let server: RunningServer
let as: Credentials
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mandate-details-'))
  file = join(folder, 'types.yaml')
  await writeFile(file, TYPES)
  server = await startServer({ settings: { authorizationDetailsFile: file } })
  as = await registered(['payment', 'account'])
})
after(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

async function registered(types: readonly string[]): Promise<Credentials> {
  const metadata = { authorization_details_types: types }
  const { client, secret } = await server.register({ trusted: false, metadata })
  return { id: client.id, secret }
}

const asking = (details: unknown, more: Readonly<Record<string, string>> = {}) => ({
  ...simplestRequest(server),
  client_id: as.id,
  authorization_details: typeof details === 'string' ? details : JSON.stringify(details),
  ...more,
})
const errorOf = ({ address }: Arrival) => address.searchParams.get('error')

async function granted(details: unknown, more: Readonly<Record<string, string>> = {}) {
  const visitor = newVisitor(server)
  const page = await visitor.signIn(await visitor.open(asking(details, more)))
  const back = await visitor.decide(page, 'allow')
  const code = back.address.searchParams.get('code') ?? assert.fail(back.address.href)
  return { visitor, page, code }
}

async function introspected(token: unknown) {
  const form = { token: String(token) }
  const { body } = await post(`${server.issuer}/oauth2/introspect`, form, {
    as: apiCredentials(server),
  })
  return body
}

test('a person sees each field, and the token, introspection and the guard have the details', async () => {
  const details = [payment('123.50', { note: '<b>Invoice 7</b>' })]
  const { page, code, visitor } = await granted(details)
  assert.match(page.html, /Make a payment/)
  assert.match(page.html, /<dt>.*Amount.*<\/dt><dd>.*123\.50.*<\/dd>/)
  assert.match(page.html, /&#60;b&#62;Invoice 7&#60;\/b&#62;/)

  const { status, body } = await exchange(server, code, { as })
  assert.equal(status, 200)
  assert.deepEqual(body['authorization_details'], details)
  // The scope of the type, not the default one.
  assert.equal(body['scope'], 'read')
  const renewed = (await refresh(server, String(body['refresh_token']), { as })).body
  assert.deepEqual(renewed['authorization_details'], details)
  assert.deepEqual((await introspected(renewed['access_token']))['authorization_details'], details)

  const { id: clientId, secret: clientSecret } = apiCredentials(server)
  const guard = await createGuard({ issuer: server.issuer, clientId, clientSecret })
  const outcome = await guard.check(
    new Request('https://notes.example/', {
      headers: { authorization: `Bearer ${renewed['access_token']}` },
    }),
  )
  await guard.close()
  assert.ok(outcome.outcome === 'granted')
  assert.deepEqual(outcome.principal.authorizationDetails, details)

  const account = await visitor.follow('/account')
  assert.match(account.html, /Make a payment[\s\S]*123\.50/)
})

test('they are asked about again as soon as anything differs, in the language of the person', async () => {
  const details = [payment('10.00')]
  const { visitor } = await granted(details)
  const same = await visitor.open(
    asking([{ amount: { currency: 'EUR', value: '10.00' }, type: 'payment' }]),
  )
  assert.notEqual(same.address.searchParams.get('code'), null)
  const other = await visitor.open(asking([payment('10.01')], { ui_locales: 'de' }))
  assert.equal(other.address.pathname, '/consent', other.address.href)
  assert.match(other.html, /Eine Zahlung ausführen[\s\S]*Betrag/)
  assert.equal((await visitor.open(asking(details))).address.pathname !== '/consent', true)
  const silent = await visitor.open(asking([payment('10.01')], { prompt: 'none' }))
  assert.equal(errorOf(silent), 'consent_required')
})

test('an independent client pushes them and asks for fewer at the token endpoint (RFC 9396 §6)', async () => {
  const issuer = new URL(server.issuer)
  const insecure = { [oauth.allowInsecureRequests]: true }
  const discovered = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure })
  const to = await oauth.processDiscoveryResponse(issuer, discovered)
  assert.deepEqual(to['authorization_details_types_supported'], ['payment', 'account'])
  const client = { client_id: as.id }
  const authentication = oauth.ClientSecretPost(as.secret)
  const details = [payment('1.00'), payment('2.00'), { type: 'account', iban: 'aa' }]
  const parameters = new URLSearchParams({
    ...{ response_type: 'code', redirect_uri: REDIRECT_URI, scope: 'read' },
    authorization_details: JSON.stringify(details),
  })
  const { request_uri } = await oauth.processPushedAuthorizationResponse(
    to,
    client,
    await oauth.pushedAuthorizationRequest(to, client, authentication, parameters, insecure),
  )
  const visitor = newVisitor(server)
  const page = await visitor.signIn(await visitor.open({ ...client, request_uri }))
  const back = await visitor.decide(page, 'allow')
  const code = back.address.searchParams.get('code') ?? ''
  const wider = { authorization_details: JSON.stringify([payment('3.00')]) }
  const refused = await exchange(server, code, { as, form: wider })
  assert.deepEqual([refused.status, refused.body['error']], [400, 'invalid_authorization_details'])

  const fewer = { authorization_details: JSON.stringify([details[2], details[0]]) }
  const { body } = await exchange(server, code, { as, form: fewer })
  assert.deepEqual(body['authorization_details'], [details[0], details[2]])
  const seen = await introspected(body['access_token'])
  assert.deepEqual(seen['authorization_details'], [details[0], details[2]])
  const all = (await refresh(server, String(body['refresh_token']), { as })).body
  assert.deepEqual(all['authorization_details'], details)
})

test('an API sees only details without locations or with its own (RFC 9396 §9.2)', async () => {
  const here = payment('1.00', { locations: [server.resource.uri, 'https://other.example'] })
  const elsewhere = payment('2.00', { locations: ['https://other.example'] })
  const { code } = await granted([here, elsewhere])
  const { body } = await exchange(server, code, { as })
  assert.deepEqual((await introspected(body['access_token']))['authorization_details'], [here])
})

test('unknown types and fields, and wrong or missing values, are refused (RFC 9396 §5)', async () => {
  const visitor = newVisitor(server)
  const refused = [
    ...[[{ type: 'other' }], [payment('1.00'), { type: 'constructor' }], [], 'nonsense', '{}'],
    ...[[payment('1')], [payment('1.00', { extra: 1 })], [{ type: 'payment' }]],
    [{ type: 'payment', amount: { value: '1.00', currency: 'EUR', fee: '9.00' } }],
    [{ type: 'payment', amount: { value: '1.00', currency: 'EUR', toString: '' } }],
    '[{"type":"payment","amount":{"value":"1.00","currency":"EUR"},"__proto__":{"x":1}}]',
    `[{"type":"account","iban":"${'x'.repeat(7_000)}"}]`,
  ]
  for (const details of refused) {
    const error = errorOf(await visitor.open(asking(details)))
    assert.equal(error, 'invalid_authorization_details', JSON.stringify(details).slice(0, 80))
  }
  const noScope = await visitor.open(asking([{ type: 'account', iban: 'aa' }]))
  assert.equal(errorOf(noScope), 'invalid_scope')
  const other = await registered(['account'])
  const notIts = asking([payment('1.00')], { client_id: other.id })
  assert.equal(errorOf(await visitor.open(notIts)), 'invalid_authorization_details')
  const tooLarge = await post(`${server.issuer}/oauth2/par`, asking('x'.repeat(1_000_000)), { as })
  assert.equal(tooLarge.status, 413)
})

test('a pattern that takes for ever on a chosen text is interrupted', async () => {
  const began = performance.now()
  const slow = asking([{ type: 'account', iban: `${'a'.repeat(60)}b` }], { scope: 'read' })
  assert.equal(errorOf(await newVisitor(server).open(slow)), 'invalid_authorization_details')
  assert.ok(performance.now() - began < 5_000)
  const good = await newVisitor(server).open(
    asking([{ type: 'account', iban: 'a' }], { scope: 'read' }),
  )
  assert.equal(good.address.pathname, '/sign-in')
})

test('a file that cannot be used is refused at the start, with the place of each mistake', async () => {
  const wrong: readonly (readonly [content: string, says: RegExp])[] = [
    ['', /write the name of a type/],
    ['a: [', /cannot be read as YAML/],
    ['a:', /the type a is empty/],
    ['a: { schema: {} }', /the type a has no title/],
    ['a: { title: A }', /the type a has no schema/],
    [
      'a: { title: A, colour: red }',
      /has colour; give only title, fields, limits, remembered, scope, schema/,
    ],
    ['a: { title: { de: A } }', /the type a has no title/],
    ['a: { title: A, scope: "a  b" }', /has a wrong scope/],
    ['a: { title: A, fields: { x: 1 } }', /no name for x/],
    [
      'a: { title: A, schema: { type: object, properties: { x: { type: text } } } }',
      /wrong schema/,
    ],
    ['"a b": { title: A }', /needs a name of letters/],
    ['a: { title: A, remembered: 1 }', /has a wrong remembered/],
    ['a: { title: A, limits: [until] }', /has wrong limits/],
    ['a: { title: A, limits: { until: never } }', /has a wrong limit until/],
    ['a: { title: A, limits: { until: { is: until, or: else } } }', /has a wrong limit until/],
    ['a: { title: A, limits: { locations: calls } }', /cannot be the name of a limit/],
    ['a: { title: A, limits: { a: calls, b: calls } }', /has two limits that are calls/],
    ['a: { title: A, limits: { a: { is: calls, words: Often } } }', /texts that contain {limit}/],
  ]
  for (const [content, says] of wrong) {
    const path = join(folder, 'wrong.yaml')
    await writeFile(path, content)
    assert.throws(
      () => openDetailTypes(path),
      (error) => error instanceof SettingsRefused && says.test(error.problems.join()),
      content,
    )
  }
})

test('who acts with an exchanged token has the same details, or the named ones, and no others', async () => {
  const details = [payment('1.00'), payment('2.00')]
  const { code } = await granted(details)
  const { body } = await exchange(server, code, { as })
  const type = 'urn:ietf:params:oauth:grant-type:token-exchange'
  const agent = await server.register({
    ...{ grantTypes: [type], redirectUris: [], trusted: false, scope: 'read' },
    metadata: { token_exchange_clients: [as.id] },
  })
  const exchanged = async (form: Readonly<Record<string, string>> = {}) => {
    const subject = {
      subject_token: String(body['access_token']),
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    }
    const asked = { grant_type: type, resource: server.resource.uri, ...subject, ...form }
    const by = { as: { id: agent.client.id, secret: agent.secret } }
    return (await post(`${server.issuer}/oauth2/token`, asked, by)).body
  }
  const all = await exchanged()
  assert.deepEqual(all['authorization_details'], details)
  assert.deepEqual((await introspected(all['access_token']))['authorization_details'], details)
  const some = await exchanged({ authorization_details: JSON.stringify([payment('2.00')]) })
  assert.deepEqual(some['authorization_details'], [payment('2.00')])
  const told = await introspected(some['access_token'])
  assert.deepEqual(told['authorization_details'], [payment('2.00')])
  const wider = await exchanged({ authorization_details: JSON.stringify([payment('3.00')]) })
  assert.equal(wider['error'], 'invalid_authorization_details')
})
