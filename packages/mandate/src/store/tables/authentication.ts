/** How the tables store the authentication of clients and APIs. */

import { id, nullable, type RecordOf, type Several, text, time } from './table.ts'

/** SHA-256 hashes of secrets, hexadecimal. */
export interface SecretAuthentication {
  readonly method: 'secret'
  readonly secretHash: string
  /** The previous secret, accepted until `expiresAt`. */
  readonly previous: { readonly secretHash: string; readonly expiresAt: number } | null
}

/** A secret that the client signs with, encrypted (`clients/authentication/sealed-secret.ts`). */
export interface SecretJwtAuthentication {
  readonly method: 'client_secret_jwt'
  readonly sealed: string
  /** The previous secret, accepted until `expiresAt`. */
  readonly previous: { readonly sealed: string; readonly expiresAt: number } | null
}

/** Keys and subjects of certificates are in the client's metadata. */
const KEPT_ELSEWHERE = [
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
] as const
type KeptElsewhere = (typeof KEPT_ELSEWHERE)[number]

/**
 * How a client proves its identity (RFC 6749 §2.3); `none` is a public client (§2.1). `unknown` is
 * a method that only a newer version knows; such a client cannot authenticate here.
 */
export type ClientAuthentication =
  | { readonly method: 'none' }
  | { readonly method: KeptElsewhere }
  | SecretAuthentication
  | SecretJwtAuthentication
  | { readonly method: 'unknown' }

const secretParts = {
  secretHash: id,
  previousSecretHash: nullable(id),
  previousSecretExpiresAt: nullable(time),
}
const clientParts = { authentication: text, ...secretParts, secretHash: nullable(id) }

const noSecret = { secretHash: null, previousSecretHash: null, previousSecretExpiresAt: null }

function joined(
  parts: Omit<RecordOf<typeof secretParts>, 'secretHash'>,
  secretHash: string,
): SecretAuthentication {
  const { previousSecretHash, previousSecretExpiresAt } = parts
  const previous =
    previousSecretHash === null || previousSecretExpiresAt === null
      ? null
      : { secretHash: previousSecretHash, expiresAt: previousSecretExpiresAt }
  return { method: 'secret', secretHash, previous }
}

export const secretAuthentication: Several<SecretAuthentication, typeof secretParts> = {
  parts: secretParts,
  join: (parts) => joined(parts, parts.secretHash),
  split: ({ secretHash, previous }) => ({
    secretHash,
    previousSecretHash: previous?.secretHash ?? null,
    previousSecretExpiresAt: previous?.expiresAt ?? null,
  }),
}

export const clientAuthentication: Several<ClientAuthentication, typeof clientParts> = {
  parts: clientParts,
  join: (parts) => {
    const { authentication, secretHash } = parts
    const elsewhere = KEPT_ELSEWHERE.find((method) => method === authentication)
    if (elsewhere !== undefined) return { method: elsewhere }
    if (authentication === 'none') return { method: 'none' }
    if (secretHash === null) return { method: 'unknown' }
    if (authentication === 'secret') return joined(parts, secretHash)
    if (authentication !== 'client_secret_jwt') return { method: 'unknown' }
    // The same columns, so that both kinds are rotated in the same way.
    const { previous } = joined(parts, secretHash)
    return {
      method: 'client_secret_jwt',
      sealed: secretHash,
      previous: previous && { sealed: previous.secretHash, expiresAt: previous.expiresAt },
    }
  },
  split: (kept) => ({
    authentication: kept.method,
    ...secretColumns(kept),
  }),
}

function secretColumns(kept: ClientAuthentication) {
  if (kept.method === 'secret') return secretAuthentication.split(kept)
  if (kept.method !== 'client_secret_jwt') return noSecret
  const { sealed, previous } = kept
  return {
    secretHash: sealed,
    previousSecretHash: previous?.sealed ?? null,
    previousSecretExpiresAt: previous?.expiresAt ?? null,
  }
}
