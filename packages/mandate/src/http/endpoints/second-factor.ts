/**
 * `/sign-in/second-factor`: the page that asks for a code, and its form. `../sign-in/second-factor.ts`
 * has the order of the steps.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { recoveryUsed } from '../../pages/account/authenticator.ts'
import type { PasskeyProps } from '../../pages/passkey.ts'
import type { PasskeyProblem } from '../../pages/passkey-problem.ts'
import {
  type CodeProblem,
  type SecondFactorProps,
  secondFactorPage,
} from '../../pages/second-factor.ts'
import { shownName } from '../../people/account.ts'
import { knownBrowser } from '../../people/known-browsers.ts'
import { requestOptions } from '../../people/passkeys/options.ts'
import { checkCode, secondFactorsOf } from '../../people/second-factors.ts'
import { sendSecurity } from '../account/security.ts'
import { presentedBrowserSecret } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { offersReset } from '../mailed-links/offer.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { newChallenge } from '../passkeys.ts'
import {
  beginAnew,
  type PendingRequest,
  readPending,
  seeWhetherCookiesStay,
} from '../pending-request.ts'
import { formParameters, queryParameters } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'
import { completeSignIn } from '../sign-in/complete.ts'
import {
  factorPlace,
  factorStep,
  leave,
  needsPasskey,
  type ProvenSoFar,
  provenSoFar,
  startAgain,
  withFactor,
} from '../sign-in/second-factor.ts'

const PATH = '/sign-in/second-factor'
export const PASSKEY_PATH = '/sign-in/second-factor/passkey'
const LET_IN = '/sign-in/let-in'
/** In the URL of the page that asks for a recovery code. */
const RECOVERY = 'recovery'

const statuses = { missing: 400, wrong: 401, used: 401, wait: 429, passkey: 401 } as const

export const showSecondFactor =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const exchange = { request, reply }
    const visit = await whoIsHere(context, exchange)
    return 'answered' in visit
      ? visit.answered
      : sendAsk(context, exchange, { proven: visit.proven, problem: null })
  }

export const submitSecondFactor =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const exchange = { request, reply }
    const visit = await whoIsHere(context, exchange)
    if ('answered' in visit) return visit.answered
    const { found, proven } = visit
    const code = formParameters(request).one('code') ?? ''
    const { id: accountId, email } = proven.account
    const secret = presentedBrowserSecret(context, request)
    const browser = email === null ? null : await knownBrowser(context.store, secret, email)
    const outcome = await checkCode(context, { accountId, code, network: request.ip, browser })
    if (outcome.is !== 'right') {
      context.observe({ kind: 'sign_in.failed', because: 'second_factor' })
      const problem: CodeProblem =
        outcome.is === 'wait'
          ? { kind: 'wait', retryAfterSeconds: outcome.retryAfterSeconds }
          : { kind: outcome.is }
      if (problem.kind === 'wait') reply.header('Retry-After', problem.retryAfterSeconds)
      return sendAsk(context, exchange, { proven, problem })
    }
    const whole = await withFactor(context, proven, { amr: ['otp'], acr: null })
    if (whole === undefined) return startAgain(exchange, found)
    const { account, onward } = whole
    const isForNothingElse = onward.pending === null && onward.act === null
    if (outcome.by !== 'recovery_code' || !isForNothingElse) {
      return completeSignIn(context, exchange, whole)
    }
    // A person who has lost a phone is shown where to set up a new one.
    const first = () =>
      sendSecurity(context, exchange, { signedIn: { account }, notice: recoveryUsed })
    return completeSignIn(context, exchange, { ...whole, first })
  }

function letInOf(
  context: HttpContext,
  exchange: Exchange,
  { account: { email }, onward }: ProvenSoFar,
): SecondFactorProps['letIn'] {
  if (email === null || !offersReset(context)) return null
  return {
    email,
    address: factorPlace(context, exchange, { path: LET_IN, half: undefined, onward }),
  }
}

type Visit =
  | { readonly found: PendingRequest | null; readonly proven: ProvenSoFar }
  | { readonly answered: FastifyReply | Promise<FastifyReply> }

/** Who has to give a code here, or the answer for anybody else. */
export async function whoIsHere(context: HttpContext, exchange: Exchange): Promise<Visit> {
  const { reply } = exchange
  const found = readPending(context, exchange)
  if (found?.sealedFor === 'nobody_with_cookies') {
    return { answered: seeWhetherCookiesStay(context, exchange, found) }
  }
  if (found?.sealedFor === 'another_browser') return { answered: beginAnew(reply, found) }
  const proven = await provenSoFar(context, exchange, found)
  if (proven === undefined) return { answered: startAgain(exchange, found) }
  const step = await factorStep(context, proven)
  if (step === 'ask') return { found, proven }
  return { answered: leave(context, exchange, { found, proven, step }) }
}

/** The page again, for the same person. */
export async function sendAsk(
  context: HttpContext,
  exchange: Exchange,
  {
    proven,
    problem,
  }: {
    readonly proven: ProvenSoFar
    readonly problem: CodeProblem | PasskeyProblem | null
  },
): Promise<FastifyReply> {
  const { request, reply } = exchange
  const { account, onward, half } = proven
  const isRecovery = queryParameters(request).has(RECOVERY)
  const { totp } = await secondFactorsOf(context.store, account.id)
  const takesCodes = totp && !needsPasskey(context, onward)
  const asks = isRecovery ? 'recovery_code' : takesCodes ? 'app' : 'passkey'
  const passkey = isRecovery ? null : await passkeyOf(context, exchange, proven)
  const place = factorPlace(context, exchange, { path: PATH, half: half?.sealed, onward })
  const recovery = `${place}${place.includes('?') ? '&' : '?'}${RECOVERY}=1`
  const props: SecondFactorProps = {
    ...pageProps(context, request, { account }),
    asks,
    passkey,
    action: isRecovery ? recovery : place,
    clientName: half === undefined ? await clientNameOf(context, onward) : null,
    person: shownName(account),
    problem,
    otherAddress: isRecovery ? place : recovery,
    letIn: letInOf(context, exchange, proven),
    switchAddress: factorPlace(context, exchange, { path: '/sign-in', half: undefined, onward }),
  }
  return sendPage(reply, {
    status: problem === null ? 200 : statuses[problem.kind],
    html: secondFactorPage(props),
    usesPasskeys: passkey !== null,
    // The response to the form may redirect to the client, and so may an act.
    leadsElsewhere: onward.pending !== null || onward.act !== null,
  })
}

/** The button for the person's passkeys; null if there are none. */
async function passkeyOf(
  context: HttpContext,
  exchange: Exchange,
  { account, half, onward }: ProvenSoFar,
): Promise<PasskeyProps | null> {
  const { passkey } = context.ways
  const passkeys = await context.store.passkeys.listOf(account.id)
  if (passkey === undefined || passkeys.length === 0) return null
  const challenge = newChallenge(context, exchange, 'use')
  return {
    action: factorPlace(context, exchange, { path: PASSKEY_PATH, half: half?.sealed, onward }),
    options: JSON.stringify(requestOptions(passkey.party, { challenge, passkeys })),
  }
}

async function clientNameOf(
  { store }: HttpContext,
  { pending }: ProvenSoFar['onward'],
): Promise<string | null> {
  const asked = pending?.asked
  if (asked === undefined || typeof asked === 'string') return null
  return (await store.clients.find(asked.clientId))?.name ?? null
}
