/**
 * What the stream of revocations says, in server-sent events (HTML Living Standard §9.2).
 *
 *     event: revoked      a token whose introspection answer has all the members of the data is over,
 *     data: {…}           or is to be asked about again: client_id, sub, jti
 *
 *     id: …               the listener knows everything up to here. Sent after each look at the
 *                         database, so its absence means that nobody knows
 *
 *     event: ready        from here on the listener knows everything; sent once
 *     data: {…}           resumed: whether that holds for the time since its Last-Event-ID too
 *
 * A `revoked` has no id of its own: a stream that breaks off before the next id is read again.
 */

import { hash } from 'node:crypto'
import type { ProtocolContext } from '../oauth/context.ts'
import type { Ending } from '../store/port.ts'

/**
 * In the names of RFC 7662 §2.2. Introspection does not name the grant of a token, so the end of a
 * grant is told by its parties: what they have besides is asked about once more.
 */
export function revokedEvent({ clientId, accountId, accessTokenId }: Ending): string {
  const members = { client_id: clientId, sub: accountId, jti: accessTokenId }
  return `event: revoked\ndata: ${JSON.stringify(members)}\n\n`
}

export function readyEvent(cursor: string, data: Readonly<Record<string, unknown>>): string {
  return `id: ${cursor}\nevent: ready\ndata: ${JSON.stringify(data)}\n\n`
}

/** An id and nothing else: it moves the listener's Last-Event-ID, and is a sign of life. */
export function signOfLife(cursor: string): string {
  return `id: ${cursor}\n\n`
}

/**
 * Names what decides about tokens beside the database: settings and keys, which change without a
 * revocation when a server starts anew. A cursor of other rules cannot be resumed.
 */
export function rulesOf({ settings, keys }: Pick<ProtocolContext, 'settings' | 'keys'>): string {
  const rules = [settings.issuer, Object.keys(settings.scopes), [...keys.secrets.keys()].toSorted()]
  return hash('sha256', JSON.stringify(rules), 'base64url').slice(0, 8)
}

/** A moment of the database's clock, in milliseconds, under certain rules. */
export interface Cursor {
  readonly atMs: number
  readonly rules: string
}

export function writeCursor({ atMs, rules }: Cursor): string {
  return `${atMs}.${rules}`
}

/** What `writeCursor` wrote; undefined for anything else. */
export function readCursor(text: string): Cursor | undefined {
  const [, atMs, rules] = /^(\d{1,15})\.([\w-]{8})$/.exec(text) ?? []
  return atMs === undefined || rules === undefined ? undefined : { atMs: Number(atMs), rules }
}
