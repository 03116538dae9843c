/**
 * `/sign-in`: the password page, on the way to an app (with a pending authorization in the URL) or
 * to one's own account page (without).
 *
 *     GET  ──▶ the form, or onwards where nobody needs to sign in
 *     POST ──▶ people/sign-in ──▶ a new session ──▶ onwards, or the form again with the reason
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { nextStep } from '../../oauth/authorize/next-step.ts'
import type { AuthorizationRequest } from '../../oauth/authorize/request.ts'
import { type SignInNotice, type SignInProblem, signInPage } from '../../pages/sign-in.ts'
import { type SignInOutcome, signIn } from '../../people/sign-in.ts'
import type { Account, Session } from '../../store/records.ts'
import {
  browserSecret,
  knownBrowser,
  rememberBrowser,
  sessionSecret,
  setSession,
  whoIsSignedIn,
} from '../browser.ts'
import type { HttpContext } from '../context.ts'
import { sendPage } from '../page-response.ts'
import { RETRY_AFTER_SECONDS } from '../refusal-response.ts'
import { formParameters, queryParameters } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'
import { placeOf, readPending, respondToStep } from '../step-response.ts'

interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

type SignedIn = { readonly session: Session; readonly account: Account } | undefined

export const showSignIn =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const found = readPending(context, request)
    const signedIn = await whoIsSignedIn(context, request)
    const notice = queryParameters(request).one('signed_out') === undefined ? null : 'signed_out'
    return goOn(context, { request, reply }, { found, signedIn, form: { status: 200, notice } })
  }

export const submitSignIn =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    // A link that is useless in this browser must sign nobody in, either. And an old one begins anew
    // here, so before the sign-in that it asks for.
    const found = readPending(context, request)
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
      rememberBrowser(context, { request, reply, address: email })
      return goOn(context, { request, reply }, { found, signedIn: outcome, form: { status: 200 } })
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

/** To the account page, to wherever the dispatcher says, or to the form. */
async function goOn(
  context: HttpContext,
  { request, reply }: Exchange,
  visit: {
    readonly found: ReturnType<typeof readPending>
    readonly signedIn: SignedIn
    readonly form: SignInForm
  },
): Promise<FastifyReply> {
  const { found, signedIn, form } = visit
  if (found === null) {
    return signedIn === undefined
      ? sendForm(context, { request, reply }, { form, app: null, sealed: undefined })
      : reply.redirect('/account', 303)
  }
  const { pending, sealed } = found
  const step = await nextStep(context, pending, { signedIn, decision: undefined })
  return step.outcome === 'signIn'
    ? sendForm(context, { request, reply }, { form, app: step.request, sealed })
    : respondToStep(context, { request, reply, pending, step })
}

function sendForm(
  context: HttpContext,
  { request, reply }: Exchange,
  shown: {
    readonly form: SignInForm
    readonly app: AuthorizationRequest | null
    readonly sealed: string | undefined
  },
): FastifyReply {
  const { form, app, sealed } = shown
  browserSecret(context, request, reply)
  return sendPage(reply, {
    status: form.status,
    html: signInPage({
      brandName: context.settings.brandName,
      action: placeOf('/sign-in', sealed),
      clientName: app?.client.name ?? null,
      email: form.email ?? app?.loginHint ?? '',
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
