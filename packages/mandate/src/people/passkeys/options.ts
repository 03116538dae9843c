/**
 * What browsers are asked for (WebAuthn Level 3 §5.4, §5.5, as JSON §5.1.9): passkeys that the
 * authenticator finds by itself, after it has verified the person by a PIN, a finger or a face.
 */

import { hash } from 'node:crypto'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import type { Account, Passkey } from '../../store/records.ts'
import { shownName } from '../account.ts'
import type { RelyingParty } from './relying-party.ts'

/** Long enough to fetch a phone or a security key. */
export const SECONDS_FOR_PASSKEY = 5 * 60

/** Ed25519, ECDSA with P-256, RSA with PKCS #1 v1.5 (RFC 9053 §2, RFC 8812 §2); each with SHA-2. */
export const ALGORITHMS = [-8, -7, -257] as const

/**
 * The user handle: the same for every passkey of an account, and no one can tell from it whose it is
 * (WebAuthn §14.6.1). 32 bytes, base64url.
 */
export function userHandleOf(accountId: string): string {
  return hash('sha256', `mandate: user handle\n${accountId}`, 'base64url')
}

/** To use a passkey: one of these, or any without them. `challenge` is base64url. */
export function requestOptions(
  { id }: RelyingParty,
  { challenge, passkeys }: { readonly challenge: string; readonly passkeys?: readonly Passkey[] },
): PublicKeyCredentialRequestOptionsJSON {
  return {
    ...{ challenge, rpId: id, userVerification: 'required', timeout: SECONDS_FOR_PASSKEY * 1000 },
    ...(passkeys !== undefined && { allowCredentials: passkeys.map(descriptor) }),
  }
}

/** To make a passkey that this account does not have yet. */
export function creationOptions(
  { id }: RelyingParty,
  given: {
    readonly challenge: string
    readonly account: Pick<Account, 'id' | 'email' | 'name'>
    readonly passkeys: readonly Passkey[]
    /** The platform's name. */
    readonly brandName: string
  },
): PublicKeyCredentialCreationOptionsJSON {
  const { challenge, account, passkeys, brandName } = given
  const name = shownName(account) ?? brandName
  return {
    ...{ challenge, timeout: SECONDS_FOR_PASSKEY * 1000, attestation: 'none' },
    rp: { id, name: brandName },
    user: { id: userHandleOf(account.id), name, displayName: account.name ?? name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: passkeys.map(descriptor),
    authenticatorSelection: {
      ...{ residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    },
  }
}

function descriptor({ id, transports }: Passkey) {
  return { id, type: 'public-key' as const, transports: [...transports] }
}
