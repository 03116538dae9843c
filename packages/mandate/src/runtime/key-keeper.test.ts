import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryDirectory } from '../../test/command-line/mandate-process.ts'
import type { KeyId } from '../grants/grant.ts'
import type { KeyFileContent } from '../keys/content.ts'
import { createKeyFile, readKeyFile } from '../keys/key-file.ts'
import { newSecretKey } from '../keys/new-keys.ts'
import { StorageUnavailable } from '../store/port.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { createKeyKeeper, LEASE_MS } from './key-keeper.ts'
import { openKeys } from './open-keys.ts'

const context = {
  clock: { now: () => 1_800_000_000 },
  random: (bytes: number) => randomBytes(bytes),
}

/** Servers that share a database and have key files of their own. */
async function openCluster() {
  const folder = temporaryDirectory()
  const store = await openSqliteStore({ path: ':memory:' })
  let now = 0
  const first = join(folder, 'first', 'keys.json')
  createKeyFile({ path: first }, context)
  const isUp = { database: true }
  const keys: typeof store.keys = {
    ...store.keys,
    list: () =>
      isUp.database ? store.keys.list() : Promise.reject(new StorageUnavailable('down')),
    adopt: (request) =>
      isUp.database ? store.keys.adopt(request) : Promise.reject(new StorageUnavailable('down')),
  }

  async function join_(name: string, meanwhile?: (path: string) => void) {
    const path = join(folder, name, 'keys.json')
    if (path !== first) {
      mkdirSync(join(folder, name))
      copyFileSync(first, path)
      chmodSync(path, 0o600)
    }
    const file = readKeyFile({ path }) ?? assert.fail('the file is there')
    const opened = await openKeys(
      context,
      { keys },
      { place: { path }, file, role: 'server', title: 'test' },
    )
    const { node, live } = opened
    meanwhile?.(path)
    const said: string[] = []
    const log = { info: () => {}, error: (sentence: string) => void said.push(sentence) }
    const keeper = createKeyKeeper({
      ...{ ...opened, node: node ?? '', store: keys, clock: context.clock, log },
      monotonic: () => now,
    })
    const write = (content: string) => writeFileSync(path, content)
    return { path, node: node ?? '', live, said, keeper, write }
  }
  type Server = Awaited<ReturnType<typeof join_>>
  return {
    store,
    isUp,
    join: join_,
    /** Lets the servers live on for so many seconds. */
    async pass(seconds: number, ...servers: readonly Server[]) {
      for (let second = 0; second < seconds; second++) {
        now += 1_000
        for (const { keeper } of servers) await keeper.tick()
      }
    },
  }
}

function contentOf(path: string): KeyFileContent {
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** The file with a new token key, and its id. */
function rotated(path: string): { readonly id: KeyId; readonly text: string } {
  const content = contentOf(path)
  const key = newSecretKey(context)
  const changed = { ...content, current: key.id, keys: [...content.keys, key] }
  return { id: key.id as KeyId, text: JSON.stringify(changed) }
}

test('SCENARIO 80: a key is used once every server holds it, without a restart', async () => {
  const cluster = await openCluster()
  const [a, b] = [await cluster.join('first'), await cluster.join('second')]
  const old = a.live.ring.current
  const { id, text } = rotated(a.path)
  a.write(text)
  await cluster.pass(120, a, b)
  assert.deepEqual([a.live.ring.current, b.live.ring.current], [old, old])
  assert.ok(a.live.ring.secrets.has(id), 'it would recognize what the others make with it')

  b.write(text)
  for (let second = 0; b.live.ring.current === old; second++) {
    assert.ok(second < 10)
    if (a.live.ring.current === id) assert.ok(b.live.ring.secrets.has(id))
    await cluster.pass(1, a, b)
  }
  await cluster.pass(6, a, b)
  assert.deepEqual([a.live.ring.current, b.live.ring.current], [id, id])
  assert.ok(a.live.ring.secrets.has(old) && b.live.ring.secrets.has(old))
})

test('nobody waits for ever for a server that is silent, and it makes nothing when it wakes up', async () => {
  const cluster = await openCluster()
  const [a, b] = [await cluster.join('first'), await cluster.join('second')]
  const old = a.live.ring.current
  const { id, text } = rotated(a.path)
  a.write(text)
  await cluster.pass(LEASE_MS / 1_000 + 10, a)
  assert.equal(a.live.ring.current, old, 'it may still be alive')
  await cluster.pass(40, a)
  assert.equal(a.live.ring.current, id)

  // Its database is not there when it wakes up.
  cluster.isUp.database = false
  await cluster.pass(1, b)
  assert.throws(() => b.live.ring.current, StorageUnavailable)
  cluster.isUp.database = true
  await cluster.pass(5, b)
  assert.equal(b.live.ring.current, old)
  assert.match(b.said.join(), /lacks the key .*copy keys\.json/)
  b.write(text)
  await cluster.pass(8, a, b)
  assert.equal(b.live.ring.current, id)
})

test('a file that changes while the server starts is not overlooked', async () => {
  const cluster = await openCluster()
  let added: KeyId | undefined
  const a = await cluster.join('first', (path) => {
    const { id, text } = rotated(path)
    added = id
    writeFileSync(path, text)
  })
  await cluster.pass(8, a)
  assert.equal(a.live.ring.current, added)
})

test('a server that has stopped is not waited for', async () => {
  const cluster = await openCluster()
  const [a, b] = [await cluster.join('first'), await cluster.join('second')]
  const { id, text } = rotated(a.path)
  a.write(text)
  await b.keeper.stop()
  await cluster.pass(8, a)
  assert.equal(a.live.ring.current, id)
})

test('a broken file is not used: the server goes on with its keys and says so once', async () => {
  const cluster = await openCluster()
  const a = await cluster.join('first')
  const whole = readFileSync(a.path, 'utf8')
  writeFileSync(join(a.path, '..', 'whole.json'), whole)
  const { current, secrets } = a.live.ring
  for (const broken of ['', whole.slice(0, 100), '{"current":"00000000","keys":[]}']) {
    a.write(broken)
    await cluster.pass(20, a)
    assert.deepEqual([a.live.ring.current, a.live.ring.secrets], [current, secrets])
  }
  assert.equal(a.said.length, 2, a.said.join('\n'))
  assert.match(a.said[0] ?? '', /is not JSON.*goes on with the keys/)
  // The file of another server.
  const other = newSecretKey(context)
  a.write(JSON.stringify({ current: other.id, keys: [other] }))
  await cluster.pass(20, a)
  assert.deepEqual([a.live.ring.current, a.live.ring.secrets], [current, secrets])
  assert.match(a.said[2] ?? '', /which the key file .* does not hold.*goes on with the keys/)
  const { id, text } = rotated(join(a.path, '..', 'whole.json'))
  a.write(text)
  await cluster.pass(20, a)
  assert.equal(a.live.ring.current, id)
})

test('a server with an old file is refused once a key that it lacks is in use', async () => {
  const cluster = await openCluster()
  const a = await cluster.join('first')
  const old = readFileSync(a.path, 'utf8')
  a.write(rotated(a.path).text)
  await cluster.pass(8, a)
  writeFileSync(a.path, old)
  await assert.rejects(cluster.join('late'), /which the key file .* does not hold/)
  assert.equal((await cluster.store.keys.listNodes()).length, 1)
})
