import { pushedRequests } from '../tables/pushed-requests.ts'
import { insert, query, select } from './query.ts'

export const insertPushedRequest = query({
  name: 'insert_pushed_request',
  text: insert(pushedRequests),
  input: pushedRequests.columns,
  key: [],
})

export const findPushedRequest = query({
  name: 'find_pushed_request',
  text: `SELECT ${select(pushedRequests)} FROM pushed_requests /*, input*/
    WHERE pushed_requests.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

/** Returns a row to one caller only. */
export const usePushedRequest = query({
  name: 'use_pushed_request',
  text: `UPDATE pushed_requests SET used_at = :at, used_by = :used_by, request = '' /*FROM input*/
    WHERE pushed_requests.id = :id AND pushed_requests.used_at IS NULL
    RETURNING pushed_requests.id`,
  input: { id: 'text', at: 'bigint', used_by: 'text' },
  key: ['id'],
})

/** Those of a client beyond the newest. What was used up stays: there are no more than grants. */
export const trimPushedRequests = query({
  name: 'trim_pushed_requests',
  text: `DELETE FROM pushed_requests WHERE pushed_requests.id IN (
      SELECT pushed_requests.id FROM pushed_requests
      WHERE pushed_requests.client_id = :client_id AND pushed_requests.used_at IS NULL
      ORDER BY pushed_requests.expires_at DESC, pushed_requests.id DESC LIMIT 1000 OFFSET :kept)`,
  input: { client_id: 'text', kept: 'bigint' },
  key: 'alone',
})
