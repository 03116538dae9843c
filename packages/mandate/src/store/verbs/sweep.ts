import { type Engine, step } from '../engine.ts'
import { EXPLANATIONS_KEPT_SECONDS, type Store } from '../port.ts'
import * as queries from '../queries/sweep.ts'
import { integer, pageInput, textOrNull } from '../rows.ts'

/** Sign-in counters are forgotten a day after their latest attempt, longer than any wait they cause. */
const ATTEMPTS_KEPT_SECONDS = 24 * 60 * 60
/** A grant whose code ended unredeemed: no token was ever made of it. */
const UNREDEEMED_KEPT_SECONDS = 24 * 60 * 60
/** So that a revoked access token is good again for no node whose clock is behind. */
const DENIALS_KEPT_SECONDS = 60 * 60

/**
 * One bounded piece of the sweep (`Store.sweep`). Needs no leader: a row that another node has
 * removed meanwhile is not removed twice.
 */
export function createSweep(engine: Engine): Store['sweep'] {
  return async (now, overBefore, page) => {
    const { after, limit } = pageInput(page)
    const [walk = {}] = await engine.read(step(queries.measureWalk, { after, limit }))
    const lastId = textOrNull(walk, 'last_id')
    const removed = await engine.write([
      step(queries.sweepGrants, {
        after,
        last_id: lastId,
        over_before: overBefore,
        unredeemed_before: now - UNREDEEMED_KEPT_SECONDS,
      }),
      step(queries.sweepSessions, { now, limit }),
      step(queries.sweepDeniedAccessTokens, { now: now - DENIALS_KEPT_SECONDS, limit }),
      step(queries.sweepAttempts, { idle_since: now - ATTEMPTS_KEPT_SECONDS, limit }),
      step(queries.sweepExplanations, { kept_since: now - EXPLANATIONS_KEPT_SECONDS, limit }),
    ])
    return {
      removed: removed.flat().length,
      next: integer(walk, 'seen') < limit ? null : lastId,
    }
  }
}
