/**
 * `/sign-in/set-up-factor`: a person who needs a second factor and has none sets up an authenticator
 * app or a passkey during the sign-in, saves the recovery codes, and goes on.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { addTotp, renewRecoveryCodes } from '../../operations/second-factors.ts'
import { saveCodesPage, setUpFactorPage } from '../../pages/second-factor.ts'
import type { TotpSetUpProps } from '../../pages/totp-set-up.ts'
import { shownName } from '../../people/account.ts'
import { secondFactorsOf } from '../../people/second-factors.ts'
import { accountActor } from '../account/actor.ts'
import { whoIsSignedIn } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { addNewPasskey, newPasskeyOptions } from '../new-passkey.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import {
  beginAnew,
  type PendingRequest,
  placeOf,
  readPending,
  seeWhetherCookiesStay,
} from '../pending-request.ts'
import { isRecentlyProven, sealedAct } from '../postponed-act.ts'
import { formParameters } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'
import { completeSignIn } from '../sign-in/complete.ts'
import { goOnSignedIn } from '../sign-in/go-on.ts'
import {
  factorPlace,
  factorStep,
  leave,
  type ProvenSoFar,
  provenSoFar,
  signInAgain,
  startAgain,
  withFactor,
} from '../sign-in/second-factor.ts'
import { readShownSecret, type ShownSecret, setUpForm } from '../sign-in/totp-set-up.ts'

const PATH = '/sign-in/set-up-factor'
export const PASSKEY_SET_UP_PATH = '/sign-in/set-up-factor/passkey'
const GO_ON = '/sign-in/go-on'

export const showSetUpFactor =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const exchange = { request, reply }
    const visit = await whoSetsUp(context, exchange)
    if ('answered' in visit) return visit.answered
    return sendSetUp(context, exchange, { visit, shown: undefined, problem: null })
  }

export const submitSetUpFactor =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const exchange = { request, reply }
    const visit = await whoSetsUp(context, exchange)
    if ('answered' in visit) return visit.answered
    const { proven, found } = visit
    const { account } = proven
    const form = formParameters(request)
    const sealed = form.one('app')
    const shown = readShownSecret(context, request, { accountId: account.id, sealed })
    const code = form.one('code') ?? ''
    const again = (problem: TotpSetUpProps['problem']) =>
      sendSetUp(context, exchange, { visit, shown, problem })
    if (shown === undefined) return again('too_old')
    if (code.trim() === '') return again('missing')
    const actor = accountActor(exchange, account, proven.proof)
    const keptSession = proven.half === undefined ? proven.session.id : ''
    const outcome = await addTotp(context, actor, { secret: shown.secret, code, keptSession })
    if (outcome.is === 'wrong_code') return again('wrong')
    if (outcome.is === 'no_such_account') return startAgain(exchange, found)
    const whole = await withFactor(context, proven, { amr: ['otp'], acr: null })
    if (whole === undefined) return startAgain(exchange, found)
    const { codes } = outcome
    return completeSignIn(
      context,
      exchange,
      codes === null
        ? whole
        : { ...whole, first: () => sendCodes(context, exchange, { proven, codes }) },
    )
  }

/** A passkey instead of an app. */
export const submitSetUpPasskey =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const exchange = { request, reply }
    const visit = await whoSetsUp(context, exchange)
    if ('answered' in visit) return visit.answered
    const { proven, found } = visit
    const { account } = proven
    const credential = formParameters(request).required('credential')
    const outcome = await addNewPasskey(context, exchange, {
      account,
      credential,
      proven: proven.proof,
    })
    if (outcome?.is !== 'added') {
      return sendSetUp(context, exchange, {
        ...{ visit, shown: undefined, problem: null, isPasskeyRefused: true },
      })
    }
    const whole = await withFactor(context, proven, { amr: ['pop'], acr: 'phr' })
    if (whole === undefined) return startAgain(exchange, found)
    const { recoveryCodes } = await secondFactorsOf(context.store, account.id)
    if (recoveryCodes > 0) return completeSignIn(context, exchange, whole)
    const codes = await renewRecoveryCodes(context, accountActor(exchange, account), {})
    const first = () => sendCodes(context, exchange, { proven, codes })
    return completeSignIn(context, exchange, { ...whole, first })
  }

