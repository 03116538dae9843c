/**
 * Limits lowered on the account page while an agent works: what the page answered is true at once, for
 * every token, whatever was under way, and nothing a form says can raise one.
 */

import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import {
  apiCredentials,
  type Credentials,
  exchange,
  introspect,
  refresh,
  tokensOf,
} from './integrator.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, simplestRequest, type Visitor } from './visitor.ts'

const TYPES = `
bills:
  title: Pay bills for you
  limits: { total: amount, calls: calls, until: until }
  remembered: true
  scope: read
  schema: { type: object, properties: { to: { type: string } } }
`
let folder: string
let server: RunningServer
/** Runs once, right before the compare-and-set of a refresh. */
let beforeAdvance: (() => Promise<unknown>) | undefined
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mandate-lowering-'))
  const file = join(folder, 'types.yaml')
  await writeFile(file, TYPES)
  server = await startServer({
    settings: { authorizationDetailsFile: file },
    wrap: (store) => ({
      ...store,
      grants: {
        ...store.grants,
        async advance(step) {
          const act = beforeAdvance
          beforeAdvance = undefined
          await act?.()
          return store.grants.advance(step)
        },
      },
    }),
  })
})
after(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

let as: Credentials
let visitor: Visitor
beforeEach(() => useClient({ trusted: false }))
async function useClient({ trusted }: { readonly trusted: boolean }) {
  const metadata = { authorization_details_types: ['bills'] }
  const { client, secret } = await server.register({ trusted, metadata, name: 'Bill Bot' })
  as = { id: client.id, secret }
  visitor = newVisitor(server)
  await visitor.post('/sign-in', { email: server.account.email, password: PASSWORD })
}

const until = (seconds: number) =>
  new Date((server.clock.now() + seconds) * 1000).toISOString().replace('.000', '')
const euros = (value: string) => ({ currency: 'EUR', value })
const bills = (more: object = {}) => ({ type: 'bills', total: euros('50'), calls: 20, ...more })

const request = (details: unknown) => ({
  ...simplestRequest(server),
  client_id: as.id,
  authorization_details: JSON.stringify(details),
})

/** Connects the agent; its tokens and the id of its grant. */
async function connect(details: readonly object[]) {
  server.clock.advance(1)
  let arrival = await visitor.open(request(details))
  if (arrival.address.pathname === '/consent') arrival = await visitor.decide(arrival, 'allow')
  const code = arrival.address.searchParams.get('code') ?? assert.fail(arrival.html)
  const tokens = tokensOf(await exchange(server, code, { as }))
  const now = server.clock.now()
  const { installations } = await server.store.grants.listNewest(server.account.id, { now })
  const { id } = installations.find(({ clientId }) => clientId === as.id) ?? assert.fail()
  return { ...tokens, grant: id }
}
const lower = async (grant: string, limits: Readonly<Record<string, string>>, by = visitor) => {
  const fields = Object.entries(limits).map(([name, value]) => [`limit.${name}`, value])
  const form = { grant, account: server.account.id, ...Object.fromEntries(fields) }
  return (await by.send('/account/lower-limits', form)).html
}
const LOWERED = /The limits of .*Bill Bot.* are now lower/
const seen = async (token: string) =>
  (await introspect(server, token, apiCredentials(server))).body['authorization_details']

test('a token issued before, the client and the next refresh have the lower limits at once', async () => {
  const { grant, accessToken, refreshToken } = await connect([bills({ to: 'Ada' }), bills()])
  const page = await (await visitor.get('/account')).text()
  assert.match(page, /Up to <bdi>€50[\s\S]*name="limit\.1\.calls"[^>]* max="20"/)
  const html = await lower(grant, { '1.total': '12.50', '1.calls': '3', '0.until': until(3_600) })
  assert.match(html, LOWERED)
  assert.match(html, /Up to <bdi>€12\.50/)
  const stated = await seen(accessToken)
  assert.deepEqual(stated, [
    bills({ to: 'Ada', until: until(3_600) }),
    bills({ total: euros('12.50'), calls: 3 }),
  ])
  const answer = await refresh(server, refreshToken, { as })
  assert.deepEqual(answer.body['authorization_details'], stated)
  assert.deepEqual(await seen(tokensOf(answer).accessToken), stated)
  const facts = await server.store.facts.list({ accountId: server.account.id }, 20)
  assert.equal(facts.filter(({ kind }) => kind === 'grant.lowered').length, 1)
  assert.match(await (await visitor.get('/account/activity')).text(), /You lowered the limits of/)
})

test('a token with some of the details keeps its places, also if it names them as they were', async () => {
  const details = [bills({ to: 'Ada' }), bills({ to: 'Bob' }), bills({ to: 'Cyd' })]
  const { grant, refreshToken } = await connect(details)
  const form = { authorization_details: JSON.stringify([details[1], details[2]]) }
  const some = tokensOf(await refresh(server, refreshToken, { as, form }))
  assert.match(await lower(grant, { '0.calls': '1', '2.calls': '2' }), LOWERED)
  const lowered = [details[1], bills({ to: 'Cyd', calls: 2 })]
  assert.deepEqual(await seen(some.accessToken), lowered)
  const again = await refresh(server, some.refreshToken, { as, form })
  assert.deepEqual(again.body['authorization_details'], lowered)
})

test('a form can raise nothing, whatever it showed: stored limits count', async () => {
  const { grant, accessToken } = await connect([bills({ until: until(7_200) })])
  assert.match(await lower(grant, { '0.total': '10', '0.calls': '5' }), LOWERED)
  const before = await seen(accessToken)
  const raising: readonly Readonly<Record<string, string>>[] = [
    { '0.total': '50' },
    { '0.total': '10.01' },
    { '0.total': '99999999999999999999' },
    { '0.total': '-1' },
    { '0.total': 'NaN' },
    { '0.total': '1e1' },
    { '0.total': '٥' },
    { '0.calls': '20' },
    { '0.calls': '-5' },
    { '0.calls': '4.5' },
    { '0.calls': '0x1' },
    { '0.calls': '9007199254740993' },
    { '0.until': until(100_000) },
    { '0.until': '1999-12-31T23:59' },
    { '0.until': '9999-99-99T99:99' },
    // One that is lower does not carry another along.
    { '0.total': '1', '0.calls': '6' },
  ]
  for (const limits of raising) {
    const html = await lower(grant, limits)
    assert.match(html, /only be lowered|is not valid|in the future/, JSON.stringify(limits))
  }
  for (const limits of [{ '0.total': '10.00' }, { '7.calls': '1' }, { '0.to': 'Eve' }, {}]) {
    assert.match(await lower(grant, limits), /Nothing was changed/, JSON.stringify(limits))
  }
  assert.deepEqual(await seen(accessToken), before)
})

test('an amount cannot change its currency, by form or by a name that looks like its field', async () => {
  const { grant, accessToken } = await connect([bills()])
  const strange = { '0.total.currency': 'JPY', '0.total.value': '1', total: '1' }
  assert.match(await lower(grant, strange), /Nothing was changed/)
  assert.deepEqual(await seen(accessToken), [bills()])
})

test('nobody lowers the grant of another person, or one that has ended', async () => {
  const { grant, accessToken } = await connect([bills()])
  const other = await server.createAccount(`eve.${as.id}@example.com`)
  const eve = newVisitor(server)
  await eve.post('/sign-in', { email: `eve.${as.id}@example.com`, password: PASSWORD })
  const form = { grant, account: other.id, 'limit.0.calls': '1' }
  assert.doesNotMatch((await eve.send('/account/lower-limits', form)).html, LOWERED)
  const stranger = newVisitor(server)
  assert.doesNotMatch(await lower(grant, { '0.calls': '1' }, stranger), LOWERED)
  assert.deepEqual(await seen(accessToken), [bills()])
  await visitor.send('/account/disconnect-installation', { grant, account: server.account.id })
  assert.doesNotMatch(await lower(grant, { '0.calls': '1' }), LOWERED)
})

test('a refresh under way at that moment answers with the lower limits', async () => {
  const { grant, refreshToken } = await connect([bills()])
  beforeAdvance = () => lower(grant, { '0.total': '5' })
  const answer = await refresh(server, refreshToken, { as })
  assert.equal(answer.status, 200)
  assert.deepEqual(answer.body['authorization_details'], [bills({ total: euros('5') })])
  // Nobody is logged out by it.
  const next = await refresh(server, tokensOf(answer).refreshToken, { as })
  assert.equal(next.status, 200)
})

test('two forms at once: the lower of both, and one fact for each change', async () => {
  const { grant, accessToken } = await connect([bills()])
  const pages = await Promise.all([
    lower(grant, { '0.calls': '4' }),
    lower(grant, { '0.total': '7' }),
    lower(grant, { '0.calls': '4' }),
  ])
  assert.equal(pages.filter((html) => LOWERED.test(html)).length, 2)
  assert.deepEqual(await seen(accessToken), [bills({ calls: 4, total: euros('7') })])
})

for (const trusted of [false, true]) {
  test(`what was lowered does not come back unasked: a ${trusted ? 'trusted' : 'remembered'} client`, async () => {
    await useClient({ trusted })
    const [late, soon] = [until(7_200), until(3_600)]
    const untilLate = { type: 'bills', to: 'Ada', until: late }
    const { grant } = await connect([untilLate])
    const same = await visitor.open(request([untilLate]))
    assert.notEqual(same.address.searchParams.get('code'), null)
    assert.match(await lower(grant, { '0.until': soon }), LOWERED)
    const again = await visitor.open(request([untilLate]))
    assert.equal(again.address.pathname, '/consent', again.address.href)
    // What it still has needs no question.
    const less = await visitor.open(request([{ ...untilLate, until: soon }]))
    assert.notEqual(less.address.searchParams.get('code'), null)
    const allowed = await visitor.decide(again, 'allow')
    assert.notEqual(allowed.address.searchParams.get('code'), null)
  })
}

test('a remembered type begins no limit anew unasked: each grant would have all calls again', async () => {
  for (const usedUp of [{ calls: 4 }, { total: euros('50') }]) {
    const details = [{ type: 'bills', to: 'Ada', ...usedUp }]
    await connect(details)
    const again = await visitor.open(request(details))
    assert.equal(again.address.pathname, '/consent', again.address.href)
    const silent = await visitor.open({ ...request(details), prompt: 'none' })
    assert.equal(silent.address.searchParams.get('error'), 'consent_required')
  }
})
