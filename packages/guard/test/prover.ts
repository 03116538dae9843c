/** A client's key, and the proofs that it makes with it (RFC 9449 §4.2), right or wrong. */

import { hash } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose'

export interface Made {
  /** A claim that is undefined is left out. */
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
}

let made = 0

/** Its proofs are for GET at the address, with the token. */
export async function newProver(address: string, token: string, alg = 'ES256') {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = await exportJWK(publicKey)
  return {
    thumbprint: await calculateJwkThumbprint(jwk),
    privateJwk: await exportJWK(privateKey),
    prove({ claims = {}, header = {} }: Made = {}): Promise<string> {
      made++
      const usual = { jti: `proof ${made}`, htm: 'GET', htu: address }
      const ath = hash('sha256', token, 'base64url')
      return new SignJWT({ ...usual, iat: Math.floor(Date.now() / 1000), ath, ...claims })
        .setProtectedHeader({ alg, typ: 'dpop+jwt', jwk, ...header })
        .sign(privateKey)
    },
  }
}