/** After the recovery codes were saved: to what the sign-in was for. */
export const goOn =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const exchange = { request, reply }
    const found = readPending(context, exchange)
    const signedIn = await whoIsSignedIn(context, request)
    if (signedIn === undefined || (found !== null && found.sealedFor !== 'this_browser')) {
      return reply.redirect(placeOf('/sign-in', found?.sealed), 303)
    }
    const onward = { pending: found?.pending ?? null, act: found ? null : sealedAct(request) }
    return goOnSignedIn(context, exchange, { onward, signedIn })
  }

interface SetUpVisit {
  readonly found: PendingRequest | null
  readonly proven: ProvenSoFar
}

/** Who has to set up an app here, or the answer for anybody else. */
async function whoSetsUp(
  context: HttpContext,
  exchange: Exchange,
): Promise<SetUpVisit | { readonly answered: FastifyReply | Promise<FastifyReply> }> {
  const { reply } = exchange
  const found = readPending(context, exchange)
  if (found?.sealedFor === 'nobody_with_cookies') {
    return { answered: seeWhetherCookiesStay(context, exchange, found) }
  }
  if (found?.sealedFor === 'another_browser') return { answered: beginAnew(reply, found) }
  const proven = await provenSoFar(context, exchange, found)
  if (proven === undefined) return { answered: startAgain(exchange, found) }
  const step = await factorStep(context, proven)
  if (step !== 'set_up') return { answered: leave(context, exchange, { found, proven, step }) }
  // An open session alone does not entitle anybody to add a factor.
  return proven.half === undefined && !isRecentlyProven(context, proven.session)
    ? { answered: signInAgain(context, exchange, found) }
    : { found, proven }
}

async function sendSetUp(
  context: HttpContext,
  exchange: Exchange,
  {
    visit,
    shown,
    problem,
    isPasskeyRefused = false,
  }: {
    readonly visit: SetUpVisit
    readonly shown: ShownSecret | undefined
    readonly problem: TotpSetUpProps['problem']
    readonly isPasskeyRefused?: boolean
  },
): Promise<FastifyReply> {
  const { request, reply } = exchange
  const { account, onward, half } = visit.proven
  const placeAt = (path: string) =>
    factorPlace(context, exchange, { path, half: half?.sealed, onward })
  const action = placeAt(PATH)
  const options = await newPasskeyOptions(context, exchange, account)
  return sendPage(reply, {
    status: problem === null && !isPasskeyRefused ? 200 : 400,
    usesPasskeys: options !== null,
    html: setUpFactorPage({
      ...pageProps(context, request, { account }),
      clientName: await clientWhoNeedsIt(context, visit.proven),
      person: shownName(account),
      setUp: setUpForm(context, exchange, { account, action, problem, shown }),
      passkey: options === null ? null : { action: placeAt(PASSKEY_SET_UP_PATH), options },
      isPasskeyRefused,
      switchAddress: factorPlace(context, exchange, { path: '/sign-in', half: undefined, onward }),
    }),
    leadsElsewhere: onward.pending !== null || onward.act !== null,
  })
}

function sendCodes(
  context: HttpContext,
  exchange: Exchange,
  { proven, codes }: { readonly proven: ProvenSoFar; readonly codes: readonly string[] },
): FastifyReply {
  const { account, onward } = proven
  const action = factorPlace(context, exchange, { path: GO_ON, half: undefined, onward })
  return sendPage(exchange.reply, {
    status: 200,
    html: saveCodesPage({
      ...pageProps(context, exchange.request, { account }),
      codes: { codes, next: { action } },
    }),
    leadsElsewhere: onward.pending !== null || onward.act !== null,
  })
}

/** The name of the app whose request needs more than the policy; null if there is none. */
async function clientWhoNeedsIt(
  { store, settings }: HttpContext,
  { onward: { pending } }: ProvenSoFar,
): Promise<string | null> {
  const isPolicy = settings.secondFactor === 'required'
  if (isPolicy || pending === null || typeof pending.asked === 'string') return null
  return (await store.clients.find(pending.asked.clientId))?.name ?? null
}
