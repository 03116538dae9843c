/**
 * The grants with `openid` whose session has ended. A grant's `sid` names the session; it becomes null
 * once what follows from the session's end is done (`grants/signed-in.ts`).
 */

import { OVER_BY_TIME } from '../../grants/signed-in.ts'
import { isBulkRevoked, ofBulkRevocation } from './bulk-revocations.ts'
import { query } from './query.ts'

const isOver = `NOT EXISTS (SELECT 1 FROM sessions
        WHERE sessions.account_id = grants.account_id AND sessions.sid = grants.sid)`
/** Somebody ended the grant who is not its client, so the client does not know yet. */
const isTakenAway = `COALESCE(grants.revoked_because, ${ofBulkRevocation('revoked_because')}, '')
        IN ('revoked_by_user', 'revoked_by_operator', 'revoked_by_platform')`

/** In the order of the index. `beyond` sorts after every public id that counts. */
export const listLoggedOut = query({
  name: 'list_logged_out',
  text: `SELECT grants.id, grants.client_id, grants.sid,
      CASE WHEN clients.metadata LIKE '%"backchannel_logout_uri":%' THEN 1 ELSE 0 END AS hears,
      CASE WHEN clients.metadata LIKE '%"backchannel_logout_session_required":' || 'true%'
        THEN 1 ELSE 0 END AS needs_sid
    FROM grants LEFT JOIN clients ON clients.id = grants.client_id
    WHERE grants.account_id = :account_id AND grants.sid IS NOT NULL AND grants.sid < :beyond
      AND (${isOver} OR ${isTakenAway})
    ORDER BY grants.sid, grants.id LIMIT :limit`,
  input: { account_id: 'text', beyond: 'text', limit: 'bigint' },
  key: 'alone',
})

const withoutOfflineAccess = `REPLACE(' ' || grants.scope || ' ', ' offline_access ', '')
        = ' ' || grants.scope || ' '`
/** Its session ended now, and it was only for as long as that (Back-Channel Logout §2.7). */
const endsNow = `grants.revoked_at IS NULL AND grants.sid < '${OVER_BY_TIME}' AND ${isOver}
        AND ${withoutOfflineAccess} AND NOT ${isBulkRevoked}`

/**
 * The grants of one client in one session, up to the last one that was read. The expressions keep the
 * engines to the index of the session: that of the client may have a hundred thousand grants.
 */
export const logOutGrants = query({
  name: 'log_out_grants',
  text: `UPDATE grants SET sid = NULL,
      revoked_at = CASE WHEN ${endsNow} THEN :at ELSE grants.revoked_at END,
      revoked_because = CASE WHEN ${endsNow} THEN 'logged_out' ELSE grants.revoked_because END
    WHERE grants.account_id = :account_id AND grants.sid = :sid
      AND grants.client_id || '' = :client_id AND grants.id || '' <= :last_id
      AND (${isOver} OR ${isTakenAway})
    RETURNING grants.id`,
  input: {
    ...{ account_id: 'text', sid: 'text', client_id: 'text', last_id: 'text' },
    at: 'bigint',
  },
  key: 'alone',
})

/** The clients that were opened in a session. */
export const listClientsOfSession = query({
  name: 'list_clients_of_session',
  text: `SELECT DISTINCT grants.client_id FROM grants
    WHERE grants.account_id = :account_id AND grants.sid = :sid ORDER BY grants.client_id LIMIT :limit`,
  input: { account_id: 'text', sid: 'text', limit: 'bigint' },
  key: 'alone',
})

const sharesItsId = `EXISTS (SELECT 1 FROM sessions AS others
        WHERE others.account_id = sessions.account_id AND others.sid = sessions.sid
          AND others.id <> sessions.id)`

/** Marks the grants of the sessions that are over by time, oldest first. */
export const markGrantsOver = query({
  name: 'mark_grants_over',
  text: `UPDATE grants SET sid = '${OVER_BY_TIME}' || grants.sid WHERE grants.id IN (
      SELECT theirs.id FROM sessions
      JOIN grants AS theirs ON theirs.account_id = sessions.account_id AND theirs.sid = sessions.sid
      WHERE sessions.expires_at < :moment AND NOT ${sharesItsId}
      ORDER BY sessions.expires_at LIMIT :limit)`,
  input: { moment: 'bigint', limit: 'bigint' },
  key: 'alone',
})

/** Whether the sweep may delete a session: no grant depends on it. */
export const isFreeOfGrants = `(${sharesItsId} OR NOT EXISTS (SELECT 1 FROM grants
        WHERE grants.account_id = sessions.account_id AND grants.sid = sessions.sid))`
