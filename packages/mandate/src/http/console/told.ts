/**
 * What came of an act, carried in the address of the page that tells it. Sealed for this browser, so
 * that nobody can make the console say something by a link. Never a secret: it is in a URL.
 */

import type { FastifyRequest } from 'fastify'
import type { Told } from '../../pages/console/shell.ts'
import { browserSecret, presentedBrowserSecret } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { queryParameters } from '../request.ts'
import { seal, unseal } from '../seal.ts'

/** Long enough for a sign-in in between. */
const SECONDS_TOLD = 15 * 60

interface Sealed {
  readonly told: Told
  /** In seconds since 1970. */
  readonly at: number
}

/** The address with the message. */
export function tellAt(
  context: HttpContext,
  { request, reply }: Exchange,
  { address, told }: { readonly address: string; readonly told: Told },
): string {
  const secret = browserSecret(context, request, reply)
  const sealed: Sealed = { told, at: context.clock.now() }
  const text = seal(context.seals, { purpose: 'told', secret }, sealed)
  return `${address}${address.includes('?') ? '&' : '?'}told=${text}`
}

/** The message in the address of this request; null if there is none, or an old one. */
export function readTold(context: HttpContext, request: FastifyRequest): Told | null {
  const secret = presentedBrowserSecret(context, request)
  const text = queryParameters(request).all('told').at(0)
  const found = unseal<Sealed>(context.seals, { purpose: 'told', secret }, text)
  if (found === undefined) return null
  const age = context.clock.now() - found.at
  return age < 0 || age > SECONDS_TOLD ? null : found.told
}
