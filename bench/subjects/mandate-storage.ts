/** Mandate's storage and keys, opened next to a running server. */

import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import {
  deriveAccessToken,
  deriveRedeemable,
} from '../../packages/mandate/src/grants/derivation.ts'
import type { Grant, GrantId } from '../../packages/mandate/src/grants/grant.ts'
import { signInText } from '../../packages/mandate/src/grants/sign-in-text.ts'
import { readKeyFile } from '../../packages/mandate/src/keys/key-file.ts'
import { keyFilePath } from '../../packages/mandate/src/keys/place.ts'
import { signAccessToken } from '../../packages/mandate/src/oauth/jwt-access-token.ts'
import { emailKey } from '../../packages/mandate/src/people/email.ts'
import type { Settings } from '../../packages/mandate/src/settings.ts'
import { createSigningKeys } from '../../packages/mandate/src/signing/signing-keys.ts'
import { openPostgresStore } from '../../packages/mandate/src/store/postgres/open.ts'
import { openSqliteStore } from '../../packages/mandate/src/store/sqlite/open.ts'
import { ACT } from '../../packages/mandate/test/act.ts'
import { lifetimes, party } from '../servers/cast.ts'
import type { CodesOf } from './subject.ts'

/** More than `@mandate/guard` allows for. */
const CLOCKS_DIFFER_SECONDS = 90

export interface Beside {
  /** Algorithm and cost of the user's password hash. */
  readonly passwordCost: string
  /** Codes of as many new grants. */
  codes(count: number, of?: CodesOf): Promise<readonly string[]>
  /** JWT access tokens for this API, signed with ES256 and the keys of the running server. */
  jwtTokens(
    count: number,
    api: { readonly issuer: string; readonly uri: string },
  ): readonly string[]
  /** Access tokens made with the keys, for grants that do not exist. */
  unknownTokens(count: number): readonly string[]
  close(): Promise<void>
}

export async function openBeside(where: {
  readonly data: string
  readonly clientId: string
  /** For PostgreSQL; undefined for the file in the data directory. */
  readonly url: string | undefined
}): Promise<Beside> {
  const path = join(where.data, 'mandate.db')
  const keys = readKeyFile({ path: keyFilePath(where.data) })?.keys
  if (keys === undefined) throw new Error('the data directory has no keys')
  const store = await (where.url === undefined
    ? openSqliteStore({ path })
    : openPostgresStore({ url: where.url }))
  const account = await store.accounts.findByEmailKey(emailKey(party.email))
  if (!account?.passwordHash) throw new Error('the user is missing')

  const newGrant = (of?: CodesOf): Grant => {
    const now = Math.floor(Date.now() / 1000)
    return {
      id: randomBytes(16).toString('hex') as GrantId,
      clientId: of?.clientId ?? where.clientId,
      subject: { kind: 'account', id: account.id },
      ...{
        scope: of?.scope ?? party.scope,
        resource: [],
        redirectUri: party.redirectUri,
        codeChallenge: null,
      },
      seed: randomBytes(32),
      ...{
        authTime: now,
        signIn: signInText({ amr: ['pwd'], acr: null }),
        ...{ extras: null, sid: null, details: null, parent: null },
        createdAt: now,
        expiresAt: now + lifetimes.code,
      },
      ...{ generation: 0, keyId: keys.current, redeemedAt: null },
      ...{ retryKeyHash: null, recentRedemptions: null },
      ...{ revokedAt: null, revokedBecause: null },
    }
  }
  return {
    passwordCost: account.passwordHash.split('$').slice(1, 4).join(' '),
    async codes(count, of) {
      const grants = Array.from({ length: count }, () => newGrant(of))
      await Promise.all(grants.map((grant) => store.grants.insert(grant, ACT)))
      return grants.map((grant) => deriveRedeemable(keys, grant, grant))
    },
    jwtTokens(count, { issuer, uri }) {
      // The server made them when it started.
      const active = readKeyFile({ path: keyFilePath(where.data) })?.signingKeys ?? []
      const signing = createSigningKeys(() => ({ active, published: active }))
      return Array.from({ length: count }, () => {
        const grant = newGrant()
        // A guard reads only tokens that were issued since it began to listen, by clocks that may
        // differ by a minute; so these are from the near future.
        const issuedAt = grant.createdAt + CLOCKS_DIFFER_SECONDS
        const expiresAt = issuedAt + lifetimes.accessToken
        const claims = {
          kind: 'at',
          ...{ grantId: grant.id, keyId: keys.current, generation: 1 },
          ...{ issuedAt, expiresAt, confirmation: null },
          narrowing: { scope: grant.scope, resource: [uri] },
        } as const
        const context = { keys, signing, settings: { issuer } as Settings }
        return signAccessToken(context, { grant, ancestors: [] }, { claims, alg: 'ES256' })
      })
    },
    unknownTokens(count) {
      return Array.from({ length: count }, () => {
        const { createdAt: issuedAt, ...grant } = newGrant()
        const expiresAt = issuedAt + lifetimes.accessToken
        const claims = { generation: 1, keyId: keys.current, issuedAt, expiresAt, narrowing: null }
        return deriveAccessToken(keys, grant, claims)
      })
    },
    close: () => store.close(),
  }
}
