/** `/account`: the user's connected apps, and a button to disconnect each. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { disconnectClient } from '../../operations/connections.ts'
import type { AccountNotice } from '../../pages/account.ts'
import type { Account } from '../../store/records.ts'
import { sendAccount } from '../account-page.ts'
import { whoIsSignedIn } from '../browser.ts'
import type { HttpContext } from '../context.ts'
import { keepsNoCookies, sendCookiesBlocked } from '../pending-request.ts'
import { type PostponedAct, signInFirst } from '../postponed-act.ts'
import { formParameters, queryParameters } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'
import { connectAfterSignIn } from '../sign-in/connect.ts'

export const showAccount =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const signedIn = await whoIsSignedIn(context, request)
    if (signedIn !== undefined) {
      const before = queryParameters(request).one('before')
      return sendAccount(context, reply, { account: signedIn.account, notice: null, before })
    }
    return keepsNoCookies(context, request)
      ? sendCookiesBlocked(context, { request, reply }, '/sign-in')
      : reply.redirect('/sign-in', 303)
  }

/** Answers only after the grants have ended. */
export const disconnectApp =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const form = formParameters(request)
    const clientId = form.required('client_id')
    const shownTo = form.one('account')
    const signedIn = await whoIsSignedIn(context, request)
    if (signedIn === undefined) {
      const act = { disconnect: { clientId }, accountId: shownTo ?? '' }
      return signInFirst(context, { request, reply }, act)
    }
    const { account } = signedIn
    return shownTo !== undefined && shownTo !== account.id
      ? sendAccount(context, reply, { account, notice: { kind: 'other_account' } })
      : disconnectFrom(context, reply, { account, clientId })
  }

/** Does the act postponed until sign-in, or says that it was not done. */
export async function goOnWith(
  context: HttpContext,
  reply: FastifyReply,
  { account, act }: { readonly account: Account; readonly act: PostponedAct | undefined },
): Promise<FastifyReply> {
  if (act === undefined) {
    return sendAccount(context, reply, { account, notice: { kind: 'page_too_old' } })
  }
  if (act.accountId !== account.id) {
    return sendAccount(context, reply, { account, notice: { kind: 'other_account' } })
  }
  if ('disconnect' in act) {
    return disconnectFrom(context, reply, { account, clientId: act.disconnect.clientId })
  }
  return connectAfterSignIn(context, { request: reply.request, reply }, { account, act })
}

async function disconnectFrom(
  context: HttpContext,
  reply: FastifyReply,
  { account, clientId }: { readonly account: Account; readonly clientId: string },
): Promise<FastifyReply> {
  const actor = { kind: 'account', id: account.id } as const
  const outcome = await disconnectClient(context, actor, { clientId })
  const notice: AccountNotice =
    outcome.is === 'disconnected'
      ? { kind: 'disconnected', name: outcome.client.name }
      : { kind: 'not_connected' }
  return sendAccount(context, reply, { account, notice })
}
