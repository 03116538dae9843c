/**
 * The public keys in proofs. To import one and to compute its thumbprint costs as much as to verify a
 * signature, and most requests come from the same clients, so both are kept for a while.
 */

import {
  type CryptoKey,
  calculateJwkThumbprint,
  EmbeddedJWK,
  type FlattenedJWSInput,
  type JWK,
  type JWSHeaderParameters,
} from 'jose'

export interface ProofKey {
  readonly key: CryptoKey
  /** RFC 7638. */
  readonly thumbprint: string
}

/** A kilobyte each, and four if they are as long as they may be. */
const MOST_KEPT = 1_000
/** 4,096 bits in base64url: longer keys only cost time. */
const LONGEST_MODULUS = 683
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

/** Returns the key in a header. It rejects if that is no usable public key. */
export function createProofKeys(most = MOST_KEPT) {
  const kept = new Map<string, ProofKey>()
  return async (header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<ProofKey> => {
    const jwk: JWK = { ...header.jwk }
    const name = `${header.alg} ${JSON.stringify(jwk)}`
    const known = kept.get(name)
    if (known !== undefined) return known
    const isLong = typeof jwk.n === 'string' && jwk.n.length > LONGEST_MODULUS
    if (isLong || PRIVATE_MEMBERS.some((member) => member in jwk)) throw new UnfitKey()
    const key = await EmbeddedJWK(header, token)
    const made = { key, thumbprint: await calculateJwkThumbprint(jwk) }
    const [oldest] = kept.keys()
    if (kept.size >= most && oldest !== undefined) kept.delete(oldest)
    kept.set(name, made)
    return made
  }
}

class UnfitKey extends Error {
  override readonly name = 'UnfitKey'
}
