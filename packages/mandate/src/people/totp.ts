/**
 * Time-based one-time codes from an authenticator app (RFC 6238): SHA-1, six digits, 30 seconds,
 * which every app supports. The code before and the one after are accepted too, for clocks that are
 * slightly off (§5.2). Each code works once (`second-factors.ts`).
 *
 * The database has the secret encrypted with AES-256-GCM, under a key derived from a server key and
 * bound to the account: the database alone makes no codes, and a row copied to another account is
 * useless.
 */

import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { KeyRing } from '../grants/derivation.ts'
import type { TotpAuthenticator } from '../store/records.ts'
import type { Random } from '../time-and-chance.ts'

/** RFC 4226 §4 recommends 160 bits. */
const SECRET_BYTES = 20
const PERIOD_SECONDS = 30
const NONCE_BYTES = 12
const TAG_BYTES = 16

export type EncryptedSecret = Pick<TotpAuthenticator, 'keyId' | 'secret'>

export function newTotpSecret(random: Random): Uint8Array {
  return random(SECRET_BYTES)
}

/** The secret in base32, for typing. */
export function spelledSecret(secret: Uint8Array): string {
  return secretOf(secret).base32
}

/** The secret in base32, read again; undefined if it is not one of ours. */
export function readSecret(spelled: string): Uint8Array | undefined {
  if (!/^[A-Z2-7]{32}$/.test(spelled)) return undefined
  return new Uint8Array(Secret.fromBase32(spelled).buffer)
}

/** What the QR code says to the app: whose codes these are, and the secret. */
export function totpUri(
  secret: Uint8Array,
  { issuer, account }: { readonly issuer: string; readonly account: string },
): string {
  // A colon would end the issuer in the label.
  const named = { issuer: issuer.replaceAll(':', ' '), label: account.replaceAll(':', ' ') }
  return new TOTP({ ...named, secret: secretOf(secret) }).toString()
}

/**
 * The time step of the code, if it is right at `now` (seconds since 1970), and when that step can no
 * longer be right.
 */
export function stepOfCode(
  secret: Uint8Array,
  code: string,
  now: number,
): { readonly step: number; readonly expiresAt: number } | undefined {
  if (!/^[0-9]{6}$/.test(code)) return undefined
  const shift = TOTP.validate({
    ...{ token: code, secret: secretOf(secret), algorithm: 'SHA1', digits: 6 },
    ...{ period: PERIOD_SECONDS, timestamp: now * 1000, window: 1 },
  })
  if (shift === null) return undefined
  const step = Math.floor(now / PERIOD_SECONDS) + shift
  return { step, expiresAt: (step + 2) * PERIOD_SECONDS }
}

/** Encrypts a secret for the account, under the current key. */
export function encryptSecret(
  { keys, random }: { readonly keys: KeyRing; readonly random: Random },
  { accountId, secret }: { readonly accountId: string; readonly secret: Uint8Array },
): EncryptedSecret {
  const key = cipherKey(keys, keys.current)
  if (key === undefined) throw new Error('The current server key is missing from the key ring.')
  const nonce = random(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(accountId))
  const encrypted = [cipher.update(secret), cipher.final()]
  return {
    keyId: keys.current,
    secret: Buffer.concat([nonce, cipher.getAuthTag(), ...encrypted]),
  }
}

/** Undefined if its key was retired, or the row was not written for this account. */
export function decryptSecret(
  keys: KeyRing,
  { accountId, keyId, secret }: EncryptedSecret & { readonly accountId: string },
): Uint8Array | undefined {
  const key = cipherKey(keys, keyId)
  if (key === undefined || secret.length <= NONCE_BYTES + TAG_BYTES) return undefined
  const encrypted = Buffer.from(secret)
  const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(Buffer.from(accountId))
    .setAuthTag(encrypted.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  try {
    const start = decipher.update(encrypted.subarray(NONCE_BYTES + TAG_BYTES))
    return new Uint8Array(Buffer.concat([start, decipher.final()]))
  } catch {
    return undefined
  }
}

function cipherKey({ secrets }: KeyRing, keyId: EncryptedSecret['keyId']): Buffer | undefined {
  const secret = secrets.get(keyId)
  if (secret === undefined) return undefined
  return Buffer.from(hkdfSync('sha256', secret, '', 'mandate: secrets of authenticator apps', 32))
}

function secretOf(secret: Uint8Array): Secret {
  return new Secret({ buffer: new Uint8Array(secret).buffer })
}
