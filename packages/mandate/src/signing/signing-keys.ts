/**
 * Signs JWTs, and verifies this server's own.
 *
 * Signing uses `node:crypto` on the main thread: measured here, a signature takes 258 µs of
 * processor time with RSA and 30 µs with P-256. WebCrypto, which `jose` signs with, takes 292 and 60
 * µs at best, because each signature travels to another thread and back. Reading a JWT is the part
 * with the traps, so `jose` does that.
 */

import { constants, sign as signature } from 'node:crypto'
import { type JWTPayload, jwtVerify } from 'jose'
import type { KeyType, PublicJwk, SigningAlgorithm, SigningKey } from './key.ts'

/** How long others may keep the published keys without asking again. */
export const JWKS_FRESH_SECONDS = 300

/** The signing keys in use. A new object when keys change. */
export interface SigningKeySet {
  /** At most one of each type. */
  readonly active: readonly SigningKey[]
  /** All that are published and verified with: next, active and retiring. */
  readonly published: readonly SigningKey[]
}

export interface SigningKeys {
  /** The algorithms that can be signed with now. */
  readonly algorithms: readonly SigningAlgorithm[]
  /**
   * A JWS in compact form (RFC 7515 §7.1) with `kid`, and `typ` if given. Throws if there is no key
   * for this algorithm.
   */
  sign(
    claims: Readonly<Record<string, unknown>>,
    header: { readonly alg: SigningAlgorithm; readonly typ?: string },
  ): string
  /** For the JWKS endpoint. Never has private members. The same list until keys change. */
  publicKeys(): readonly PublicJwk[]
  /** The claims of a JWT that this server signed; undefined for any other text, or one that is over. */
  verify(jwt: string, expected: ExpectedJwt): Promise<JWTPayload | undefined>
}

export interface ExpectedJwt {
  readonly issuer: string
  /** One of them has to be in `aud`. */
  readonly audience?: string | readonly string[]
  /** The header's type, such as `at+jwt`. Without it, any type is read. */
  readonly typ?: string
  /** Seconds since 1970; null if a token that has expired will do, such as an `id_token_hint`. */
  readonly now: number | null
}

const TYPE_OF: Readonly<Record<SigningAlgorithm, KeyType>> = {
  RS256: 'RSA',
  PS256: 'RSA',
  ES256: 'EC',
  EdDSA: 'OKP',
}
const ALGORITHMS = Object.keys(TYPE_OF) as SigningAlgorithm[]
/** Longer than any JWT that this server signs. */
const LONGEST_JWT = 16_384

/** `keys` returns what is in use at the time of the call. */
export function createSigningKeys(keys: () => SigningKeySet): SigningKeys {
  const activeKey = (alg: SigningAlgorithm) =>
    keys().active.find(({ type }) => type === TYPE_OF[alg])
  let listed: { published: readonly SigningKey[]; jwks: readonly PublicJwk[] } | undefined
  return {
    get algorithms() {
      return ALGORITHMS.filter((alg) => activeKey(alg) !== undefined)
    },
    sign(claims, { alg, typ }) {
      const key = activeKey(alg)
      if (key === undefined) throw new Error(`there is no key that signs with ${alg}`)
      const header = { alg, kid: key.id, ...(typ !== undefined && { typ }) }
      const input = `${encoded(header)}.${encoded(claims)}`
      return `${input}.${signatureOf(key, alg, input).toString('base64url')}`
    },
    publicKeys() {
      const { published } = keys()
      if (listed?.published !== published) {
        listed = { published, jwks: published.map(({ publicJwk }) => publicJwk) }
      }
      return listed.jwks
    },
    async verify(jwt, { issuer, audience, typ, now }) {
      if (jwt.length > LONGEST_JWT) return undefined
      const published = keys().published
      try {
        const { payload } = await jwtVerify(
          jwt,
          ({ kid, alg }) => {
            const key = published.find(({ id }) => id === kid)
            if (key === undefined || key.type !== TYPE_OF[alg as SigningAlgorithm]) {
              throw new Error('not a key of this server')
            }
            return key.publicKey
          },
          {
            ...{ algorithms: ALGORITHMS, issuer },
            ...(audience !== undefined && { audience: [audience].flat() }),
            ...(typ !== undefined && { typ }),
            // Before any time of ours, so that nothing has expired.
            currentDate: new Date((now ?? 0) * 1_000),
          },
        )
        return payload
      } catch {
        return undefined
      }
    },
  }
}

function encoded(part: Readonly<Record<string, unknown>>): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

function signatureOf({ privateKey: key }: SigningKey, alg: SigningAlgorithm, input: string) {
  const bytes = Buffer.from(input)
  switch (alg) {
    case 'RS256':
      return signature('sha256', bytes, key)
    // RFC 7518 §3.5: the salt is as long as the hash.
    case 'PS256':
      return signature('sha256', bytes, {
        key,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: 32,
      })
    // RFC 7518 §3.4: two numbers of fixed length, and not in DER.
    case 'ES256':
      return signature('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })
    case 'EdDSA':
      return signature(null, bytes, key)
  }
}
