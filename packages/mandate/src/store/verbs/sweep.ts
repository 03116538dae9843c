/**
 * One bounded batch of the sweep (`Store.sweep`). It walks the grants in the order of their ids,
 * turn after turn. The position is in the row of `sweeps` and moves in the transaction that deletes
 * the batch, so a crash skips nothing. There is no leader: two processes at the same position wait
 * for each other, and the second finds nothing left to delete.
 */

import { type Engine, type Row, type Step, step } from '../engine.ts'
import {
  ACTIVITY_DAYS_KEPT_SECONDS,
  ACTIVITY_HOURS_KEPT_SECONDS,
  DEVICE_REQUESTS_KEPT_SECONDS,
  EXPLANATIONS_KEPT_SECONDS,
  JOBS_KEPT_SECONDS,
  KNOWN_BROWSERS_KEPT_SECONDS,
  LONGEST_BUCKET_SECONDS,
  MAILED_LINKS_KEPT_SECONDS,
  PUSHED_REQUESTS_KEPT_SECONDS,
  type Store,
} from '../port.ts'
import { sweepDays, sweepDaysAhead, sweepHours, sweepHoursAhead } from '../queries/activity.ts'
import { sweepSeals } from '../queries/audit.ts'
import { checkDetails, sweepDetails } from '../queries/authorization-details.ts'
import { BULK_REVOCATIONS } from '../queries/bulk-revocations.ts'
import { sweepKnownBrowsers } from '../queries/known-browsers.ts'
import { markGrantsOver } from '../queries/logouts.ts'
import * as queries from '../queries/sweep.ts'
import { integer, integerOrNull, pageInput, text, textOrNull } from '../rows.ts'
import { deleteDueAccounts } from './account-deletions.ts'
import { readRetention } from './audit.ts'

/** After they are empty, so that a node whose clock is behind does not find them empty too early. */
const ATTEMPTS_KEPT_SECONDS = 60 * 60
/** For a grant whose code expired unredeemed: no token ever came from it. */
const UNREDEEMED_KEPT_SECONDS = 24 * 60 * 60
/** So that a revoked access token does not become valid again on a node whose clock is behind. */
const DENIALS_KEPT_SECONDS = 60 * 60
/** Longer than a sign-in can be answered, so that a second answer always finds the first. */
const SIGN_IN_ANSWERS_KEPT_SECONDS = 60 * 60
/** So that a node whose clock is behind does not accept it again. */
const USED_ONCE_KEPT_SECONDS = 60 * 60
/** Longer than any assertion may be good, and than clocks differ. */
const ENDED_ASSERTIONS_KEPT_SECONDS = 3 * 60 * 60
/** How often details are checked for a grant that has them. */
const DETAILS_CHECKED_SECONDS = 24 * 60 * 60
/** Sums that begin later come from a clock that was wrong. */
const ACTIVITY_AHEAD_SECONDS = 24 * 60 * 60
/** Each deletion is a unit of its own. */
const ACCOUNTS_AT_ONCE = 20
/** Far longer than the database lets any statement run. */
const BULK_REVOCATIONS_KEPT_SECONDS = 60 * 60

export function createSweep(engine: Engine): Store['sweep'] {
  async function present(now: number): Promise<Row> {
    const id = queries.GRANTS
    const find = step(queries.findSweep, { id, counter: BULK_REVOCATIONS })
    const [row] = await engine.read(find)
    if (row !== undefined) return row
    await engine.write([step(queries.beginSweep, { id, now })])
    const [begun = {}] = await engine.read(find)
    return begun
  }

  return async ({ now, latest = now, overBefore, limit: wanted }) => {
    const sweep = await present(now)
    const page = pageInput({ after: text(sweep, 'position'), limit: wanted })
    const [walk = {}] = await engine.read(step(queries.measureWalk, page))
    const turnEnded = integer(walk, 'seen') < page.limit
    const kept = await readRetention(engine)
    const piece = { after: page.after, last_id: textOrNull(walk, 'last_id') ?? page.after }
    const results = await engine.write([
      moved(sweep, { now, to: turnEnded ? null : piece.last_id }),
      ...(isBulkRevoking(sweep) ? bulk(now, piece, page.limit) : []),
      step(queries.sweepGrants, {
        ...piece,
        now,
        over_before: overBefore,
        unredeemed_before: now - UNREDEEMED_KEPT_SECONDS,
      }),
      ...passing({ now, latest }, page.limit),
      ...(kept === undefined
        ? []
        : [
            step(queries.sweepFacts, { moment: kept.sinceMs, limit: page.limit }),
            step(sweepSeals, { number: kept.afterSeal, limit: page.limit }),
          ]),
    ])
    const deleted = await deleteDueAccounts(engine, { now, limit: ACCOUNTS_AT_ONCE })
    return { removed: results.flat().length + deleted, turnEnded, lagSeconds: lagOf(sweep, now) }
  }
}

/** The end of this batch, or the start of the next turn. */
function moved(sweep: Row, { now, to }: { now: number; to: string | null }): Step {
  const position = text(sweep, 'position')
  const isFirst = position === ''
  const from = {
    id: queries.GRANTS,
    turn: integer(sweep, 'turn'),
    position,
    began_at: isFirst ? now : integer(sweep, 'began_at'),
    // The number that this batch, and so the whole turn, knows about.
    began_with: integer(sweep, isFirst ? 'bulk_revocations' : 'began_with'),
  }
  if (to !== null) return step(queries.moveSweep, { ...from, next_position: to })
  return step(queries.endTurn, from)
}

