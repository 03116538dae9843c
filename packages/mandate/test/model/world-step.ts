import type { Step } from './checker.ts'
import type { Law } from './laws.ts'
import type { State } from './world.ts'

/** One event in the world. */
export type WorldStep = Step<State, Law>
