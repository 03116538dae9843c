import assert from 'node:assert/strict'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { type FilledData, filledData } from './filled-data.ts'
import { killWhileDrafting, runOnFullDisk } from './interrupted.ts'
import { runCommand, runDocument } from './run-command.ts'

/** A filled data directory with a backup. */
async function backedUp(grants?: number): Promise<FilledData & { readonly backup: string }> {
  const filled = await filledData(grants)
  const backup = join(filled.folder, 'monday.db')
  await runDocument(['backup', backup, '--data', filled.data])
  return { ...filled, backup }
}

async function refused(args: readonly string[], says: RegExp): Promise<void> {
  const { code, output, errors } = await runCommand(['restore', ...args])
  assert.deepEqual([code, output], [1, ''], `${says}`)
  assert.match(errors, says)
  assert.match(errors, /^mandate: [^\n]+\n$/)
}

test('a restored database has everything in the backup, and the keys from the same run', async () => {
  const { folder, data, backup, keys } = await backedUp(1_200)
  const other = join(folder, 'other')
  const args = ['restore', backup, '--keys', keys, '--data', other]
  const { code, output, errors } = await runCommand(args)
  assert.equal(code, 0, errors)
  assert.match(output, /1200 grants, 1 client, 1 user, 1 API/)
  assert.match(output, /are refused, and their users must sign in again/)
  assert.match(output, /grants that have ended since then are live again/)
  assert.match(output, /refresh tokens used since then do not count as used/)
  assert.deepEqual(readdirSync(other).sort(), ['keys.json', 'mandate.db'])
  for (const file of readdirSync(other)) {
    assert.equal(statSync(join(other, file)).mode & 0o777, 0o600)
  }
  for (const noun of ['user', 'client', 'resource', 'grant']) {
    const [before, after] = await Promise.all(
      [data, other].map((place) => runDocument([noun, 'list', '--data', place])),
    )
    assert.deepEqual(after, before, noun)
  }
})

test('the window of an earlier restore does not return, and a new one is as long as requested', async () => {
  const { folder, backup, keys } = await backedUp()
  const clock = { now: () => 1_800_000_000 }
  for (const [flags, until] of [
    [[], 1_800_000_000],
    [['--accept-newer-generations', '90m'], 1_800_005_400],
    [['--accept-newer-generations', '7d'], 1_800_604_800],
  ] as const) {
    const data = join(folder, `until-${until}`)
    await runDocument(['restore', backup, '--keys', keys, '--data', data, ...flags], { clock })
    const store = await openSqliteStore({ path: join(data, 'mandate.db') })
    assert.equal(await store.recoveries.acceptNewerUntil(Number.MAX_SAFE_INTEGER), until)
    await store.close()
  }
})

test('an invalid duration is a usage error', async () => {
  for (const given of ['24', '-1h', '0s', '1y', '900d', '1h30m', '']) {
    const { code, errors } = await runCommand([
      'restore',
      'x',
      `--accept-newer-generations=${given}`,
    ])
    assert.equal(code, 2, given)
    assert.match(errors, /give a duration up to a year, such as 3600s, 90m, 24h or 7d\n$/)
  }
  for (const args of [[], ['--keys', 'k.json']]) {
    assert.equal((await runCommand(['restore', ...args])).code, 2)
  }
})

