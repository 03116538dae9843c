/**
 * Argon2 (RFC 9106) as PHC strings. Accepted: `$argon2id$`, `$argon2i$` and `$argon2d$`, version
 * `v=19`, then `m=…,t=…,p=…` in this order, a salt of 8 to 64 bytes and a hash of 16 to 128 bytes;
 * Django's `argon2$argon2id$…` as well. Refused: version 16 (from before Argon2 1.3) and hashes
 * with a key or associated data (`keyid=`, `data=`).
 *
 * Our own hashes look the same as foreign ones of the same cost. Ours are computed from the
 * normalized password, others from the password as typed; if the two differ, either may match.
 */

import { argon2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { normalizePassword } from '../password-rules.ts'
import { decodeBase64, encodeBase64 } from './base64.ts'
import { type HashProblem, NUMBER, type PasswordFormat } from './format.ts'

/** The cost of a hash: `memory` in KiB; `passes` and `parallelism` as in RFC 9106 §3.1. */
export interface PasswordCost {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

export interface Argon2Hash {
  readonly algorithm: 'argon2id' | 'argon2i' | 'argon2d'
  readonly cost: PasswordCost
  readonly salt: Uint8Array
  readonly hash: Uint8Array
}

/** In KiB: 256 MiB at once, and 1 GiB over all passes (about a second). */
const MOST_MEMORY = 256 * 1024
const MOST_MEMORY_FILLED = 1024 * 1024
const MOST_LANES = 16

const PHC = new RegExp(
  `^(?:argon2)?\\$(argon2id|argon2i|argon2d)(?:\\$v=(\\d+))?\\$m=${NUMBER},t=${NUMBER},p=${NUMBER}((?:,keyid=|,data=)[^$]*)?\\$([^$]+)\\$([^$]+)$`,
)

export function readArgon2(text: string): Argon2Hash | HashProblem | undefined {
  if (!/^(argon2)?\$argon2(id|i|d)\$/.test(text)) return undefined
  const [, algorithm, version, memory, passes, lanes, keyed, salt64, hash64] = PHC.exec(text) ?? []
  if (salt64 === undefined || hash64 === undefined) return 'malformed'
  if (version !== '19') return 'version_unsupported'
  if (keyed !== undefined) return 'keyed'
  const salt = decodeBase64(salt64, 'bare')
  const hash = decodeBase64(hash64, 'bare')
  if (salt === undefined || salt.length < 8 || salt.length > 64) return 'malformed'
  if (hash === undefined || hash.length < 16 || hash.length > 128) return 'malformed'
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(lanes) }
  if (cost.memory < 8 * cost.parallelism) return 'malformed'
  if (cost.memory > MOST_MEMORY || cost.parallelism > MOST_LANES) return 'too_costly'
  if (cost.memory * cost.passes > MOST_MEMORY_FILLED) return 'too_costly'
  return { algorithm: algorithm as Argon2Hash['algorithm'], cost, salt, hash }
}

/** The PHC string; PHC strings omit the padding. */
export function formatArgon2({ algorithm, cost, salt, hash }: Argon2Hash): string {
  const { memory: m, passes: t, parallelism: p } = cost
  const parts = [algorithm, 'v=19', `m=${m},t=${t},p=${p}`]
  return ['', ...parts, encodeBase64(salt, 'bare'), encodeBase64(hash, 'bare')].join('$')
}

const compute = promisify(argon2)

/** The tag of `length` bytes for this text, without normalization. */
export function computeArgon2(
  text: string,
  made: Omit<Argon2Hash, 'hash'> & { readonly length: number },
): Promise<Uint8Array> {
  const { algorithm, cost, salt: nonce, length: tagLength } = made
  return compute(algorithm, { message: Buffer.from(text), nonce, tagLength, ...cost })
}

/** Compares in constant time; the work depends only on the text and the cost. */
export async function matchesArgon2(password: string, stored: Argon2Hash): Promise<boolean> {
  const made = { ...stored, length: stored.hash.length }
  const normalized = normalizePassword(password)
  const texts = normalized === password ? [password] : [normalized, password]
  let matches = false
  for (const text of texts) {
    if (timingSafeEqual(await computeArgon2(text, made), stored.hash)) matches = true
  }
  return matches
}

export const argon2Format: PasswordFormat = {
  read(text) {
    const stored = readArgon2(text)
    if (typeof stored !== 'object') return stored
    const { memory, passes, parallelism } = stored.cost
    return {
      work: `${stored.algorithm} m=${memory},t=${passes},p=${parallelism}`,
      matches: (password) => matchesArgon2(password, stored),
    }
  },
}
