/** The role of who is signed in. */

import type { SignedIn } from '../../people/session.ts'
import type { Exchange, HttpContext } from '../context.ts'
import type { Operating } from './visit.ts'

/** Undefined for an account without a role. Rejects with `StorageUnavailable`. */
export async function findOperating(
  _context: HttpContext,
  _exchange: Exchange,
  _signedIn: SignedIn,
): Promise<Operating | undefined> {
  return undefined
}
