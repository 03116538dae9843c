/** The full run: every subject, every kind of work, and their idle costs. */

import { describeMachine, loadNow, versionsOf } from '../measure/machine.ts'
import { figureOf, type Results, type Standing } from '../report/results.ts'
import { type Plan, runRounds } from '../rounds.ts'
import { openStage, type Stage } from '../stage.ts'
import { measureStartup, measureStorage } from '../standing.ts'

const PEERS = ['oidc-provider', '@node-oauth/oauth2-server', 'better-auth']

export interface FullOptions {
  readonly rounds: number
  readonly seconds: number
  readonly connections: number
}

export async function runFull(
  { rounds, seconds, connections }: FullOptions,
  progress: (text: string) => void,
): Promise<Results> {
  const before = loadNow()
  const machine = describeMachine()
  const stage = await openStage({ who: 'all', connections, progress })
  try {
    const beside = await measureBeside(stage, progress)
    const plan: Plan = { rounds, seconds, warmUpSeconds: 1.5, latency: true }
    const seen = await runRounds(stage, plan, progress)
    return {
      measuredAt: new Date().toISOString(),
      machine,
      load: { before, after: loadNow() },
      versions: {
        'Node.js': process.versions.node,
        SQLite: process.versions['sqlite'] ?? 'unknown',
        PostgreSQL: stage.database?.version ?? 'none',
        ...versionsOf(PEERS),
      },
      durability: {
        SQLite: 'journal_mode WAL, synchronous FULL',
        PostgreSQL: stage.database?.durability ?? 'none',
      },
      passwordCost: stage.passwordCost,
      plan: { rounds, seconds, connections, generators: stage.generators.count },
      figures: seen.map(figureOf),
      servers: beside.map((one) => one()),
    }
  } finally {
    await stage.close()
  }
}

/** Storage and start-up now, memory when it is read: after the rounds. */
async function measureBeside(
  { drivers }: Stage,
  progress: (text: string) => void,
): Promise<readonly (() => Standing)[]> {
  const all: (() => Standing)[] = []
  for (const driver of drivers) {
    const { name, kind, memory } = driver.subject
    progress(`storage and start: ${name}`)
    const storage = await measureStorage(driver)
    const startupMilliseconds = await measureStartup(driver)
    all.push(() => ({
      ...{ subject: name, kind, startupMilliseconds, storage },
      memoryMegabytes: Math.round(memory()),
    }))
  }
  return all
}
