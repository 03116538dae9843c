/**
 * `/account/connect`, `/account/connect/decide` and `/account/disconnect-way`: the owner of an account
 * connects a way to sign in to it, or disconnects one. `sign-in/connect.ts` explains the order of
 * the proofs.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { linkIdentity, unlinkIdentity } from '../../operations/identities.ts'
import type { AccountNotice } from '../../pages/account.ts'
import type { SignedIn } from '../../people/session.ts'
import type { Account } from '../../store/records.ts'
import { labelOf, sendAccount } from '../account-page.ts'
import { whoIsSignedIn } from '../browser.ts'
import type { HttpContext } from '../context.ts'
import { isRecentlyProven, signInFirst } from '../postponed-act.ts'
import { formParameters } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'
import { goAndProve, type Linkable, readLinkable } from '../sign-in/connect.ts'
import { takeStep } from './authorize.ts'
import { SIGNED_OUT } from './sign-out.ts'

export const startConnecting =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const form = formParameters(request)
    const name = form.required('way')
    const accountId = form.required('account')
    const signedIn = await whoIsSignedIn(context, request)
    if (signedIn === undefined || !isRecentlyProven(context, signedIn.session)) {
      const act = { accountId, connect: { way: name } }
      return signInFirst(context, { request, reply }, act)
    }
    const { account } = signedIn
    return account.id === accountId
      ? goAndProve(context, { request, reply }, { account, name })
      : sendAccount(context, reply, { account, notice: { kind: 'other_account' } })
  }

export const decideConnecting =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const form = formParameters(request)
    const signedIn = await whoIsSignedIn(context, request)
    if (signedIn === undefined) return reply.redirect('/sign-in', 303)
    const { account } = signedIn
    const linkable = readLinkable(context, request, form.one('link'))
    if (linkable === undefined) {
      return sendAccount(context, reply, { account, notice: { kind: 'page_too_old' } })
    }
    if (linkable.accountId !== account.id) {
      return sendAccount(context, reply, { account, notice: { kind: 'other_account' } })
    }
    const notice =
      form.one('decision') === 'connect'
        ? await connect(context, account, linkable)
        : ({ kind: 'way_not_connected', way: labelOf(context, linkable.link) } as const)
    return goOn(context, reply, { signedIn, linkable, notice })
  }

/** On to the waiting app, or to the account page with the result. */
async function goOn(
  context: HttpContext,
  reply: FastifyReply,
  {
    signedIn,
    linkable: { pending },
    notice,
  }: {
    readonly signedIn: SignedIn
    readonly linkable: Linkable
    readonly notice: AccountNotice
  },
): Promise<FastifyReply> {
  if (pending === null) {
    return sendAccount(context, reply, { account: signedIn.account, notice })
  }
  return takeStep(context, { request: reply.request, reply }, { pending, signedIn })
}

async function connect(
  context: HttpContext,
  account: Account,
  { link }: Linkable,
): Promise<AccountNotice> {
  const { provider, subject } = link
  const actor = { kind: 'account', id: account.id } as const
  const { is } = await linkIdentity(context, actor, { accountId: account.id, provider, subject })
  const way = labelOf(context, link)
  switch (is) {
    case 'linked':
      return { kind: 'way_connected', way }
    case 'identity_taken': {
      const owner = await context.store.accounts.findByIdentity(provider, subject)
      return { kind: owner?.id === account.id ? 'way_is_connected' : 'way_is_somebody_elses', way }
    }
    case 'identity_invalid':
    case 'no_such_account':
      return { kind: 'way_not_connected', way }
  }
}

export const disconnectWay =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const form = formParameters(request)
    const identity = { provider: form.required('provider'), subject: form.required('subject') }
    const signedIn = await whoIsSignedIn(context, request)
    if (signedIn === undefined) return reply.redirect('/sign-in', 303)
    const { account } = signedIn
    const tell = (notice: AccountNotice) => sendAccount(context, reply, { account, notice })
    if (form.one('account') !== account.id) return tell({ kind: 'other_account' })
    if (!(await hasAnotherWay(context, account, identity))) return tell({ kind: 'last_way' })
    const actor = { kind: 'account', id: account.id } as const
    const { is } = await unlinkIdentity(context, actor, { accountId: account.id, ...identity })
    if (is === 'last_way_in') return tell({ kind: 'last_way' })
    // The session may have started with this way; then it ends too.
    if ((await whoIsSignedIn(context, request)) === undefined) {
      return reply.redirect(SIGNED_OUT, 303)
    }
    return tell({ kind: 'way_disconnected', way: labelOf(context, identity) })
  }

/** Whether the account has another way to sign in that is on in the settings. */
async function hasAnotherWay(
  { store, ways }: HttpContext,
  account: Account,
  { provider, subject }: { readonly provider: string; readonly subject: string },
): Promise<boolean> {
  if (ways.form !== undefined && account.passwordHash !== null) return true
  const identities = await store.accounts.listIdentities(account.id)
  return identities.some(
    (other) =>
      (other.provider !== provider || other.subject !== subject) &&
      ways.ofProvider(other.provider) !== undefined,
  )
}
