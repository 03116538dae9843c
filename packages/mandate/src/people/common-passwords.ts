/**
 * The 150,000 commonest passwords of leaks that have eight characters or more, as a Bloom filter:
 * every one of them is found, and one other password in about 10,000 too. `scripts/common-passwords.ts`
 * makes it.
 */

import { hash } from 'node:crypto'

interface Shape {
  /** How many bits the filter has. */
  readonly size: number
  /** How many bits each password sets. */
  readonly hashes: number
}

interface Filter extends Shape {
  readonly bytes: Buffer
}

/** Whether a password is among the common ones; `password` is normalized and in lower case. */
export async function isCommon(password: string): Promise<boolean> {
  filter ??= loadFilter()
  const { bytes, ...shape } = await filter
  return bitsOf(password, shape).every((bit) => ((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1)
}

/** The bits of a password, by double hashing. */
export function bitsOf(password: string, { size, hashes }: Shape): readonly number[] {
  const digest = hash('sha256', password, 'buffer')
  const [first, second] = [digest.readUIntBE(0, 6), digest.readUIntBE(6, 6)]
  return Array.from({ length: hashes }, (_, number) => (first + number * (second % size)) % size)
}

let filter: Promise<Filter> | undefined

/** Only a process that sets a password needs it. */
async function loadFilter(): Promise<Filter> {
  const { default: kept } = await import('./common-passwords.json', { with: { type: 'json' } })
  return { size: kept.size, hashes: kept.hashes, bytes: Buffer.from(kept.bits, 'base64') }
}
