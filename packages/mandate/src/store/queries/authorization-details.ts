import { authorizationDetails } from '../tables/authorization-details.ts'
import { insert, query } from './query.ts'

/** The new time keeps the sweep, which may be about to delete the row, from doing so. */
export const keepDetails = query({
  name: 'keep_details',
  text: `${insert(authorizationDetails)}
    ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at
    RETURNING id`,
  input: authorizationDetails.columns,
  key: ['id'],
})

export const findDetails = query({
  name: 'find_details',
  text: `SELECT authorization_details.id, authorization_details.details FROM authorization_details /*, input*/
    WHERE authorization_details.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

/** The longest unchecked ones. */
const due = `authorization_details.id IN (
      SELECT authorization_details.id FROM authorization_details
      WHERE authorization_details.checked_at < :moment
      ORDER BY authorization_details.checked_at LIMIT :limit)`
const isGranted = `EXISTS (SELECT 1 FROM grants WHERE grants.details = authorization_details.id)`

/** Those that a grant still has are not due again until the next day. */
export const checkDetails = query({
  name: 'check_details',
  text: `UPDATE authorization_details SET checked_at = :now WHERE ${due} AND ${isGranted}`,
  input: { now: 'bigint', moment: 'bigint', limit: 'bigint' },
  key: 'alone',
})

export const sweepDetails = query({
  name: 'sweep_details',
  text: `DELETE FROM authorization_details WHERE ${due} AND NOT ${isGranted}
      AND authorization_details.checked_at < :moment
    RETURNING authorization_details.id`,
  input: { moment: 'bigint', limit: 'bigint' },
  key: 'alone',
})
