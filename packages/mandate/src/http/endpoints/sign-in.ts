/**
 * `/sign-in`: the page that offers the ways to sign in, for an app (with a pending authorization in
 * the URL) or for the account page (without). It knows no way by name.
 *
 * GET ──▶ the page, or the only external way, or the next step if no sign-in is needed
 * POST ──▶ the way with a form ──▶ completed (`../sign-in/complete.ts`), or the page again with the
 * reason
 *
 * The links of the page lead to `sign-in-with.ts`.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../explanations/refusal.ts'
import type { SignInStep } from '../../oauth/authorize/next-step.ts'
import type { SignInNotice, SignInProblem } from '../../pages/sign-in.ts'
import { knownBrowser } from '../../people/known-browsers.ts'
import type { SignedIn } from '../../people/session.ts'
import type { SignInOutcome } from '../../people/sign-in.ts'
import type { ExternalWay } from '../../ways/way.ts'
import { FIRST_PAGE, placeToOpen } from '../account/page.ts'
import { presentedBrowserSecret, whoIsSignedIn } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { RETRY_AFTER_SECONDS } from '../error-response.ts'
import { AFTER_LET_IN } from '../mailed-links/let-browser-in.ts'
import { AFTER_REGISTRATION } from '../mailed-links/register.ts'
import { AFTER_RESET } from '../mailed-links/reset-password.ts'
import {
  beginAnew,
  type PendingRequest,
  placeOf,
  readPending,
  seeWhetherCookiesStay,
} from '../pending-request.ts'
import {
  isRecentlyProven,
  needsNewSignIn,
  type PostponedAct,
  readAct,
  sealedAct,
} from '../postponed-act.ts'
import { formParameters, queryParameters } from '../request.ts'
import { formSource, refuseCrossSite } from '../same-origin.ts'
import { beginWith } from '../sign-in/begin.ts'
import { completeSignIn } from '../sign-in/complete.ts'
import { wayToConnect } from '../sign-in/connect.ts'
import { mayShowNothing, refuse } from '../sign-in/failed.ts'
import { type SignInForm, sendSignInPage } from '../sign-in/page.ts'
import { takeStep } from './authorize.ts'

/** Marks of the page after a mailed link was used, which signs nobody in. */
const AFTER_LINKS = [AFTER_RESET, AFTER_LET_IN, AFTER_REGISTRATION]

export const showSignIn =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const found = readPending(context, { request, reply })
    if (found?.sealedFor === 'nobody_with_cookies') {
      const { pending } = found
      // For example a hidden frame in a browser that blocks cookies there: no page can help.
      if (mayShowNothing(pending)) {
        const refusal = new Refusal('sign_in_needed')
        return refuse(context, { request, reply }, { pending, refusal })
      }
      return seeWhetherCookiesStay(context, { request, reply }, found)
    }
    // HEAD must have no effect, while GET may issue a code if someone is signed in.
    const isIdle = request.method === 'HEAD' && found !== null
    // The session may be somebody else's: whoever used a link must not go on as another person.
    const cameByLink = AFTER_LINKS.some((mark) => queryParameters(request).has(mark))
    const signedIn = isIdle || cameByLink ? undefined : await whoIsSignedIn(context, request)
    const notice = toConnect(context, request) ?? noticeFor(context, request, { found, signedIn })
    return goOn(context, { request, reply }, { found, signedIn, form: { status: 200, notice } })
  }

export const submitSignIn =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const own = readOwnPending(context, { request, reply })
    if (own.is === 'from_elsewhere') return own.reply
    const { found } = own
    const way = context.ways.form
    if (way === undefined) return reply.redirect(placeOf('/sign-in', found?.sealed), 303)
    const form = formParameters(request)
    const email = form.one('email') ?? ''
    const isKept = form.one('keep') !== undefined
    const outcome = await way.signIn(context, {
      email,
      password: form.one('password') ?? '',
      network: request.ip,
      browser: await knownBrowser(context.store, presentedBrowserSecret(context, request), email),
    })
    if (outcome.is === 'proven') {
      const { account, proof } = outcome
      const onward = { pending: found?.pending ?? null, act: sealedAct(request) }
      const by = { is: 'own', email, isKept } as const
      return completeSignIn(context, { request, reply }, { account, proof, onward, by })
    }
    if (outcome.is !== 'missing') context.observe({ kind: 'sign_in.failed', because: outcome.is })
    if (outcome.is === 'wrong_credentials' && outcome.trouble !== undefined) {
      request.log.error(`The platform could not verify a password. ${outcome.trouble}`)
    }
    const { status, problem } = describeProblem(outcome)
    if (problem.kind === 'wait') reply.header('Retry-After', problem.retryAfterSeconds)
    if (problem.kind === 'busy') reply.header('Retry-After', RETRY_AFTER_SECONDS)
    const shown = { status, problem, email, isKept }
    return showAgain(context, { request, reply }, { found, form: shown })
  }

/**
 * The pending request of a submitted form, or the reply that starts it over. It is read before the sign-in: an old
 * request starts over here, and may ask for a sign-in after that.
 */
