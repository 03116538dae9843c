/**
 * SHA-crypt, the `crypt(3)` of Linux: `$5$` (SHA-256) and `$6$` (SHA-512), with `rounds=…` from 1,000
 * to 1,000,000 (default 5,000). A salt has 1 to 16 characters of `./0-9A-Za-z`. As in libxcrypt, a
 * password of 512 bytes or more never matches.
 *
 * Written from the specification (Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512"), because
 * the only maintained library for Node computes a wrong hash if the length of the password is a
 * multiple of 32 or 64 bytes.
 */

import { hash as digestOf, timingSafeEqual } from 'node:crypto'
import type { HashProblem, PasswordFormat } from './format.ts'

const MOST_ROUNDS = 1_000_000
const MOST_PASSWORD_BYTES = 511

const SHA_CRYPT = /^\$([56])\$(?:rounds=([1-9]\d*)\$)?([./0-9A-Za-z]{1,16})\$([./0-9A-Za-z]+)$/

interface ShaCryptHash {
  readonly digest: 'sha256' | 'sha512'
  readonly rounds: number
  readonly salt: string
  readonly hash: string
}

function readShaCrypt(text: string): ShaCryptHash | HashProblem | undefined {
  if (!/^\$[56]\$/.test(text)) return undefined
  const [, id, times = '5000', salt, hash] = SHA_CRYPT.exec(text) ?? []
  if (salt === undefined || hash === undefined) return 'malformed'
  const rounds = Number(times)
  // Other libraries raise a lower number to 1,000 and write that, so they never produce one.
  if (rounds < 1_000 || hash.length !== (id === '5' ? 43 : 86)) return 'malformed'
  if (rounds > MOST_ROUNDS) return 'too_costly'
  return { digest: id === '5' ? 'sha256' : 'sha512', rounds, salt, hash }
}

export const shaCryptFormat: PasswordFormat = {
  read(text) {
    const stored = readShaCrypt(text)
    if (typeof stored !== 'object') return stored
    return {
      work: `sha-crypt ${stored.digest} ${stored.rounds}`,
      matches: (password, slowly) => slowly({ format: 'sha_crypt', password, stored: text }),
    }
  },
}

/** Blocks this thread for up to a few seconds. Compares in constant time. */
export function matchesShaCrypt(password: string, text: string): boolean {
  const stored = readShaCrypt(text)
  const key = Buffer.from(password)
  if (typeof stored !== 'object' || key.length > MOST_PASSWORD_BYTES) return false
  return timingSafeEqual(Buffer.from(encode(compute(key, stored))), Buffer.from(stored.hash))
}

/** The numbers in the comments are the steps of the specification. */
function compute(key: Buffer, { digest, rounds, salt }: ShaCryptHash): Buffer {
  const sha = (...parts: readonly Uint8Array[]) => digestOf(digest, Buffer.concat(parts), 'buffer')
  const saltBytes = Buffer.from(salt)
  const b = sha(key, saltBytes, key) // 4–8
  const bits = [...key.length.toString(2)].reverse()
  const turns = bits.map((bit) => (bit === '1' ? b : key)) // 11
  let result = sha(key, saltBytes, repeat(b, key.length), ...turns) // 1–3, 9–12
  const p = repeat(sha(...Array<Buffer>(key.length).fill(key)), key.length) // 13–16
  const times = 16 + (result[0] ?? 0)
  const s = repeat(sha(...Array<Buffer>(times).fill(saltBytes)), saltBytes.length) // 17–20
  for (let round = 0; round < rounds; round++) {
    const odd = round % 2 === 1
    const parts = [odd ? p : result] // 21 b–c
    if (round % 3 !== 0) parts.push(s) // d
    if (round % 7 !== 0) parts.push(p) // e
    parts.push(odd ? result : p) // f–g
    result = sha(...parts)
  }
  return result
}

/** The bytes, repeated and cut to this length. */
function repeat(bytes: Uint8Array, length: number): Buffer {
  return length === 0 ? Buffer.alloc(0) : Buffer.alloc(length, bytes)
}

const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/**
 * Step 22. Three bytes, a third of the digest apart, become four characters, the least significant
 * bits first. From one group to the next, SHA-256 rotates the three to the right and SHA-512 to the
 * left.
 */
function encode(digest: Buffer): string {
  const third = Math.floor(digest.length / 3)
  let text = ''
  for (let i = 0; i < third; i++) {
    const group = [i, i + third, i + 2 * third]
    const turn = digest.length === 32 ? (3 - (i % 3)) % 3 : i % 3
    const [high, middle, low] = [...group.slice(turn), ...group.slice(0, turn)]
    text += characters([digest[high ?? 0], digest[middle ?? 0], digest[low ?? 0]], 4)
  }
  const [last, beforeLast] = [digest.at(-1), digest.at(-2)]
  return (
    text +
    (digest.length === 32 ? characters([0, last, beforeLast], 3) : characters([0, 0, last], 2))
  )
}

function characters(
  [high = 0, middle = 0, low = 0]: (number | undefined)[],
  count: number,
): string {
  const bits = (high << 16) | (middle << 8) | low
  return Array.from({ length: count }, (_, i) => ALPHABET[(bits >> (6 * i)) & 63]).join('')
}
