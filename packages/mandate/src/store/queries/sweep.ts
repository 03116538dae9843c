/**
 * What the sweep takes away, a bounded piece at a time. Grants are found by walking the primary
 * key, because an index on their end would be rewritten by every refresh.
 */

import { query } from './query.ts'

/** How far a walk of `limit` grants gets, and how many there were. */
export const measureWalk = query({
  name: 'measure_walk',
  text: `SELECT MAX(walk.id) AS last_id, COUNT(*) AS seen
    FROM (SELECT grants.id FROM grants WHERE grants.id > :after ORDER BY grants.id LIMIT :limit)
      AS walk`,
  input: { after: 'text', limit: 'bigint' },
  key: 'alone',
})

/** Where the code was never redeemed nobody holds a token to ask about, so the row goes sooner. */
export const sweepGrants = query({
  name: 'sweep_grants',
  text: `DELETE FROM grants
    WHERE grants.id > :after AND grants.id <= :last_id
      AND (grants.expires_at < :over_before OR grants.revoked_at < :over_before
        OR (grants.generation = 0 AND grants.expires_at < :unredeemed_before))
    RETURNING grants.id`,
  input: { after: 'text', last_id: 'text', over_before: 'bigint', unredeemed_before: 'bigint' },
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

export const sweepAttempts = query({
  name: 'sweep_attempts',
  text: `DELETE FROM attempts WHERE attempts.bucket IN (
      SELECT attempts.bucket FROM attempts WHERE attempts.last_at < :idle_since
      ORDER BY attempts.last_at LIMIT :limit)
    RETURNING attempts.bucket`,
  input: { idle_since: 'bigint', limit: 'bigint' },
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
