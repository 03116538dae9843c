/** The numbers of the console: what was done through the door is what its pages say. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type RunningActivity, startActivity } from '../src/runtime/activity.ts'
import { ACT } from './act.ts'
import { newOperator } from './console-visitor.ts'
import { introspect, obtainTokens, post, refresh, tokensOf } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { newVisitor, type Visitor } from './visitor.ts'

const YEAR = 365 * 24 * 60 * 60

let server: RunningServer
let activity: RunningActivity
let operator: Visitor
before(async () => {
  server = await startServer({
    settings: { consoleRequiresSecondFactor: false },
    observe: (fact) => activity?.observe(fact),
  })
  const { store, clock } = server
  activity = startActivity(store.activity, { clock, seconds: 600, warn: assert.fail })
  operator = (await newOperator(server, 'owner')).visitor
})
after(async () => {
  await activity.stop()
  await server.close()
})

/** A page of the console, with everything that was counted until now. */
async function look(address: string): Promise<string> {
  await activity.flush()
  const page = await operator.get(address)
  assert.equal(page.status, 200, address)
  return page.text()
}

/** The total that the legend of a chart has beside a name. */
function total(html: string, chart: string, name: string): number {
  const [, figure = ''] = html.split(`aria-labelledby="${chart}">`)
  const [own = ''] = figure.split('</figure>', 1)
  const [, number = '0'] = new RegExp(`${name} <strong>([\\d,]+)</strong>`).exec(own) ?? []
  return Number(number.replaceAll(',', ''))
}

test('what people and clients did is what the overview and the refusals say', async () => {
  const before = await look('/console')
  const grown = (html: string, chart: string, name: string) =>
    total(html, chart, name) - total(before, chart, name)
  for (const password of ['wrong', 'also wrong']) {
    await newVisitor(server).post('/sign-in', { email: server.account.email, password })
  }
  const first = await obtainTokens(server)
  const second = tokensOf(await refresh(server, first.refreshToken))
  await refresh(server, second.refreshToken)
  await introspect(server, second.accessToken)
  const replay = await refresh(server, first.refreshToken)
  await introspect(server, second.accessToken)
  const wrong = { id: server.client.id, secret: 'wrong' }
  await post(`${server.issuer}/oauth2/token`, { grant_type: 'refresh_token' }, { as: wrong })

  const html = await look('/console')
  assert.deepEqual(
    [
      grown(html, 'sign-ins', 'Succeeded'),
      grown(html, 'sign-ins', 'Wrong password'),
      grown(html, 'tokens', 'Code'),
      grown(html, 'tokens', 'Refresh'),
      grown(html, 'introspections', 'Active'),
      grown(html, 'introspections', 'Not active'),
      grown(html, 'replays', 'Grant ended'),
    ],
    [1, 2, 1, 2, 1, 1, 1],
  )
  assert.match(html, /The service works, but something needs attention: replays were caught\./)
  assert.match(html, /<strong>1 replay was caught in the last 24 hours/)

  const reference = String(replay.body['error_uri']).replace(/^.*\//, '')
  const address = '/console/refusals?reason=generation_reused'
  // Explanations are stored within a second.
  let refusals = await look(address)
  for (let tries = 0; !refusals.includes(`/console/refusals/${reference}`); tries++) {
    assert.ok(tries < 100, 'the refused request is not listed')
    await pause(50)
    refusals = await look(address)
  }
  assert.match(refusals, /<a href="\/console\/clients\/[^"]+">(<bdi[^>]*>)?Ledgerline</)
  assert.match(await look(`/console/refusals/${reference}`), /What to do/)
  assert.match(await look('/console/refusals?reason=wrong_secret&client=nobody'), /that fits/)
})

test('a stranger can neither name rows nor put anything on a page', async () => {
  const stranger = { id: '<script>alert(1)</script>', secret: 'x' }
  for (let i = 0; i < 100; i++) {
    const as = { ...stranger, id: `${stranger.id}${i}` }
    await post(`${server.issuer}/oauth2/token`, { grant_type: 'refresh_token' }, { as })
  }
  const html = await look('/console/refusals')
  assert.doesNotMatch(html, /<script>alert/)
  const now = server.clock.now()
  const range = { span: 'hour', kind: 'refusal', since: now - 7_200, until: now + 1 } as const
  const rows = await server.store.activity.list(range)
  assert.ok(rows.some(({ clientId, counted }) => clientId === '' && counted >= 100))
  assert.ok(rows.length < 20, `${rows.length} rows`)
})

test('a clock that jumps a year ahead and back loses nothing and counts nothing twice', async () => {
  const before = total(await look('/console'), 'tokens', 'Code')
  await obtainTokens(server)
  await activity.flush()
  server.clock.advance(YEAR)
  await activity.flush()
  const ahead = await server.store.activity.sum({
    ...{ span: 'hour', kind: 'issued', since: server.clock.now() - 7_200 },
    until: server.clock.now() + 7_200,
  })
  assert.deepEqual(ahead, [])
  server.clock.advance(-YEAR)
  assert.equal(total(await look('/console'), 'tokens', 'Code'), before + 1)
})

test('a longer time and another client are read from the address, and nonsense is not', async () => {
  assert.match(await look('/console?time=90d'), /in the last 90 days/)
  assert.match(await look('/console?time=%3Cscript%3E'), /in the last 24 hours/)
  assert.match(await look('/console/refusals?from=nonsense'), /Refusals/)
  assert.equal((await operator.get('/console/refusals/nothing')).status, 404)
  assert.equal((await operator.get('/console/keys/retire/nothing')).status, 404)
})

test('jobs that were given up are listed with their reason, and tried again', async () => {
  const { store, account } = server
  const owner = await newOperator(server, 'owner')
  const jobs = ['one', 'two'].map((name) => ({ kind: 'test', input: { name } }))
  const changed = { by: ACT.by, at: ACT.at, jobs }
  await store.accounts.update(account.id, { name: 'With jobs' }, changed)
  for (const job of await store.jobs.take('test', { leaseMs: 60_000, limit: 10 })) {
    await store.jobs.giveUp(job, '<script>no answer</script>')
  }
  const list = await owner.visitor.follow('/console/jobs')
  assert.match(list.html, /no answer/)
  assert.doesNotMatch(list.html, /<script>no answer/)
  const [, retry = ''] = /action="(\/console\/jobs\/[^"]+\/retry)"/.exec(list.html) ?? []
  assert.match((await owner.submit(list, {}, retry)).html, /is tried again now/)
  assert.equal((await owner.submit(list, {}, retry)).status, 404)
  const question = await owner.visitor.follow('/console/jobs/retry')
  assert.match(question.html, /Tried again at once: 1 job\./)
  assert.match((await owner.submit(question)).html, /Tried again now: 1 job\./)
  assert.deepEqual(await store.jobs.listFailed(10), [])
})
