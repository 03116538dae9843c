/** The public keys in proofs, imported once: most requests come from a few clients. */

import type { CryptoKey, JWK } from 'jose'

export interface ProofKey {
  readonly key: CryptoKey | Uint8Array
  /** RFC 7638. */
  readonly thumbprint: string
}

const MOST_KEPT = 1_000
/** 4,096 bits in base64url: longer RSA keys only cost time. */
const LONGEST_MODULUS = 683
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

type Jose = typeof import('jose')

export function createProofKeys(jose: Jose, most = MOST_KEPT) {
  const kept = new Map<string, ProofKey>()

  /** Rejects if the header has no usable public key. */
  return async function keyOf(header: {
    readonly alg?: string
    readonly jwk?: JWK
  }): Promise<ProofKey> {
    const jwk: JWK = { ...header.jwk }
    const name = `${header.alg} ${JSON.stringify(jwk)}`
    const known = kept.get(name)
    if (known !== undefined) return known
    const isLong = typeof jwk.n === 'string' && jwk.n.length > LONGEST_MODULUS
    if (isLong || PRIVATE_MEMBERS.some((member) => member in jwk)) throw new UnfitKey()
    const key = await jose.importJWK(jwk, header.alg)
    const made = { key, thumbprint: await jose.calculateJwkThumbprint(jwk) }
    const [oldest] = kept.keys()
    if (kept.size >= most && oldest !== undefined) kept.delete(oldest)
    kept.set(name, made)
    return made
  }
}

class UnfitKey extends Error {
  override readonly name = 'UnfitKey'
}
