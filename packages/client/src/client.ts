/**
 * What an integrating system calls: log a user in, then act with the grant that came of it.
 * Everything is decided elsewhere; this file only joins the parts.
 */

import { authorizedFetch, MARGIN_SECONDS } from './authorized-fetch.ts'
import { type ClientOptions, readConfiguration } from './configuration.ts'
import type { GrantRecord } from './grant-record.ts'
import { buildLogin, type LoginRequest, type PendingLogin, readCallback } from './login.ts'
import { revokeGrant } from './revocation.ts'
import { describeServer } from './server.ts'
import { createTokenKeeper } from './token-keeper.ts'

/** What is known of a grant without asking the server. `expiresAt`: milliseconds since 1970. */
export type GrantStatus =
  | {
      readonly state: 'connected'
      readonly scope: string | null
      readonly expiresAt: number | null
    }
  /** The code is being exchanged, or was when a process died; any call finishes it. */
  | { readonly state: 'connecting' }
  | { readonly state: 'signed_out'; readonly because: string }

/** One user's grant. Every method that needs the server rejects with a `MandateError`. */
export interface GrantHandle {
  /** An access token good for at least `minimumSeconds` (30), refreshed where it is not. */
  getAccessToken(need?: { readonly minimumSeconds?: number }): Promise<string>
  /** A new access token, though the old one may still be good. */
  refresh(): Promise<string>
  /** As the global `fetch`, with the access token, to `apiOrigins` only. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
  /** Ends the grant at the server and forgets it. */
  revoke(): Promise<void>
  status(): Promise<GrantStatus>
}

export interface MandateClient {
  /** Send the browser to `url`, and keep `pending` bound to it until it comes back. */
  startLogin(request?: LoginRequest): Promise<{ url: string; pending: PendingLogin }>
  /**
   * Checks the callback and exchanges the code; the tokens are stored before it resolves. The same
   * callback may be finished again, after an error or a crash: the outcome is the same. Remember
   * `grantKey` for this user. Rejects with a `MandateError`.
   */
  finishLogin(callbackUrl: string | URL, pending: PendingLogin): Promise<{ grantKey: string }>
  /** The grant under a key that `finishLogin` gave. Asks nobody until it is used. */
  grant(grantKey: string): GrantHandle
}

/** Throws `configuration_invalid`; asks nobody until it is used. */
export function createClient(options: ClientOptions): MandateClient {
  const configuration = readConfiguration(options)
  const { store, apiOrigins } = configuration
  const server = describeServer(configuration)
  const keeper = createTokenKeeper(configuration, server)

  return {
    async startLogin(request = {}) {
      const metadata = await server.metadata()
      return buildLogin(configuration, metadata.authorization_endpoint ?? '', request)
    },

    async finishLogin(callbackUrl, pending) {
      const code = readCallback(await server.metadata(), callbackUrl, pending)
      const { grantKey, codeVerifier, redirectUri, scope, idempotencyKey } = pending
      const record: GrantRecord = {
        stage: 'redeeming',
        presented: { kind: 'code', code, codeVerifier, redirectUri, scope },
        redemption: { idempotencyKey, attempts: 0, lease: null },
      }
      // Not saved where it is there already: then this callback was begun before.
      await store.save(grantKey, record, 0)
      await keeper.obtain(grantKey, { kind: 'lasting', seconds: 0 })
      return { grantKey }
    },

    grant: (grantKey) => ({
      async getAccessToken({ minimumSeconds = MARGIN_SECONDS } = {}) {
        return (await keeper.obtain(grantKey, { kind: 'lasting', seconds: minimumSeconds }))
          .accessToken
      },
      async refresh() {
        const held = await store.load(grantKey)
        const accessToken = held?.record.stage === 'live' ? held.record.tokens.accessToken : ''
        return (await keeper.obtain(grantKey, { kind: 'other_than', accessToken })).accessToken
      },
      fetch: (input, init) => authorizedFetch({ keeper, apiOrigins, grantKey }, input, init),
      revoke: () => revokeGrant(configuration, { server, keeper }, grantKey),
      status: async () => describe((await store.load(grantKey))?.record),
    }),
  }
}

function describe(record: GrantRecord | undefined): GrantStatus {
  if (record === undefined) return { state: 'signed_out', because: 'unknown_grant' }
  if (record.stage === 'ended') return { state: 'signed_out', because: record.because }
  const held = record.stage === 'redeeming' ? record.presented : record
  if (!('tokens' in held)) return { state: 'connecting' }
  return { state: 'connected', scope: held.tokens.scope, expiresAt: held.tokens.expiresAt }
}
