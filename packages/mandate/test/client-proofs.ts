/** Clients that prove themselves with a key: the key, and assertions as right or wrong as a test wants. */

import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { type ClientKeys, createClientKeys } from '../src/clients/keys.ts'
import type { Clock } from '../src/time-and-chance.ts'

export interface ClientKey {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly jwk: Readonly<Record<string, unknown>> & { readonly kid: string }
}

/** A new ES256 key. */
export function newClientKey(kid = 'key-1'): ClientKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKey, publicKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid } }
}

let made = 0

/** The form parameters of an assertion (RFC 7523 §2.2). Undefined in `claims` or `header` removes. */
export function assertionOf(
  clientId: string,
  key: Pick<ClientKey, 'privateKey' | 'jwk'> | { readonly secret: string },
  asked: {
    readonly audience: unknown
    readonly now: number
    readonly claims?: object
    readonly header?: object
  },
): { readonly client_assertion_type: string; readonly client_assertion: string } {
  const { audience: aud, now } = asked
  const named = 'secret' in key ? { alg: 'HS256' } : { alg: 'ES256', kid: key.jwk.kid }
  const header = { ...named, ...asked.header }
  const usual = { iss: clientId, sub: clientId, aud, jti: `jti-${made++}`, iat: now, exp: now + 60 }
  const input = [header, { ...usual, ...asked.claims }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature =
    'secret' in key
      ? createHmac('sha256', key.secret).update(input).digest('base64url')
      : sign('sha256', Buffer.from(input), {
          key: key.privateKey,
          dsaEncoding: 'ieee-p1363',
        }).toString('base64url')
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: `${input}.${signature}`,
  }
}

/** Of clients whose keys are registered by value. */
export function clientKeysByValue(clock: Clock): ClientKeys {
  return createClientKeys({ fetch: () => Promise.reject(new Error('no network')), clock })
}
