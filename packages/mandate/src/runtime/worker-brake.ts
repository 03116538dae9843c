/**
 * Decides what to do when a worker dies. One that served for a while is replaced immediately. If
 * workers keep dying young, the pauses grow, and once none is serving, the primary gives up, so
 * that its supervisor notices.
 */

/** A worker that served longer died by accident, not in a crash loop. */
const YOUNG_MS = 5_000
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 10_000
/** More than one per worker: a database that fails takes them all down at once. */
const SPARE_DEATHS = 3

export interface Death {
  /** How long it listened, in milliseconds; 0 if it never did. */
  readonly servedMs: number
  /** Whether another worker is still listening. */
  readonly othersServe: boolean
}

export type AfterDeath =
  | { readonly act: 'replace'; readonly afterMs: number }
  | { readonly act: 'giveUp' }

/** Judges each death in turn, for this number of workers. */
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
