/** A client that proves itself with a key (RFC 7523 §2.2), as right or wrong as a rule wants. */

import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { type Issuer, NotOffered } from '../issuer.ts'
import { obtainCode, postToken } from './client.ts'
import type { Answer, Parameters } from './http.ts'

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const KID = 'signer-1'

/** What an adapter registers for the client `signing`. */
export const signersKeys = {
  keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: KID, use: 'sig', alg: 'ES256' }],
}
/** The same key as anybody can have it. */
export const signersPublicKey = pair.publicKey

interface Made {
  /** Replaces, or removes with undefined. */
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  /** The client's own by default; a text signs with HMAC. */
  readonly key?: KeyObject | string
}

/** The parameters of an assertion. `NotOffered` if the issuer does not know the method. */
export function assertion(issuer: Issuer, { claims, header, key = pair.privateKey }: Made = {}) {
  const methods = issuer.metadata['token_endpoint_auth_methods_supported']
  if (!Array.isArray(methods) || !methods.includes('private_key_jwt')) {
    throw new NotOffered('private_key_jwt is not offered')
  }
  const { id } = issuer.clients.signing
  const now = Math.floor(Date.now() / 1000)
  const usual = { iss: id, sub: id, aud: issuer.issuer, jti: randomUUID(), iat: now, exp: now + 60 }
  const input = [
    { alg: 'ES256', kid: KID, ...header },
    { ...usual, ...claims },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature =
    typeof key === 'string'
      ? createHmac('sha256', key).update(input).digest()
      : sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: `${input}.${signature.toString('base64url')}`,
  }
}

/** A code exchange by that client. */
export async function exchangeSigned(issuer: Issuer, form: Parameters): Promise<Answer> {
  const code = await obtainCode(issuer, {}, { as: 'signing' })
  const redirect_uri = issuer.clients.signing.redirectUris[0]
  const parameters = { grant_type: 'authorization_code', code, redirect_uri, ...form }
  return postToken(issuer, { client_id: issuer.clients.signing.id, ...parameters })
}

/** A request that fails only for its token, if the client is authenticated. */
export function askSigned(issuer: Issuer, form: Parameters): Promise<Answer> {
  return postToken(issuer, { grant_type: 'refresh_token', refresh_token: 'x', ...form })
}
