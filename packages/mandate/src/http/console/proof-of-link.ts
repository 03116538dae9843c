/**
 * An operator who uses a link that a command on the server's machine printed has proved more than a
 * password. The browser that used it carries a seal into the console, so the second factor that they set up
 * on the way needs nobody to confirm it. Who only knows the password has no such seal.
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
/** In the address of the page. */
const PROOF = 'proof'

interface Sealed {
  readonly accountId: string
  /** When the link was used, in seconds since 1970. */
  readonly at: number
}

/** The page of the console where an operator who just used such a link goes on: its address with the proof. */
export function placeAfterLink(
  context: HttpContext,
  { request, reply }: Exchange,
  { accountId, page }: { readonly accountId: string; readonly page: `/console${string}` },
): string {
  const secret = browserSecret(context, request, reply)
  const sealed: Sealed = { accountId, at: context.clock.now() }
  const proof = seal(context.seals, { purpose: 'operator_link', secret }, sealed)
  return addressOfConsole(context.settings, `${page}?${PROOF}=${proof}`)
}

/** Confirms the operator if this browser used such a link. Rejects with `StorageUnavailable`. */
export async function confirmByLink(
  context: HttpContext,
  { request }: Exchange,
  { account }: SignedIn,
): Promise<boolean> {
  const secret = presentedBrowserSecret(context, request)
  const proof = queryParameters(request).one(PROOF)
  const found = unseal<Sealed>(context.seals, { purpose: 'operator_link', secret }, proof)
  if (found?.accountId !== account.id) return false
  const age = context.clock.now() - found.at
  if (age < 0 || age > SECONDS_TO_SET_UP) return false
  const { is } = await confirmOperator(context, { kind: 'system' }, { accountId: account.id })
  return is === 'confirmed'
}
