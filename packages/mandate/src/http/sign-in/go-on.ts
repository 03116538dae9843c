/** Where a browser goes once somebody has signed in, in whichever way. */

import type { FastifyReply } from 'fastify'
import type { SignInStep } from '../../oauth/authorize/next-step.ts'
import type { SignedIn } from '../../people/session.ts'
import type { Onward } from '../../ways/way.ts'
import { presentedBrowserSecret } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { goOnWith } from '../endpoints/account.ts'
import { takeStep } from '../endpoints/authorize.ts'
import { ACCOUNT_AFTER_COOKIES } from '../pending-request.ts'
import { readAct } from '../postponed-act.ts'
import { formSource } from '../same-origin.ts'

/** To the client with what was allowed earlier, to the postponed act, or to the next step. */
export async function goOnSignedIn(
  context: HttpContext,
  exchange: Exchange,
  {
    onward,
    signedIn,
    showSignIn,
  }: {
    readonly onward: Onward
    readonly signedIn: SignedIn
    /** For a sign-in elsewhere: what is next if it does not do for the request. */
    readonly showSignIn?: (step: SignInStep) => FastifyReply
  },
): Promise<FastifyReply> {
  const { account } = signedIn
  if (onward.pending === null) {
    if (onward.act === null) return toAccount(context, exchange)
    const act = readAct(context, exchange.request, onward.act)
    return goOnWith(context, exchange.reply, { account, act })
  }
  const { consent, ...rest } = onward.pending
  const decision = consent?.is === 'given' && consent.by === account.id ? 'allow' : undefined
  // Whoever typed a password meant to go on. A sign-in elsewhere may have asked for nothing.
  const isSilent = showSignIn !== undefined
  const pending = isSilent && consent?.is === 'to_ask' ? onward.pending : rest
  const shown = isSilent ? { showSignIn, mayAskSilently: false } : {}
  return takeStep(context, exchange, { pending, signedIn, decision, ...shown })
}

/** A browser that sent our form without cookies may not accept any; the next page finds out. */
function toAccount(context: HttpContext, { request, reply }: Exchange): FastifyReply {
  const isNew = presentedBrowserSecret(context, request) === undefined
  const looks = isNew && formSource(context, request) === 'own_page'
  return reply.redirect(looks ? ACCOUNT_AFTER_COOKIES : '/account', 303)
}
