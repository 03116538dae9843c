/**
 * What PostgreSQL makes of refreshes: how many a second one by one and gathered, how many of them
 * stayed on their page (heap-only), and whether the table grew. The server is one of its own, with
 * every commit on disk, unless the first argument is a URL of an empty database.
 *
 *     node_modules/.bin/node bench/postgres.ts [url] [refreshes]
 *
 * The shares are what to look at; the rates belong to the machine and its disk.
 */

import { performance } from 'node:perf_hooks'
import type { GrantId, KeyId } from '../packages/mandate/src/grants/grant.ts'
import { type Row, step } from '../packages/mandate/src/store/engine.ts'
import { openPostgresEngine } from '../packages/mandate/src/store/postgres/open.ts'
import { createStore } from '../packages/mandate/src/store/store.ts'
import {
  account,
  client,
  grant,
  grantId,
  NOW,
} from '../packages/mandate/test/store/contract/samples.ts'
import { startEmbeddedServer } from '../packages/mandate/test/store/embedded-server.ts'

const GRANTS = 10_000
const SECONDS = 3
const [first = '', second = ''] = process.argv.slice(2)
const isUrl = first.startsWith('postgres')
const refreshes = Number((isUrl ? second : first) || 100_000)

const server = isUrl ? undefined : await startEmbeddedServer({})
const url = server?.url ?? first
const engine = await openPostgresEngine({ url })
const store = createStore(engine)
try {
  await fill()
  const before = await tableSize()
  const grants = Array.from({ length: GRANTS }, (_, place) => ({ place, generation: 0 }))
  console.log(`${GRANTS.toLocaleString('en')} grants, ${kilobytes(before)} in the table\n`)

  for (const inFlight of [1, 64, 512]) {
    const { acts, seconds } = await refresh(grants, { inFlight, until: { seconds: SECONDS } })
    report(inFlight === 1 ? 'one by one' : `${inFlight} in flight`, acts / seconds)
  }
  for (const inFlight of [1, 64, 512]) {
    const { acts, seconds } = await find({ inFlight })
    report(`reads, ${inFlight} in flight`, acts / seconds)
  }

  const earlier = await updates()
  const size = await tableSize()
  await refresh(grants, { inFlight: 64, until: { acts: refreshes } })
  const later = await updates()
  const all = later.all - earlier.all
  const share = ((later.heapOnly - earlier.heapOnly) / all) * 100
  console.log(`\n${all.toLocaleString('en')} refreshes: ${share.toFixed(2)} % heap-only`)
  console.log(`table: ${kilobytes(before)} when new, ${kilobytes(size)} before them, `)
  console.log(`       ${kilobytes(await tableSize())} after them`)
} finally {
  await store.close()
  await server?.remove()
}

interface Live {
  readonly place: number
  generation: number
}

/** Refreshes grants at random, each lane another one, as independent clients do. */
async function refresh(
  grants: readonly Live[],
  plan: { inFlight: number; until: { seconds: number } | { acts: number } },
): Promise<{ acts: number; seconds: number }> {
  const share = Math.floor(GRANTS / plan.inFlight)
  return repeat(plan, async (lane) => {
    const one = grants[lane * share + Math.floor(Math.random() * share)]
    if (one === undefined) throw new Error('no such grant')
    const from = one.generation
    one.generation += 1
    const won = await store.grants.advance({
      id: idOf(one.place),
      ...{ from, to: from + 1, keyId: '0000000b' as KeyId },
      ...{ expiresAt: NOW + from, redeemedAt: NOW + from, retryKeyHash: 'f'.repeat(64) },
    })
    if (!won) throw new Error('a refresh was lost')
  })
}

async function find({ inFlight }: { inFlight: number }) {
  return repeat({ inFlight, until: { seconds: SECONDS } }, async () => {
    const found = await store.grants.find(idOf(Math.floor(Math.random() * GRANTS)))
    if (found === undefined) throw new Error('a grant was not found')
  })
}

async function repeat(
  { inFlight, until }: { inFlight: number; until: { seconds: number } | { acts: number } },
  act: (lane: number) => Promise<void>,
): Promise<{ acts: number; seconds: number }> {
  const started = performance.now()
  let acts = 0
  const goesOn = () =>
    'acts' in until ? acts < until.acts : performance.now() < started + until.seconds * 1000
  const lane = async (_: unknown, number: number) => {
    while (goesOn()) {
      acts += 1
      await act(number)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, lane))
  return { acts, seconds: (performance.now() - started) / 1000 }
}

/** Spread over the key space, as random ids are. */
function idOf(place: number): GrantId {
  return grantId((place * 7919) % GRANTS)
}

async function fill(): Promise<void> {
  await store.clients.insert(client)
  await store.accounts.insert(account)
  const ids = Array.from({ length: GRANTS }, (_, place) => grantId(place))
  await Promise.all(ids.map((id) => store.grants.insert({ ...grant, id })))
  await ask('ANALYZE grants')
}

async function tableSize(): Promise<number> {
  return Number((await ask("SELECT pg_table_size('grants') AS size"))['size'])
}

/** PostgreSQL counts a while later, so this asks until two answers are the same. */
async function updates(): Promise<{ all: number; heapOnly: number }> {
  for (let known = -1; ; ) {
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const counted = await ask(
      "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'grants'",
    )
    const all = Number(counted['n_tup_upd'])
    if (all === known) return { all, heapOnly: Number(counted['n_tup_hot_upd']) }
    known = all
  }
}

async function ask(text: string): Promise<Row> {
  const [row = {}] = await engine.read(step({ name: 'ask', text, input: {}, key: 'alone' }, {}))
  return row
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1024).toLocaleString('en')} kB`
}

function report(name: string, rate: number): void {
  console.log(`${name.padEnd(22)} ${Math.round(rate).toLocaleString('en').padStart(8)}/s`)
}
