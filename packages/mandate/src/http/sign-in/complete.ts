/**
 * The end of every sign-in. A way has proved who the person is: our form, a passkey, or another
 * site. Only here does a session begin, so no way can forget a step:
 *
 *     proven ──▶ as much as the account and the request need (`second-factor.ts`)
 *         ──▶ a new session, the old one of this browser ended ──▶ the browser is remembered
 *         ──▶ the waiting app, the postponed act, or the account page
 */

import type { FastifyReply } from 'fastify'
import type { SignInProblem } from '../../pages/sign-in.ts'
import { rememberBrowser } from '../../people/known-browsers.ts'
import { beginSession } from '../../people/session.ts'
import type { Onward } from '../../ways/way.ts'
import { sessionSecret, setSession, signInOrigin } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { takeStep } from '../endpoints/authorize.ts'
import { KEEP_ACCOUNT } from '../endpoints/keep-account.ts'
import { RETRY_AFTER_SECONDS } from '../error-response.ts'
import { originOf } from '../origin-of.ts'
import { placeOf, sealPending } from '../pending-request.ts'
import { isRecentlyProven, needsRecentProof } from '../postponed-act.ts'
import { sendProblem } from './failed.ts'
import { goOnSignedIn } from './go-on.ts'
import { sendSignInPage } from './page.ts'
import type { Proven } from './proven.ts'
import { factorStep, goToFactor } from './second-factor.ts'

/** Rejects with `StorageUnavailable`. */
export async function completeSignIn(
  context: HttpContext,
  exchange: Exchange,
  proven: Proven,
): Promise<FastifyReply> {
  const { request, reply } = exchange
  const { account, proof, by } = proven
  const step = await factorStep(context, proven)
  if (step !== 'nothing') return goToFactor(context, exchange, { proven, step })
  const from = signInOrigin(context, exchange)
  const begun = await beginSession(context, proof, {
    from,
    isKept: by.is !== 'external' && by.isKept,
    oldSessionSecret: sessionSecret(context, request),
  })
  if (begun === undefined) return sendChanged(context, exchange, proven)
  setSession(context, reply, begun)
  const signedIn = { account, session: begun.session }
  const { language } = originOf(exchange.request)
  await rememberBrowser(context, { accountId: account.id, way: 'sign_in', from, language })
  if (account.deletion !== null) return askWhetherToKeep(context, exchange, proven.onward)
  if (proven.first !== undefined) return proven.first()
  if (by.is !== 'external') {
    return goOnSignedIn(context, exchange, { onward: proven.onward, signedIn })
  }
  const { label } = by.way
  const onward = arrivedAs(proven.onward, account.id)
  const problem = { kind: 'not_recent', way: label } as const
  if (!isRecentlyProven(context, begun.session) && needsRecentProof(context, request, onward.act)) {
    return sendProblem(context, exchange, { problem, onward })
  }
  return goOnSignedIn(context, exchange, {
    onward,
    signedIn,
    // Another redirect could loop forever, so the person decides.
    showSignIn: ({ request: app }) => {
      const form = { status: 403, problem }
      return sendSignInPage(context, exchange, { form, app, onward: proven.onward })
    },
  })
}

/**
 * The account was disabled, its password was changed, or the provider was unlinked in the meantime.
 * The next attempt sees the current state.
 */
function sendChanged(
  context: HttpContext,
  exchange: Exchange,
  { by, onward }: Proven,
): FastifyReply | Promise<FastifyReply> {
  if (by.is === 'external') {
    const problem = { kind: 'account_changed', way: by.way.label } as const
    return sendProblem(context, exchange, { problem, onward })
  }
  exchange.reply.header('Retry-After', RETRY_AFTER_SECONDS)
  const problem: SignInProblem = { kind: 'busy' }
  const email = by.is === 'own' ? by.email : ''
  const form = { status: 503, problem, email, isKept: by.isKept }
  const { pending } = onward
  if (pending === null) return sendSignInPage(context, exchange, { form, app: null, onward })
  return takeStep(context, exchange, {
    ...{ pending, signedIn: undefined },
    showSignIn: ({ request: app }) => sendSignInPage(context, exchange, { form, app, onward }),
  })
}

/** The account is waiting for its deletion: its owner keeps it first, or signs out. */
function askWhetherToKeep(
  context: HttpContext,
  exchange: Exchange,
  { pending }: Onward,
): FastifyReply {
  const sealed = pending === null ? undefined : sealPending(context, exchange, pending)
  return exchange.reply.redirect(placeOf(KEEP_ACCOUNT, sealed), 303)
}

function arrivedAs(onward: Onward, accountId: string): Onward {
  if (onward.pending === null) return onward
  const { isSwitching: _, ...pending } = onward.pending
  return { act: null, pending: { ...pending, arrived: accountId } }
}
