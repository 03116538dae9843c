/** A shared secret, with HTTP Basic or in the body (RFC 6749 §2.3.1). */

import { hash, timingSafeEqual } from 'node:crypto'
import { Refusal } from '../../explanations/refusal.ts'
import type { SecretAuthentication } from '../../store/tables/authentication.ts'
import { failedBy } from './failed-by.ts'
import type { Claim, Registered, SentCredentials } from './method.ts'

const HASH_OF_NOTHING = '0'.repeat(64)

/** With HTTP Basic or in the body. */
export function recogniseSecret({ clientId, clientSecret }: SentCredentials): Claim | undefined {
  if (clientId === undefined || clientSecret === undefined) return undefined
  return {
    methods: ['secret'],
    clientId,
    verify: (registered, { clock }) => verifySecret(registered, clientSecret, clock.now()),
  }
}

/** The stored form of a secret: a plain hash, since 256 random bits cannot be guessed. */
export function hashSecret(secret: string): string {
  return hash('sha256', secret)
}

/** The record of a party's first secret. */
export function secretAuthentication(secret: string): SecretAuthentication {
  return { method: 'secret', secretHash: hashSecret(secret), previous: null }
}

/** The current secret is valid, and until it expires, so is the one before the last rotation. */
function verifySecret(registered: Registered | undefined, secret: string, now: number): void {
  const authentication = registered?.authentication
  // A public client that sends a secret believes that it proves something, so the refusal says so.
  if (registered && authentication?.method === 'none') {
    throw new Refusal('public_client_secret', {}, failedBy(registered))
  }
  const { secretHash, previous } =
    authentication?.method === 'secret' ? authentication : { secretHash: null, previous: null }
  const hashed = Buffer.from(hashSecret(secret))
  const isCurrent = matches(hashed, secretHash)
  const isPrevious = matches(hashed, previous?.secretHash)
  if (registered === undefined) throw new Refusal('unknown_client')
  if (authentication?.method !== 'secret') {
    const details = { used: 'client_secret', method: authentication?.method ?? 'none' }
    throw new Refusal('other_authentication_method', details, failedBy(registered))
  }
  const previousUntil = previous?.expiresAt ?? 0
  if (!isCurrent && !(isPrevious && previousUntil > now)) {
    const details = isPrevious ? { replaced_until: previousUntil } : {}
    throw new Refusal('wrong_secret', details, failedBy(registered))
  }
}

/**
 * Whether this is the current secret, or the previous one before it expires. Takes the same time
 * whatever is wrong, and without a record too. `now` in seconds since 1970.
 */
export function hasSecret(
  authentication: SecretAuthentication | undefined,
  secret: string,
  now: number,
): boolean {
  const hashed = Buffer.from(hashSecret(secret))
  const isCurrent = matches(hashed, authentication?.secretHash)
  const isPrevious = matches(hashed, authentication?.previous?.secretHash)
  return isCurrent || (isPrevious && (authentication?.previous?.expiresAt ?? 0) > now)
}

/** Whether the secret has this hash; in the same time without a hash. */
export function hasHash(secretHash: string | undefined, secret: string): boolean {
  return matches(Buffer.from(hashSecret(secret)), secretHash)
}

/** Always compares with something, so that every refusal takes the same time. */
function matches(hashed: Uint8Array, secretHash: string | null | undefined): boolean {
  return timingSafeEqual(hashed, Buffer.from(secretHash ?? HASH_OF_NOTHING))
}
