/** A client's DPoP key, and the proofs that it makes with it, right or wrong (RFC 9449 §4.2). */

import { hash, randomUUID } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { type Issuer, NotOffered } from '../issuer.ts'

export interface Made {
  /** At the token endpoint by default. */
  readonly uri?: string
  readonly method?: string
  /** The access token that is sent along. */
  readonly token?: string
  /** A member that is undefined is left out. */
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
}

export interface Prover {
  readonly thumbprint: string
  readonly privateJwk: JWK
  /** A `DPoP` header for one request. */
  prove(made?: Made): Promise<readonly [name: 'DPoP', proof: string]>
}

/** A new key. `NotOffered` if the metadata names no algorithm (§5.1). */
export async function newProver(issuer: Issuer): Promise<Prover> {
  const offered = issuer.metadata['dpop_signing_alg_values_supported']
  if (!Array.isArray(offered)) throw new NotOffered('DPoP is not offered')
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(publicKey)
  return {
    thumbprint: await calculateJwkThumbprint(jwk),
    privateJwk: await exportJWK(privateKey),
    async prove({ uri = issuer.metadata.token_endpoint, method = 'POST', token, ...made } = {}) {
      const proof = await new SignJWT({
        ...{ jti: randomUUID(), htm: method, htu: uri, iat: Math.floor(Date.now() / 1000) },
        ...(token !== undefined && { ath: hash('sha256', token, 'base64url') }),
        ...made.claims,
      })
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk, ...made.header })
        .sign(privateKey)
      return ['DPoP', proof]
    },
  }
}
