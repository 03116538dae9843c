import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { openSqliteStore } from '../store/sqlite/open.ts'
import {
  type Admission,
  admitAttempt,
  forgetAttempts,
  recordSuccess,
  waitAfter,
} from './throttle.ts'

const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())

const NOON = 1_800_000_000
const DAY = 24 * 60 * 60

let visitors = 0
/** A person and a network that no other test has anything to do with. */
function stranger() {
  visitors += 1
  const network = `2001:db8:${visitors.toString(16)}:1::1`
  return { email: `person-${visitors}@example.com`, network, browser: null }
}

function tryIn(attempt: Parameters<typeof admitAttempt>[1], now: number): Promise<Admission> {
  return admitAttempt(store.attempts, attempt, now)
}

function waitOf(admission: Admission): number {
  return admission.admitted ? 0 : admission.retryAfterSeconds
}

test('ten mistakes cost nothing, then the waits grow up to a quarter of an hour', async () => {
  const ada = stranger()
  let now = NOON
  for (let i = 0; i < 10; i++) assert.equal(waitOf(await tryIn(ada, now)), 0)
  for (const seconds of [30, 60, 120, 240, 480, 900, 900]) {
    assert.equal(waitOf(await tryIn(ada, now)), seconds)
    assert.equal(waitOf(await tryIn(ada, now + seconds - 1)), 1)
    now += seconds
    assert.equal(waitOf(await tryIn(ada, now)), 0)
  }
})

test('a hundred guesses in parallel are counted as a hundred, and ten are looked at', async () => {
  const ada = stranger()
  const counts: number[] = []
  const attempts = {
    ...store.attempts,
    add: async (...given: Parameters<typeof store.attempts.add>) => {
      const counted = await store.attempts.add(...given)
      counts.push(...[...counted.values()].map(({ count }) => count))
      return counted
    },
  }
  const admissions = await Promise.all(
    Array.from({ length: 100 }, () => admitAttempt(attempts, ada, NOON)),
  )
  assert.equal(Math.max(...counts), 100)
  assert.equal(admissions.filter(({ admitted }) => admitted).length, 10)
  assert.equal(waitOf(await tryIn(ada, NOON)), 900)
})

test('after a wait one guess is looked at, however many come at that moment', async () => {
  const ada = stranger()
  await Promise.all(Array.from({ length: 30 }, () => tryIn(ada, NOON)))
  const later = await Promise.all(Array.from({ length: 30 }, () => tryIn(ada, NOON + 900)))
  assert.equal(later.filter(({ admitted }) => admitted).length, 1)
})

test('upper case, aliases and the addresses of one IPv6 /64 do not give new guesses', async () => {
  const ada = stranger()
  const network = (host: number) => ada.network.replace('::1', `::${host.toString(16)}`)
  for (let i = 0; i < 10; i++) {
    const email = i % 2 === 0 ? ada.email.toUpperCase() : ` ${ada.email}`
    assert.equal(waitOf(await tryIn({ ...ada, email, network: network(i) }, NOON)), 0)
  }
  assert.equal(waitOf(await tryIn(ada, NOON)), 30)

  for (let i = 0; i < 30; i++) {
    const email = ada.email.replace('@', `+${i}@`)
    assert.equal(waitOf(await tryIn({ ...ada, email }, NOON)), 30)
  }
})

test('a mailbox that many networks guess at is slowed for each of them, but never closed', async () => {
  const ada = stranger()
  const from = () => ({ ...stranger(), email: ada.email })
  const admissions = await Promise.all(Array.from({ length: 100 }, () => tryIn(from(), NOON)))
  assert.equal(admissions.filter(({ admitted }) => admitted).length, 40)

  const owner = from()
  assert.equal(waitOf(await tryIn(owner, NOON)), 0)
  assert.equal(waitOf(await tryIn(owner, NOON)), 900)
  assert.equal(waitOf(await tryIn(owner, NOON + 900)), 0)
})

test('a network that asks again and again uses up its own turn and no other', async () => {
  const ada = stranger()
  const from = () => ({ ...stranger(), email: ada.email })
  await Promise.all(Array.from({ length: 100 }, () => tryIn(from(), NOON)))
  const mallory = from()
  const polls = await Promise.all(Array.from({ length: 200 }, () => tryIn(mallory, NOON)))
  assert.equal(polls.filter(({ admitted }) => admitted).length, 1)
  const [site = ''] = mallory.network.split(':1::')
  const neighbours = await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      tryIn({ ...mallory, network: `${site}:${i + 9}::1` }, NOON),
    ),
  )
  assert.equal(neighbours.filter(({ admitted }) => admitted).length, 3)
  assert.equal(waitOf(await tryIn(from(), NOON)), 0)
})