/** Rows that an index finds by age. */
function passing(
  { now, latest }: { readonly now: number; readonly latest: number },
  limit: number,
): readonly Step[] {
  const jobsSince = (now - JOBS_KEPT_SECONDS) * 1000
  return [
    // A session that expires now has expired.
    step(markGrantsOver, { moment: now + 1, limit }),
    step(queries.sweepSessions, { moment: now + 1, limit }),
    step(sweepKnownBrowsers, { moment: now - KNOWN_BROWSERS_KEPT_SECONDS, limit }),
    step(queries.sweepDeniedAccessTokens, { moment: now + 1 - DENIALS_KEPT_SECONDS, limit }),
    step(queries.sweepAttempts, { moment: now - ATTEMPTS_KEPT_SECONDS, limit }),
    step(queries.sweepAttemptsAhead, { moment: latest + LONGEST_BUCKET_SECONDS, limit }),
    step(queries.sweepSignInAnswers, { moment: now - SIGN_IN_ANSWERS_KEPT_SECONDS, limit }),
    step(queries.sweepUsedOnce, { moment: now - USED_ONCE_KEPT_SECONDS, limit }),
    step(queries.sweepRepeatableRequests, { moment: now, limit }),
    step(queries.sweepPushedRequests, { moment: now - PUSHED_REQUESTS_KEPT_SECONDS, limit }),
    step(queries.sweepDeviceRequests, { moment: now - DEVICE_REQUESTS_KEPT_SECONDS, limit }),
    step(checkDetails, { now, moment: now - DETAILS_CHECKED_SECONDS, limit }),
    step(sweepDetails, { moment: now - DETAILS_CHECKED_SECONDS, limit }),
    step(queries.sweepEndedAssertions, { moment: now - ENDED_ASSERTIONS_KEPT_SECONDS, limit }),
    step(queries.sweepMailedLinks, { moment: now - MAILED_LINKS_KEPT_SECONDS, limit }),
    step(queries.sweepExplanations, { moment: now - EXPLANATIONS_KEPT_SECONDS, limit }),
    step(sweepHours, { moment: now - ACTIVITY_HOURS_KEPT_SECONDS, limit }),
    step(sweepDays, { moment: now - ACTIVITY_DAYS_KEPT_SECONDS, limit }),
    step(sweepHoursAhead, { moment: latest + ACTIVITY_AHEAD_SECONDS, limit }),
    step(sweepDaysAhead, { moment: latest + ACTIVITY_AHEAD_SECONDS, limit }),
    step(queries.sweepDeliveries, { moment: jobsSince, limit }),
    step(queries.sweepJobs, { moment: jobsSince, limit }),
  ]
}

function isBulkRevoking(sweep: Row): boolean {
  return integerOrNull(sweep, 'oldest_bulk_revocation') !== null
}

function bulk(
  now: number,
  piece: { readonly after: string; readonly last_id: string },
  limit: number,
): readonly Step[] {
  return [
    step(queries.writeBulkRevocations, piece),
    step(queries.sweepConsents, { limit }),
    step(queries.sweepBulkRevocations, {
      id: queries.GRANTS,
      made_before: now - BULK_REVOCATIONS_KEPT_SECONDS,
    }),
  ]
}

/**
 * A grant may have ended any time after the start of the last complete turn; other rows have their
 * own age.
 */
function lagOf(sweep: Row, now: number): number {
  const since = [
    integer(sweep, 'whole_began_at'),
    overSince(sweep, 'oldest_session', 0),
    overSince(sweep, 'oldest_known_browser', KNOWN_BROWSERS_KEPT_SECONDS),
    overSince(sweep, 'oldest_deletion', 0),
    overSince(sweep, 'oldest_denial', DENIALS_KEPT_SECONDS),
    overSince(sweep, 'oldest_attempt', ATTEMPTS_KEPT_SECONDS),
    overSince(sweep, 'oldest_sign_in_answer', SIGN_IN_ANSWERS_KEPT_SECONDS),
    overSince(sweep, 'oldest_used_once', USED_ONCE_KEPT_SECONDS),
    overSince(sweep, 'oldest_repeatable_request', 0),
    overSince(sweep, 'oldest_pushed_request', PUSHED_REQUESTS_KEPT_SECONDS),
    overSince(sweep, 'oldest_device_request', DEVICE_REQUESTS_KEPT_SECONDS),
    overSince(sweep, 'oldest_mailed_link', MAILED_LINKS_KEPT_SECONDS),
    overSince(sweep, 'oldest_ended_assertion', ENDED_ASSERTIONS_KEPT_SECONDS),
    overSince(sweep, 'oldest_explanation', EXPLANATIONS_KEPT_SECONDS),
    overSince(sweep, 'oldest_hour', ACTIVITY_HOURS_KEPT_SECONDS),
    overSince(sweep, 'oldest_day', ACTIVITY_DAYS_KEPT_SECONDS),
  ]
  return Math.max(0, now - Math.min(...since))
}

function overSince(sweep: Row, column: string, keptSeconds: number): number {
  const oldest = integerOrNull(sweep, column)
  return oldest === null ? Number.POSITIVE_INFINITY : oldest + keptSeconds
}
