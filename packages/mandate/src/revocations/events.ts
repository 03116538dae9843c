/**
 * The revocation stream's server-sent events (HTML Living Standard §9.2).
 *
 *     event: revoked      a token whose introspection answer has all the members of the data is over,
 *     data: {…}           or is to be asked about again: client_id, sub, jti; and at, when it happened
 *
 *     id: …               the listener knows everything up to here. Sent after each look at the
 *                         database, so its absence means that nobody knows
 *
 *     event: ready        from here on the listener knows everything; sent once
 *     data: {…}           resumed: whether that holds for the time since its Last-Event-ID too; at: the
 *                         time from which on it does, in seconds since 1970
 *
 * A `revoked` has no id of its own, so a stream that breaks off before the next id is read again.
 */

import { hash } from 'node:crypto'
import type { ProtocolContext } from '../oauth/context.ts'
import type { Ending } from '../store/port.ts'

/**
 * With the names of RFC 7662 §2.2. Introspection does not reveal a token's grant, so the end of a
 * grant is reported by its parties; their other tokens are just introspected again.
 */
export function revokedEvent({ clientId, accountId, accessTokenId, atMs }: Ending): string {
  const at = Math.ceil(atMs / 1_000)
  const members = { client_id: clientId, sub: accountId, jti: accessTokenId, at }
  return `event: revoked\ndata: ${JSON.stringify(members)}\n\n`
}

export function readyEvent(cursor: string, data: Readonly<Record<string, unknown>>): string {
  return `id: ${cursor}\nevent: ready\ndata: ${JSON.stringify(data)}\n\n`
}

/** A bare id: advances the listener's Last-Event-ID and serves as a heartbeat. */
export function signOfLife(cursor: string): string {
  return `id: ${cursor}\n\n`
}

/**
 * A fingerprint of what affects tokens besides the database: settings and keys, which can change on
 * a restart without a revocation. A cursor with other rules cannot be resumed.
 */
export function rulesOf({
  settings,
  keys,
  signing,
}: Pick<ProtocolContext, 'settings' | 'keys' | 'signing'>): string {
  const signingKeys = signing.publicKeys().map(({ kid }) => kid)
  const ids = [...keys.secrets.keys(), ...signingKeys].toSorted()
  const rules = [settings.issuer, Object.keys(settings.scopes), ids, settings.clientDocuments]
  return hash('sha256', JSON.stringify(rules), 'base64url').slice(0, 8)
}

/** A time by the database's clock, in milliseconds, under certain rules. */
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
