/**
 * `/device`: where a person connects a device (RFC 8628 §3.3).
 *
 *     /device: the code ──▶ sign-in, if nobody is signed in ──▶ /device/connect: the question ──▶ /device/done
 *
 * The code is looked up only for somebody who is signed in, so a guesser needs an account. A link
 * with the code in it fills in the field and does no more: the person presses the button, and is
 * asked, whatever they have allowed before. Between the pages the code travels sealed for this
 * browser, so that a link cannot skip the first page.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { allowDevice, type DeviceDecision, denyDevice } from '../../oauth/device/decide.ts'
import { findDeviceQuestion } from '../../oauth/device/question.ts'
import { readUserCode, shownUserCode } from '../../oauth/device/user-code.ts'
import { PATHS } from '../../oauth/metadata.ts'
import { type CodeProblem, deviceDonePage } from '../../pages/device.ts'
import { postponedOpening } from '../account/page.ts'
import { browserSecret, presentedBrowserSecret, whoIsSignedIn } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import {
  placeOfQuestion,
  sealedCode,
  sendEntry,
  sendQuestion,
  type Visit,
} from '../device-pages.ts'
import { endSessionHere, sendLoggedOut } from '../log-out.ts'
import { originOf } from '../origin-of.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { sendCookiesBlocked } from '../pending-request.ts'
import { placeOfAct, sealAct, signInFirst } from '../postponed-act.ts'
import { formParameters, queryParameters } from '../request.ts'
import { formSource, refuseCrossSite } from '../same-origin.ts'
import { wantedLimits } from '../wanted-limits.ts'

export const DEVICE_DONE = '/device/done'
const SECOND_FACTOR = '/sign-in/second-factor'

/** The page with the field. It fills in the code of a link, and does nothing with it. */
export const showDeviceEntry =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    browserSecret(context, request, reply)
    const [linked, ...others] = queryParameters(request).all('user_code')
    const code = linked === undefined || others.length > 0 ? undefined : readUserCode(linked)
    return sendEntry(context, { request, reply }, { typed: '', linked: code })
  }

export const submitUserCode =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const exchange = { request, reply }
    const isNew = presentedBrowserSecret(context, request) === undefined
    if (isNew && formSource(context, request) === 'own_page') {
      return sendCookiesBlocked(context, exchange, PATHS.device)
    }
    const typed = formParameters(request).one('user_code') ?? ''
    const code = readUserCode(typed)
    if (code === undefined) {
      const problem = { is: typed === '' ? 'missing' : 'malformed' } as const
      return sendEntry(context, exchange, { typed, problem })
    }
    return reply.redirect(placeOfQuestion(context, exchange, code), 303)
  }

export const askAboutDevice =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const visit = await visitOf(context, { request, reply })
    if ('answered' in visit) return visit.answered
    return sendQuestion(context, { request, reply }, { ...visit, notice: null })
  }

export const decideAboutDevice =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const exchange = { request, reply }
    const visit = await visitOf(context, exchange)
    if ('answered' in visit) return visit.answered
    const { question, signedIn } = visit
    const form = formParameters(request)
    const decision = form.one('decision')
    if (form.one('account') !== signedIn.account.id) {
      // Someone else has since signed in in another tab: ask them.
      return sendQuestion(context, exchange, { ...visit, notice: 'page_too_old' })
    }
    if (decision !== 'allow' && decision !== 'deny') {
      return sendQuestion(context, exchange, { ...visit, notice: 'no_decision' })
    }
    const outcome =
      decision === 'deny'
        ? await denyDevice(context, question)
        : await allowDevice(context, question, {
            signedIn,
            ticked: form.all('scope'),
            limits: wantedLimits(form),
            from: originOf(request),
          })
    return answer(context, exchange, { outcome, visit })
  }

/** Another person signs in, and is asked about the same device. */
export const switchForDevice =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const exchange = { request, reply }
    const code = sealedCode(context, request)
    if (code === undefined) return reply.redirect(PATHS.device, 303)
    const frames = await endSessionHere(context, exchange, await whoIsSignedIn(context, request))
    const act = postponedOpening(placeOfQuestion(context, exchange, code), false)
    const address = placeOfAct(sealAct(context, exchange, act))
    return frames.length === 0
      ? reply.redirect(address, 303)
      : sendLoggedOut(context, exchange, { frames, next: { address, clientName: null } })
  }

export const showDeviceDone =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const signedIn = await whoIsSignedIn(context, request)
    const isDenied = queryParameters(request).has('denied')
    return sendPage(reply, {
      status: 200,
      html: deviceDonePage({
        ...pageProps(context, request, { account: signedIn?.account }),
        isDenied,
        accountAddress: '/account',
      }),
    })
  }

/** Who is here about which device, or the answer for everybody else. */
async function visitOf(
  context: HttpContext,
  exchange: Exchange,
): Promise<Visit | { readonly answered: FastifyReply | Promise<FastifyReply> }> {
  const { request, reply } = exchange
  const code = sealedCode(context, request)
  // Sealed for another browser: whoever follows such a link types the code themselves.
  if (code === undefined) return { answered: reply.redirect(PATHS.device, 303) }
  const signedIn = await whoIsSignedIn(context, request)
  const opening = postponedOpening(placeOfQuestion(context, exchange, code), false)
  if (signedIn === undefined) return { answered: signInFirst(context, exchange, opening) }
  const found = await findDeviceQuestion(context, { userCode: code, network: request.ip }, signedIn)
  const again = (problem: CodeProblem) => ({
    answered: sendEntry(context, exchange, { typed: shownUserCode(code), problem, signedIn }),
  })
  switch (found.is) {
    case 'found':
      return { code, signedIn, question: found.question }
    case 'needs_factor': {
      const act = sealAct(context, exchange, { ...opening, scope: found.scope })
      return { answered: reply.redirect(`${SECOND_FACTOR}?then=${act}`, 303) }
    }
    case 'unknown':
      return again({ is: 'unknown' })
    case 'decided':
      // The same form was sent twice.
      return found.byThem ? { answered: reply.redirect(DEVICE_DONE, 303) } : again({ is: 'used' })
    case 'wait': {
      const { retryAfterSeconds } = found
      reply.header('Retry-After', retryAfterSeconds)
      return again({ is: 'wait', retryAfterSeconds })
    }
  }
}

function answer(
  context: HttpContext,
  exchange: Exchange,
  { outcome, visit }: { readonly outcome: DeviceDecision; readonly visit: Visit },
): FastifyReply {
  const { reply } = exchange
  const { code } = visit
  switch (outcome.is) {
    case 'allowed':
      return reply.redirect(DEVICE_DONE, 303)
    case 'denied':
      return reply.redirect(`${DEVICE_DONE}?denied=1`, 303)
    case 'nothing_ticked':
      return sendQuestion(context, exchange, { ...visit, notice: 'nothing_ticked' })
    case 'limit_refused':
      return sendQuestion(context, exchange, { ...visit, notice: outcome.because })
    case 'over':
      // The next look says what has happened.
      return reply.redirect(placeOfQuestion(context, exchange, code), 303)
    case 'session_over': {
      const place = placeOfQuestion(context, exchange, code)
      return signInFirst(context, exchange, postponedOpening(place, false))
    }
  }
}
