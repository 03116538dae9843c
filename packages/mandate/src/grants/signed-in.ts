/**
 * How long a grant with `openid` believes that the person is signed in. Its `sid` names the session it
 * was made in. When that session ends, its client is told and `sid` becomes null; when it is over by
 * time, a mark is put before it, because nobody has signed out.
 */

import { hash } from 'node:crypto'
import type { Grant } from './grant.ts'

/** Sorts after every character of a public id. */
export const OVER_BY_TIME = '~'

/**
 * The claim `sid` for one client: 22 characters. Each client gets another one, so that two of them
 * cannot find out that they have the same person by comparing.
 */
export function sidFor(sid: string, clientId: string): string {
  return hash('sha256', `mandate: sid of ${sid} for ${clientId}`, 'base64url').slice(0, 22)
}

/** The claim `sid` of the grant's ID tokens (Back-Channel Logout §2.4); undefined if it has none. */
export function sidIn({ sid, clientId }: Pick<Grant, 'sid' | 'clientId'>): string | undefined {
  return sid === null || sid.startsWith(OVER_BY_TIME) ? undefined : sidFor(sid, clientId)
}
