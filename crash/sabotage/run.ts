/** The run that best exposes a sabotage; without one, the same run must find nothing. */

import type { Conditions } from '../conditions.ts'
import { shortRun } from '../conditions.ts'
import { runPowerLoss } from '../power-loss.ts'
import { type Run, runOnce } from '../run.ts'
import { quietSharedRun } from '../shared-tokens/conditions.ts'
import { runShared } from '../shared-tokens/run.ts'
import { edits } from './edits.ts'

type Chosen = Pick<Conditions, 'engine' | 'seed'>

/** Two healthy nodes, and many racers for one token. */
export function raceRun(chosen: Chosen, sabotage: string | null): Conditions {
  return {
    ...shortRun(chosen),
    ...{ seconds: 1, kept: 0, shared: 0, revoked: 0, robbed: 0, raced: 8 },
    ...{ fates: {}, every: {}, sabotage },
  }
}

export function runSabotaged(sabotage: string, chosen: Chosen): Promise<Run> {
  if (sabotage === 'no-sync') return runPowerLoss({ seed: chosen.seed, sabotage })
  if (edits[sabotage]?.isShared) return runShared(quietSharedRun(chosen, sabotage))
  return runOnce(raceRun(chosen, sabotage))
}
