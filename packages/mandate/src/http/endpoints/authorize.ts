/**
 * `/oauth2/authorize`, by GET or POST (RFC 6749 §3.1), where a login begins; and the response to each step
 * of it. The request becomes a pending authorization, `oauth/authorize/next-step.ts` says what comes
 * next, and a step that belongs to another page is a redirect to it.
 *
 * Redirects are 303: a POST with credentials must not be repeated at the client (RFC 9700 §4.12).
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../explanations/refusal.ts'
import {
  type AuthorizationOutcome,
  type ConsentStep,
  nextStep,
  type SignInStep,
  type Visitor,
} from '../../oauth/authorize/next-step.ts'
import { type PendingAuthorization, queryOf } from '../../oauth/authorize/pending.ts'
import { type AuthorizationRequest, redirectLocation } from '../../oauth/authorize/request.ts'
import { isForm, isSigned, signedResponse } from '../../oauth/authorize/response-mode.ts'
import { PATHS } from '../../oauth/metadata.ts'
import { decodeUtf8 } from '../../oauth/parameters.ts'
import { formPostPage } from '../../pages/form-post.ts'
import { presentedBrowserSecret, whoIsSignedIn } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { explanationUrl, keepRefusal, sendRefusalPage } from '../error-response.ts'
import { originOf } from '../origin-of.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { placeOf, sealPending } from '../pending-request.ts'
import { LONGEST_REQUEST, rawForm, rawQuery } from '../request.ts'

export const authorize =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const isPost = request.method === 'POST'
    const query = escapeForUrl(isPost ? decodeUtf8(rawForm(request)) : rawQuery(request))
    if (query.length > LONGEST_REQUEST) throw new Refusal('request_too_long')
    // SameSite cookies are not sent with another site's POST, but they are with the GET.
    if (isPost && presentedBrowserSecret(context, request) === undefined) {
      return reply.redirect(`${PATHS.authorization}?${query}`, 303)
    }
    const pending = { asked: query, startedAt: context.clock.now() }
    const signedIn = await whoIsSignedIn(context, request)
    return takeStep(context, { request, reply }, { pending, signedIn })
  }

interface Visit extends Visitor {
  readonly pending: PendingAuthorization
  /** How an endpoint shows its own step. */
  readonly showSignIn?: (step: SignInStep) => FastifyReply | Promise<FastifyReply>
  readonly showConsent?: (step: ConsentStep) => FastifyReply
  /** What to pass to the sign-in page if sign-in is needed; defaults to the pending request. */
  readonly afterSignIn?: PendingAuthorization
}

const FACTOR = '/sign-in/second-factor'

/** Rejects only with errors before the redirect URI is verified. */
export async function takeStep(
  context: HttpContext,
  exchange: Exchange,
  visit: Visit,
): Promise<FastifyReply> {
  const { pending, showSignIn, showConsent, afterSignIn = pending } = visit
  const mayAskSilently = visit.mayAskSilently ?? context.ways.only !== undefined
  const from = originOf(exchange.request)
  const step = await nextStep(context, pending, { ...visit, mayAskSilently, from })
  const goTo = (path: string, onward: PendingAuthorization, asked: AuthorizationRequest) =>
    exchange.reply.redirect(
      placeOf(path, sealPending(context, exchange, { ...onward, asked })),
      303,
    )
  switch (step.outcome) {
    case 'showError': {
      const { refusal } = step
      return sendRefusalPage(context, { ...exchange, refusal, query: queryOf(pending.asked) })
    }
    case 'signIn':
      return showSignIn?.(step) ?? goTo('/sign-in', afterSignIn, step.request.asked)
    case 'askFactor':
      return goTo(FACTOR, pending, step.request.asked)
    case 'askConsent':
      return showConsent?.(step) ?? goTo('/consent', pending, step.request.asked)
    case 'answer':
      return sendAnswer(context, exchange, { pending, step })
  }
}

function sendAnswer(
  context: HttpContext,
  { request, reply }: Exchange,
  {
    pending,
    step,
  }: {
    readonly pending: PendingAuthorization
    readonly step: Extract<AuthorizationOutcome, { readonly outcome: 'answer' }>
  },
): FastifyReply {
  const { target, refusal } = step
  // An error comes with the address of its explanation (RFC 6749 §4.1.2.1).
  const plain =
    refusal === null
      ? step.answer
      : {
          ...step.answer,
          error_uri: explanationUrl(context, keepRefusal(request, refusal, queryOf(pending.asked))),
        }
  const { signing, clock, settings } = context
  const signer = { signing, issuer: settings.issuer, now: clock.now() }
  const answer = isSigned(target) ? signedResponse(signer, step.client, plain) : plain
  if (!isForm(target)) return reply.redirect(redirectLocation(target, answer), 303)
  return sendPage(reply, {
    status: 200,
    html: formPostPage({
      ...pageProps(context, request, { query: queryOf(pending.asked) }),
      action: target.uri,
      clientName: step.client.name,
      fields: definedOnly(answer),
    }),
    leadsElsewhere: true,
    autoSubmits: true,
  })
}

function definedOnly(
  answer: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(answer).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

/**
 * A form is almost a query already, except for characters allowed in a body but not in a URL.
 * Encodes those, so that its length does not grow later and the limit holds.
 */
export function escapeForUrl(form: string): string {
  return form.replace(/[^\x21\x24-\x5b\x5d-\x7e]/gu, encodeURIComponent)
}
