/** What an agent may do: limits in authorization details, from the operator's file to introspection. */

import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import {
  apiCredentials,
  type Credentials,
  exchange,
  post,
  refresh,
  tokensOf,
} from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { type Arrival, hiddenFields, newVisitor, simplestRequest } from './visitor.ts'

const TYPES = `
bills:
  title: { en: Pay bills for you, de: Rechnungen für Sie bezahlen }
  limits:
    total: { is: amount, words: { en: 'Pay up to {limit} in all', de: 'Bis zu {limit} insgesamt' } }
    calls: calls
    until: { is: until }
  scope: read
  schema:
    type: object
    properties:
      to: { type: string }
      total: { type: object, properties: { currency: { enum: [EUR, JPY] } } }
`
let folder: string
let server: RunningServer
let as: Credentials
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mandate-limits-'))
  const file = join(folder, 'types.yaml')
  await writeFile(file, TYPES)
  server = await startServer({ settings: { authorizationDetailsFile: file } })
  as = await registered()
})
after(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

async function registered({ trusted = false } = {}): Promise<Credentials> {
  const metadata = { authorization_details_types: ['bills'] }
  const { client, secret } = await server.register({ trusted, metadata })
  return { id: client.id, secret }
}

const inUtc = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000', '')
const inDays = (days: number) => inUtc(server.clock.now() + days * 86_400)
const euros = (value: string) => ({ currency: 'EUR', value })
const bills = (limits: object = {}) => ({
  ...{ type: 'bills', total: euros('50.00'), calls: 20, until: inDays(30) },
  ...limits,
})
const asking = (details: unknown, more: Readonly<Record<string, string>> = {}) => ({
  ...simplestRequest(server),
  client_id: as.id,
  authorization_details: JSON.stringify(details),
  ...more,
})
const errorOf = ({ address }: Arrival) => address.searchParams.get('error')

/** At the consent page, signed in. */
async function asked(details: unknown, more: Readonly<Record<string, string>> = {}) {
  const visitor = newVisitor(server)
  return { visitor, page: await visitor.signIn(await visitor.open(asking(details, more))) }
}
async function introspected(token: unknown) {
  const form = { token: String(token) }
  const at = `${server.issuer}/oauth2/introspect`
  return (await post(at, form, { as: apiCredentials(server) })).body
}

test('a person reads each limit as a sentence, with amounts and times in their language', async () => {
  const details = [bills({ until: '2027-12-03T18:00:00Z', to: 'Ada' })]
  const { page, visitor } = await asked(details)
  for (const sentence of [
    /Pay bills for you/,
    /Pay up to <bdi>€50<\/bdi> in all/,
    /At most 20 times/,
    /Until <bdi>3 December 2027 at 18:00 UTC/,
    /<dt>.*to.*<\/dt><dd>.*Ada/,
  ]) {
    assert.match(page.html, sentence)
  }
  assert.doesNotMatch(page.html, /total\.value|<dt>.*until/)
  const { html } = await visitor.open(asking(details, { ui_locales: 'de' }))
  assert.match(html, /Bis zu <bdi>50\u00a0€<\/bdi> insgesamt/)
  assert.match(html, /Höchstens 20-mal[\s\S]*3\. Dezember 2027/)
})

test('introspection says which members are limits, and leaves out what has ended', async () => {
  const soon = bills({ until: inUtc(server.clock.now() + 120) })
  const late = { type: 'bills', calls: 3 }
  const { page, visitor } = await asked([soon, late])
  const { address } = await visitor.decide(page, 'allow')
  const tokens = await exchange(server, address.searchParams.get('code') ?? '', { as })
  const { accessToken } = tokensOf(tokens)
  const before = await introspected(accessToken)
  assert.deepEqual(before['authorization_details'], [soon, late].map(sortedLike))
  const [first, second] = before['authorization_details_limits'] as readonly { id: string }[]
  assert.deepEqual(first, {
    id: first?.id,
    members: { total: 'amount', calls: 'calls', until: 'until' },
  })
  assert.deepEqual(second, { id: second?.id, members: { calls: 'calls' } })
  assert.notEqual(first?.id, second?.id)
  server.clock.advance(119)
  assert.equal(((await introspected(accessToken))['authorization_details'] as unknown[]).length, 2)
  server.clock.advance(1)
  const later = await introspected(accessToken)
  assert.deepEqual(later['authorization_details'], [late])
  // The same detail has the same name, for those who count its calls.
  assert.deepEqual(later['authorization_details_limits'], [second])
  const renewed = await refresh(server, tokensOf(tokens).refreshToken, { as })
  const again = await introspected(tokensOf(renewed).accessToken)
  assert.deepEqual(again['authorization_details_limits'], [second])
})

/** Canonical order does not matter to `deepEqual`, but the type does. */
const sortedLike = (detail: object) => ({ ...detail })

test('limits that are malformed, impossible or over are refused, each with its place', async () => {
  const visitor = newVisitor(server)
  const wrong: readonly (readonly [limits: object, says: RegExp])[] = [
    [{ total: '50' }, /\/0\/total has to be an object with value/],
    [{ total: { value: 50, currency: 'EUR' } }, /has to be an object with value/],
    [{ total: { ...euros('1'), fee: '9' } }, /has to be an object with value/],
    ...['-1', 'NaN', 'Infinity', '1e3', '0x10', ' 1', '1,00', '01', '.5', '1.', ''].map(
      (value) => [{ total: euros(value) }, /has to be an object with value/] as const,
    ),
    [{ total: { value: '1', currency: 'eur' } }, /no current code of ISO 4217/],
    [{ total: { value: '1', currency: 'DEM2' } }, /no current code of ISO 4217/],
    [{ total: euros('1.001') }, /more digits after the point/],
    [{ total: { value: '1.5', currency: 'JPY' } }, /more digits after the point/],
    [{ total: euros('9'.repeat(13)) }, /larger than any that is granted/],
    [{ total: euros('0.00') }, /allows nothing/],
    [{ calls: 0 }, /\/0\/calls allows nothing/],
    [{ calls: 1.5 }, /whole number/],
    [{ calls: -1 }, /whole number/],
    [{ calls: '20' }, /whole number/],
    [{ calls: 2 ** 53 }, /larger than any/],
    [{ until: inUtc(server.clock.now()) }, /\/0\/until lies in the past/],
    [{ until: '2027-02-30T10:00:00Z' }, /a time in UTC/],
    [{ until: '2027-02-03T10:00:00+01:00' }, /a time in UTC/],
    [{ until: 1_900_000_000 }, /a time in UTC/],
  ]
  for (const [limits, says] of wrong) {
    const arrival = await visitor.open(asking([bills(limits)]))
    const description = arrival.address.searchParams.get('error_description') ?? ''
    assert.equal(errorOf(arrival), 'invalid_authorization_details', JSON.stringify(limits))
    assert.match(description, says, JSON.stringify(limits))
  }
  // What the schema says about the limit counts, too.
  const other = await visitor.open(asking([bills({ total: { value: '1', currency: 'SEK' } })]))
  assert.match(other.address.searchParams.get('error_description') ?? '', /rule enum/)
})

test('a person lowers limits on the consent page, and the app gets those', async () => {
  const { page, visitor } = await asked([{ type: 'bills', to: 'Ada' }, bills()])
  assert.match(page.html, /name="limit\.1\.total"[^>]* max="50\.00"[^>]* value="50\.00"/)
  assert.doesNotMatch(page.html, /name="limit\.0\.total"/)
  const end = server.clock.now() + 86_400
  const until = inUtc(end - (end % 60))
  const answer = await visitor.decide(page, 'allow', {
    'limit.0.calls': '5',
    'limit.1.total': '12.5',
    'limit.1.calls': '20',
    'limit.1.until': until.slice(0, 16),
  })
  const code = answer.address.searchParams.get('code') ?? assert.fail(answer.html)
  const { body } = await exchange(server, code, { as })
  assert.deepEqual(body['authorization_details'], [
    { type: 'bills', to: 'Ada', calls: 5 },
    { ...bills(), total: euros('12.5'), until },
  ])
})

test('a pushed request that is allowed again with lower limits never yields the code with the higher ones', async () => {
  const pushed = { ...asking([bills()]), client_id: as.id }
  const { body } = await post(`${server.issuer}/oauth2/par`, pushed, { as })
  const request = { client_id: as.id, request_uri: String(body['request_uri']) }
  const visitor = newVisitor(server)
  const page = await visitor.signIn(await visitor.open(request))
  const codeWith = async (calls: string) =>
    (await visitor.decide(page, 'allow', { 'limit.0.calls': calls })).address.searchParams.get(
      'code',
    )
  const code = await codeWith('20')
  assert.notEqual(code, null)
  assert.equal(await codeWith('20'), code, 'a double click')
  assert.equal(await codeWith('5'), null)
})

test('a form that raises a limit, or says nonsense, is shown again and grants nothing', async () => {
  const wrong: readonly (readonly [field: string, value: string])[] = [
    ['limit.0.total', '50.01'],
    ['limit.0.total', '99999999999999'],
    ['limit.0.total', '-1'],
    ['limit.0.total', 'NaN'],
    ['limit.0.total', '1e1'],
    ['limit.0.calls', '21'],
    ['limit.0.calls', '-1'],
    ['limit.0.calls', '1.5'],
    ['limit.0.until', inDays(31).slice(0, 16)],
    ['limit.0.until', '2001-01-01T00:00'],
    ['limit.0.until', 'never'],
  ]
  const { page, visitor } = await asked([bills()])
  for (const [field, value] of wrong) {
    const again = await visitor.decide(page, 'allow', { [field]: value })
    assert.equal(again.status, 400, `${field} ${value}`)
    assert.match(again.html, /only be lowered|is not valid|in the future/)
  }
  // Fields of limits that were not asked about are no limits.
  const answer = await visitor.decide(page, 'allow', { 'limit.0.to': 'Eve', 'limit.7.calls': '1' })
  const code = answer.address.searchParams.get('code') ?? assert.fail(answer.html)
  const { body } = await exchange(server, code, { as })
  assert.deepEqual(body['authorization_details'], [bills()])
})

test('the same details are asked about again each time, unless their type is remembered', async () => {
  const { page, visitor } = await asked([bills()])
  await visitor.decide(page, 'allow')
  const again = await visitor.open(asking([bills()]))
  assert.equal(again.address.pathname, '/consent')
  const silent = await visitor.open(asking([bills()], { prompt: 'none' }))
  assert.equal(errorOf(silent), 'consent_required')
  assert.equal(hiddenFields(again.html)['account'], server.account.id)
})
