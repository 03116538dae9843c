/**
 * Reads JWT access tokens (RFC 9068) with the server's published keys, so that the first check of a
 * token need not ask the server either.
 *
 * It refuses nothing: whatever it cannot vouch for, the server is asked about. So an old key, a wrong
 * signature and a token of a later version all end in an introspection, which knows.
 */

import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose'
import { answerOf, type IntrospectionAnswer, parseObject } from './answer.ts'
import type { HeardToken } from './heard.ts'
import type { Pool } from './pool.ts'

type GoodAnswer = Extract<IntrospectionAnswer, { active: true }>

export interface JwtReader {
  /**
   * The claims of a token that this server signed for this API and that has not expired. Undefined
   * for any other text. Does not reject.
   */
  read(token: string): Promise<GoodAnswer | undefined>
  /** The keys may have changed. */
  forgetKeys(): void
}

export interface JwtReaderOptions {
  readonly issuer: string
  /** The API's resource indicator: a token for another API is not read. */
  readonly isForThisApi: (audience: readonly string[]) => boolean
  /** The address of the server's keys; undefined if it has none. */
  readonly locateKeys: () => Promise<URL | undefined>
  readonly pool: Pool
  readonly vouchesFor: (token: HeardToken) => boolean
  /** Milliseconds since 1970. */
  readonly clock: () => number
}

/** Most APIs never see a JWT. To import it again would be looked up again for each token. */
let jose: Promise<typeof import('jose')> | undefined
const loadJose = () => {
  jose ??= import('jose')
  return jose
}

const SHAPE = /^[\w-]+\.[\w-]+\.[\w-]+$/
/** Asymmetric ones only (RFC 9068 §4, RFC 8725 §3.1). */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519']
/** How long the keys are used before they are read again. */
const KEYS_FRESH_MS = 300_000
/** How long an unknown key, or keys that could not be read, wait for the next reading. */
const KEYS_RETRY_MS = 10_000

export function createJwtReader(options: JwtReaderOptions): JwtReader {
  const { issuer, clock } = options
  let keys: { readonly read: Promise<JWTVerifyGetKey | undefined>; readonly at: number } | undefined

  async function readKeys(): Promise<JWTVerifyGetKey | undefined> {
    const url = await options.locateKeys()
    if (url === undefined) return undefined
    const headers = { accept: 'application/jwk-set+json, application/json' }
    const { status, body } = await options.pool.exchange({ method: 'GET', url, headers })
    const { keys: published } = (status === 200 && parseObject(body)) || {}
    if (!Array.isArray(published)) return undefined
    const { createLocalJWKSet } = await loadJose()
    return createLocalJWKSet({ keys: published } as JSONWebKeySet)
  }

  function keysSince(atLeast: number): Promise<JWTVerifyGetKey | undefined> {
    if (keys === undefined || keys.at < atLeast || keys.at > clock()) {
      keys = { read: readKeys().catch(() => undefined), at: clock() }
    }
    return keys.read
  }

  /** The verified claims; undefined if the signature or a claim is wrong. */
  async function verify(token: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    for (const age of [KEYS_FRESH_MS, KEYS_RETRY_MS]) {
      const getKey = await keysSince(clock() - age)
      if (getKey === undefined) continue
      const { jwtVerify, errors } = await loadJose()
      try {
        const { payload } = await jwtVerify(token, getKey, {
          ...{ issuer, algorithms: ALGORITHMS, typ: 'at+jwt' },
          currentDate: new Date(clock()),
          requiredClaims: ['exp', 'iat', 'sub', 'client_id', 'jti', 'aud'],
        })
        return payload
      } catch (error) {
        // Perhaps a new key, so the keys are read again, but not for each such token.
        if (!(error instanceof errors.JWKSNoMatchingKey)) return undefined
      }
    }
    return undefined
  }

  return {
    async read(token) {
      if (!SHAPE.test(token)) return undefined
      const claims = await verify(token)
      if (claims === undefined) return undefined
      try {
        const type = Object(claims['cnf']).jkt === undefined ? 'bearer' : 'DPoP'
        const answer = answerOf({ ...claims, active: true, token_type: type })
        if (!answer.active || !options.isForThisApi(answer.principal.audience)) return undefined
        const { subject, clientId, actors, tokenId } = answer.principal
        const issuedAt = Number(claims['iat'])
        // Its server's clock is ahead, so events seem to be older than the token that they mean.
        if (issuedAt * 1_000 > clock()) return undefined
        // After everything that takes time, so that it is certain now.
        return options.vouchesFor({ subject, clientId, actors, tokenId, issuedAt })
          ? answer
          : undefined
      } catch {
        return undefined
      }
    },
    forgetKeys() {
      keys = undefined
    },
  }
}
