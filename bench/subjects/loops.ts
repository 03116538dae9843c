/** Work without HTTP in front: the row update that every refresh needs, and the guard. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild } from '../measure/child.ts'
import type { Place } from '../measure/database.ts'
import { accountOf } from '../measure/spent.ts'
import type { Mandate } from './mandate.ts'
import type { LoopSubject } from './subject.ts'

type Ran = Awaited<ReturnType<LoopSubject['run']>>

/** The limit of the store, on a separate file or in a database. */
export async function openRowUpdates(place?: Place): Promise<LoopSubject> {
  const directory = mkdtempSync(join(tmpdir(), 'mandate-bench-'))
  const args = [place?.url ?? join(directory, 'mandate.db')]
  const { pid, ask, stop } = await startChild('servers/row-updates.ts', { args })
  return {
    is: 'loop',
    name: place === undefined ? 'the store alone, SQLite' : 'the store alone, PostgreSQL',
    kind: 'limit',
    work: 'row update',
    spent: accountOf([pid], place?.server.postmaster),
    run: (seconds) => ask<Ran>({ seconds }),
    async stop() {
      await stop()
      rmSync(directory, { recursive: true })
    },
  }
}

/** The guard of an API, which introspects at the server; `token` is good. */
export async function openGuard(server: Mandate, token: string): Promise<LoopSubject> {
  const { issuer, api } = server
  const { pid, ask, stop } = await startChild('servers/guard.ts', {
    args: [issuer, api.id, api.secret],
  })
  return {
    is: 'loop',
    name: '@mandate/guard, in process',
    kind: 'mandate',
    work: 'guard',
    spent: accountOf([pid]),
    run: (seconds) => ask<Ran>({ seconds, token }),
    stop,
  }
}
