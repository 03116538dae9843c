/**
 * What follows the death of a worker. One that served for a while is replaced at once. Where they
 * die young again and again, the pauses grow, and once none is left that serves, it is time to give up:
 * its supervisor then sees that something is wrong.
 */

/** Milliseconds of serving after which a death is an accident, and not the next turn of a loop. */
const YOUNG_MS = 5_000
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 10_000
/** More than one for each worker: a power cut of the database takes them all at once. */
const SPARE_DEATHS = 3

export interface Death {
  /** How long it had listened, in milliseconds; 0 where it never did. */
  readonly servedMs: number
  /** Whether another worker still listens. */
  readonly othersServe: boolean
}

export type AfterDeath =
  | { readonly act: 'replace'; readonly afterMs: number }
  | { readonly act: 'giveUp' }

/** Judges one death after the other, for a number of workers. */
export function createBrake(workers: number): (death: Death) => AfterDeath {
  let young = 0
  return ({ servedMs, othersServe }) => {
    young = servedMs < YOUNG_MS ? young + 1 : 0
    if (young === 0) return { act: 'replace', afterMs: 0 }
    if (!othersServe && young >= workers + SPARE_DEATHS) return { act: 'giveUp' }
    return {
      act: 'replace',
      afterMs: Math.min(FIRST_PAUSE_MS * 2 ** (young - 1), LONGEST_PAUSE_MS),
    }
  }
}
