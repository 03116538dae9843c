/**
 * Where a person was going when they asked for a link. It is sealed for the browser where they asked,
 * and a reset gives that browser a new secret, so it is opened before and sealed again after it.
 */

import type { FastifyRequest } from 'fastify'
import type { PendingAuthorization } from '../../oauth/authorize/pending.ts'
import type { MailedLink } from '../../store/records.ts'
import { presentedBrowserSecret, signInOrigin } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { sealPending } from '../pending-request.ts'
import { readAct, sealAct } from '../postponed-act.ts'
import { queryParameters } from '../request.ts'
import { unseal } from '../seal.ts'

/**
 * Opens what waits for a sign-in, given as the query of its address; '' if nothing does. The result
 * seals it for the browser as it is then.
 */
function openOnward(context: HttpContext, exchange: Exchange, onward: string): () => string {
  const [name, sealed = ''] = onward.split('=')
  if (name === 'pending') {
    const secret = presentedBrowserSecret(context, exchange.request)
    const of = { purpose: 'pending', secret } as const
    const pending = unseal<PendingAuthorization>(context.seals, of, sealed)
    return () => (pending === undefined ? '' : `pending=${sealPending(context, exchange, pending)}`)
  }
  const act = name === 'then' ? readAct(context, exchange.request, sealed) : undefined
  return () => (act === undefined ? '' : `then=${sealAct(context, exchange, act)}`)
}

/** As above, for a link. Nothing waits in another browser than the one where it was asked for. */
export function onwardOfLink(
  context: HttpContext,
  exchange: Exchange,
  { browser, details }: Pick<MailedLink, 'browser' | 'details'>,
): () => string {
  const isSame = browser === signInOrigin(context, exchange).browser
  const onward = isSame ? details['onward'] : undefined
  return openOnward(context, exchange, typeof onward === 'string' ? onward : '')
}

/** What waits for the sign-in, still sealed, as the query of the next address. */
export function onwardOf(request: FastifyRequest): string {
  const query = queryParameters(request)
  for (const name of ['pending', 'then']) {
    const sealed = query.one(name) ?? ''
    if (/^[\w-]+\.[\w-]+$/.test(sealed)) return `${name}=${sealed}`
  }
  return ''
}
