/**
 * scrypt (RFC 7914). Accepted: PHC strings `$scrypt$ln=…,r=…,p=…$salt$hash`, where `ln` is the
 * logarithm of N, and Django's `scrypt$N$salt$r$p$hash`, whose salt is text. Firebase's variant is
 * in `firebase-scrypt.ts`.
 */

import { scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { decodeBase64 } from './base64.ts'
import { type HashProblem, NUMBER, type PasswordFormat, type StoredHash } from './format.ts'

/** `N` is a power of two; `r` and `p` as in RFC 7914 §2. */
export interface ScryptCost {
  readonly N: number
  readonly r: number
  readonly p: number
}

/** In bytes: at once (128·N·r), and over all `p` (about a second). */
const MOST_MEMORY = 256 * 2 ** 20
const MOST_MEMORY_FILLED = 512 * 2 ** 20

/** Whether the cost is valid and below the limit. */
export function scryptProblem({ N, r, p }: ScryptCost): HashProblem | undefined {
  if (N * r * 128 > MOST_MEMORY || N * r * p * 128 > MOST_MEMORY_FILLED) return 'too_costly'
  // RFC 7914 §2: N is less than 2^(128 * r / 8).
  if (N < 2 || !Number.isInteger(Math.log2(N)) || Math.log2(N) >= 16 * r) return 'malformed'
  return undefined
}

const compute = promisify<string, Uint8Array, number, object, Buffer>(scrypt)

/** `length` bytes derived from the password, without blocking the event loop. */
export function computeScrypt(
  password: string,
  { salt, length, ...cost }: ScryptCost & { readonly salt: Uint8Array; readonly length: number },
): Promise<Buffer> {
  return compute(password, salt, length, { ...cost, maxmem: 2 * MOST_MEMORY })
}

const PHC = new RegExp(`^\\$scrypt\\$ln=${NUMBER},r=${NUMBER},p=${NUMBER}\\$([^$]+)\\$([^$]+)$`)
const DJANGO = new RegExp(`^scrypt\\$${NUMBER}\\$([^$]+)\\$${NUMBER}\\$${NUMBER}\\$([^$]+)$`)

export const scryptFormat: PasswordFormat = {
  read(text) {
    if (text.startsWith('$scrypt$')) {
      const [, ln, r, p, salt, hash] = PHC.exec(text) ?? []
      return stored(
        { N: 2 ** Number(ln), r: Number(r), p: Number(p) },
        salt && decodeBase64(salt, 'bare'),
        hash && decodeBase64(hash, 'bare'),
      )
    }
    if (text.startsWith('scrypt$')) {
      const [, N, salt, r, p, hash] = DJANGO.exec(text) ?? []
      return stored(
        { N: Number(N), r: Number(r), p: Number(p) },
        salt && Buffer.from(salt),
        hash && decodeBase64(hash, 'padded'),
      )
    }
    return undefined
  },
}

function stored(
  cost: ScryptCost,
  salt: Uint8Array | '' | undefined,
  hash: Uint8Array | '' | undefined,
): StoredHash | HashProblem {
  if (!salt || salt.length < 4 || !hash || hash.length < 16 || hash.length > 128) return 'malformed'
  const problem = scryptProblem(cost)
  if (problem !== undefined) return problem
  return {
    work: `scrypt ${cost.N} ${cost.r} ${cost.p}`,
    async matches(password) {
      return timingSafeEqual(
        await computeScrypt(password, { ...cost, salt, length: hash.length }),
        hash,
      )
    },
  }
}