test('a file that is not a complete backup is refused, and nothing is made', async () => {
  const { folder, database, backup, keys } = await backedUp(2_000)
  const file = (name: string, change: (path: string) => void, from = backup) => {
    const path = join(folder, name)
    copyFileSync(from, path)
    change(path)
    return path
  }
  const changed = (statement: string) => (path: string) => {
    using connection = new DatabaseSync(path)
    connection.exec(statement)
  }
  const text = file('text.db', (path) => writeFileSync(path, 'my holiday\n'.repeat(500)))
  const cut = file('cut.db', (path) => truncateSync(path, statSync(path).size / 2))
  const short = file('short.db', (path) => truncateSync(path, 700))
  const empty = file('empty.db', (path) => truncateSync(path, 0))
  const touched = file('touched.db', (path) => {
    const bytes = readFileSync(path)
    const place = bytes.indexOf('jo@example.com')
    bytes.write('mo@example.com', place)
    writeFileSync(path, bytes)
  })
  const fewer = file('fewer.db', changed("DELETE FROM grants WHERE id LIKE '%7'"))
  const newer = file(
    'newer.db',
    changed(
      "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (99, 'x', 'x', 0)",
    ),
  )
  const live = file('live.db', () => {}, database)
  const other = join(folder, 'other')
  const to = ['--data', other, '--keys', keys]
  await refused([text, ...to], /text\.db is not a backup of Mandate: name one/)
  await refused([cut, ...to], /cut\.db is damaged, .*nothing was changed/)
  await refused([short, ...to], /short\.db is (damaged|not a backup)/)
  await refused([empty, ...to], /empty\.db is not a backup of Mandate: name one/)
  await refused([touched, ...to], /touched\.db is damaged/)
  await refused([fewer, ...to], /fewer\.db is damaged/)
  await refused([newer, ...to], /newer\.db has schema version 99.*newer program/)
  await refused([live, ...to], /live\.db is a database, but not one that mandate backup made/)
  await refused([folder, ...to], /is a directory/)
  await refused([join(folder, 'none.db'), ...to], /There is no file .*none\.db/)
  assert.ok(!existsSync(other))
})

test('a restore replaces nothing, and does not adopt the log of a lost database', async () => {
  const { folder, data, database, backup, keys } = await backedUp()
  const before = readFileSync(database)
  await refused([backup, '--data', data], /There is a database .*restore replaces nothing/)
  assert.deepEqual(readFileSync(database), before)
  const half = join(folder, 'half')
  mkdirSync(half)
  writeFileSync(join(half, 'mandate.db-wal'), 'the latest refreshes')
  const to = ['--data', half, '--keys', keys]
  await refused([backup, ...to], /mandate\.db-wal of an earlier database is still there: move it/)
  assert.deepEqual(readdirSync(half), ['mandate.db-wal'])
})

test('the keys must be the ones that the grants were made with', async () => {
  const { folder, data, backup, keys } = await backedUp()
  const other = join(folder, 'other')
  await refused(
    [backup, '--data', other],
    /keys\.json is missing, .*mandate restore FILE --keys KEYS --data/,
  )
  await refused(
    [backup, '--data', other, '--keys', join(folder, 'no.json')],
    /There is no key file/,
  )
  await refused([backup, '--data', other, '--keys', backup], /monday\.db is not JSON/)
  assert.ok(!existsSync(other))
  const foreign = await filledData()
  const to = ['--data', other, '--keys', foreign.keys]
  await refused(
    [backup, ...to],
    /does not have the key [0-9a-f]{8} that .*give the key file of that/,
  )
  assert.ok(!existsSync(other))
  mkdirSync(other)
  copyFileSync(foreign.keys, join(other, 'keys.json'))
  await refused([backup, '--data', other, '--keys', keys], /other keys already/)
  copyFileSync(keys, join(other, 'keys.json'))
  await runDocument(['restore', backup, '--data', other, '--keys', join(data, 'keys.json')])
})

test('a restore to a full disk leaves neither database nor keys', async () => {
  const { folder, backup, keys } = await backedUp(2_000)
  const other = join(folder, 'other')
  const args = ['restore', backup, '--keys', keys, '--data', other]
  const { code, errors } = await runOnFullDisk(args)
  assert.equal(code, 1, errors)
  assert.match(errors, /^mandate: The file \S+mandate\.db cannot be written[^\n]*room[^\n]*\n$/)
  assert.deepEqual(readdirSync(other), [])
})

test('a restore that is killed leaves nothing that passes for a database, and can be repeated', async () => {
  const { folder, backup, keys } = await backedUp(6_000)
  const other = join(folder, 'other')
  mkdirSync(other)
  const args = ['restore', backup, '--keys', keys, '--data', other]
  await killWhileDrafting(args, other)
  const { code, errors } = await runCommand(['grant', 'list', '--data', other])
  assert.equal(code, 1)
  assert.match(errors, /There is no database/)
  await runDocument(args)
})
