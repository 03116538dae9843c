/**
 * The seal of a backup: a MAC over its contents, with a key derived from a server key. Anybody who
 * changes the file could recompute mere digests; a restore needs the server keys anyway.
 */

import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { KeyRing } from '../../grants/derivation.ts'
import type { Content, Table } from './content.ts'

export interface Seal {
  /** The id of the server key. */
  readonly keyId: string
  /** HMAC-SHA-256, hexadecimal. */
  readonly mac: string
}

/** The sealed data. The tables are sorted by name. */
export interface Sealed {
  readonly takenAt: number
  readonly version: number
  readonly tables: readonly Table[]
  readonly contents: readonly Content[]
}

/** Seals with the current server key. */
export function sealWith({ current, secrets }: KeyRing, sealed: Sealed): Seal {
  const secret = secrets.get(current)
  if (secret === undefined) throw new Error('the current key is not among the keys')
  return { keyId: current, mac: macOf(secret, sealed).toString('hex') }
}

export function isSealGenuine(seal: Seal, secret: Uint8Array, sealed: Sealed): boolean {
  const found = Buffer.from(seal.mac, 'hex')
  const genuine = macOf(secret, sealed)
  return found.length === genuine.length && timingSafeEqual(found, genuine)
}

function macOf(secret: Uint8Array, { takenAt, version, tables, contents }: Sealed): Buffer {
  const digests = new Map(contents.map(({ table, rows, digest }) => [table, [rows, digest]]))
  const text = JSON.stringify([
    takenAt,
    version,
    tables.map(({ name, columns, key }) => [name, columns, key, digests.get(name)]),
  ])
  // A separate key, so that the MAC of a backup is never that of a token (RFC 5869).
  const key = hkdfSync('sha256', secret, '', 'mandate backup 1', 32)
  return createHmac('sha256', new Uint8Array(key)).update(text).digest()
}
