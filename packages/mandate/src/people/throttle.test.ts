import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { LONGEST_BUCKET_SECONDS } from '../store/port.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { limitOfMails, limitsOfCode, limitsOfPassword } from './attempt-limits.ts'
import type { Visitor } from './shares.ts'
import {
  type Admission,
  admitAttempt,
  admitGuess,
  admitMail,
  forgetAttempts,
  mailWasUsed,
} from './throttle.ts'

const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())

const NOON = 1_800_000_000
const DAY = 24 * 60 * 60
const QUARTER = 900

let visitors = 0
/** A person and a network that no other test has anything to do with. */
function stranger() {
  visitors += 1
  const network = `2001:db8:${visitors.toString(16)}:1::1`
  return { email: `person-${visitors}@example.com`, network, browser: null }
}

type Attempt = Parameters<typeof admitAttempt>[1]

function tryIn(attempt: Attempt, now = NOON): Promise<Admission> {
  return admitAttempt(store.attempts, attempt, now)
}

async function signIn(attempt: Attempt, now = NOON): Promise<Admission> {
  const admission = await tryIn(attempt, now)
  if (admission.admitted) await admission.settle('right')
  return admission
}

function waitOf(admission: Admission): number {
  return admission.admitted ? 0 : admission.retryAfterSeconds
}

/** How many of these attempts are checked, one after the other. */
async function checked(count: number, attempt: (i: number) => Attempt, now = NOON) {
  let admitted = 0
  for (let i = 0; i < count; i++) if ((await tryIn(attempt(i), now)).admitted) admitted += 1
  return admitted
}

test('ten mistakes cost nothing, then there is one attempt in a quarter of an hour', async () => {
  const ada = stranger()
  assert.equal(await checked(10, () => ada), 10)
  for (let now = NOON; now < NOON + 5 * QUARTER; now += QUARTER) {
    assert.equal(waitOf(await tryIn(ada, now)), QUARTER)
    assert.equal(waitOf(await tryIn(ada, now + QUARTER - 1)), 1)
    assert.equal(waitOf(await tryIn(ada, now + QUARTER)), 0)
  }
})

test('of a hundred guesses at the same moment ten are checked, and after a wait one', async () => {
  const ada = stranger()
  const admittedAt = async (now: number) => {
    const admissions = await Promise.all(Array.from({ length: 100 }, () => tryIn(ada, now)))
    return admissions.filter(({ admitted }) => admitted).length
  }
  assert.equal(await admittedAt(NOON), 10)
  assert.equal(await admittedAt(NOON + QUARTER), 1)
})

test('attempts that are refused cost nothing elsewhere, and prolong nothing', async () => {
  const ada = stranger()
  await checked(10, () => ada)
  await Promise.all(Array.from({ length: 300 }, () => tryIn(ada)))
  assert.equal(waitOf(await tryIn(ada)), QUARTER)
  assert.equal(waitOf(await tryIn({ ...stranger(), network: ada.network })), 0)
  assert.equal(waitOf(await tryIn({ ...stranger(), email: ada.email })), 0)
})

test('upper case, aliases and the addresses of one IPv6 /64 do not give new guesses', async () => {
  const ada = stranger()
  const spellings = ['', '+shop', '+2'].map((tag) => ada.email.replace('@', `${tag}@`))
  const guess = (i: number) => ({
    ...ada,
    email: i % 2 === 0 ? (spellings[i % 3] ?? '').toUpperCase() : ` ${spellings[i % 3]}`,
    network: ada.network.replace('::1', `::${(i + 1).toString(16)}`),
  })
  assert.equal(await checked(40, guess), 10)
})

test('a network that guesses at a mailbox slows no other network there', async () => {
  const ada = stranger()
  for (let now = NOON; now < NOON + 8 * QUARTER; now += 60) {
    await checked(3, () => ada, now)
    assert.equal(waitOf(await tryIn({ ...stranger(), email: ada.email }, now)), 0)
  }
})

test('whatever new browsers do at a mailbox, a known browser has its own limits', async () => {
  const ada = stranger()
  await checked(200, () => ({ ...stranger(), email: ada.email }))
  assert.equal(waitOf(await tryIn(ada)), 60)
  assert.equal(await checked(11, () => ({ ...ada, browser: 'at home' })), 10)
  assert.equal(await checked(11, () => ({ ...ada, browser: 'at work' })), 10)
})

test('who has copied a known browser’s secret does not delay its owner, who has another network', async () => {
  const ada = { ...stranger(), browser: 'copied' }
  const thief = { ...ada, network: stranger().network }
  assert.equal(await checked(50, () => thief), 10)
  assert.equal(waitOf(await signIn(ada)), 0)
})

