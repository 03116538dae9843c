import { bytes, count, type Field, flag, id, list, nullable, table, time } from './table.ts'

const publicKey: Field<Uint8Array, 'bytes'> = {
  ...bytes,
  isSound: (stored) => stored instanceof Uint8Array && stored.length > 0,
}

/** A credential record (WebAuthn Level 3 §4). */
export const passkeys = table('passkeys', {
  /** The credential id, base64url. */
  id,
  accountId: id,
  /** The public key in COSE form (RFC 9052 §7), with its algorithm. */
  publicKey,
  /** The signature counter of the latest use; stays 0 if the authenticator does not count. */
  counter: count,
  /** How a browser can reach the authenticator, such as `internal` or `usb`. */
  transports: list,
  /** Given by its owner. */
  name: id,
  /** The model of the authenticator; null if it does not say. */
  aaguid: nullable(id),
  /** Whether it may be copied to other devices of its owner. Never changes. */
  isBackupEligible: flag,
  isBackedUp: flag,
  createdAt: time,
  lastUsedAt: nullable(time),
  /** When its counter went back, which means that a copy may exist. It is refused from then on. */
  suspendedAt: nullable(time),
})
