/** Endpoints, how far each has come, and what could not be delivered to it at once. */

import { changeOf } from '../tables/change.ts'
import { changeableEndpoint, deliveries, endpointProgress, endpoints } from '../tables/endpoints.ts'
import { insert, parameters, query, select } from './query.ts'

export const endpointChange = changeOf(changeableEndpoint)

export const insertEndpoint = query({
  name: 'insert_endpoint',
  text: `${insert(endpoints)} RETURNING id`,
  input: endpoints.columns,
  key: [],
})

export const findEndpoint = query({
  name: 'find_endpoint',
  text: `SELECT ${select(endpoints)} FROM endpoints /*, input*/ WHERE endpoints.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

export const listEndpoints = query({
  name: 'list_endpoints',
  text: `SELECT ${select(endpoints)} FROM endpoints
    WHERE endpoints.kind = :kind AND endpoints.id > :after ORDER BY endpoints.id LIMIT :limit`,
  input: { kind: 'text', after: 'text', limit: 'bigint' },
  key: 'alone',
})

export const listEndpointsOfClient = query({
  name: 'list_endpoints_of_client',
  text: `SELECT ${select(endpoints)} FROM endpoints
    WHERE endpoints.client_id = :client_id ORDER BY endpoints.id`,
  input: { client_id: 'text' },
  key: 'alone',
})

export const updateEndpoint = query({
  name: 'update_endpoint',
  text: `UPDATE endpoints SET ${endpointChange.set}, revision = :revision /*FROM input*/
    WHERE endpoints.id = :id
      AND (CAST(:from_revision AS TEXT) IS NULL OR endpoints.revision = :from_revision)
    RETURNING endpoints.id`,
  input: { ...endpointChange.input, id: 'text', revision: 'text', from_revision: 'text' },
  key: ['id'],
})

export const rotateEndpointSecret = query({
  name: 'rotate_endpoint_secret',
  text: `UPDATE endpoints SET previous_sealed = endpoints.sealed,
      previous_expires_at = :previous_expires_at, sealed = :sealed, revision = :revision
      /*FROM input*/
    WHERE endpoints.id = :id AND endpoints.sealed IS NOT NULL
      AND (CAST(:from_revision AS TEXT) IS NULL OR endpoints.revision = :from_revision)
    RETURNING endpoints.id`,
  input: {
    ...{ id: 'text', sealed: 'text', previous_expires_at: 'bigint' },
    ...{ revision: 'text', from_revision: 'text' },
  },
  key: ['id'],
})

/** Null for `disabled_at` enables it. No row if it is so already. */
export const disableEndpoint = query({
  name: 'disable_endpoint',
  text: `UPDATE endpoints SET disabled_at = :disabled_at, disabled_because = :because,
      revision = :revision
    WHERE endpoints.id = :id
      AND (endpoints.disabled_at IS NULL) <> (CAST(:disabled_at AS BIGINT) IS NULL)
    RETURNING endpoints.id`,
  input: { id: 'text', disabled_at: 'bigint', because: 'text', revision: 'text' },
  key: 'alone',
})

/** Alone, because its rows say whether it existed, although the fact is recorded first. */
export const deleteEndpoint = query({
  name: 'delete_endpoint',
  text: 'DELETE FROM endpoints WHERE endpoints.id = :id RETURNING endpoints.id',
  input: { id: 'text' },
  key: 'alone',
})

export const listSealedNotUnder = query({
  name: 'list_sealed_endpoints_not_under',
  text: `SELECT ${select(endpoints)} FROM endpoints
    WHERE endpoints.id > :after AND endpoints.sealed NOT LIKE :key_id || '.%'
    ORDER BY endpoints.id LIMIT :limit`,
  input: { key_id: 'text', after: 'text', limit: 'bigint' },
  key: 'alone',
})

/** Unless it was rotated meanwhile. */
export const rekeyEndpointSecret = query({
  name: 'rekey_endpoint_secret',
  text: `UPDATE endpoints SET sealed = :sealed, previous_sealed = :previous_sealed
    WHERE endpoints.id = :id AND endpoints.sealed = :from_sealed`,
  input: { id: 'text', from_sealed: 'text', sealed: 'text', previous_sealed: 'text' },
  key: 'alone',
})

/** For an endpoint that has none, such as one from a backup. It begins now. */
export const insertProgress = query({
  name: 'insert_endpoint_progress',
  text: `INSERT INTO endpoint_progress
      (endpoint_id, cursor_ms, cursor_id, ahead, leased_until_ms, version)
    SELECT endpoints.id, database_ms(), '', '[]', 0, 0 FROM endpoints
    WHERE NOT EXISTS (SELECT 1 FROM endpoint_progress
      WHERE endpoint_progress.endpoint_id = endpoints.id)
    ON CONFLICT (endpoint_id) DO NOTHING`,
  input: {},
  key: 'alone',
})

export const findProgress = query({
  name: 'find_endpoint_progress',
  text: `SELECT ${select(endpointProgress)} FROM endpoint_progress /*, input*/
    WHERE endpoint_progress.endpoint_id = :endpoint_id`,
  input: { endpoint_id: 'text' },
  key: ['endpoint_id'],
})

/** The process that delivers to it has to read it again. */
export const noteEndpointChange = query({
  name: 'note_endpoint_change',
  text: `UPDATE endpoint_progress SET version = endpoint_progress.version + 1 /*FROM input*/
    WHERE endpoint_progress.endpoint_id = :endpoint_id`,
  input: { endpoint_id: 'text' },
  key: [],
})

/** Never forward: what has not been delivered yet must not be skipped. */
const isBack = 'endpoint_progress.cursor_ms > :since_ms'
export const rewindEndpoint = query({
  name: 'rewind_endpoint',
  text: `UPDATE endpoint_progress SET
      cursor_ms = CASE WHEN ${isBack} THEN :since_ms ELSE endpoint_progress.cursor_ms END,
      cursor_id = CASE WHEN ${isBack} THEN '' ELSE endpoint_progress.cursor_id END,
      ahead = CASE WHEN ${isBack} THEN '[]' ELSE endpoint_progress.ahead END,
      version = endpoint_progress.version + 1
    WHERE endpoint_progress.endpoint_id = :endpoint_id
    RETURNING endpoint_progress.endpoint_id`,
  input: { endpoint_id: 'text', since_ms: 'bigint' },
  key: 'alone',
})

/** As if the failures had not been; what waits is due. */
export const forgetFailures = query({
  name: 'forget_endpoint_failures',
  text: `UPDATE endpoint_progress SET failing_since_ms = NULL,
      version = endpoint_progress.version + 1
    WHERE endpoint_progress.endpoint_id = :endpoint_id`,
  input: { endpoint_id: 'text' },
  key: 'alone',
})

export const makeWaitingDue = query({
  name: 'make_waiting_deliveries_due',
  text: `UPDATE deliveries SET due_at_ms = database_ms(), attempts = 0, first_tried_ms = NULL
    WHERE deliveries.endpoint_id = :endpoint_id AND deliveries.state = 'waiting'`,
  input: { endpoint_id: 'text' },
  key: 'alone',
})

const isOf = (list: string, kind: string) => `' ' || ${list} || ' ' LIKE '% ' || ${kind} || ' %'`

/** Endpoints whose lease is over or that have no progress yet. Read before anything is written. */
export const countFreeEndpoints = query({
  name: 'count_free_endpoints',
  text: `SELECT COUNT(*) AS counted FROM endpoints
    LEFT JOIN endpoint_progress ON endpoint_progress.endpoint_id = endpoints.id
    WHERE endpoints.disabled_at IS NULL AND ${isOf(':kinds', 'endpoints.kind')}
      AND COALESCE(endpoint_progress.leased_until_ms, 0) < database_ms()`,
  input: { kinds: 'text' },
  key: 'alone',
})

export const takeEndpoints = query({
  name: 'take_endpoints',
  text: `UPDATE endpoint_progress
    SET holder = :holder, leased_until_ms = database_ms() + :lease_ms
    WHERE endpoint_progress.leased_until_ms < database_ms() AND endpoint_progress.endpoint_id IN (
      SELECT endpoints.id FROM endpoints
      WHERE endpoints.disabled_at IS NULL AND ${isOf(':kinds', 'endpoints.kind')})
    RETURNING endpoint_progress.endpoint_id`,
  input: { holder: 'text', kinds: 'text', lease_ms: 'bigint' },
  key: 'alone',
})

/** One that was disabled or deleted is not prolonged. */
export const renewEndpoints = query({
  name: 'renew_endpoints',
  text: `UPDATE endpoint_progress SET leased_until_ms = database_ms() + :lease_ms
    WHERE endpoint_progress.holder = :holder AND endpoint_progress.endpoint_id IN (
      SELECT endpoints.id FROM endpoints WHERE endpoints.disabled_at IS NULL)
    RETURNING endpoint_progress.endpoint_id, endpoint_progress.version`,
  input: { holder: 'text', lease_ms: 'bigint' },
  key: 'alone',
})

/** Null for `endpoint_id` releases all of them. */
export const releaseEndpoints = query({
  name: 'release_endpoints',
  text: `UPDATE endpoint_progress SET holder = NULL, leased_until_ms = 0
    WHERE endpoint_progress.holder = :holder
      AND (CAST(:endpoint_id AS TEXT) IS NULL OR endpoint_progress.endpoint_id = :endpoint_id)`,
  input: { holder: 'text', endpoint_id: 'text' },
  key: 'alone',
})

export const settleProgress = query({
  name: 'settle_endpoint_progress',
  text: `UPDATE endpoint_progress SET cursor_ms = :cursor_ms, cursor_id = :cursor_id,
      ahead = :ahead, failing_since_ms = :failing_since_ms, last_success_ms = :last_success_ms
    WHERE endpoint_progress.endpoint_id = :endpoint_id AND endpoint_progress.holder = :holder
    RETURNING endpoint_progress.endpoint_id`,
  input: {
    ...({ endpoint_id: 'text', holder: 'text', cursor_ms: 'bigint', cursor_id: 'text' } as const),
    ...({ ahead: 'text', failing_since_ms: 'bigint', last_success_ms: 'bigint' } as const),
  },
  key: 'alone',
})

/** Of an endpoint that polls: no process holds it. */
export const settlePoll = query({
  name: 'settle_poll',
  text: `UPDATE endpoint_progress SET cursor_ms = :cursor_ms, cursor_id = :cursor_id, ahead = :ahead,
      last_success_ms = database_ms(), version = endpoint_progress.version + 1
    WHERE endpoint_progress.endpoint_id = :endpoint_id AND endpoint_progress.version = :version
    RETURNING endpoint_progress.endpoint_id`,
  input: {
    ...({ endpoint_id: 'text', version: 'bigint' } as const),
    ...({ cursor_ms: 'bigint', cursor_id: 'text', ahead: 'text' } as const),
  },
  key: 'alone',
})

export const noteMissed = query({
  name: 'note_missed_facts',
  text: `UPDATE endpoint_progress SET missed_until_ms = :missed_until_ms,
      cursor_ms = :missed_until_ms, cursor_id = ''
    WHERE endpoint_progress.endpoint_id = :endpoint_id`,
  input: { endpoint_id: 'text', missed_until_ms: 'bigint' },
  key: 'alone',
})

const isHeld = `EXISTS (SELECT 1 FROM endpoint_progress
  WHERE endpoint_progress.endpoint_id = :endpoint_id AND endpoint_progress.holder = :holder)`
const replaced = Object.keys(deliveries.columns)
  .filter((column) => column !== 'endpoint_id' && column !== 'fact_id')
  .map((column) => `${column} = excluded.${column}`)
  .join(', ')
const insertDelivery = `INSERT INTO deliveries (${Object.keys(deliveries.columns).join(', ')})
    SELECT ${parameters(deliveries)}`

export const putDelivery = query({
  name: 'put_delivery',
  text: `${insertDelivery} WHERE ${isHeld}
    ON CONFLICT (endpoint_id, fact_id) DO UPDATE SET ${replaced}`,
  input: { ...deliveries.columns, holder: 'text' },
  key: 'alone',
})

/** By hand, so whoever holds the endpoint; if it exists. */
export const replayDelivery = query({
  name: 'replay_delivery',
  text: `${insertDelivery} WHERE EXISTS (SELECT 1 FROM endpoints WHERE endpoints.id = :endpoint_id)
    ON CONFLICT (endpoint_id, fact_id) DO UPDATE SET ${replaced}`,
  input: deliveries.columns,
  key: 'alone',
})

/** All but the newest that succeeded. */
export const dropOldSuccesses = query({
  name: 'drop_old_successes',
  text: `DELETE FROM deliveries WHERE deliveries.endpoint_id = :endpoint_id
      AND deliveries.state = 'delivered' AND deliveries.fact_id IN (
        SELECT olds.fact_id FROM deliveries AS olds
        WHERE olds.endpoint_id = :endpoint_id AND olds.state = 'delivered'
        ORDER BY olds.fact_at_ms DESC, olds.fact_id DESC LIMIT 1000 OFFSET :kept) AND ${isHeld}`,
  input: { endpoint_id: 'text', holder: 'text', kept: 'bigint' },
  key: 'alone',
})

export const forgetSubject = query({
  name: 'forget_subject_of_deliveries',
  text: `DELETE FROM deliveries WHERE deliveries.endpoint_id = :endpoint_id
    AND deliveries.subject = :subject AND ${isHeld}`,
  input: { endpoint_id: 'text', holder: 'text', subject: 'text' },
  key: 'alone',
})

export const deleteDeliveries = query({
  name: 'delete_deliveries',
  text: `DELETE FROM deliveries /*USING input*/ WHERE deliveries.endpoint_id = :endpoint_id`,
  input: { endpoint_id: 'text' },
  key: [],
})

const ofClient = `IN (SELECT endpoints.id FROM endpoints WHERE endpoints.client_id = :client_id)`
/** All that belongs to the endpoints of a client, and then these. */
export const deleteEndpointsOfClient = [
  query({
    name: 'delete_deliveries_of_client',
    text: `DELETE FROM deliveries WHERE deliveries.endpoint_id ${ofClient}`,
    input: { client_id: 'text' },
    key: 'alone',
  }),
  query({
    name: 'delete_endpoint_progress_of_client',
    text: `DELETE FROM endpoint_progress WHERE endpoint_progress.endpoint_id ${ofClient}`,
    input: { client_id: 'text' },
    key: 'alone',
  }),
  query({
    name: 'delete_endpoints_of_client',
    text: 'DELETE FROM endpoints WHERE endpoints.client_id = :client_id',
    input: { client_id: 'text' },
    key: 'alone',
  }),
]

export const deleteProgress = query({
  name: 'delete_endpoint_progress',
  text: `DELETE FROM endpoint_progress /*USING input*/
    WHERE endpoint_progress.endpoint_id = :endpoint_id`,
  input: { endpoint_id: 'text' },
  key: [],
})

export const listWaitingDeliveries = query({
  name: 'list_waiting_deliveries',
  text: `SELECT ${select(deliveries)} FROM deliveries
    WHERE deliveries.endpoint_id = :endpoint_id AND deliveries.state = 'waiting'
    ORDER BY deliveries.fact_at_ms, deliveries.fact_id LIMIT :limit`,
  input: { endpoint_id: 'text', limit: 'bigint' },
  key: 'alone',
})

/** The newest event first. */
export const listDeliveries = query({
  name: 'list_deliveries',
  text: `SELECT ${select(deliveries)} FROM deliveries
    WHERE deliveries.endpoint_id = :endpoint_id AND deliveries.state = :state
      AND deliveries.fact_at_ms <= :before_ms
      AND (deliveries.fact_at_ms < :before_ms OR deliveries.fact_id < :before_id)
    ORDER BY deliveries.fact_at_ms DESC, deliveries.fact_id DESC LIMIT :limit`,
  input: {
    ...{ endpoint_id: 'text', state: 'text', before_ms: 'bigint', before_id: 'text' },
    limit: 'bigint',
  },
  key: 'alone',
})

export const findDelivery = query({
  name: 'find_delivery',
  text: `SELECT ${select(deliveries)} FROM deliveries
    WHERE deliveries.endpoint_id = :endpoint_id AND deliveries.fact_id = :fact_id`,
  input: { endpoint_id: 'text', fact_id: 'text' },
  key: 'alone',
})

export const tallyDeliveries = query({
  name: 'count_deliveries',
  text: `SELECT COUNT(*) AS counted FROM (SELECT 1 AS one FROM deliveries
    WHERE deliveries.endpoint_id = :endpoint_id AND deliveries.state = :state
    LIMIT :limit) AS page`,
  input: { endpoint_id: 'text', state: 'text', limit: 'bigint' },
  key: 'alone',
})
