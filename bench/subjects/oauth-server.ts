/** What all OAuth servers under test have in common: their forms and their senders. */

import { randomBytes } from 'node:crypto'
import type { Expected } from '../load/job.ts'
import type { Offer, Work } from './subject.ts'

export interface Credentials {
  readonly id: string
  readonly secret: string
}

export interface Paths {
  readonly token: string
  readonly introspection?: string
  readonly revocation?: string
}

/** What a server at these paths offers to this client and this API (RFC 6749, 7662, 7009). */
export function offersOf(
  paths: Paths,
  parties: {
    readonly client: Credentials
    readonly api: Credentials
    readonly redirectUri: string
    /** For the challenge that codes were requested with. */
    readonly verifier?: string | undefined
    /** A client that acts in its own name, if there is one (RFC 6749 §4.4). */
    readonly machine?: Credentials | undefined
  },
): Partial<Record<Work, Offer>> {
  const { client, api, redirectUri, verifier, machine } = parties
  const offer = (path: string, as: Credentials, asked: { before: string; expected: Expected }) => ({
    form: { path, headers: { Authorization: basic(as) }, before: asked.before, after: '' },
    expected: asked.expected,
  })
  const proof = verifier === undefined ? '' : `&code_verifier=${verifier}`
  const { token, introspection, revocation } = paths
  return {
    exchange: offer(token, client, {
      before: `grant_type=authorization_code&redirect_uri=${encodeURIComponent(redirectUri)}${proof}&code=`,
      expected: { is: 'tokens' },
    }),
    refresh: offer(token, client, {
      before: 'grant_type=refresh_token&refresh_token=',
      expected: { is: 'tokens' },
    }),
    ...(introspection !== undefined && {
      introspection: offer(introspection, api, {
        before: 'token=',
        expected: { is: 'introspection', active: true },
      }),
      'introspection, unknown token': offer(introspection, api, {
        before: 'token=',
        expected: { is: 'introspection', active: false },
      }),
    }),
    ...(machine !== undefined && {
      'client credentials': offer(token, machine, {
        before: 'grant_type=client_credentials&scope=',
        expected: { is: 'access token' },
      }),
    }),
    ...(revocation !== undefined && {
      revocation: offer(revocation, client, { before: 'token=', expected: { is: 'done' } }),
    }),
  }
}

/** HTTP Basic. Ids and secrets here contain nothing that form encoding would change (RFC 6749 §2.3.1). */
export function basic({ id, secret }: Credentials): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
}

export function randomTokens(count: number): readonly string[] {
  return Array.from({ length: count }, () => randomBytes(32).toString('base64url'))
}
