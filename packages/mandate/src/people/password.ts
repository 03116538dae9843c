/**
 * Passwords are stored as Argon2id PHC strings, `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.
 *
 * Every check costs the same, even without an account, so that timing does not reveal who has one.
 * Each takes 19 MiB for some tens of milliseconds; a bounded queue limits the total and rejects the
 * rest.
 *
 * Neighbours: `password-rules.ts` has the rules for new passwords, `throttle.ts` limits how often
 * someone may try, `shares.ts` how many at once.
 */

import { argon2, timingSafeEqual } from 'node:crypto'
import type { Random } from '../time-and-chance.ts'
import { BUSY, type Busy, createBoundedQueue } from './bounded-queue.ts'
import { isTooLong, normalizePassword } from './password-rules.ts'
import { createShares, type Shares } from './shares.ts'

/** The cost of a hash: `memory` in KiB; `passes` and `parallelism` as in RFC 9106 §3.1. */
export interface PasswordCost {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

/**
 * The recommendation of the OWASP Password Storage Cheat Sheet for one lane: 19 MiB, two passes.
 */
const RECOMMENDED_COST: PasswordCost = { memory: 19 * 1024, passes: 2, parallelism: 1 }

const SALT_BYTES = 16
const HASH_BYTES = 32

/** Whether the browser has signed in to this account before (`throttle.ts`). */
type Visitor = 'known' | 'stranger'

export interface Passwords {
  /** The PHC string for a password that passed `passwordProblem`. */
  hash(password: string): Promise<string | Busy>
  /**
   * Compares in constant time. `stored` is null if there is no such account or it has no password;
   * the work is done anyway, and the answer is `mismatch`. Strangers get `busy` while places for
   * known visitors remain, so that a flood of guesses does not lock owners out.
   */
  verify(
    password: string,
    stored: string | null,
    visitor?: Visitor,
  ): Promise<'match' | 'mismatch' | Busy>
  /** Whether the PHC string has a different cost from new ones. */
  needsRehash(stored: string): boolean
  /** Whether the next computation for this visitor (by default a stranger) would be rejected. */
  isBusy(visitor?: Visitor): boolean
  /** How many computations each party has in progress, for callers acting on someone's behalf. */
  readonly shares: Shares
}

/**
 * `atOnce` hashes run in parallel and `waiting` more may wait. Two by default, which leaves half of
 * Node's four worker threads for files and DNS; fifty waiting are done in two seconds.
 */
export function createPasswords(options: {
  readonly random: Random
  readonly cost?: PasswordCost
  readonly atOnce?: number
  readonly waiting?: number
}): Passwords {
  const { random, cost = RECOMMENDED_COST, atOnce = 2, waiting = 50 } = options
  const queue = createBoundedQueue({ atOnce, waiting })
  const keptFrom = (visitor: Visitor = 'stranger') =>
    visitor === 'known' ? 0 : Math.floor(waiting / 5)
  const nobody: StoredHash = {
    cost,
    salt: Buffer.alloc(SALT_BYTES),
    hash: Buffer.alloc(HASH_BYTES),
  }

  return {
    async hash(password) {
      const salt = random(SALT_BYTES)
      const hash = await queue.run(() => compute(password, { cost, salt, length: HASH_BYTES }))
      return hash === BUSY ? BUSY : formatPhc({ cost, salt, hash })
    },
    async verify(password, stored, visitor) {
      const known = stored === null || isTooLong(password) ? undefined : parsePhc(stored)
      const { hash: expected, ...made } = known ?? nobody
      const text = isTooLong(password) ? '' : password
      const hash = await queue.run(
        () => compute(text, { ...made, length: expected.length }),
        keptFrom(visitor),
      )
      if (hash === BUSY) return BUSY
      return timingSafeEqual(hash, expected) && known !== undefined ? 'match' : 'mismatch'
    },
    needsRehash(stored) {
      const made = parsePhc(stored)?.cost
      return (
        made?.memory !== cost.memory ||
        made.passes !== cost.passes ||
        made.parallelism !== cost.parallelism
      )
    },
    isBusy: (visitor) => queue.isFull(keptFrom(visitor)),
    shares: createShares(),
  }
}

interface StoredHash {
  readonly cost: PasswordCost
  readonly salt: Uint8Array
  readonly hash: Uint8Array
}

const PHC =
  /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]{11,})\$([A-Za-z0-9+/]{43,})$/

function parsePhc(text: string): StoredHash | undefined {
  const [, memory, passes, parallelism, salt, hash] = PHC.exec(text) ?? []
  if (salt === undefined || hash === undefined) return undefined
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}

function formatPhc({ cost, salt, hash }: StoredHash): string {
  const { memory: m, passes: t, parallelism: p } = cost
  return `$argon2id$v=19$m=${m},t=${t},p=${p}$${base64(salt)}$${base64(hash)}`
}

/** PHC strings omit the padding. */
function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '')
}

function compute(
  password: string,
  made: { readonly cost: PasswordCost; readonly salt: Uint8Array; readonly length: number },
): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const message = Buffer.from(normalizePassword(password), 'utf8')
  argon2(
    'argon2id',
    { message, nonce: made.salt, tagLength: made.length, ...made.cost },
    (error, hash) => (error === null ? resolve(hash) : reject(error)),
  )
  return promise
}