test('a known browser that fails thirty times, wherever it is, counts as a new one', async () => {
  const ada = stranger()
  let seen: Visitor | undefined
  const hasRoom = (visitor: Visitor) => {
    seen = visitor
    return true
  }
  const copied = () => ({ ...ada, network: stranger().network, browser: 'copied', hasRoom })
  for (let i = 0; i < 30; i++) assert.equal((await tryIn(copied())).admitted && seen, 'known')
  assert.equal((await tryIn(copied())).admitted && seen, 'new')
  assert.equal((await tryIn({ ...ada, browser: 'other', hasRoom })).admitted && seen, 'known')
  // Now its guesses count for the mailbox, like those of any other new browser.
  assert.equal(await checked(200, copied), 99)
  const hourLater = await tryIn(copied(), NOON + 3_600)
  assert.equal(hourLater.admitted && seen, 'known')
})

test('a success gives back what it took, and empties what was counted for its own network', async () => {
  for (const browser of [null, 'at home']) {
    const ada = { ...stranger(), browser }
    await checked(9, () => ada)
    assert.equal(waitOf(await signIn(ada)), 0)
    assert.equal(await checked(20, () => ada), 10)
  }
  const { network } = stranger()
  for (let i = 0; i < 300; i++) {
    assert.equal(waitOf(await signIn({ ...stranger(), network })), 0, 'colleagues')
  }
})

test('an attempt that was not checked after all gives back everything', async () => {
  const ada = stranger()
  for (let i = 0; i < 120; i++) {
    const admission = await tryIn(ada)
    assert.ok(admission.admitted)
    await admission.settle('unchecked')
  }
})

test('the owner of an alias cannot empty what was counted for the mailbox', async () => {
  const ada = stranger()
  const alias = { ...ada, email: ada.email.replace('@', '+mallory@') }
  let looked = 0
  for (let i = 0; i < 40; i++) {
    if ((await tryIn(ada)).admitted) looked += 1
    await signIn(alias)
  }
  assert.equal(looked, 10)
})

test('somebody who signs in without end is slowed, in that browser or network only', async () => {
  for (const browser of [null, 'at home']) {
    const ada = { ...stranger(), browser }
    for (let i = 0; i < 300; i++) assert.equal(waitOf(await signIn(ada)), 0)
    assert.equal(waitOf(await signIn(ada)), 3)
    assert.equal(waitOf(await signIn({ ...ada, browser: 'other' })), 0)
    assert.equal(waitOf(await signIn({ ...ada, browser: null, network: '192.0.2.7' })), 0)
  }
})

test('an attempt that finds no room is not checked, and does not count', async () => {
  for (const browser of [null, 'the browser at home']) {
    const ada = { ...stranger(), browser }
    for (let i = 0; i < 150; i++) {
      const admission = await tryIn({ ...ada, hasRoom: () => false })
      assert.deepEqual(admission, { admitted: false, retryAfterSeconds: 1, because: 'full' })
    }
    assert.equal(await checked(11, () => ada), 10)
  }
})

test('a network that has failed three times makes way for others until an hour later', async () => {
  const { network } = stranger()
  const visitorAt = async (now: number) => {
    let seen: Visitor | undefined
    const hasRoom = (visitor: Visitor) => {
      seen = visitor
      return true
    }
    await tryIn({ ...stranger(), network, hasRoom }, now)
    return seen
  }
  const seen = [NOON, NOON, NOON, NOON, NOON + 3_599, NOON + 3_600]
  const visitors: unknown[] = []
  for (const now of seen) visitors.push(await visitorAt(now))
  assert.deepEqual(visitors, ['new', 'new', 'new', 'failing', 'failing', 'new'])
})

test('a network has limits at all mailboxes together, and so have the wider ones', async () => {
  const { network } = stranger()
  assert.equal(await checked(150, () => ({ ...stranger(), network })), 100)
  assert.equal(waitOf(await tryIn({ ...stranger(), network })), 10)
  for (const [address, most] of [
    [(i: number) => `2001:db8:ffff:aa${(i % 200).toString(16).padStart(2, '0')}::1`, 200],
    [(i: number) => `2001:db8:fffe:${(i * 256).toString(16)}::1`, 400],
    [(i: number) => `198.51.100.${i % 256}`, 400],
  ] as const) {
    const guess = (i: number) => ({ ...stranger(), network: address(i % 250) })
    assert.equal(await checked(600, guess), most)
  }
})

test('codes are limited in each network, and together in all that are new', async () => {
  const whose = { accountId: 'account-1', browser: null }
  const guess = (attempt: { network: string; browser: string | null }, now = NOON) =>
    admitGuess(store.attempts, { ...whose, ...attempt }, now)
  const guesses = async (count: number, attempt: () => Parameters<typeof guess>[0]) => {
    let admitted = 0
    for (let i = 0; i < count; i++) if ((await guess(attempt())).admitted) admitted += 1
    return admitted
  }
  const { network } = stranger()
  assert.equal(await guesses(50, () => ({ network, browser: null })), 5)
  assert.equal(await guesses(50, () => ({ ...stranger() })), 15)
  const known = { network, browser: 'at home' }
  assert.equal(await guesses(4, () => known), 4)
  const right = await guess(known)
  assert.ok(right.admitted)
  await right.settle('right')
  assert.equal(await guesses(10, () => known), 5)
  assert.equal(waitOf(await guess(stranger(), NOON + QUARTER)), 0)
})

