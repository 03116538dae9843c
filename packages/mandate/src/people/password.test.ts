import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { BUSY } from './bounded-queue.ts'
import { createPasswords } from './password.ts'

const cheap = { memory: 64, passes: 1, parallelism: 1 }
const passwords = createPasswords({ random: randomBytes, cost: cheap })

async function hashed(password: string, using = passwords): Promise<string> {
  const stored = await using.hash(password)
  assert(stored !== BUSY)
  return stored
}

test('a password is kept as Argon2id with 19 MiB, two passes and one lane', async () => {
  const recommended = createPasswords({ random: randomBytes })
  const stored = await hashed('correct horse', recommended)
  assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  assert.equal(await recommended.verify('correct horse', stored), 'match')
  assert.equal(await recommended.verify('correct horsf', stored), 'mismatch')
})

test('a hash made by the reference implementation of Argon2 is understood', async () => {
  // Its own test vector: 64 MiB, two passes, password "password", salt "somesalt".
  const stored =
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  assert.equal(await passwords.verify('password', stored), 'match')
  assert.equal(await passwords.verify('passwore', stored), 'mismatch')
})

test('the same password has another hash each time', async () => {
  assert.notEqual(await hashed('correct horse'), await hashed('correct horse'))
})

test('the same characters match however the keyboard writes them', async () => {
  const stored = await hashed('cafe\u0301 au lait')
  assert.equal(await passwords.verify('café au lait', stored), 'match')
})

test('without an account, or with a record that cannot be read, nothing matches', async () => {
  for (const stored of [null, '', 'plain text', '$argon2id$v=19$m=64,t=1,p=1$AA$AA']) {
    assert.equal(await passwords.verify('', stored), 'mismatch')
    assert.equal(await passwords.verify('correct horse', stored), 'mismatch')
  }
})

test('a text too long to be a password never matches', async () => {
  const long = 'x'.repeat(2_000)
  const stored = await hashed(long)
  assert.equal(await passwords.verify(long, stored), 'mismatch')
})

test('an unknown account costs what a known one costs', async () => {
  const recommended = createPasswords({ random: randomBytes, atOnce: 1 })
  const stored = await hashed('correct horse', recommended)
  const seconds = async (record: string | null) => {
    const before = process.cpuUsage()
    for (let i = 0; i < 5; i++) await recommended.verify('wrong', record)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1e6
  }
  await seconds(stored)
  const ratio = (await seconds(null)) / (await seconds(stored))
  assert.ok(ratio > 0.5 && ratio < 2, `unknown costs ${ratio.toFixed(2)} of known`)
})

test('a hash made at another cost asks to be made again', async () => {
  const dearer = createPasswords({ random: randomBytes, cost: { ...cheap, passes: 2 } })
  const stored = await hashed('correct horse')
  assert.equal(passwords.needsRehash(stored), false)
  assert.equal(dearer.needsRehash(stored), true)
  assert.equal(dearer.needsRehash('not a hash'), true)
  assert.equal(await dearer.verify('correct horse', stored), 'match')
})

test('more passwords than fit are turned away as busy, the others are answered', async () => {
  const narrow = createPasswords({ random: randomBytes, cost: cheap, atOnce: 1, waiting: 2 })
  const stored = await hashed('correct horse', narrow)
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => narrow.verify('correct horse', stored)),
  )
  assert.deepEqual(answers, ['match', 'match', 'match', BUSY, BUSY])
  assert.equal(narrow.isBusy(), false)
})

test('a flood of strangers leaves room for browsers that are known', async () => {
  const crowded = createPasswords({ random: randomBytes, cost: cheap, atOnce: 1, waiting: 5 })
  const stored = await hashed('correct horse', crowded)
  const verify = (visitor: 'known' | 'new') => crowded.verify('correct horse', stored, { visitor })
  const strangers = Array.from({ length: 6 }, () => verify('new'))
  assert.deepEqual([crowded.isBusy('new'), crowded.isBusy('known')], [true, false])
  const owners = [verify('known'), verify('known')]
  assert.equal(crowded.isBusy('known'), true)
  const five = Array.from({ length: 5 }, () => 'match')
  assert.deepEqual(await Promise.all(strangers), [...five, BUSY])
  assert.deepEqual(await Promise.all(owners), ['match', BUSY])
})

test('networks that failed lately leave half of the places to others', async () => {
  const crowded = createPasswords({ random: randomBytes, cost: cheap, atOnce: 1, waiting: 4 })
  const stored = await hashed('correct horse', crowded)
  const failing = Array.from({ length: 9 }, () =>
    crowded.verify('wrong', stored, { visitor: 'failing' }),
  )
  assert.deepEqual([crowded.isBusy('failing'), crowded.isBusy('new')], [true, false])
  assert.equal(await crowded.verify('correct horse', stored), 'match')
  const answers = await Promise.all(failing)
  assert.equal(answers.filter((answer) => answer === BUSY).length, 6)
})

test('a hash from another system matches and is reported for replacement', async () => {
  // openssl passwd -6 -salt saltsalt
  const foreign =
    '$6$saltsalt$hRM5XZ86KXEw9UOmjigeVqFgULtFB2sgpC9lXQDfMib3Zgw7mEiUvBJI2EplzfAqxL5Vvwp2scFtv/uamSo5z0'
  assert.equal(await passwords.verify('correct horse', foreign), 'match')
  assert.equal(await passwords.verify('correct horsf', foreign), 'mismatch')
  assert.equal(passwords.needsRehash(foreign), true)
})

test('an imported Argon2 hash matches the password as it was typed there', async () => {
  // argon2-cffi: PasswordHasher(1, 64, 1).hash('cafe\u0301'), which does not normalize.
  const foreign =
    '$argon2id$v=19$m=64,t=1,p=1$ifJf8tPHvL4Ju4rnmsOkVQ$v01Cyv+atumub7LqS064QIREEjf8CU80TZCkkg8HMqE'
  assert.equal(await passwords.verify('cafe\u0301', foreign), 'match')
  assert.equal(await passwords.verify('cafe', foreign), 'mismatch')
})

test('a hash that is too costly to verify never matches', async () => {
  const absurd = '$2b$31$abcdefghijklmnopqrstuu23JPZtHcGhwXSF41f93o/7vBdDut3Xu'
  assert.equal(await passwords.verify('correct horse', absurd), 'mismatch')
})

test('every failure takes as long as one against the slowest foreign hash (SCENARIO 50)', async () => {
  let now = 0
  const waits: number[] = []
  const host = {
    slowly: async () => {
      now += 400
      return false
    },
    stopwatch: {
      milliseconds: () => now,
      async pause(milliseconds: number) {
        waits.push(milliseconds)
      },
    },
  }
  const server = createPasswords({ random: randomBytes, cost: cheap, host })
  const ours = await hashed('correct horse', server)
  const bcrypt = '$2b$12$abcdefghijklmnopqrstuuFDJRuYeKkCzo3Wy7h8SxhBSHBAHiPK2'
  for (const stored of [null, ours]) await server.verify('wrong', stored)
  assert.deepEqual(waits, [])
  await server.verify('wrong', bcrypt)
  for (const stored of [null, ours, bcrypt]) await server.verify('wrong', stored)
  assert.deepEqual(waits, [500, 500, 100])
  assert.equal(await server.verify('correct horse', ours), 'match')
  assert.equal(waits.length, 3)
})
