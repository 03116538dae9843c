/**
 * Where Mandate's processor time goes: each kind of daily work alone on a server that was started for
 * it under V8's profiler. The profiles are stored in `build/profiles`, for a browser's developer tools.
 */

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Generators, startGenerators } from '../load/generators.ts'
import { type DatabaseServer, startDatabase } from '../measure/database.ts'
import { hottest, type Profiled } from '../report/profile.ts'
import { createDriver } from '../subjects/drive.ts'
import { openMandate } from '../subjects/mandate.ts'
import type { Work } from '../subjects/subject.ts'

const folder = fileURLToPath(new URL('../../build/profiles/', import.meta.url))
const CONNECTIONS = 64
const WARM_UP_SECONDS = 2
const SECONDS = 5
const SHOWN = 15
const WORKS: readonly Work[] = ['refresh', 'introspection']

export async function runProfile(progress: (text: string) => void): Promise<readonly Profiled[]> {
  mkdirSync(folder, { recursive: true })
  const generators = await startGenerators()
  const database = await startDatabase()
  try {
    const all: Profiled[] = []
    for (const engine of ['SQLite', 'PostgreSQL'] as const) {
      for (const work of WORKS) {
        progress(`profiling ${work}, ${engine}`)
        all.push(await profileOf(work, { engine, database, generators }))
      }
    }
    return all
  } finally {
    await generators.stop()
    await database.remove()
  }
}

async function profileOf(
  work: Work,
  place: {
    readonly engine: 'SQLite' | 'PostgreSQL'
    readonly database: DatabaseServer
    readonly generators: Generators
  },
): Promise<Profiled> {
  const { engine, database, generators } = place
  const raw = `${folder}raw/`
  rmSync(raw, { recursive: true, force: true })
  const server = await openMandate({
    profile: raw,
    ...(engine === 'PostgreSQL' && { place: await database.create(`profile_${work}`) }),
  })
  try {
    const driver = await createDriver(server, { generators, connections: CONNECTIONS })
    await driver.drive(work, { kind: 'closed', seconds: WARM_UP_SECONDS }, 0)
    await driver.drive(work, { kind: 'closed', seconds: SECONDS }, 0)
  } finally {
    await server.stop()
  }
  const [name] = readdirSync(raw)
  if (name === undefined) throw new Error('the server left no profile')
  const kept = `${folder}${work}-${engine.toLowerCase()}.cpuprofile`
  renameSync(raw + name, kept)
  const profile = JSON.parse(readFileSync(kept, 'utf8'))
  return { subject: server.name, work, hottest: hottest(profile, SHOWN, SECONDS) }
}
