/**
 * What the sweep deletes, in bounded batches. Grants are found by walking the primary key, because
 * every refresh would have to update an index on their end.
 */

import { isBulkRevoked, ofBulkRevocation } from './bulk-revocations.ts'
import { isFreeOfGrants } from './logouts.ts'
import { query } from './query.ts'

export const GRANTS = 'grants'

/**
 * The position of the current turn, and what is waiting. `began_at` is when a turn started and
 * `began_with` how many bulk revocations there had been by then; `whole_` columns are about the
 * last complete turn.
 */
export const findSweep = query({
  name: 'find_sweep',
  text: `SELECT sweeps.position, sweeps.turn, sweeps.began_at, sweeps.began_with,
      sweeps.whole_began_at,
      COALESCE((SELECT counters.counted FROM counters WHERE counters.id = :counter), 0)
        AS bulk_revocations,
      (SELECT MIN(bulk_revocations.number) FROM bulk_revocations) AS oldest_bulk_revocation,
      (SELECT MIN(sessions.expires_at) FROM sessions) AS oldest_session,
      (SELECT MIN(known_browsers.last_seen_at) FROM known_browsers) AS oldest_known_browser,
      (SELECT MIN(accounts.delete_after) FROM accounts
        WHERE accounts.delete_after IS NOT NULL) AS oldest_deletion,
      (SELECT MIN(denied_access_tokens.expires_at) FROM denied_access_tokens) AS oldest_denial,
      (SELECT MIN(attempts.empty_at) FROM attempts) AS oldest_attempt,
      (SELECT MIN(sign_in_answers.expires_at) FROM sign_in_answers) AS oldest_sign_in_answer,
      (SELECT MIN(used_once.expires_at) FROM used_once) AS oldest_used_once,
      (SELECT MIN(repeatable_requests.expires_at) FROM repeatable_requests)
        AS oldest_repeatable_request,
      (SELECT MIN(pushed_requests.expires_at) FROM pushed_requests) AS oldest_pushed_request,
      (SELECT MIN(device_requests.expires_at) FROM device_requests) AS oldest_device_request,
      (SELECT MIN(mailed_links.expires_at) FROM mailed_links) AS oldest_mailed_link,
      (SELECT MIN(ended_assertions.ended_at) FROM ended_assertions
        WHERE ended_assertions.by_person = 0) AS oldest_ended_assertion,
      (SELECT MIN(explanations.at) FROM explanations) AS oldest_explanation,
      (SELECT MIN(activity_hours.begins_at) FROM activity_hours) AS oldest_hour,
      (SELECT MIN(activity_days.begins_at) FROM activity_days) AS oldest_day
    FROM sweeps WHERE sweeps.id = :id`,
  input: { id: 'text', counter: 'text' },
  key: 'alone',
})

/** The very first turn starts with no bulk revocations, as none can be older. */
export const beginSweep = query({
  name: 'begin_sweep',
  text: `INSERT INTO sweeps
      (id, position, turn, began_at, began_with, whole_began_at, whole_began_with)
    SELECT :id, '', 0, :now, 0, :now, 0 WHERE true ON CONFLICT (id) DO NOTHING`,
  input: { id: 'text', now: 'bigint' },
  key: 'alone',
})

/** The last of the next `limit` grants, and how many there were. */
export const measureWalk = query({
  name: 'measure_walk',
  text: `SELECT MAX(walk.id) AS last_id, COUNT(*) AS seen
    FROM (SELECT grants.id FROM grants WHERE grants.id > :after ORDER BY grants.id LIMIT :limit)
      AS walk`,
  input: { after: 'text', limit: 'bigint' },
  key: 'alone',
})

const turn = { id: 'text', turn: 'bigint', began_at: 'bigint', began_with: 'bigint' } as const

/**
 * Another process at the same position waits here until this batch is committed, and then
 * continues.
 */
