import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Fetcher } from '../fetching/fetcher.ts'
import { createPlatformPasswords } from './platform-passwords.ts'

const NOON = 1_800_000_000
const question = { email: 'ada@example.com', password: 'correct horse' }
const secret = 's'.repeat(32)

/** Platform passwords with their own clock; `answer` is what the platform does. */
function asking(answer: () => Promise<Response>) {
  let now = NOON
  const asked: Parameters<Fetcher>[] = []
  const platform = createPlatformPasswords({
    ...{ url: 'https://app.example/verify', secret, provider: 'platform' },
    clock: { now: () => now },
    fetch: (...request) => {
      asked.push(request)
      return answer()
    },
  })
  const pass = (seconds: number) => {
    now += seconds
  }
  return { ...platform, asked, pass }
}

const json =
  (value: unknown, status = 200) =>
  async () =>
    Response.json(value, { status })

test('the platform gets address and password in the body and the secret as a bearer token', async () => {
  const { ask, asked } = asking(json({ verified: true, subject: '42', name: 'Ada', more: 1 }))
  const user = { subject: '42', emailVerified: false, name: 'Ada' }
  assert.deepEqual(await ask(question), { is: 'yes', user })
  const [[url, request] = []] = asked
  assert.equal(url, 'https://app.example/verify')
  assert.deepEqual(JSON.parse(String(request?.body)), question)
  assert.equal(request?.headers?.['authorization'], `Bearer ${secret}`)
})

test('every answer but true and false is trouble, and the detail shows no secret', async () => {
  const answers: (() => Promise<Response>)[] = [
    json({}),
    json({ verified: 'true', subject: '42' }),
    json([{ verified: true, subject: '42' }]),
    json({ verified: true }),
    json({ verified: true, subject: '' }),
    json({ verified: true, subject: 42 }),
    json({ verified: true, subject: 'x'.repeat(256) }),
    json({ verified: true, subject: '42', email: 'eve@example.com' }),
    json({ verified: true, subject: '42', email: null }),
    json({ verified: true, subject: '42' }, 201),
    json({ verified: false }, 401),
    async () => new Response('{"verified": true, "subject": "42"'),
    async () => new Response(''),
    () => Promise.reject(new Error('The host could not be reached.')),
  ]
  for (const answer of answers) {
    const outcome = await asking(answer).ask(question)
    assert.ok(outcome.is === 'trouble', JSON.stringify(outcome))
    assert.doesNotMatch(outcome.detail, /correct horse|ada@|sssss/)
  }
  assert.deepEqual(await asking(json({ verified: false })).ask(question), { is: 'no' })
})

test('the address in the answer may be another spelling of the same one', async () => {
  const { ask } = asking(json({ verified: true, subject: '42', email: 'Ada@EXAMPLE.com' }))
  assert.equal((await ask(question)).is, 'yes')
})

test('while the platform is in trouble, only one question at a time is sent', async () => {
  let answer: () => Promise<Response> = json({}, 500)
  const { ask, asked, isInTrouble, pass } = asking(() => answer())
  assert.equal(isInTrouble(), false)
  assert.equal((await ask(question)).is, 'trouble')
  assert.equal(isInTrouble(), true)

  const held = Promise.withResolvers<Response>()
  answer = () => held.promise
  const first = ask(question)
  const others = await Promise.all([ask(question), ask(question)])
  assert.deepEqual(others, [{ is: 'not_asked' }, { is: 'not_asked' }])
  held.resolve(Response.json({ verified: false }))
  assert.deepEqual(await first, { is: 'no' })
  assert.equal(isInTrouble(), false)
  assert.equal(asked.length, 2)

  answer = json({}, 500)
  await ask(question)
  pass(60)
  assert.equal(isInTrouble(), false)
})

test('a wrong answer about one address does not affect the others', async () => {
  const { ask, isInTrouble } = asking(
    json({ verified: true, subject: '42', email: 'eve@example.com' }),
  )
  assert.equal((await ask(question)).is, 'trouble')
  assert.equal(isInTrouble(), false)
})

test('unknown browsers cannot take all places, at once or per second', () => {
  const { takePlace, pass } = asking(json({ verified: false }))
  const take = (visitor: 'known' | 'new') =>
    Array.from({ length: 100 }, () => takePlace(visitor)).filter((place) => place !== undefined)
  const strangers = take('new')
  const known = take('known')
  assert.deepEqual([strangers.length, known.length], [40, 10])
  for (const leave of strangers) leave()
  // The places of this second are used up.
  assert.equal(take('new').length, 0)
  pass(1)
  for (const leave of known) leave()
  assert.equal(take('new').length, 40)
})
