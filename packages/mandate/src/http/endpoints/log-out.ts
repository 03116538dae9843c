/**
 * `/oauth2/logout`, by GET or POST (OpenID Connect RP-Initiated Logout §2): a client sends the person
 * here to be signed out. An ID token of this very session is enough; without one the person is asked,
 * because any page could send them here.
 *
 *     request ──▶ refused: a page of ours, with a button to sign out
 *        │
 *        ├──▶ nobody is signed in ─────────────────────────────┐
 *        ├──▶ the ID token is of this session ──▶ session ends ─┼──▶ frames, then the client, or a
 *        └──▶ the person is asked ──▶ yes ──────▶ session ends ─┘    page of ours
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../explanations/refusal.ts'
import { PATHS } from '../../oauth/metadata.ts'
import { decodeUtf8 } from '../../oauth/parameters.ts'
import {
  type LogoutRequest,
  provesWhoIsSignedIn,
  readLogoutRequest,
} from '../../oidc/logout-request.ts'
import { logOutPage } from '../../pages/log-out.ts'
import { shownName } from '../../people/account.ts'
import type { SignedIn } from '../../people/session.ts'
import { browserSecret, presentedBrowserSecret, whoIsSignedIn } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { sendRefusalPage } from '../error-response.ts'
import { endSessionHere, sendLoggedOut } from '../log-out.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { formParameters, LONGEST_REQUEST, rawForm, rawQuery } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'
import { seal, unseal } from '../seal.ts'
import { escapeForUrl } from './authorize.ts'
import { SIGNED_OUT } from './sign-out.ts'

export const CONFIRM_LOGOUT = `${PATHS.logout}/confirm`

/** Where the person goes, and to whom that belongs. */
interface Onward {
  readonly target: string | null
  readonly clientName: string | null
}

/** What the question is about, sealed for this browser. */
interface Asked extends Onward {
  readonly accountId: string
}

export const logOut =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    if (!context.settings.openid) return reply.callNotFound()
    const exchange = { request, reply }
    try {
      const isPost = request.method === 'POST'
      const query = escapeForUrl(isPost ? decodeUtf8(rawForm(request)) : rawQuery(request))
      if (query.length > LONGEST_REQUEST) throw new Refusal('request_too_long')
      // SameSite cookies are not sent with another site's POST, but they are with the GET.
      if (isPost && presentedBrowserSecret(context, request) === undefined) {
        return reply.redirect(`${PATHS.logout}?${query}`, 303)
      }
      const asked = await readLogoutRequest(context, query)
      return await act(context, exchange, { asked, query })
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal
      return sendRefusalPage(context, {
        ...{ ...exchange, refusal, problem: 'logOutRefused' },
        goOn: { to: 'signOut', address: '/sign-out' },
      })
    }
  }

async function act(
  context: HttpContext,
  exchange: Exchange,
  { asked, query }: { readonly asked: LogoutRequest; readonly query: string },
): Promise<FastifyReply> {
  const { hint, target } = asked
  const clientName = asked.client?.name ?? null
  const signedIn = await whoIsSignedIn(context, exchange.request)
  if (signedIn === undefined) {
    // A link of anybody must not lead through this server to another site.
    const onward = hint === null ? { target: null, clientName } : { target, clientName }
    return goOn(context, exchange, { frames: [], ...onward })
  }
  if (!(await provesWhoIsSignedIn(context, asked, signedIn))) {
    return ask(context, exchange, { signedIn, target, clientName, query })
  }
  const frames = await endSessionHere(context, exchange, signedIn)
  return goOn(context, exchange, { frames, target, clientName })
}

function ask(
  context: HttpContext,
  { request, reply }: Exchange,
  {
    signedIn: { account },
    query,
    ...onward
  }: Onward & { readonly signedIn: SignedIn; readonly query: string },
): FastifyReply {
  const secret = browserSecret(context, request, reply)
  const asked: Asked = { ...onward, accountId: account.id }
  const locales = new URLSearchParams(query).get('ui_locales')
  const search = locales === null ? '' : `?${new URLSearchParams({ ui_locales: locales })}`
  return sendPage(reply, {
    status: 200,
    html: logOutPage({
      ...pageProps(context, request, { account, query }),
      action: CONFIRM_LOGOUT + search,
      hidden: { request: seal(context.seals, { purpose: 'logout', secret }, asked) },
      clientName: onward.clientName,
      email: shownName(account),
      accountAddress: '/account',
    }),
    leadsElsewhere: true,
  })
}

export const confirmLogout =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const sealed = formParameters(request).one('request')
    const secret = presentedBrowserSecret(context, request)
    const asked = unseal<Asked>(context.seals, { purpose: 'logout', secret }, sealed)
    const signedIn = await whoIsSignedIn(context, request)
    // The page is of another browser, or of another person: ask again who is here now.
    if (asked === undefined || (signedIn && signedIn.account.id !== asked.accountId)) {
      return reply.redirect('/sign-out', 303)
    }
    const frames = await endSessionHere(context, { request, reply }, signedIn)
    return goOn(context, { request, reply }, { frames, ...asked })
  }

function goOn(
  context: HttpContext,
  { request, reply }: Exchange,
  { frames, target, clientName }: Onward & { readonly frames: readonly string[] },
): FastifyReply {
  if (frames.length === 0) return reply.redirect(target ?? SIGNED_OUT, 303)
  const next = target === null ? null : { address: target, clientName }
  return sendLoggedOut(context, { request, reply }, { frames, next })
}
