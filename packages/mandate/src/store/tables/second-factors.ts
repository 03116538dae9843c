import type { KeyId } from '../../grants/grant.ts'
import { bytes, type Field, id, nullable, table, textOf, time } from './table.ts'

/** Encrypted, with its nonce and tag. */
const secret: Field<Uint8Array, 'bytes'> = {
  ...bytes,
  isSound: (stored) => stored instanceof Uint8Array && stored.length > 28,
}

/** The authenticator app of an account; it has one at most. */
export const totpAuthenticators = table('totp_authenticators', {
  accountId: id,
  /** The server key that the secret is encrypted under (`people/totp-secret.ts`). */
  keyId: textOf<KeyId>(),
  secret,
  createdAt: time,
  lastUsedAt: nullable(time),
})

/** One row for each code that was handed out and not replaced. */
export const recoveryCodes = table('recovery_codes', {
  /** The hash of the code and its account, hexadecimal (`people/recovery-codes.ts`). */
  id,
  accountId: id,
  createdAt: time,
  usedAt: nullable(time),
})
