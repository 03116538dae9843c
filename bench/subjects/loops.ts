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

export const SIGNATURES = ['signing with ES256', 'signing with RS256', 'verifying ES256'] as const

/** The bare cost of one of these. */
export async function openSignature(name: (typeof SIGNATURES)[number]): Promise<LoopSubject> {
  const { pid, ask, stop } = await startChild('servers/signatures.ts', { args: [name] })
  return {
    ...{ is: 'loop', name, kind: 'limit', work: 'signature' },
    spent: accountOf([pid]),
    run: (seconds) => ask<Ran>({ seconds }),
    stop,
  }
}

/** Of tokens that are checked once. */
const MOST_TOKENS = 20_000

/** The guard of an API of this server; `opaque` is a good token. */
export async function openGuard(
  { issuer, api, jwtTokens }: Mandate,
  {
    work,
    opaque,
  }: {
    readonly work: 'guard' | 'guard, JWT, first check' | 'guard, JWT, again'
    readonly opaque: string
  },
): Promise<LoopSubject> {
  const { pid, ask, stop } = await startChild('servers/guard.ts', {
    args: [issuer, api.id, api.secret, api.uri],
  })
  const [again] = jwtTokens(1)
  const tokens = {
    guard: () => [opaque],
    'guard, JWT, first check': (seconds: number) =>
      jwtTokens(Math.min(MOST_TOKENS, Math.ceil(MOST_TOKENS * seconds))),
    'guard, JWT, again': () => [again ?? ''],
  }[work]
  return {
    ...{ is: 'loop', name: '@mandate/guard, in process', kind: 'mandate', work },
    spent: accountOf([pid]),
    async prepare(seconds) {
      await ask({ opaque, tokens: tokens(seconds) })
    },
    run: (seconds) => ask<Ran>({ seconds }),
    stop,
  }
}