export const moveSweep = query({
  name: 'move_sweep',
  text: `UPDATE sweeps SET position = :next_position, began_at = :began_at, began_with = :began_with
    WHERE sweeps.id = :id AND sweeps.turn = :turn AND sweeps.position = :position`,
  input: { ...turn, position: 'text', next_position: 'text' },
  key: 'alone',
})

export const endTurn = query({
  name: 'end_turn',
  text: `UPDATE sweeps SET position = '', turn = sweeps.turn + 1,
      whole_began_at = :began_at, whole_began_with = :began_with
    WHERE sweeps.id = :id AND sweeps.turn = :turn AND sweeps.position = :position`,
  input: { ...turn, position: 'text' },
  key: 'alone',
})

/**
 * If the code was never redeemed, nobody holds a token to ask about, so the row can go sooner. The
 * parties are looked up one by one: for NOT EXISTS, PostgreSQL would read all accounts first. A
 * delegated grant goes with its parent, even if it has ended: until then its delegate cannot return.
 */
export const sweepGrants = query({
  name: 'sweep_grants',
  text: `DELETE FROM grants
    WHERE grants.id > :after AND grants.id <= :last_id
      AND ((grants.revoked_at < :over_before AND grants.parent IS NULL)
        OR (grants.parent IS NOT NULL AND
          (SELECT parents.id FROM grants AS parents WHERE parents.id = grants.parent) IS NULL)
        OR ((grants.expires_at < :over_before
            OR (grants.generation = 0 AND grants.expires_at < :unredeemed_before))
          AND NOT EXISTS (SELECT 1 FROM recoveries WHERE recoveries.accept_newer_until > :now))
        OR (SELECT clients.id FROM clients WHERE clients.id = grants.client_id) IS NULL
        OR (grants.account_id IS NOT NULL AND
          (SELECT accounts.id FROM accounts WHERE accounts.id = grants.account_id) IS NULL))
    RETURNING grants.id`,
  input: {
    after: 'text',
    last_id: 'text',
    over_before: 'bigint',
    unredeemed_before: 'bigint',
    now: 'bigint',
  },
  key: 'alone',
})

export const writeBulkRevocations = query({
  name: 'write_bulk_revocations',
  text: `UPDATE grants SET revoked_at = ${ofBulkRevocation('revoked_at')},
      revoked_because = ${ofBulkRevocation('revoked_because')}
    WHERE grants.id > :after AND grants.id <= :last_id AND grants.revoked_at IS NULL
      AND ${isBulkRevoked}`,
  input: { after: 'text', last_id: 'text' },
  key: 'alone',
})

/** Consents of clients that were deleted when they had very many. */
export const sweepConsents = query({
  name: 'sweep_consents',
  text: `DELETE FROM consents WHERE (consents.account_id, consents.client_id) IN (
      SELECT consents.account_id, consents.client_id FROM bulk_revocations
      JOIN consents ON consents.client_id = bulk_revocations.client_id
      WHERE bulk_revocations.number > 0 AND bulk_revocations.account_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM clients WHERE clients.id = bulk_revocations.client_id)
      LIMIT :limit)
    RETURNING consents.account_id`,
  input: { limit: 'bigint' },
  key: 'alone',
})

/**
 * The bulk revocations that a complete turn has written into the rows of their grants.
 * `made_before` leaves time for inserts in progress that did not see them.
 */
export const sweepBulkRevocations = query({
  name: 'sweep_bulk_revocations',
  text: `DELETE FROM bulk_revocations
    WHERE bulk_revocations.number <=
        (SELECT sweeps.whole_began_with FROM sweeps WHERE sweeps.id = :id)
      AND bulk_revocations.revoked_at < :made_before
      AND NOT EXISTS (SELECT 1 FROM consents WHERE consents.client_id = bulk_revocations.client_id
        AND NOT EXISTS (SELECT 1 FROM clients WHERE clients.id = bulk_revocations.client_id))
    RETURNING bulk_revocations.number`,
  input: { id: 'text', made_before: 'bigint' },
  key: 'alone',
})

