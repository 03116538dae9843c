/**
 * Exchanges in which something is signed: by the server, an ID token; by the client, an assertion or
 * a DPoP proof. All clients are the bench itself, so it signs in advance, before the clock starts.
 */

import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { party } from '../servers/cast.ts'
import { basic, type Credentials } from './oauth-server.ts'
import type { Offer, Work } from './subject.ts'

export interface SignedClients {
  /** Their ID tokens are signed with this algorithm. */
  readonly es256: Credentials
  readonly rs256: Credentials
  /** Its assertions are signed with `clientKey`. */
  readonly keyHolder: Credentials
}

interface Key {
  readonly privateKey: KeyObject
  readonly jwk: Readonly<Record<string, unknown>>
}

/** The environment variable that tells a server the public key of `keyHolder`. */
export const CLIENT_KEY = 'BENCH_CLIENT_KEY'
export const clientKey = newKey({ kid: 'key-1', use: 'sig', alg: 'ES256' })
const DPOP_KEYS = 64

/** What a server with these clients offers; `path` is its token endpoint. */
export function signedOffers({
  issuer,
  path,
  client,
  clients: { es256, rs256, keyHolder },
  signsRefreshes = false,
}: {
  readonly issuer: string
  readonly path: string
  /** The usual client. */
  readonly client: Credentials
  readonly clients: SignedClients
  /** Whether a refresh always has an ID token (OpenID Connect Core §12.2 leaves it open). */
  readonly signsRefreshes?: boolean
}): Partial<Record<Work, Offer>> {
  const before = `grant_type=authorization_code&redirect_uri=${encodeURIComponent(party.redirectUri)}&code=`
  const form = (as: Credentials) => ({
    ...{ path, before, after: '' },
    headers: { Authorization: basic(as) },
  })
  const openId = (as: Credentials): Offer => ({
    form: form(as),
    expected: { is: 'tokens', idToken: true },
    codesOf: { clientId: as.id, scope: `${party.scope} openid` },
  })
  const dpopKeys = Array.from({ length: DPOP_KEYS }, () => newKey({}))
  const type = encodeURIComponent('urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
  return {
    'exchange, ID token (ES256)': openId(es256),
    'exchange, ID token (RS256)': openId(rs256),
    'refresh, openid': {
      form: { ...form(es256), before: 'grant_type=refresh_token&refresh_token=' },
      expected: { is: 'tokens', ...(signsRefreshes && { idToken: true }) },
    },
    'exchange, client assertion': {
      form: {
        ...{ path, before, after: `&client_assertion_type=${type}` },
        ...{ headers: {}, proof: 'client_assertion' },
      },
      expected: { is: 'tokens' },
      codesOf: { clientId: keyHolder.id, scope: party.scope },
      prove: proofs([clientKey], (key) => [
        { alg: 'ES256', kid: key.jwk['kid'] },
        { iss: keyHolder.id, sub: keyHolder.id, aud: issuer, exp: now() + 300 },
      ]),
    },
    'exchange, DPoP': {
      form: { ...form(client), proof: 'DPoP' },
      expected: { is: 'tokens', bound: true },
      prove: proofs(dpopKeys, ({ jwk }) => [
        { alg: 'ES256', typ: 'dpop+jwt', jwk },
        { htm: 'POST', htu: issuer + path },
      ]),
    },
  }
}

function proofs(keys: readonly Key[], parts: (key: Key) => readonly [object, object]) {
  return (count: number): readonly string[] =>
    Array.from({ length: count }, (_, place) => {
      const key = keys[place % keys.length] as Key
      const [header, claims] = parts(key)
      const all = [header, { ...claims, jti: randomUUID(), iat: now() }]
      const input = all
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.')
      const how = { key: key.privateKey, dsaEncoding: 'ieee-p1363' } as const
      return `${input}.${sign('sha256', Buffer.from(input), how).toString('base64url')}`
    })
}

function newKey(members: Readonly<Record<string, string>>): Key {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), ...members } }
}

function now(): number {
  return Math.floor(Date.now() / 1000)
}
