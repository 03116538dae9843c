/**
 * An id for each request: what a person quotes to ask why theirs was refused, so nobody may guess
 * one. Randomness is taken for many ids at a time, since asking for it costs more than an id.
 */

import type { Random } from '../time-and-chance.ts'

const BYTES = 9
const IDS_AT_ONCE = 256

/** Each call of what is answered gives 72 random bits as twelve characters of base64url. */
export function createRequestIds(random: Random): () => string {
  let pool = Buffer.alloc(0)
  let used = 0
  return () => {
    if (used === pool.length) {
      pool = Buffer.from(random(BYTES * IDS_AT_ONCE))
      used = 0
    }
    const id = pool.toString('base64url', used, used + BYTES)
    // What was given away cannot be read here a second time.
    pool.fill(0, used, used + BYTES)
    used += BYTES
    return id
  }
}
