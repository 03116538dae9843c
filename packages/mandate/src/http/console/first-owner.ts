/**
 * The first owner has no second factor when they use the setup link, and there is no other owner who could
 * confirm the one that they set up then. The link is the proof: the browser that used it carries a seal
 * to the end of the setup, which nobody has who only knows the password.
 */

import { confirmOperator } from '../../operations/operators.ts'
import type { SignedIn } from '../../people/session.ts'
import { browserSecret, presentedBrowserSecret } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { queryParameters } from '../request.ts'
import { seal, unseal } from '../seal.ts'
import { addressOfConsole } from './door.ts'

/** Enough to install an app for the second factor first. */
const SECONDS_TO_SET_UP = 60 * 60
/** In the address of the setup. */
const PROOF = 'proof'

interface Sealed {
  readonly accountId: string
  /** When the link was used, in seconds since 1970. */
  readonly at: number
}

/** The address where the owner who just used the setup link goes on. */
export function setupPlace(
  context: HttpContext,
  { request, reply }: Exchange,
  accountId: string,
): string {
  const secret = browserSecret(context, request, reply)
  const sealed: Sealed = { accountId, at: context.clock.now() }
  const proof = seal(context.seals, { purpose: 'first_owner', secret }, sealed)
  return addressOfConsole(context.settings, `/console/setup?${PROOF}=${proof}`)
}

/** Confirms the owner if this browser used the setup link. Rejects with `StorageUnavailable`. */
export async function confirmFirstOwner(
  context: HttpContext,
  { request }: Exchange,
  { account }: SignedIn,
): Promise<boolean> {
  const secret = presentedBrowserSecret(context, request)
  const proof = queryParameters(request).one(PROOF)
  const found = unseal<Sealed>(context.seals, { purpose: 'first_owner', secret }, proof)
  if (found?.accountId !== account.id) return false
  const age = context.clock.now() - found.at
  if (age < 0 || age > SECONDS_TO_SET_UP) return false
  const { is } = await confirmOperator(context, { kind: 'system' }, { accountId: account.id })
  return is === 'confirmed'
}