test('browsers that a mailed link let in share a limit of codes', async () => {
  const accountId = 'account-of-a-read-mailbox'
  let checked = 0
  for (let i = 0; i < 60; i++) {
    const { network } = stranger()
    const guess = { accountId, network, browser: `let in ${i}` }
    for (let j = 0; j < 5; j++) {
      if ((await admitGuess(store.attempts, guess, NOON)).admitted) checked += 1
    }
  }
  assert.equal(checked, 60 + 20)
})

test('mails that anybody can ask for: three, then as many as links that are alive', async () => {
  const ada = { email: stranger().email, purpose: 'let_browser_in' }
  let sent = 0
  for (let now = NOON; now < NOON + DAY; now += 60) {
    if (await admitMail(store.attempts, ada, now)) sent += 1
  }
  assert.ok(sent === 3 + 95, `${sent} mails`)
  assert.equal(await admitMail(store.attempts, { ...ada, purpose: 'reset_password' }, NOON), true)
})

test('a mail whose link was used does not count', async () => {
  const ada = { email: stranger().email, purpose: 'let_browser_in' }
  for (let i = 0; i < 20; i++) {
    assert.equal(await admitMail(store.attempts, ada, NOON), true)
    await mailWasUsed(store.attempts, ada)
  }
})

test('what is counted for a mailbox and an account is forgotten together', async () => {
  const ada = stranger()
  const accountId = 'account-ada'
  const own = () => tryIn(ada)
  const known = () => tryIn({ ...ada, browser: 'at home' })
  const alias = () => tryIn({ ...ada, email: ada.email.replace('@', '+shop@') })
  const code = () => admitGuess(store.attempts, { accountId, network: '::1', browser: null }, NOON)
  const all = [own, known, alias, code]
  for (const attempt of all) for (let i = 0; i < 20; i++) await attempt()
  for (const attempt of all) assert.notEqual(waitOf(await attempt()), 0)
  assert.ok((await forgetAttempts(store.attempts, { email: ada.email, accountId })) > 3)
  for (const attempt of all) assert.equal(waitOf(await attempt()), 0)
})

test('a wait that began by a clock that was ahead does not go on after it is right again', async () => {
  const ada = stranger()
  await checked(20, () => ada)
  assert.equal(waitOf(await tryIn(ada, NOON - 60)), QUARTER)
  assert.equal(waitOf(await tryIn(ada, NOON - DAY)), 0)
})

const DAY_OF_GUESSES: readonly [string, number, (i: number, own: string) => Partial<Attempt>][] = [
  ['one address', 106, (_, own) => ({ network: own })],
  ['one /24', 328, (i) => ({ network: `192.0.2.${i % 256}` })],
  ['everywhere', 1_540, () => ({ network: stranger().network })],
  [
    'everywhere with the secret of a known browser',
    1_594,
    () => ({
      ...{ network: stranger().network, browser: 'copied' },
    }),
  ],
]
for (const [where, most, from] of DAY_OF_GUESSES) {
  test(`who tries from ${where} has at most ${most} guesses a day at one mailbox`, async () => {
    const ada = stranger()
    let looked = 0
    let refused = 0
    for (let now = NOON, i = 0; now < NOON + DAY; i++) {
      const admission = await tryIn({ ...ada, ...from(i, ada.network) }, now)
      if (admission.admitted) looked += 1
      refused = admission.admitted ? 0 : refused + 1
      // Tries another network before it waits.
      if (!admission.admitted && refused > 1) now += Math.min(60, admission.retryAfterSeconds)
    }
    assert.ok(looked <= most, `${looked} guesses`)
    assert.ok(looked > most * 0.95, `${looked} guesses`)
  })
}

test('no bucket takes longer to become empty than the sweep believes', () => {
  const limits = fc.record({
    network: fc.oneof(fc.ipV4(), fc.ipV6()),
    browser: fc.option(fc.string()),
    email: fc.emailAddress(),
  })
  fc.assert(
    fc.property(limits, (attempt) => {
      const all = [
        ...limitsOfPassword(attempt),
        ...limitsOfCode({ ...attempt, accountId: attempt.email }),
        limitOfMails(attempt.email, 'any'),
      ]
      for (const { most, seconds } of all) assert.ok(most * seconds <= LONGEST_BUCKET_SECONDS)
    }),
  )
})

test('nothing that was typed is kept: buckets have hashed names', async () => {
  const kept: string[] = []
  const spy = {
    ...store.attempts,
    add: (...given: Parameters<typeof store.attempts.add>) => {
      kept.push(...given[0].map(({ name }) => name))
      return store.attempts.add(...given)
    },
  }
  await admitAttempt(spy, { ...stranger(), email: 'my secret password' }, NOON)
  assert.equal(kept.length, 8)
  assert.ok(kept.every((name) => /^[A-Za-z0-9_-]{43}$/.test(name)))
})
