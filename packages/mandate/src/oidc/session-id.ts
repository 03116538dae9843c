/** The claim `sid` (OpenID Connect Front-Channel Logout §3, Back-Channel Logout §2.4). */

/** The public id of a session: 22 characters, from which neither the row's id nor the cookie's secret follows. */
export function sidOf({ sid }: { readonly sid: string }): string {
  return sid
}