/** Deletes rows older than a moment, at most `limit`, oldest first. */
function removal(
  table: string,
  {
    age,
    key = 'id',
    name = `sweep_${table}`,
    isOver = `${table}.${age} < :moment`,
  }: {
    readonly age: string
    readonly key?: string
    readonly name?: string
    readonly isOver?: string
  },
) {
  return query({
    name,
    text: `DELETE FROM ${table} WHERE ${table}.${key} IN (
      SELECT ${table}.${key} FROM ${table} WHERE ${isOver} ORDER BY ${table}.${age} LIMIT :limit)
    RETURNING ${table}.${key}`,
    input: { moment: 'bigint', limit: 'bigint' },
    key: 'alone',
  })
}

export const sweepSessions = removal('sessions', {
  age: 'expires_at',
  isOver: `sessions.expires_at < :moment AND ${isFreeOfGrants}`,
})
export const sweepDeniedAccessTokens = removal('denied_access_tokens', { age: 'expires_at' })
export const sweepSignInAnswers = removal('sign_in_answers', { age: 'expires_at' })
export const sweepRepeatableRequests = removal('repeatable_requests', { age: 'expires_at' })

export const sweepUsedOnce = removal('used_once', { age: 'expires_at' })
export const sweepPushedRequests = removal('pushed_requests', { age: 'expires_at' })
export const sweepDeviceRequests = removal('device_requests', { age: 'expires_at' })
export const sweepMailedLinks = removal('mailed_links', { age: 'expires_at' })
/** What an issuer signed before it signed somebody out is no longer good anyway. */
export const sweepEndedAssertions = query({
  name: 'sweep_ended_assertions',
  text: `DELETE FROM ended_assertions
    WHERE (ended_assertions.account_id, ended_assertions.issuer_id, ended_assertions.client_id) IN (
      SELECT ended_assertions.account_id, ended_assertions.issuer_id, ended_assertions.client_id
      FROM ended_assertions
      WHERE ended_assertions.by_person = 0 AND ended_assertions.ended_at < :moment
      ORDER BY ended_assertions.ended_at LIMIT :limit)
    RETURNING ended_assertions.account_id`,
  input: { moment: 'bigint', limit: 'bigint' },
  key: 'alone',
})
export const sweepExplanations = removal('explanations', { age: 'at' })
/** Whole days, once a seal says that they are not kept (`runtime/audit-keeper.ts`). */
export const sweepFacts = removal('facts', { age: 'at_ms' })
/** What was given up or has arrived. What waits is tried, however old it is. */
export const sweepDeliveries = query({
  name: 'sweep_deliveries',
  text: `DELETE FROM deliveries WHERE (deliveries.endpoint_id, deliveries.fact_id) IN (
      SELECT deliveries.endpoint_id, deliveries.fact_id FROM deliveries
      WHERE deliveries.fact_at_ms < :moment AND deliveries.state <> 'waiting'
      ORDER BY deliveries.fact_at_ms LIMIT :limit)
    RETURNING deliveries.fact_id`,
  input: { moment: 'bigint', limit: 'bigint' },
  key: 'alone',
})
export const sweepAttempts = removal('attempts', { age: 'empty_at', key: 'bucket' })
/** Attempts from a clock that was ahead: they would make people wait until that time arrives. */
export const sweepAttemptsAhead = removal('attempts', {
  name: 'sweep_attempts_ahead',
  age: 'empty_at',
  key: 'bucket',
  isOver: 'attempts.empty_at > :moment',
})
/** Jobs that are done or were abandoned. */
export const sweepJobs = removal('jobs', {
  age: 'at_ms',
  isOver: 'jobs.at_ms < :moment AND jobs.due_at_ms IS NULL',
})
