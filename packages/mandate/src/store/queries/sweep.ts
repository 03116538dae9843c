/**
 * What the sweep takes away, a bounded piece at a time. Grants are found by walking the primary
 * key, because an index on their end would be rewritten by every refresh.
 */

import { isBulkRevoked, ofBulkRevocation } from './bulk-revocations.ts'
import { query } from './query.ts'

export const GRANTS = 'grants'

/**
 * How far the present turn is, and what waits. `began_at` is when a turn began and `began_with` how
 * many bulk revocations there had been by then; `whole_` is of the last turn that came to its end.
 */
export const findSweep = query({
  name: 'find_sweep',
  text: `SELECT sweeps.position, sweeps.turn, sweeps.began_at, sweeps.began_with,
      sweeps.whole_began_at,
      COALESCE((SELECT counters.counted FROM counters WHERE counters.id = :counter), 0)
        AS bulk_revocations,
      (SELECT MIN(bulk_revocations.number) FROM bulk_revocations) AS oldest_bulk_revocation,
      (SELECT MIN(sessions.expires_at) FROM sessions) AS oldest_session,
      (SELECT MIN(denied_access_tokens.expires_at) FROM denied_access_tokens) AS oldest_denial,
      (SELECT MIN(attempts.last_at) FROM attempts) AS oldest_attempt,
      (SELECT MIN(explanations.at) FROM explanations) AS oldest_explanation,
      (SELECT MIN(facts.at_ms) FROM facts) AS oldest_fact
    FROM sweeps WHERE sweeps.id = :id`,
  input: { id: 'text', counter: 'text' },
  key: 'alone',
})

/** No bulk revocation can be older than the very first turn, so it begins with none. */
export const beginSweep = query({
  name: 'begin_sweep',
  text: `INSERT INTO sweeps
      (id, position, turn, began_at, began_with, whole_began_at, whole_began_with)
    SELECT :id, '', 0, :now, 0, :now, 0 WHERE true ON CONFLICT (id) DO NOTHING`,
  input: { id: 'text', now: 'bigint' },
  key: 'alone',
})

/** How far a walk of `limit` grants gets, and how many there were. */
export const measureWalk = query({
  name: 'measure_walk',
  text: `SELECT MAX(walk.id) AS last_id, COUNT(*) AS seen
    FROM (SELECT grants.id FROM grants WHERE grants.id > :after ORDER BY grants.id LIMIT :limit)
      AS walk`,
  input: { after: 'text', limit: 'bigint' },
  key: 'alone',
})

const turn = { id: 'text', turn: 'bigint', began_at: 'bigint', began_with: 'bigint' } as const

/** Another process at the same place waits here until this piece is committed, and then continues. */
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
 * Where the code was never redeemed nobody holds a token to ask about, so the row goes sooner. The
 * parties are looked up one by one: for NOT EXISTS, PostgreSQL would rather read all accounts first.
 */
export const sweepGrants = query({
  name: 'sweep_grants',
  text: `DELETE FROM grants
    WHERE grants.id > :after AND grants.id <= :last_id
      AND (grants.revoked_at < :over_before
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

/** Of clients that were deleted while they had very many. */
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
 * Those that a whole turn has written into the rows of their grants. `made_before` leaves time for
 * an insert that was under way and did not see them.
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

export const sweepSessions = query({
  name: 'sweep_sessions',
  text: `DELETE FROM sessions WHERE sessions.id IN (
      SELECT sessions.id FROM sessions WHERE sessions.expires_at <= :now
      ORDER BY sessions.expires_at LIMIT :limit)
    RETURNING sessions.id`,
  input: { now: 'bigint', limit: 'bigint' },
  key: 'alone',
})

export const sweepDeniedAccessTokens = query({
  name: 'sweep_denied_access_tokens',
  text: `DELETE FROM denied_access_tokens WHERE denied_access_tokens.id IN (
      SELECT denied_access_tokens.id FROM denied_access_tokens
      WHERE denied_access_tokens.expires_at <= :now
      ORDER BY denied_access_tokens.expires_at LIMIT :limit)
    RETURNING denied_access_tokens.id`,
  input: { now: 'bigint', limit: 'bigint' },
  key: 'alone',
})

/** Also those of a clock that was ahead: they would keep people waiting until it is right. */
export const sweepAttempts = query({
  name: 'sweep_attempts',
  text: `DELETE FROM attempts WHERE attempts.bucket IN (
      SELECT attempts.bucket FROM attempts
      WHERE attempts.last_at < :idle_since OR attempts.last_at > :beyond LIMIT :limit)
    RETURNING attempts.bucket`,
  input: { idle_since: 'bigint', beyond: 'bigint', limit: 'bigint' },
  key: 'alone',
})

export const sweepExplanations = query({
  name: 'sweep_explanations',
  text: `DELETE FROM explanations WHERE explanations.id IN (
      SELECT explanations.id FROM explanations WHERE explanations.at < :kept_since
      ORDER BY explanations.at LIMIT :limit)
    RETURNING explanations.id`,
  input: { kept_since: 'bigint', limit: 'bigint' },
  key: 'alone',
})

export const sweepFacts = query({
  name: 'sweep_facts',
  text: `DELETE FROM facts WHERE facts.id IN (
      SELECT facts.id FROM facts WHERE facts.at_ms < :kept_since_ms
      ORDER BY facts.at_ms LIMIT :limit)
    RETURNING facts.id`,
  input: { kept_since_ms: 'bigint', limit: 'bigint' },
  key: 'alone',
})

/** Those that are over. */
export const sweepJobs = query({
  name: 'sweep_jobs',
  text: `DELETE FROM jobs WHERE jobs.id IN (
      SELECT jobs.id FROM jobs WHERE jobs.at_ms < :kept_since_ms AND jobs.due_at_ms IS NULL
      ORDER BY jobs.at_ms LIMIT :limit)
    RETURNING jobs.id`,
  input: { kept_since_ms: 'bigint', limit: 'bigint' },
  key: 'alone',
})
