/**
 * The public interface: log a user in, then act with the resulting grant. This file only connects
 * the parts.
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { authorizedFetch, MARGIN_SECONDS } from './authorized-fetch.ts'
import { type ClientOptions, readConfiguration } from './configuration.ts'
import { newDpopKey } from './dpop.ts'
import { type PollOptions, pollEvents } from './events/poll.ts'
import { receiveNodeRequest, receiveRequest } from './events/receive.ts'
import { createTakeEvents } from './events/take.ts'
import { createEventVerifier } from './events/verify.ts'
import type { GrantRecord } from './grant-record.ts'
import type { HeldIdToken } from './id-token.ts'
import { buildLogin, type LoginRequest, type PendingLogin, readCallback } from './login.ts'
import { revokeGrant } from './revocation.ts'
import { assertDpop, describeServer } from './server.ts'
import { createTokenKeeper } from './token-keeper.ts'

/** What is known about a grant without asking the server. `expiresAt`: milliseconds since 1970. */
export type GrantStatus =
  | {
      readonly state: 'connected'
      readonly scope: string | null
      /** Scope tokens that the user has taken back; absent if none. */
      readonly takenBack?: string
      readonly expiresAt: number | null
      /** The latest ID token and what it says about the user; with the scope `openid`. */
      readonly idToken?: HeldIdToken
    }
  /** The code is being exchanged, or was when a process died. Any call completes it. */
  | { readonly state: 'connecting' }
  | { readonly state: 'signed_out'; readonly because: string }

/** One user's grant. Every method that needs the server rejects with a `MandateError`. */
export interface GrantHandle {
  /**
   * An access token good for at least `minimumSeconds` (default 30), refreshed if necessary. With the
   * option `dpop`, APIs take it only together with a proof, which `fetch` makes.
   */
  getAccessToken(need?: { readonly minimumSeconds?: number }): Promise<string>
  /** A new access token, even if the old one is still good. */
  refresh(): Promise<string>
  /** Like the global `fetch`, with the access token, to `apiOrigins` only. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
  /** Revokes the grant at the server and deletes it from the store. */
  revoke(): Promise<void>
  status(): Promise<GrantStatus>
}

export interface MandateClient {
  /** Send the browser to `url`, and keep `pending` bound to it until it comes back. */
  startLogin(request?: LoginRequest): Promise<{ url: string; pending: PendingLogin }>
  /**
   * Checks the callback and exchanges the code; the tokens are stored before it resolves. Safe to
   * repeat after an error or a crash, with the same outcome. Remember `grantKey` for this user.
   * Rejects with a `MandateError`.
   */
  finishLogin(callbackUrl: string | URL, pending: PendingLogin): Promise<{ grantKey: string }>
  /** The grant for a key from `finishLogin`. No input or output until it is used. */
  grant(grantKey: string): GrantHandle
  /**
   * Takes a security event that the server pushes (RFC 8935): a grant that has ended is dropped from
   * the store. Answers 202, or 400 for a token that the server did not sign for this client, which
   * changes nothing. Rejects with what the store or `onSecurityEvent` rejects with.
   */
  receiveSecurityEvents(request: Request): Promise<Response>
  /** The same in `node:http` and Express; it answers by itself. */
  receiveSecurityEvents(
    request: IncomingMessage & { readonly body?: unknown },
    response: ServerResponse,
  ): Promise<void>
  /**
   * Fetches security events from the server (RFC 8936), for a program that cannot be reached from
   * outside. With a `signal` it goes on until that is aborted. Rejects with a `MandateError`, or with what
   * the store or `onSecurityEvent` rejects with; what was not taken comes again.
   */
  pollSecurityEvents(options?: PollOptions): Promise<void>
}

/** Throws `configuration_invalid`. No input or output until it is used. */
export function createClient(options: ClientOptions): MandateClient {
  const configuration = readConfiguration(options)
  const { store, apiOrigins } = configuration
  const server = describeServer(configuration)
  const keeper = createTokenKeeper(configuration, server)
  const verifier = createEventVerifier(configuration, server)
  const take = createTakeEvents(configuration)
  const receiving = { verifier, take, authorization: configuration.eventAuthorization }

  function receiveSecurityEvents(request: Request): Promise<Response>
  function receiveSecurityEvents(
    request: IncomingMessage & { readonly body?: unknown },
    response: ServerResponse,
  ): Promise<void>
  function receiveSecurityEvents(request: Request | IncomingMessage, response?: ServerResponse) {
    return request instanceof Request || response === undefined
      ? receiveRequest(receiving, request as Request)
      : receiveNodeRequest(receiving, request, response)
  }

  return {
    async startLogin(request = {}) {
      const metadata = await server.metadata()
      if (configuration.dpop) assertDpop(configuration.issuer, metadata)
      return buildLogin(configuration, metadata.authorization_endpoint ?? '', request)
    },

    async finishLogin(callbackUrl, pending) {
      const code = readCallback(await server.metadata(), callbackUrl, pending)
      const { grantKey, codeVerifier, redirectUri, scope, asked, idToken, idempotencyKey } = pending
      const record: GrantRecord = {
        stage: 'redeeming',
        presented: {
          ...{ kind: 'code', code, codeVerifier, redirectUri, scope },
          ...(asked !== undefined && { asked }),
          ...(idToken !== undefined && { idToken }),
          ...(configuration.dpop && { dpopKey: await newDpopKey() }),
        },
        redemption: { idempotencyKey, attempts: 0, lease: null },
      }
      // Saving fails if this callback was processed before; then the existing record is used.
      await store.save(grantKey, record, 0)
      await keeper.obtain(grantKey, { kind: 'lasting', seconds: 0 })
      return { grantKey }
    },

    receiveSecurityEvents,
    pollSecurityEvents: (options = {}) =>
      pollEvents({ configuration, server, verifier, take }, options),

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
  if (record === undefined || record.stage === 'named' || record.stage === 'heard') {
    return { state: 'signed_out', because: 'unknown_grant' }
  }
  if (record.stage === 'ended') return { state: 'signed_out', because: record.because }
  const held = record.stage === 'redeeming' ? record.presented : record
  if (!('tokens' in held)) return { state: 'connecting' }
  const { scope, takenBack, expiresAt, idToken } = held.tokens
  return {
    state: 'connected',
    scope,
    ...(takenBack !== undefined && { takenBack }),
    expiresAt,
    ...(idToken !== undefined && { idToken }),
  }
}
