/**
 * `/sign-in`: the password page, on the way to an app (with a pending authorization in the URL) or
 * to one's own account page (without).
 *
 *     GET  ──▶ the form, or onwards where nobody needs to sign in
 *     POST ──▶ people/sign-in ──▶ a new session ──▶ onwards, or the form again with the reason
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { VerifiedRequest } from '../../oauth/authorize/request.ts'
import { type SignInNotice, type SignInProblem, signInPage } from '../../pages/sign-in.ts'
import type { SignedIn } from '../../people/session.ts'
import { type SignInOutcome, signIn } from '../../people/sign-in.ts'
import {
  browserSecret,
  knownBrowser,
  presentedBrowserSecret,
  rememberBrowser,
  sessionSecret,
  setSession,
  whoIsSignedIn,
} from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { RETRY_AFTER_SECONDS } from '../error-response.ts'
import { wordsFor } from '../language.ts'
import { sendPage } from '../page-response.ts'
import {
  ACCOUNT_AFTER_COOKIES,
  beginAnew,
  type PendingRequest,
  placeOf,
  readPending,
  seeWhetherCookiesStay,
} from '../pending-request.ts'
import { placeOfAct, readAct, sealedAct } from '../postponed-act.ts'
import { formParameters, queryParameters } from '../request.ts'
import { formSource, refuseCrossSite } from '../same-origin.ts'
import { goOnWith } from './account.ts'
import { takeStep } from './authorize.ts'

export const showSignIn =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const found = readPending(context, { request, reply })
    if (found?.sealedFor === 'nobody_with_cookies') {
      return seeWhetherCookiesStay(context, { request, reply }, found)
    }
    // HEAD must have no effect, while GET may issue a code if someone is signed in.
    const isIdle = request.method === 'HEAD' && found !== null
    const signedIn = isIdle ? undefined : await whoIsSignedIn(context, request)
    const notice = noticeFor(request, { found, signedIn })
    return goOn(context, { request, reply }, { found, signedIn, form: { status: 200, notice } })
  }

export const submitSignIn =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    // Before the sign-in: an old request starts over here, and may ask for a sign-in after that.
    const found = readPending(context, { request, reply })
    // A link that was not sealed for this browser must not sign anyone in, unless the browser says
    // that the form came from our own page: then only its cookies have changed.
    const isTheirs = found === null || found.sealedFor === 'this_browser'
    if (!isTheirs && formSource(context, request) !== 'own_page') return beginAnew(reply, found)
    const form = formParameters(request)
    const email = form.one('email') ?? ''
    const outcome = await signIn(context, {
      email,
      password: form.one('password') ?? '',
      network: request.ip,
      browser: knownBrowser(context, request, email) ?? null,
      oldSessionSecret: sessionSecret(context, request),
    })
    if (outcome.is === 'signed_in') {
      setSession(context, reply, outcome.cookieSecret)
      rememberBrowser(context, { request, reply }, email)
      return goOnSignedIn(context, { request, reply }, { found, signedIn: outcome })
    }
    const { status, problem } = describeProblem(outcome)
    if (problem.kind === 'wait') reply.header('Retry-After', problem.retryAfterSeconds)
    if (problem.kind === 'busy') reply.header('Retry-After', RETRY_AFTER_SECONDS)
    const shown = { status, problem, email }
    return goOn(context, { request, reply }, { found, signedIn: undefined, form: shown })
  }

interface SignInForm {
  readonly status: number
  readonly problem?: SignInProblem
  readonly notice?: SignInNotice | null
  readonly email?: string
}

/** To the client with what was allowed earlier, to the postponed act, or to the next step. */
async function goOnSignedIn(
  context: HttpContext,
  { request, reply }: Exchange,
  { found, signedIn }: { readonly found: PendingRequest | null; readonly signedIn: SignedIn },
): Promise<FastifyReply> {
  const { account } = signedIn
  if (found === null) {
    const sealed = sealedAct(request)
    if (sealed === null) return toAccount(context, { request, reply })
    return goOnWith(context, reply, { account, act: readAct(context, request, sealed) })
  }
  const { consent, ...pending } = found.pending
  const decision = consent?.is === 'given' && consent.by === account.id ? 'allow' : undefined
  return takeStep(context, { request, reply }, { pending, signedIn, decision })
}

/** A browser that sent our form without cookies may not accept any; the next page finds out. */
function toAccount(context: HttpContext, { request, reply }: Exchange): FastifyReply {
  const isNew = presentedBrowserSecret(context, request) === undefined
  const looks = isNew && formSource(context, request) === 'own_page'
  return reply.redirect(looks ? ACCOUNT_AFTER_COOKIES : '/account', 303)
}

function noticeFor(
  request: FastifyRequest,
  {
    found,
    signedIn,
  }: { readonly found: PendingRequest | null; readonly signedIn: SignedIn | undefined },
): SignInNotice | null {
  const interrupted =
    found === null ? sealedAct(request) !== null : found.pending.consent !== undefined
  if (interrupted) return signedIn === undefined ? 'session_ended' : 'page_too_old'
  return queryParameters(request).has('signed_out') ? 'signed_out' : null
}

/** Redirects to the account page, takes the next step, or shows the form. */
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
    return signedIn === undefined
      ? sendForm(context, { request, reply }, { form, app: null, action: actionOf(request) })
      : reply.redirect('/account', 303)
  }
  const { pending, sealed } = found
  const action = placeOf('/sign-in', sealed)
  return takeStep(
    context,
    { request, reply },
    {
      pending,
      signedIn,
      showSignIn: (step) =>
        sendForm(context, { request, reply }, { form, app: step.request, action }),
    },
  )
}

/** Where the form is posted if no app is waiting for the sign-in. */
function actionOf(request: FastifyRequest): string {
  const act = sealedAct(request)
  return act === null ? '/sign-in' : placeOfAct(act)
}

function sendForm(
  context: HttpContext,
  { request, reply }: Exchange,
  shown: {
    readonly form: SignInForm
    readonly app: VerifiedRequest | null
    readonly action: string
  },
): FastifyReply {
  const { form, app, action } = shown
  browserSecret(context, request, reply)
  return sendPage(reply, {
    status: form.status,
    html: signInPage({
      words: wordsFor(request),
      brandName: context.settings.brandName,
      action,
      clientName: app?.client.name ?? null,
      email: form.email ?? app?.asked.loginHint ?? '',
      problem: form.problem ?? null,
      notice: form.notice ?? null,
    }),
    // The answer to the form may be the redirect to the client itself.
    leadsToClient: app !== null,
  })
}

function describeProblem(outcome: Exclude<SignInOutcome, { readonly is: 'signed_in' }>): {
  readonly status: number
  readonly problem: SignInProblem
} {
  switch (outcome.is) {
    case 'missing':
      return { status: 400, problem: { kind: 'missing', fields: outcome.fields } }
    case 'wrong_credentials':
      return { status: 401, problem: { kind: 'wrong_credentials' } }
    case 'wait':
      return {
        status: 429,
        problem: { kind: 'wait', retryAfterSeconds: outcome.retryAfterSeconds },
      }
    case 'busy':
      return { status: 503, problem: { kind: 'busy' } }
  }
}
