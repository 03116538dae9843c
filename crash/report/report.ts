/** What is kept of runs: the machine, the versions, and each result. */

import { arch, cpus, platform, totalmem } from 'node:os'
import type { Run } from '../run.ts'

export interface Report {
  /** The day, as 2026-03-01. */
  readonly date: string
  readonly machine: string
  readonly node: string
  readonly runs: readonly Run[]
}

const MOST_EVIDENCE = 2

/** If there are many violations, only the first are kept with their evidence. */
export function reportOf(runs: readonly Run[]): Report {
  const processors = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  const model = processors[0]?.model.trim() ?? 'unknown processor'
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${platform()} ${arch()}, ${processors.length} × ${model}, ${memory} GiB`,
    node: process.version,
    runs: runs.map(shortened),
  }
}

function shortened(run: Run): Run {
  const violations = run.judged.violations.map((violation, index) =>
    index < MOST_EVIDENCE ? violation : { ...violation, evidence: [] },
  )
  return { ...run, judged: { ...run.judged, violations } }
}

/** Whether its clients were processes that share tokens. */
export function isShared({ conditions }: Run): boolean {
  return 'sharedSeconds' in conditions
}

/** All faults together. */
export interface Broken {
  /** Nodes, client programs and database servers that were killed or stopped. */
  readonly kills: number
  /** Connections that were cut, between clients and nodes and between nodes and database. */
  readonly cuts: number
  readonly jumps: number
  readonly fullDisks: number
}

export function brokenIn({ faults, fates, databaseCuts }: Run): Broken {
  const struck = (pattern: RegExp) =>
    Object.entries(faults)
      .filter(([name]) => pattern.test(name))
      .reduce((sum, [, count]) => sum + count, 0)
  const { passed: _, ...cut } = fates
  return {
    kills: struck(/killed|stopped/),
    cuts: Object.values(cut).reduce((sum, count) => sum + count, databaseCuts),
    jumps: struck(/clock/),
    fullDisks: struck(/disk/),
  }
}

/** 12345 → 12,345. */
export function count(value: number): string {
  return value.toLocaleString('en-GB')
}
