/**
 * The keys that sign what others verify by themselves: ID tokens, logout tokens, JWT access tokens,
 * signed answers. Each is an asymmetric key pair of the key file; its public half is published at
 * the JWKS endpoint, and the id is its thumbprint (RFC 7638).
 *
 * Neighbours: `signing-keys.ts` signs and verifies; `../keys/` reads the pairs from the file and
 * decides which of them is in use.
 */

import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { KeyId } from '../grants/grant.ts'

/** The algorithms with which this server signs (RFC 7518 §3.1, RFC 8037 §3.1). */
export const SIGNING_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number]

/** RSA keys have at least 2048 bits (RFC 7518 §3.3), `EC` is P-256 and `OKP` Ed25519. */
export type KeyType = 'RSA' | 'EC' | 'OKP'

/** A public JWK (RFC 7517 §4). It has no private member. */
export interface PublicJwk {
  readonly kty: KeyType
  readonly kid: string
  readonly use: 'sig'
  /** Absent for RSA, whose keys serve two algorithms. */
  readonly alg?: SigningAlgorithm
  readonly [member: string]: string | undefined
}

export interface SigningKey {
  /** The thumbprint of the public key, 43 characters: `kid` in what it signs. */
  readonly id: KeyId
  readonly type: KeyType
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly publicJwk: PublicJwk
}

const SMALLEST_RSA_BITS = 2_048

/** The members that a thumbprint covers, in their order (RFC 7638 §3.2, RFC 8037 §2). */
const REQUIRED: Readonly<Record<KeyType, readonly string[]>> = {
  RSA: ['e', 'kty', 'n'],
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
}

/** The one algorithm of a key type; null for RSA. */
const ALGORITHM: Readonly<Record<KeyType, SigningAlgorithm | null>> = {
  RSA: null,
  EC: 'ES256',
  OKP: 'EdDSA',
}

/**
 * The pair of a private key: an object of `node:crypto`, or a private JWK. Undefined if it is not a
 * private key, or not one of the kinds that this server signs with.
 */
export function signingKeyFrom(given: KeyObject | Readonly<Record<string, unknown>>) {
  try {
    const isObject = 'asymmetricKeyType' in given
    const privateKey = isObject
      ? (given as KeyObject)
      : createPrivateKey({ key: given as Record<string, string>, format: 'jwk' })
    return pairOf(privateKey)
  } catch {
    return undefined
  }
}

function pairOf(privateKey: KeyObject): SigningKey | undefined {
  const type = typeOf(privateKey)
  if (privateKey.type !== 'private' || type === undefined) return undefined
  const publicKey = createPublicKey(privateKey)
  const members = { ...publicKey.export({ format: 'jwk' }) } as Readonly<Record<string, string>>
  const required = Object.fromEntries(REQUIRED[type].map((name) => [name, members[name]]))
  const kid = createHash('sha256').update(JSON.stringify(required)).digest('base64url')
  const alg = ALGORITHM[type]
  const publicJwk: PublicJwk = {
    ...required,
    ...{ kty: type, kid, use: 'sig' },
    ...(alg !== null && { alg }),
  }
  return { id: kid as KeyId, type, privateKey, publicKey, publicJwk }
}

function typeOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): KeyType | undefined {
  switch (asymmetricKeyType) {
    case 'rsa':
      return (asymmetricKeyDetails?.modulusLength ?? 0) >= SMALLEST_RSA_BITS ? 'RSA' : undefined
    case 'ec':
      return asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'EC' : undefined
    case 'ed25519':
      return 'OKP'
    default:
      return undefined
  }
}
