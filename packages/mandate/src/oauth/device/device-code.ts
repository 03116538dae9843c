/** The device code, which only the device and this server know (RFC 8628 §3.2). */

import { createHash } from 'node:crypto'
import { hasChecksum, withChecksum } from '../../grants/token.ts'
import type { Random } from '../../time-and-chance.ts'

const SHAPE = /^mdt_dc_[A-Za-z0-9_-]{49}$/

/** A new code of 256 random bits. */
export function newDeviceCode(random: Random): string {
  return withChecksum(`mdt_dc_${Buffer.from(random(32)).toString('base64url')}`)
}

/** Whether a text can be a device code of this server. */
export function isDeviceCode(text: string): boolean {
  return SHAPE.test(text) && hasChecksum(text)
}

/** Its `id` in the store. */
export function idOfDeviceCode(code: string): string {
  return createHash('sha256').update(code).digest('hex')
}
