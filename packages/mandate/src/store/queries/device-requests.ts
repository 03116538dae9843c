import { deviceRequests } from '../tables/device-requests.ts'
import { insert, query, select } from './query.ts'

/** Returns no row if the user code is taken. */
export const insertDeviceRequest = query({
  name: 'insert_device_request',
  text: `${insert(deviceRequests)}
    ON CONFLICT (user_code) DO NOTHING RETURNING id`,
  input: deviceRequests.columns,
  key: ['id'],
})

export const findDeviceRequest = query({
  name: 'find_device_request',
  text: `SELECT ${select(deviceRequests)} FROM device_requests /*, input*/
    WHERE device_requests.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

export const findDeviceRequestByUserCode = query({
  name: 'find_device_request_by_user_code',
  text: `SELECT ${select(deviceRequests)} FROM device_requests /*, input*/
    WHERE device_requests.user_code = :user_code`,
  input: { user_code: 'text' },
  key: ['user_code'],
})

/** Returns a row to one caller only. */
export const decideDeviceRequest = query({
  name: 'decide_device_request',
  text: `UPDATE device_requests SET decided_at = :at, grant_id = :grant_id /*FROM input*/
    WHERE device_requests.id = :id AND device_requests.decided_at IS NULL
    RETURNING device_requests.id`,
  input: { id: 'text', at: 'bigint', grant_id: 'text' },
  key: ['id'],
})

export const addDevicePolls = query({
  name: 'add_device_polls',
  text: `UPDATE device_requests SET polls = device_requests.polls + :polls
    WHERE device_requests.id = :id AND device_requests.interval_seconds = :interval_seconds`,
  input: { id: 'text', interval_seconds: 'bigint', polls: 'bigint' },
  key: 'alone',
})

/** Of several nodes that notice it at once, one makes the interval longer. */
export const slowDeviceDown = query({
  name: 'slow_device_down',
  text: `UPDATE device_requests SET interval_seconds = :next_seconds, polls = 0, paced_since = :at
    WHERE device_requests.id = :id AND device_requests.interval_seconds = :interval_seconds`,
  input: { id: 'text', interval_seconds: 'bigint', next_seconds: 'bigint', at: 'bigint' },
  key: 'alone',
})

/** The pending ones of a client beyond the newest. */
export const trimDeviceRequests = query({
  name: 'trim_device_requests',
  text: `DELETE FROM device_requests WHERE device_requests.id IN (
      SELECT device_requests.id FROM device_requests
      WHERE device_requests.client_id = :client_id AND device_requests.decided_at IS NULL
      ORDER BY device_requests.expires_at DESC, device_requests.id DESC LIMIT 1000 OFFSET :kept)`,
  input: { client_id: 'text', kept: 'bigint' },
  key: 'alone',
})
