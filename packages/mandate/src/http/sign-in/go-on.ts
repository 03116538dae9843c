/** Where a browser goes after a sign-in by any way. */

import type { FastifyReply } from 'fastify'
import type { SignInStep } from '../../oauth/authorize/next-step.ts'
import type { SignedIn } from '../../people/session.ts'
import type { Onward } from '../../ways/way.ts'
import { goOnWith } from '../account/go-on.ts'
import { presentedBrowserSecret } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { takeStep } from '../endpoints/authorize.ts'
import { ACCOUNT_AFTER_COOKIES } from '../pending-request.ts'
import { readAct } from '../postponed-act.ts'
import { formSource } from '../same-origin.ts'

/** To the client if consent exists, to the postponed act, or to the next step. */
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
    /** For an external sign-in: the next step if it does not satisfy the request. */
    readonly showSignIn?: (step: SignInStep) => FastifyReply
  },
): Promise<FastifyReply> {
  const { account } = signedIn
  if (onward.pending === null) {
    if (onward.act === null) return toAccount(context, exchange)
    const act = readAct(context, exchange.request, onward.act)
    return goOnWith(context, exchange, { signedIn, act })
  }
  const { consent, ...rest } = onward.pending
  const given = consent?.is === 'given' && consent.by === account.id ? consent : undefined
  const decision = given && ({ decision: 'allow', ticked: given.ticked, seen: given.seen } as const)
  // A person who typed a password meant to continue. An external sign-in may have happened without
  // any interaction.
  const isSilent = showSignIn !== undefined
  const pending = isSilent && consent?.is === 'to_ask' ? onward.pending : rest
  const shown = isSilent ? { showSignIn, mayAskSilently: false } : {}
  return takeStep(context, exchange, { pending, signedIn, ...decision, ...shown })
}

/** A browser that sent our form without cookies may block them; the next page checks. */
function toAccount(context: HttpContext, { request, reply }: Exchange): FastifyReply {
  const isNew = presentedBrowserSecret(context, request) === undefined
  const looks = isNew && formSource(context, request) === 'own_page'
  return reply.redirect(looks ? ACCOUNT_AFTER_COOKIES : '/account', 303)
}
