/**
 * Ending all grants of an account that has very many, while other people's refreshes go on: how long
 * the answer takes, how long a refresh is held up at most, and how the rows follow in the sweep.
 * Beside it, the one statement over all rows that this would be otherwise.
 *
 *     node_modules/.bin/node bench/revoke-many.ts [most grants] [sqlite|postgres]
 */

import { performance } from 'node:perf_hooks'
import { nextLimit } from '../packages/mandate/src/cli/sweep.ts'
import { step } from '../packages/mandate/src/store/engine.ts'
import { revokeGrantsOfAccount } from '../packages/mandate/src/store/queries/grants.ts'
import { createGenerations, refresh, repeat } from './growth/acts.ts'
import { accountIdOf, type Database, postgresWith, sqliteWith } from './growth/database.ts'

const [most = '1000000', only] = process.argv.slice(2)
const OTHERS = 10_000
const LANES = 8
const NOW = 1_900_000_000
const accountId = accountIdOf(0)

for (const [engine, make] of [
  ['sqlite', sqliteWith],
  ['postgres', postgresWith],
] as const) {
  if (only !== undefined && only !== engine) continue
  for (const grants of [10_000, Number(most)]) {
    // The others come last, two for each account as usual.
    const database = await make({ grants: grants + OTHERS, ownedByFirst: grants })
    console.log(`\n${engine}, ${grants.toLocaleString('en')} grants of one account`)
    try {
      await measure(database, grants)
    } finally {
      await database.remove()
    }
  }
}

async function measure(database: Database, grants: number): Promise<void> {
  const { store, engine, ask } = database
  const generations = createGenerations()
  const others = (lane: number) =>
    refresh(
      store,
      generations,
      grants + lane * (OTHERS / LANES) + Math.floor((Math.random() * OTHERS) / LANES),
    )

  /** Does it while the others refresh; reports both. */
  async function during(name: string, act: () => Promise<string>): Promise<void> {
    let done = false
    const refreshes = repeat(() => !done, others, LANES)
    await new Promise((resolve) => setTimeout(resolve, 200))
    const started = performance.now()
    const said = await act()
    const took = performance.now() - started
    done = true
    const { longest, rate } = await refreshes
    console.log(
      [
        name.padEnd(28),
        `${took.toFixed(1).padStart(9)} ms`,
        `longest refresh beside it ${longest.toFixed(0).padStart(6)} ms`,
        `${rate.toFixed(0).padStart(6)} refreshes/s`,
        said,
      ].join('  '),
    )
  }

  await during('nothing', async () => {
    await new Promise((resolve) => setTimeout(resolve, 3000))
    return ''
  })
  await during('revokeAllOf', async () =>
    String(await store.grants.revokeAllOf({ accountId }, NOW, 'revoked_by_operator')),
  )
  await during('the sweep, without its rests', async () => {
    let limit = 100
    let [batches, longest] = [0, 0]
    for (let turns = 0; turns < 2; ) {
      const started = performance.now()
      const { turnEnded } = await store.sweep({ now: NOW, overBefore: 0, limit })
      const took = performance.now() - started
      longest = Math.max(longest, took)
      batches += 1
      limit = nextLimit(limit, took)
      if (turnEnded) turns += 1
    }
    return `${batches} batches, the longest ${longest.toFixed(0)} ms`
  })
  const { left } = await ask('SELECT COUNT(*) AS "left" FROM grants WHERE revoked_at IS NULL')
  if (left !== OTHERS) throw new Error(`${left} grants are live`)

  await resetAll(database)
  await during('one UPDATE over all rows', async () => {
    const input = { account_id: accountId, revoked_at: NOW, revoked_because: 'revoked_by_operator' }
    const [rows = []] = await engine.write([step(revokeGrantsOfAccount, input)])
    return `${rows.length} rows`
  }).catch((error: Error) => console.log(`one UPDATE over all rows: ${error.message}`))
}

/** Everything live again, in pieces that fit the time a statement has. */
async function resetAll({ engine }: Database): Promise<void> {
  const live = 'UPDATE grants SET revoked_at = NULL, revoked_because = NULL WHERE grants.id IN'
  const some = '(SELECT grants.id FROM grants WHERE grants.revoked_at IS NOT NULL LIMIT 20000)'
  const text = `${live} ${some} RETURNING grants.id`
  const query = { name: 'reset', text, input: {}, key: 'alone' as const }
  await engine.write([step({ ...query, text: 'DELETE FROM bulk_revocations', name: 'all' }, {})])
  for (let rows = 1; rows > 0; ) rows = (await engine.write([step(query, {})]))[0]?.length ?? 0
}
