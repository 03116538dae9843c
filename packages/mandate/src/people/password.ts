/**
 * Passwords are stored as Argon2id PHC strings, `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. Hashes from
 * another system are verified in their own format (`password-formats/`) until ours replaces them.
 *
 * A wrong password takes the same time for every address, even without an account, so that timing
 * does not reveal who has one (`even-timing.ts`). One of our hashes takes 19 MiB for some tens of
 * milliseconds; a bounded queue limits the total and rejects the rest.
 *
 * Neighbours: `password-rules.ts` has the rules for new passwords, `throttle.ts` limits how often
 * someone may try, `shares.ts` how many at once.
 */

import type { Random } from '../time-and-chance.ts'
import { BUSY, type Busy } from './bounded-queue.ts'
import { createEvenTiming, type Stopwatch } from './even-timing.ts'
import { createHashingQueue } from './hashing-queue.ts'
import {
  type Argon2Hash,
  computeArgon2,
  formatArgon2,
  matchesArgon2,
  type PasswordCost,
  readArgon2,
} from './password-formats/argon2.ts'
import type { SlowComparison, StoredHash } from './password-formats/format.ts'
import { readHash } from './password-formats/formats.ts'
import { compareHere } from './password-formats/slow.ts'
import { isTooLong, normalizePassword } from './password-rules.ts'
import { createShares, type Shares, type Visitor } from './shares.ts'

/**
 * The recommendation of the OWASP Password Storage Cheat Sheet for one lane: 19 MiB, two passes.
 */
const RECOMMENDED_COST: PasswordCost = { memory: 19 * 1024, passes: 2, parallelism: 1 }

const SALT_BYTES = 16
const HASH_BYTES = 32

export interface Passwords {
  /** The PHC string for a password that passed `passwordProblem`. */
  hash(password: string): Promise<string | Busy>
  /**
   * Compares in constant time. `stored` is null if there is no such account or it has no password;
   * the work is done anyway, and the answer is `mismatch`. A fifth of the waiting places is
   * for known browsers, and half of them are not for networks that failed lately.
   *
   * `elsewhere` asks another system after a mismatch, outside the queue; its `yes` is a match.
   */
  verify(
    password: string,
    stored: string | null,
    by?: {
      readonly visitor?: Visitor
      readonly elsewhere?: (() => Promise<'yes' | 'no' | 'not_asked'>) | undefined
    },
  ): Promise<'match' | 'mismatch' | Busy>
  /** Whether the hash differs from new ones in format or cost. */
  needsRehash(stored: string): boolean
  /** Whether the next computation for this visitor (by default a new one) would be rejected. */
  isBusy(visitor?: Visitor): boolean
  /** How many computations each party has in progress, for callers acting on someone's behalf. */
  readonly shares: Shares
}

/**
 * What a server provides. Without them, `verify` runs on this thread and does not even out the
 * timing.
 */
export interface PasswordHost {
  readonly slowly: SlowComparison
  readonly stopwatch: Stopwatch
}

/** `atOnce` hashes run in parallel and `waiting` more may wait (`hashing-queue.ts`). */
export function createPasswords(options: {
  readonly random: Random
  readonly cost?: PasswordCost
  readonly atOnce?: number
  readonly waiting?: number
  readonly host?: PasswordHost
}): Passwords {
  const { random, cost = RECOMMENDED_COST, host, ...places } = options
  const queue = createHashingQueue(places)
  const timing = createEvenTiming(host?.stopwatch)
  const slowly: SlowComparison = host?.slowly ?? compareHere
  const ours = { algorithm: 'argon2id', cost } as const
  const nobody: Argon2Hash = {
    ...ours,
    salt: Buffer.alloc(SALT_BYTES),
    hash: Buffer.alloc(HASH_BYTES),
  }
  const isOurs = (stored: string) => {
    const read = readArgon2(stored)
    return typeof read === 'object' && formatArgon2({ ...read, ...ours }) === stored
  }

  async function compare(password: string, stored: StoredHash | 'none', extra: boolean) {
    const matches = stored !== 'none' && (await stored.matches(password, slowly))
    // Foreign hashes may be cheaper than ours.
    if (!matches && extra) await matchesArgon2(password, nobody)
    return matches
  }

  return {
    async hash(password) {
      const salt = random(SALT_BYTES)
      const text = normalizePassword(password)
      const made = { ...ours, salt, length: HASH_BYTES }
      const hash = await queue.run(() => computeArgon2(text, made), 'new')
      return hash === BUSY ? BUSY : formatArgon2({ ...ours, salt, hash })
    },
    async verify(password, stored, { visitor = 'new', elsewhere } = {}) {
      const read = stored === null || isTooLong(password) ? undefined : readHash(stored)
      const known = typeof read === 'object' ? read : 'none'
      const text = isTooLong(password) ? '' : password
      const isForeign = known !== 'none' && stored !== null && !isOurs(stored)
      let attempt = timing.begin()
      const matches = await queue.run(() => {
        attempt = timing.begin()
        return compare(text, known, known === 'none' || isForeign)
      }, visitor)
      if (matches === BUSY) return BUSY
      if (matches) return 'match'
      const answer = isTooLong(password) ? undefined : await elsewhere?.()
      if (answer === 'yes') return 'match'
      const wasAsked = answer === 'no' ? 'elsewhere' : undefined
      await attempt.failed(isForeign ? known.work : wasAsked)
      return 'mismatch'
    },
    needsRehash: (stored) => !isOurs(stored),
    isBusy: (visitor = 'new') => queue.isFull(visitor) || (visitor !== 'known' && timing.isFull()),
    shares: createShares(),
  }
}
