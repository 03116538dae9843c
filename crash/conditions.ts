/** The intensity of a run: the participants, the duration, and the frequency of each fault. */

import type { ClientSettings } from './clients/settings.ts'
import type { Fate } from './gate.ts'
import type { EngineName } from './storage/storage.ts'

export interface Conditions {
  readonly engine: EngineName
  readonly seed: number
  /** How long faults strike, in seconds; somewhat longer if none has happened by then. */
  readonly seconds: number
  /** Grants by their role. */
  readonly kept: number
  readonly revoked: number
  readonly robbed: number
  readonly raced: number
  /** How many of the kept grants are shared by two programs. */
  readonly shared: number
  /** How often copies of one request race before the last race. */
  readonly raceRounds: number
  /** The number of client programs, 3 at most. */
  readonly programs: number
  readonly longestPauseMs: number
  /** Time limits of the clients, in milliseconds; the rest are defaults of `@mandate/client`. */
  readonly timeouts: ClientSettings['timeouts']
  /** The share of requests that meet each fate; the rest pass. */
  readonly fates: Readonly<Partial<Record<Fate, number>>>
  readonly latestMs: number
  /** Average milliseconds between faults, by the name of the fault. */
  readonly every: Readonly<Record<string, number>>
  /** Whether the database may be on a small disk that is filled. */
  readonly smallDisk: boolean
  /** A name of `sabotage/edits.ts`. */
  readonly sabotage: string | null
}

type Chosen = Pick<Conditions, 'engine' | 'seed'>

/** A run of minutes, with the client package's defaults. */
export function longRun(chosen: Chosen & { readonly seconds: number }): Conditions {
  return {
    ...chosen,
    ...{ kept: 200, shared: 16, revoked: 20, robbed: 20, raced: 12 },
    ...{ raceRounds: 10, programs: 3, longestPauseMs: 2_000 },
    timeouts: {},
    fates: {
      'cut before it left': 0.06,
      'cut in the request': 0.06,
      'cut between commit and answer': 0.18,
      'cut in the answer': 0.1,
      'cut, and delivered late': 0.03,
      'left hanging': 0.001,
    },
    latestMs: 2_000,
    every: {
      'node killed': 1_500,
      'keys rotated': 8_000,
      'client program killed': 6_000,
      'clock jumped': 4_000,
      'disk full': 10_000,
      'PostgreSQL stopped': 20_000,
      'PostgreSQL stopped without waiting': 20_000,
      'PostgreSQL killed': 20_000,
      'every database connection cut': 5_000,
      'answers of the database swallowed': 4_000,
    },
    smallDisk: true,
    sabotage: null,
  }
}

/**
 * A run of seconds, for `npm test`. Nothing is delivered late, so clients need not wait long until no
 * copy of their request can be in transit any more.
 */
export function shortRun(chosen: Chosen): Conditions {
  const {
    'cut, and delivered late': _,
    'left hanging': __,
    ...fates
  } = longRun({
    ...chosen,
    seconds: 0,
  }).fates
  return {
    ...chosen,
    seconds: 3.5,
    ...{ kept: 24, shared: 4, revoked: 4, robbed: 4, raced: 2 },
    ...{ raceRounds: 3, programs: 3, longestPauseMs: 400 },
    timeouts: { settleMs: 2_000, leaseMs: 1_000 },
    fates,
    latestMs: 0,
    every: {
      'node killed': 900,
      'keys rotated': 1_200,
      'client program killed': 1_200,
      'clock jumped': 500,
      'disk full': 2_000,
      'PostgreSQL stopped': 4_000,
      'PostgreSQL stopped without waiting': 4_000,
      'PostgreSQL killed': 3_000,
      'every database connection cut': 700,
      'answers of the database swallowed': 1_000,
    },
    smallDisk: false,
    sabotage: null,
  }
}