test('a network that polls during its wait has spent what it may fail', async () => {
  const ada = stranger()
  for (let i = 0; i < 200; i++) await tryIn(ada, NOON)
  const other = { ...stranger(), network: ada.network }
  assert.equal(waitOf(await tryIn(other, NOON)), 900)
  assert.equal(waitOf(await tryIn({ ...stranger(), email: ada.email }, NOON)), 0)
})

test('what is counted for a mailbox is forgotten together, for its aliases and browsers too', async () => {
  const ada = stranger()
  const known = { ...ada, browser: 'the browser at home' }
  for (let i = 0; i < 20; i++) {
    await tryIn(ada, NOON)
    await tryIn(known, NOON)
    await tryIn({ ...stranger(), email: ada.email.replace('@', '+shop@') }, NOON)
  }
  assert.notEqual(waitOf(await tryIn(ada, NOON)), 0)
  assert.notEqual(waitOf(await tryIn(known, NOON)), 0)
  const other = stranger()
  for (let i = 0; i < 11; i++) await tryIn(other, NOON)
  assert.ok((await forgetAttempts(store.attempts, ada.email)) > 3)
  assert.equal(waitOf(await tryIn(ada, NOON)), 0)
  assert.equal(waitOf(await tryIn(known, NOON)), 0)
  assert.notEqual(waitOf(await tryIn(other, NOON)), 0)
})

test('forged known browsers are strangers after a hundred failures', async () => {
  const ada = stranger()
  let looked = 0
  for (let i = 0; i < 300; i++) {
    const browser = `forged ${Math.floor(i / 9)}`
    if ((await tryIn({ ...ada, browser }, NOON)).admitted) looked += 1
  }
  assert.ok(looked <= 110, `${looked} guesses`)
})

test('an account that signs in without end is held up, like one that fails', async () => {
  const ada = stranger()
  for (const browser of ['one', 'other']) {
    for (let i = 0; i < 150; i++) {
      assert.equal(waitOf(await tryIn({ ...ada, browser }, NOON)), 0)
      await recordSuccess(store.attempts, { ...ada, browser }, NOON)
    }
  }
  assert.equal(waitOf(await tryIn({ ...ada, browser: 'other' }, NOON)), 900)
  assert.equal(waitOf(await tryIn(ada, NOON)), 900)
  assert.equal(waitOf(await tryIn(ada, NOON + 900)), 0)
})

test('an attempt that finds no room is not looked at, and does not count', async () => {
  for (const browser of [null, 'the browser at home']) {
    const ada = { ...stranger(), browser }
    for (let i = 0; i < 150; i++) {
      const admission = await tryIn({ ...ada, hasRoom: () => false }, NOON)
      assert.deepEqual(admission, { admitted: false, retryAfterSeconds: 1, because: 'full' })
    }
    assert.deepEqual(await tryIn(ada, NOON), { admitted: true })
  }
})

test('fresh networks of one site, or of one IPv4 /24, do not fail without end', async () => {
  for (const address of [
    (i: number) => `2001:db8:ffff:${(i * 256).toString(16)}::1`,
    (i: number) => `198.51.100.${i % 256}`,
  ]) {
    let looked = 0
    for (let i = 0; i < 600; i++) {
      if ((await tryIn({ ...stranger(), network: address(i % 250) }, NOON)).admitted) looked += 1
    }
    assert.equal(looked, 400)
  }
})

test('whatever strangers do, the owner gets in at once with a browser used before', async () => {
  const ada = stranger()
  await Promise.all(Array.from({ length: 200 }, () => tryIn(ada, NOON)))
  const own = { ...ada, browser: 'the browser at home' }
  assert.deepEqual(await tryIn(own, NOON), { admitted: true })
})

test('strangers who never stop cannot keep a new browser of the owner out for good', async () => {
  const ada = stranger()
  for (let now = NOON; now < NOON + 3_600; now += 5) await tryIn(ada, now)
  const elsewhere = { ...ada, network: stranger().network }
  const wait = waitOf(await tryIn(elsewhere, NOON + 3_600))
  assert.ok(wait <= 900)
  assert.deepEqual(await tryIn(elsewhere, NOON + 3_600 + wait), { admitted: true })
})

test('a known browser has an allowance of its own, and only for its own address', async () => {
  const ada = { ...stranger(), browser: 'stolen' }
  for (let i = 0; i < 10; i++) assert.equal(waitOf(await tryIn(ada, NOON)), 0)
  assert.equal(waitOf(await tryIn(ada, NOON)), 30)
  assert.equal(waitOf(await tryIn({ ...ada, browser: 'another' }, NOON)), 0)
  assert.equal(waitOf(await tryIn({ ...ada, email: stranger().email }, NOON)), 0)
})

