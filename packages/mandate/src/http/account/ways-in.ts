/**
 * `/account/connect`, `/account/connect/decide` and `/account/disconnect-way`: the owner of an account
 * connects a way to sign in to it, or disconnects one. `sign-in/connect.ts` explains the order of
 * the proofs.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { linkIdentity, unlinkIdentity } from '../../operations/identities.ts'
import { otherAccount, pageTooOld, type Told } from '../../pages/account/shell.ts'
import { lastWay, wayTold } from '../../pages/account/ways-in.ts'
import type { SignedIn } from '../../people/session.ts'
import { whoIsSignedIn } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { takeStep } from '../endpoints/authorize.ts'
import { SIGNED_OUT } from '../endpoints/sign-out.ts'
import { formParameters } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'
import {
  askAfterSignIn,
  CONNECT,
  CONNECT_ARRIVED,
  goAndProve,
  type Linkable,
  readLinkable,
} from '../sign-in/connect.ts'
import { accountAct, type Resumable } from './act.ts'
import { accountActor } from './actor.ts'
import { hasAnotherWay } from './other-ways.ts'
import { labelOf, onSecurityPage, sendSecurity } from './security.ts'

/** Goes to the way, which proves who comes back. */
export const connectWay = accountAct({
  name: CONNECT,
  path: '/account/connect',
  page: onSecurityPage,
  needsRecentSignIn: true,
  read: (form) => ({ way: form.required('way') }),
  perform: (context, exchange, { signedIn, fields }) =>
    goAndProve(context, exchange, { signedIn, name: fields.way }),
})

/** After the sign-in to the account that an identity is to be connected to. */
export const connectArrived: Resumable = {
  name: CONNECT_ARRIVED,
  resume: (context, exchange, { signedIn, act }) =>
    act.accountId === signedIn.account.id
      ? askAfterSignIn(context, exchange, { signedIn, act })
      : sendSecurity(context, exchange, { signedIn, notice: otherAccount }),
}

export const decideConnecting =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const form = formParameters(request)
    const signedIn = await whoIsSignedIn(context, request)
    if (signedIn === undefined) return reply.redirect('/sign-in', 303)
    const { account } = signedIn
    const exchange = { request, reply }
    const linkable = readLinkable(context, request, form.one('link'))
    if (linkable?.accountId !== account.id) {
      const notice = linkable === undefined ? pageTooOld : otherAccount
      return sendSecurity(context, exchange, { signedIn, notice })
    }
    const notice =
      form.one('decision') === 'connect'
        ? await connect(context, exchange, { signedIn, linkable })
        : wayTold.notConnected(labelOf(context, linkable.link))
    return goOn(context, exchange, { signedIn, linkable, notice })
  }

/** On to the waiting app, or to the security page with the result. */
async function goOn(
  context: HttpContext,
  exchange: Exchange,
  {
    signedIn,
    linkable: { pending },
    notice,
  }: {
    readonly signedIn: SignedIn
    readonly linkable: Linkable
    readonly notice: Told
  },
): Promise<FastifyReply> {
  return pending === null
    ? sendSecurity(context, exchange, { signedIn, notice })
    : takeStep(context, exchange, { pending, signedIn })
}

async function connect(
  context: HttpContext,
  exchange: Exchange,
  {
    signedIn: { account, session },
    linkable: { link },
  }: { readonly signedIn: SignedIn; readonly linkable: Linkable },
): Promise<Told> {
  const { provider, subject } = link
  const actor = accountActor(exchange, account, session)
  const { is } = await linkIdentity(context, actor, { accountId: account.id, provider, subject })
  const way = labelOf(context, link)
  switch (is) {
    case 'linked':
      return wayTold.connected(way)
    case 'identity_taken': {
      const owner = await context.store.accounts.findByIdentity(provider, subject)
      const told = owner?.id === account.id ? wayTold.isConnected : wayTold.isSomebodyElses
      return told(way)
    }
    case 'identity_invalid':
    case 'no_such_account':
      return wayTold.notConnected(way)
  }
}

/** Sessions that began with this way end with it. */
export const disconnectWay = accountAct({
  name: 'disconnect_way',
  path: '/account/disconnect-way',
  page: onSecurityPage,
  needsRecentSignIn: true,
  read: (form) => ({ provider: form.required('provider'), subject: form.required('subject') }),
  perform: async (context, exchange, { signedIn, fields: identity }) => {
    const { account } = signedIn
    const tell = (notice: Told) => sendSecurity(context, exchange, { signedIn, notice })
    if (!(await hasAnotherWay(context, account, identity))) return tell(lastWay)
    const actor = accountActor(exchange, account)
    const { is } = await unlinkIdentity(context, actor, { accountId: account.id, ...identity })
    if (is === 'last_way_in') return tell(lastWay)
    // This session may have begun with it. The request still has the cookie of an older one.
    if ((await context.store.sessions.find(signedIn.session.id)) === undefined) {
      return exchange.reply.redirect(SIGNED_OUT, 303)
    }
    return tell(wayTold.disconnected(labelOf(context, identity)))
  },
})
