/** Where a measured import goes: an empty database, or one with grants and a server. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedServer } from '../../packages/mandate/test/store/embedded-server.ts'
import { postgresWith, sqliteWith } from '../growth/database.ts'
import { type Serving, serveFrom } from '../growth/serving.ts'
import { parentOf, processorTimeOfFamily } from '../measure/processes.ts'
import type { EngineName } from './result.ts'

interface Place {
  readonly data: string
  /** The URL, for PostgreSQL. */
  readonly database: string | undefined
  /** Processor time so far of a separate server, in microseconds. */
  databaseTime(): number | null
  remove(): Promise<void>
}

export async function emptyPlace(engine: EngineName): Promise<Place> {
  const data = mkdtempSync(join(tmpdir(), 'mandate-import-'))
  const removeData = () => rmSync(data, { recursive: true })
  if (engine === 'SQLite') {
    return {
      ...{ data, database: undefined, databaseTime: () => null },
      remove: async () => removeData(),
    }
  }
  const server = await startEmbeddedServer({})
  const parent = await parentAt(server.url)
  return {
    ...{ data, database: server.url, databaseTime: () => processorTimeOfFamily(parent) },
    async remove() {
      await server.remove()
      removeData()
    },
  }
}

/** A database with this many grants, and `mandate serve` running on it. */
export async function servedPlace(
  engine: EngineName,
  grants: number,
): Promise<Pick<Place, 'data' | 'database' | 'remove'> & { readonly served: Serving }> {
  if (engine === 'SQLite') {
    const filled = await sqliteWith({ grants })
    const served = await serveFrom(filled.directory)
    const stop = async () => {
      await served.stop()
      await filled.remove()
    }
    return { data: filled.directory, database: undefined, served, remove: stop }
  }
  const filled = await postgresWith({ grants })
  const data = mkdtempSync(join(tmpdir(), 'mandate-import-'))
  const served = await serveFrom(data, filled.url)
  return {
    ...{ data, database: filled.url, served },
    async remove() {
      await served.stop()
      await filled.remove()
      rmSync(data, { recursive: true })
    },
  }
}

async function parentAt(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const parent = parentOf(rows[0]?.pid ?? 0)
  await client.end()
  return parent
}
