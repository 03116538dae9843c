/** The logout token (OpenID Connect Back-Channel Logout §2.4): tells a client that a person signed out. */

import { hash } from 'node:crypto'
import { sidFor } from '../grants/signed-in.ts'
import type { ReadingContext } from '../oauth/context.ts'
import type { ClientStanding } from '../store/records.ts'
import { idTokenAlgorithm } from './id-token.ts'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
/** Seconds. It is made anew for each attempt. */
const LIFETIME = 120

export interface LogoutTokenContext {
  readonly settings: Pick<ReadingContext['settings'], 'issuer'>
  readonly signing: ReadingContext['signing']
}

/**
 * The signed token. Without `sid`, the client ends all sessions of the person. Throws
 * an `Error` if no key signs with the algorithm of the client.
 */
export function logoutTokenFor(
  context: LogoutTokenContext,
  {
    client,
    sub,
    sid,
    jobId,
    now,
  }: {
    readonly client: Pick<ClientStanding, 'id' | 'metadata'>
    /** As in the client's ID tokens. */
    readonly sub: string
    /** The public id of the session. */
    readonly sid: string | undefined
    /** Repeated attempts of one job have the same `jti`. */
    readonly jobId: string
    /** Seconds since 1970. */
    readonly now: number
  },
): string {
  const claims = {
    iss: context.settings.issuer,
    sub,
    aud: client.id,
    iat: now,
    exp: now + LIFETIME,
    jti: hash('sha256', `logout token ${jobId}`, 'base64url').slice(0, 22),
    events: { [EVENT]: {} },
    ...(sid !== undefined && { sid: sidFor(sid, client.id) }),
  }
  const alg = idTokenAlgorithm(context.signing, client)
  if (alg === undefined) throw new Error(`No key of this server signs for ${client.id}.`)
  return context.signing.sign(claims, { alg, typ: 'logout+jwt' })
}
