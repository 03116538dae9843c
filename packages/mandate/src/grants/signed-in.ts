/**
 * How long a grant with `openid` believes that the person is signed in. Its `sid` names the session it
 * was made in. When that session ends, its client is told and `sid` becomes null; when it is over by
 * time, a mark is put before it, because nobody has signed out.
 */

/** Sorts after every character of a public id. */
export const OVER_BY_TIME = '~'

/** The claim `sid` of the grant's ID tokens (Back-Channel Logout §2.4); undefined if it has none. */
export function sidIn({ sid }: { readonly sid: string | null }): string | undefined {
  return sid === null || sid.startsWith(OVER_BY_TIME) ? undefined : sid
}
