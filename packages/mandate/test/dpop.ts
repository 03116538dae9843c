/** A DPoP key and the proofs made with it, right or wrong (RFC 9449 §4.2). */

import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  type JWTHeaderParameters,
  SignJWT,
} from 'jose'

export interface ProofChange {
  /** A claim that is undefined is left out. */
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Partial<JWTHeaderParameters>
  /** Seconds since 1970; by default now. */
  readonly now?: number
  readonly uri?: string
}

let made = 0

/** `uri` is the address that the proofs are for, by POST. */
export async function newProver(uri: string, alg = 'ES256') {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = await exportJWK(publicKey)
  return {
    thumbprint: await calculateJwkThumbprint(jwk),
    privateJwk: await exportJWK(privateKey),
    /** Each has its own `jti`. */
    prove({
      claims = {},
      header = {},
      now = Math.floor(Date.now() / 1000),
      ...change
    }: ProofChange = {}) {
      made++
      const usual = { jti: `proof ${made}`, htm: 'POST', htu: change.uri ?? uri, iat: now }
      return new SignJWT({ ...usual, ...claims })
        .setProtectedHeader({ alg, typ: 'dpop+jwt', jwk, ...header })
        .sign(privateKey)
    },
  }
}
