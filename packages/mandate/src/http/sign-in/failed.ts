/**
 * Handles a failed external sign-in: the sign-in page says what happened and offers every way
 * again. If no page may be shown, the client gets an error.
 */

import type { FastifyReply } from 'fastify'
import { Refusal } from '../../explanations/refusal.ts'
import type { PendingAuthorization } from '../../oauth/authorize/pending.ts'
import type { WayProblem } from '../../pages/sign-in.ts'
import type { ExternalWay, Failed, Onward } from '../../ways/way.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { takeStep } from '../endpoints/authorize.ts'
import { sendSignInPage } from './page.ts'

export interface WayFailed {
  readonly way: ExternalWay
  readonly failed: Failed
  /** Null if it is unknown what was waiting. */
  readonly onward: Onward | null
}

type Kind = WayProblem['kind']

const STATUS: Readonly<Record<Kind, number>> = {
  unreachable: 502,
  not_trusted: 502,
  expired: 400,
  not_begun_here: 400,
  refused: 403,
  account_disabled: 403,
  not_provisioned: 403,
  account_changed: 409,
  not_recent: 403,
}

/** Logs the reason and shows it. */
export function sendFailed(
  context: HttpContext,
  exchange: Exchange,
  { way, failed, onward }: WayFailed,
): Promise<FastifyReply> {
  const { because, detail } = failed
  context.observe({ kind: 'sign_in.failed', because: 'elsewhere' })
  // Any link can cause the others.
  const level = because === 'unreachable' || because === 'not_trusted' ? 'warn' : 'info'
  exchange.request.log[level]({ way: way.name, because, detail }, 'A sign-in elsewhere failed.')
  const problem = { kind: because, way: way.label }
  return sendProblem(context, exchange, { problem, onward: onward ?? { pending: null, act: null } })
}

/** The page with the problem, or the error `login_required` if no page may be shown. */
export async function sendProblem(
  context: HttpContext,
  exchange: Exchange,
  {
    problem,
    onward,
    refusal = new Refusal('sign_in_needed'),
  }: {
    readonly problem: WayProblem
    readonly onward: Onward
    /** The error for the client if no page may be shown. */
    readonly refusal?: Refusal
  },
): Promise<FastifyReply> {
  const form = { status: STATUS[problem.kind], problem }
  const { pending } = onward
  if (pending === null) return sendSignInPage(context, exchange, { form, app: null, onward })
  if (mayShowNothing(pending)) return refuse(context, exchange, { pending, refusal })
  return takeStep(context, exchange, {
    pending,
    // The person is signed in here and wanted to sign in again.
    signedIn: undefined,
    showSignIn: ({ request }) => sendSignInPage(context, exchange, { form, app: request, onward }),
  })
}

/** Ends the request: the client gets the error. */
export function refuse(
  context: HttpContext,
  exchange: Exchange,
  { pending, refusal }: { readonly pending: PendingAuthorization; readonly refusal: Refusal },
): Promise<FastifyReply> {
  return takeStep(context, exchange, { pending, signedIn: undefined, refused: refusal })
}

/** `prompt=none` (OpenID Connect Core §3.1.2.1). */
export function mayShowNothing({ asked }: PendingAuthorization): boolean {
  return typeof asked === 'string'
    ? new URLSearchParams(asked).get('prompt') === 'none'
    : asked.prompt.includes('none')
}
