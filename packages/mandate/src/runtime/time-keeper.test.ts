import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrustedTimeStore } from '../store/port.ts'
import { createTimeKeeper } from './time-keeper.ts'

const NOW = 1_800_000_000
const DAY = 86_400

/** The row that many processes share, and what each of them reports. */
function sharedRow(begun: number | null, databaseClock?: () => number) {
  let row = begun === null ? null : { trusted: begun, version: 0 }
  const trustedTime: TrustedTimeStore = {
    async begin(now) {
      row ??= { trusted: now, version: 0 }
    },
    read: async () => ({
      trusted: row?.trusted ?? null,
      version: row?.version ?? 0,
      database: databaseClock?.() ?? null,
    }),
    async move(version, to) {
      if (row?.version !== version) return false
      row = { trusted: to, version: version + 1 }
      return true
    },
  }
  return { trustedTime, trusted: () => row?.trusted }
}

/** A process whose clock may be wrong by some seconds; `time` is the true one. */
function processOf(row: ReturnType<typeof sharedRow>, time: { now: number }, wrongBy = 0) {
  const said: string[] = []
  const keeper = createTimeKeeper({
    trustedTime: row.trustedTime,
    clock: { now: () => time.now + wrongBy },
    monotonic: () => time.now,
    log: { warn: (sentence) => said.push(sentence), info: (sentence) => said.push(sentence) },
  })
  return { keeper, said }
}

test('a clock 400 days ahead deletes nothing, and causes one warning', async () => {
  const time = { now: NOW }
  const { keeper, said } = processOf(sharedRow(NOW), time, 400 * DAY)
  for (let minute = 0; minute < 60; minute++) {
    assert.ok((await keeper.look()).now <= NOW + DAY)
    time.now += 60
  }
  assert.equal(said.length, 1)
  assert.match(
    said[0] ?? '',
    /^The clock of this machine is 400 days ahead of .*mandate clock trust$/,
  )
  assert.equal(keeper.doubt()?.against, 'trusted')
})

test('a server that was off for three months warns, catches up by itself and says so', async () => {
  const time = { now: NOW + 90 * DAY }
  const { keeper, said } = processOf(sharedRow(NOW), time)
  for (let minute = 0; minute < 11 * 24 * 60; minute++) {
    await keeper.look()
    time.now += 60
  }
  assert.ok(time.now - (await keeper.look()).now <= 60)
  assert.equal(keeper.doubt(), undefined)
  assert.deepEqual(
    said.map((sentence) => sentence.slice(0, 12)),
    ['The clock of', 'The clock is'],
  )
})

test('many processes together move the time no faster than one', async () => {
  const time = { now: NOW }
  const row = sharedRow(NOW)
  const processes = Array.from({ length: 8 }, () => processOf(row, time, 400 * DAY))
  for (let minute = 0; minute < 60; minute++) {
    for (const { keeper } of processes) await keeper.look()
    time.now += 60
  }
  assert.ok((row.trusted() ?? 0) <= NOW + 10 * 3600)
})

test('a node whose clock contradicts the database’s neither deletes nor moves anything', async () => {
  for (const wrongBy of [400 * DAY, -400 * DAY]) {
    const time = { now: NOW }
    const row = sharedRow(NOW, () => time.now)
    const [good, bad] = [processOf(row, time), processOf(row, time, wrongBy)]
    for (let minute = 0; minute < 60; minute++) {
      await good.keeper.look()
      assert.ok((await bad.keeper.look()).now <= time.now)
      time.now += 60
    }
    assert.equal(row.trusted(), time.now - 60)
    assert.equal(good.said.length, 0)
    assert.equal(bad.said.length, 1)
    assert.match(bad.said[0] ?? '', /the clock of the database/)
  }
})

test('a clock that stopped for days and then jumps has saved up nothing', async () => {
  const time = { now: NOW }
  const row = sharedRow(NOW)
  let own = NOW
  const keeper = createTimeKeeper({
    trustedTime: row.trustedTime,
    clock: { now: () => own },
    monotonic: () => time.now,
    log: { warn: () => {}, info: () => {} },
  })
  for (let minute = 0; minute < 3 * 24 * 60; minute++) {
    await keeper.look()
    time.now += 60
  }
  own = NOW + 400 * DAY
  await keeper.look()
  assert.ok((row.trusted() ?? 0) <= NOW + 6_000)
})

test('if nothing was swept yet, the count starts with the first time seen', async () => {
  const row = sharedRow(null)
  const { keeper } = processOf(row, { now: NOW })
  assert.equal((await keeper.look()).now, NOW)
  assert.equal(row.trusted(), NOW)
})