export function readOwnPending(
  context: HttpContext,
  exchange: Exchange,
):
  | { readonly is: 'own'; readonly found: PendingRequest | null }
  | { readonly is: 'from_elsewhere'; readonly reply: FastifyReply } {
  const found = readPending(context, exchange)
  // A link that was not sealed for this browser must not sign anyone in, unless the browser says
  // that the form came from our own page: then only its cookies have changed.
  const isTheirs = found === null || found.sealedFor === 'this_browser'
  return isTheirs || formSource(context, exchange.request) === 'own_page'
    ? { is: 'own', found }
    : { is: 'from_elsewhere', reply: beginAnew(exchange.reply, found) }
}

/** The sign-in page after an attempt that failed. */
export function showAgain(
  context: HttpContext,
  exchange: Exchange,
  { found, form }: { readonly found: PendingRequest | null; readonly form: SignInForm },
): Promise<FastifyReply> {
  return goOn(context, exchange, { found, signedIn: undefined, form })
}

function noticeFor(
  context: HttpContext,
  request: FastifyRequest,
  {
    found,
    signedIn,
  }: { readonly found: PendingRequest | null; readonly signedIn: SignedIn | undefined },
): SignInNotice | null {
  if (queryParameters(request).has(AFTER_RESET)) return 'new_password'
  if (queryParameters(request).has(AFTER_LET_IN)) return 'let_in'
  if (queryParameters(request).has(AFTER_REGISTRATION)) return 'registered'
  const act = found === null ? actOf(context, request) : undefined
  if (act?.needsProof && signedIn !== undefined) return 'sign_in_again'
  if (placeToOpen(act) !== undefined) return null
  const interrupted =
    found === null ? sealedAct(request) !== null : found.pending.consent !== undefined
  if (interrupted) return signedIn === undefined ? 'session_ended' : 'page_too_old'
  const query = queryParameters(request)
  if (query.has('expired') && signedIn === undefined) return 'page_too_old'
  return query.has('signed_out') ? 'signed_out' : null
}

/** The way that will be connected to the account after this sign-in, if any. */
function toConnect(context: HttpContext, request: FastifyRequest): SignInNotice | undefined {
  const act = actOf(context, request)
  const way = act === undefined ? undefined : wayToConnect(context, act)
  return way === undefined ? undefined : { toConnect: way.label }
}

/** Redirects to the account page, takes the next step, or offers the ways to sign in. */
async function goOn(
  context: HttpContext,
  { request, reply }: Exchange,
  visit: {
    readonly found: PendingRequest | null
    readonly signedIn: SignedIn | undefined
    readonly form: SignInForm
  },
): Promise<FastifyReply> {
  const { found, signedIn, form } = visit
  if (found === null) {
    const place = signedIn && placeWithoutSignIn(context, request, signedIn)
    if (place !== undefined) return reply.redirect(place, 303)
    const onward = { pending: null, act: sealedAct(request) }
    const way = wayWithoutPage(context, request, form)
    return way === undefined
      ? sendSignInPage(context, { request, reply }, { form, app: null, onward })
      : beginWith(context, { request, reply }, { way, beginning: onward })
  }
  const { pending } = found
  const showSignIn = (step: SignInStep) => {
    const onward = { pending: { ...pending, asked: step.request.asked }, act: null }
    const way = wayWithoutPage(context, request, form)
    return way === undefined
      ? sendSignInPage(context, { request, reply }, { form, app: step.request, onward })
      : beginWith(context, { request, reply }, { way, beginning: { pending, step } })
  }
  return takeStep(context, { request, reply }, { pending, signedIn, showSignIn })
}

/**
 * Where a signed-in person goes who needs no new sign-in: the page that was asked for, or else the
 * account page. Undefined if a new one is needed.
 */
function placeWithoutSignIn(
  context: HttpContext,
  request: FastifyRequest,
  { session }: SignedIn,
): string | undefined {
  const act = actOf(context, request)
  const place = placeToOpen(act)
  if (place !== undefined && (!act?.needsProof || isRecentlyProven(context, session))) return place
  return needsNewSignIn(context, request) ? undefined : FIRST_PAGE
}

function actOf(context: HttpContext, request: FastifyRequest): PostponedAct | undefined {
  const sealed = sealedAct(request)
  return sealed === null ? undefined : readAct(context, request, sealed)
}

/** The only way, unless the page has a message to show. A HEAD must not start a sign-in. */
function wayWithoutPage(
  { ways }: HttpContext,
  request: FastifyRequest,
  { problem, notice }: SignInForm,
): ExternalWay | undefined {
  const isSaying =
    problem !== undefined ||
    notice === 'signed_out' ||
    notice === 'new_password' ||
    notice === 'registered' ||
    notice === 'let_in'
  return isSaying || request.method === 'HEAD' ? undefined : ways.only
}

function describeProblem(outcome: Exclude<SignInOutcome, { readonly is: 'proven' }>): {
  readonly status: number
  readonly problem: SignInProblem
} {
  switch (outcome.is) {
    case 'missing':
      return { status: 400, problem: { kind: 'missing', fields: outcome.fields } }
    case 'wrong_credentials':
      return {
        status: 401,
        problem: { kind: 'wrong_credentials', mayBeRight: outcome.mayBeRight === true },
      }
    case 'wait':
      return {
        status: 429,
        problem: { kind: 'wait', retryAfterSeconds: outcome.retryAfterSeconds },
      }
    case 'busy':
      return { status: 503, problem: { kind: 'busy' } }
  }
}
