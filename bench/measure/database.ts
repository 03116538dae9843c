/**
 * One PostgreSQL server for all that need one, with every commit synced to disk, and a separate
 * database for each.
 */

import pg from 'pg'
import {
  type EmbeddedServer,
  startEmbeddedServer,
} from '../../packages/mandate/test/store/embedded-server.ts'
import { parentOf } from './processes.ts'

export interface DatabaseServer {
  /** The postmaster's process id. */
  readonly postmaster: number
  readonly version: string
  /** The settings that determine the durability of an acknowledged commit. */
  readonly durability: Readonly<Record<string, string>>
  /** A new, empty database. */
  create(name: string): Promise<Place>
  /** Bytes of all tables and their indexes. */
  size(url: string): Promise<number>
  remove(): Promise<void>
}

/** A database and its server. */
export interface Place {
  readonly url: string
  readonly server: DatabaseServer
}

const DURABILITY = ['fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method']

export async function startDatabase(): Promise<DatabaseServer> {
  const server: EmbeddedServer = await startEmbeddedServer({})
  const ask = async (url: string, text: string) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query<Record<string, string>>(text)).rows[0] ?? {}
    } finally {
      await client.end()
    }
  }
  // The process of a connection is a child of the postmaster.
  const first = new pg.Client({ connectionString: server.url })
  await first.connect()
  const { rows } = await first.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const postmaster = parentOf(rows[0]?.pid ?? 0)
  await first.end()

  const shown = DURABILITY.map((name) => `current_setting('${name}') AS ${name}`).join(', ')
  const { version = '', ...durability } = await ask(
    server.url,
    `SELECT current_setting('server_version') AS version, ${shown}`,
  )
  const database: DatabaseServer = {
    postmaster,
    version,
    durability,
    async create(name) {
      await ask(server.url, `CREATE DATABASE ${name}`)
      const url = new URL(server.url)
      url.pathname = `/${name}`
      return { url: url.href, server: database }
    },
    async size(url) {
      const sum = 'SELECT sum(pg_total_relation_size(relid)) AS size FROM pg_stat_user_tables'
      return Number((await ask(url, sum))['size'])
    },
    remove: () => server.remove(),
  }
  return database
}
