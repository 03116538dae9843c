/** One PostgreSQL server that both nodes reach over a wire that can be cut. */

import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import {
  type Ending,
  startEmbeddedServer,
} from '../../packages/mandate/test/store/embedded-server.ts'
import type { Chance } from '../chance.ts'
import { asText, GRANT_ROWS, type Storage, type StorageFault, toGrantRow } from './storage.ts'
import { openWire } from './wire.ts'

/** After a kill, the remaining processes of the old server must notice first. */
const MOST_STARTS = 100
const BETWEEN_STARTS_MS = 100

export async function openPostgresStorage(chance: Chance): Promise<Storage> {
  const server = await startEmbeddedServer({ fsync: 'on', max_connections: '60' })
  const url = new URL(server.url)
  const wire = await openWire(Number(url.port), chance)
  const through = new URL(url)
  through.port = String(wire.port)

  async function startAgain(): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await server.start()
      } catch (error) {
        if (tries === MOST_STARTS) throw error
        await sleep(BETWEEN_STARTS_MS)
      }
    }
  }

  // Alternates between the three ways to stop it.
  let turn: Promise<unknown> = Promise.resolve()
  const stopped = (how: Ending, words: string): StorageFault => ({
    name: `PostgreSQL ${words}`,
    async strike(chance) {
      const downMs = chance.between(0, 1_500)
      const before = turn
      turn = (async () => {
        await before
        await server.stop(how)
        await sleep(downMs)
        await startAgain()
      })()
      await turn
      return `PostgreSQL was ${words} and down for ${Math.round(downMs)} ms`
    },
  })
  const cutAll: StorageFault = {
    name: 'every database connection cut',
    async strike() {
      return `${wire.cutAll()} database connections were cut at once`
    },
  }
  const swallowing: StorageFault = {
    name: 'answers of the database swallowed',
    async strike(chance) {
      const before = wire.cuts()
      wire.swallow(0.2)
      await sleep(chance.between(200, 1_000))
      wire.swallow(0)
      return `${wire.cuts() - before} answers of the database were swallowed`
    },
  }

  async function query<Result>(ask: (client: pg.Client) => Promise<Result>): Promise<Result> {
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    try {
      return await ask(client)
    } finally {
      await client.end()
    }
  }
  const version = await query((client) => client.query('SHOW server_version'))

  return {
    engine: 'postgres',
    version: `PostgreSQL ${version.rows[0]?.['server_version']}`,
    environment: { MANDATE_DATABASE: through.href },
    faults: [
      stopped('fast', 'stopped'),
      stopped('immediate', 'stopped without waiting'),
      stopped('killed', 'killed'),
      cutAll,
      swallowing,
    ],
    notTried: ['disk full under PostgreSQL'],
    cuts: () => wire.cuts(),
    grantRows: () => query(async (client) => (await client.query(GRANT_ROWS)).rows.map(toGrantRow)),
    everything: () =>
      query(async (client) => {
        const { rows } = await client.query(
          "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
        )
        const texts = []
        for (const { table_name: name } of rows) {
          texts.push(asText((await client.query(`SELECT * FROM "${name}"`)).rows))
        }
        return texts.join('\n')
      }),
    async close() {
      await wire.close()
      await server.remove()
    },
  }
}