test('a success clears what was counted before it', async () => {
  for (const browser of [null, 'the browser at home']) {
    const ada = { ...stranger(), browser }
    for (let i = 0; i < 9; i++) await tryIn(ada, NOON)
    assert.equal(waitOf(await tryIn(ada, NOON)), 0)
    await recordSuccess(store.attempts, ada, NOON)
    for (let i = 0; i < 10; i++) assert.equal(waitOf(await tryIn(ada, NOON)), 0)
  }
})

test('the owner of an alias cannot clear what was counted for the mailbox', async () => {
  const ada = stranger()
  const mallory = { ...stranger(), email: ada.email.replace('@', '+mallory@') }
  const guess = () => tryIn({ ...stranger(), email: ada.email }, NOON)
  let looked = 0
  for (let i = 0; i < 100; i++) {
    if ((await guess()).admitted) looked += 1
    if (i % 5 === 0 && (await tryIn(mallory, NOON)).admitted) {
      await recordSuccess(store.attempts, mallory, NOON)
    }
  }
  assert.ok(looked <= 60, `${looked} guesses`)
})

test('one network may fail a hundred times in a quarter of an hour, across all mailboxes', async () => {
  const { network } = stranger()
  const from = () => ({ ...stranger(), network })
  for (let i = 0; i < 100; i++) assert.equal(waitOf(await tryIn(from(), NOON)), 0)
  const wait = waitOf(await tryIn(from(), NOON))
  assert.ok(wait > 0 && wait <= 900)
  assert.equal(waitOf(await tryIn(from(), NOON + wait)), 0)
})

test('people who sign in from one network do not use up what it may fail', async () => {
  const { network } = stranger()
  for (let i = 0; i < 300; i++) {
    const colleague = { ...stranger(), network }
    assert.equal(waitOf(await tryIn(colleague, NOON)), 0)
    await recordSuccess(store.attempts, colleague, NOON)
  }
})

test('after half a day without an attempt, the counter is reset', async () => {
  const ada = stranger()
  await Promise.all(Array.from({ length: 50 }, () => tryIn(ada, NOON)))
  for (let i = 0; i < 10; i++) assert.equal(waitOf(await tryIn(ada, NOON + DAY / 2 + 1)), 0)
})

test('setting the clock back does not prolong a wait', async () => {
  const ada = stranger()
  await Promise.all(Array.from({ length: 50 }, () => tryIn(ada, NOON)))
  assert.equal(waitOf(await tryIn(ada, NOON - DAY)), 900)
})

const DAY_OF_GUESSES: readonly [string, number, (i: number, own: string) => string][] = [
  ['one address', 110, (_, own) => own],
  ['one site or /24', 430, (i) => `192.0.2.${i % 256}`],
  ['everywhere', 1_970, () => stranger().network],
]
for (const [where, most, network] of DAY_OF_GUESSES) {
  test(`who tries from ${where} has at most ${most} guesses a day at one mailbox`, async () => {
    const ada = stranger()
    let looked = 0
    let refused = 0
    for (let now = NOON, i = 0; now < NOON + DAY; i++) {
      const admission = await tryIn({ ...ada, network: network(i, ada.network) }, now)
      if (admission.admitted) looked += 1
      refused = admission.admitted ? 0 : refused + 1
      // Tries a few other addresses before it waits.
      if (!admission.admitted && refused > 8) now += admission.retryAfterSeconds
    }
    assert.ok(looked <= most, `${looked} guesses`)
    assert.ok(looked > most / 2, `${looked} guesses`)
  })
}

test('who waits for the counter to be forgotten has no more than that', async () => {
  for (const hours of [1, 3, 6, 12, 24]) {
    const ada = stranger()
    let looked = 0
    for (let now = NOON; now < NOON + 4 * DAY; now += hours * 3_600 + 1) {
      const attempts = Array.from({ length: 41 }, () => ({ ...stranger(), email: ada.email }))
      const admissions = await Promise.all(attempts.map((attempt) => tryIn(attempt, now)))
      looked += admissions.filter(({ admitted }) => admitted).length
    }
    assert.ok(looked / 4 <= 1_970, `${looked} guesses in four days, each ${hours} hours`)
  }
})

test('no wait is shorter than the one before it, and none is longer than a quarter of an hour', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (count, free) => {
      assert.ok(waitAfter(count + 1, free) >= waitAfter(count, free))
      assert.ok(waitAfter(count, free) <= 900)
      assert.equal(waitAfter(count, free) === 0, count < free)
    }),
  )
})

test('nothing that was typed is kept: counters have hashed names', async () => {
  const kept: string[] = []
  const spy = {
    ...store.attempts,
    add: (...given: Parameters<typeof store.attempts.add>) => {
      kept.push(...given[0])
      return store.attempts.add(...given)
    },
  }
  await admitAttempt(spy, { ...stranger(), email: 'my secret password' }, NOON)
  assert.equal(kept.length, 5)
  assert.ok(kept.every((name) => /^[A-Za-z0-9_-]{43}$/.test(name)))
})
