import { hash } from 'node:crypto'

/**
 * The public id of a session, the claim `sid` of OpenID Connect Front-Channel Logout §3: 22
 * characters, from which neither the row's id nor the cookie's secret follows.
 */
export function sidOf({ id }: { readonly id: string }): string {
  return hash('sha256', `mandate: public id of the session ${id}`, 'base64url').slice(0, 22)
}
