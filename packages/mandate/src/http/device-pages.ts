/** The pages about a device (`endpoints/device.ts`), and the code in the address of the question. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { shownDetails } from '../oauth/details/shown.ts'
import type { DeviceQuestion } from '../oauth/device/question.ts'
import { shownUserCode } from '../oauth/device/user-code.ts'
import { PATHS } from '../oauth/metadata.ts'
import type { ConsentNotice } from '../pages/consent.ts'
import { type CodeProblem, deviceEntryPage, deviceQuestionPage } from '../pages/device.ts'
import { shownName } from '../people/account.ts'
import type { SignedIn } from '../people/session.ts'
import { browserSecret, presentedBrowserSecret } from './browser.ts'
import type { Exchange, HttpContext } from './context.ts'
import { logoAddress } from './endpoints/client-logo.ts'
import { pageProps } from './page-props.ts'
import { sendPage } from './page-response.ts'
import { queryParameters } from './request.ts'
import { seal, unseal } from './seal.ts'

export const DEVICE_QUESTION = '/device/connect'
export const DEVICE_SWITCH = '/device/switch'

/** Somebody who is signed in, at the question about a device. */
export interface Visit {
  readonly code: string
  readonly signedIn: SignedIn
  readonly question: DeviceQuestion
}

/** The address of the question about this code, for this browser only. */
export function placeOfQuestion(
  context: HttpContext,
  { request, reply }: Exchange,
  code: string,
): string {
  const secret = browserSecret(context, request, reply)
  return `${DEVICE_QUESTION}?code=${seal(context.seals, { purpose: 'device', secret }, code)}`
}

/** The code in the address; undefined if it was not sealed for this browser. */
export function sealedCode(context: HttpContext, request: FastifyRequest): string | undefined {
  const secret = presentedBrowserSecret(context, request)
  const sealed = queryParameters(request).one('code')
  return unseal<string>(context.seals, { purpose: 'device', secret }, sealed)
}

const statuses = { missing: 400, malformed: 400, unknown: 404, used: 410, wait: 429 } as const

/** The page with the field. */
export function sendEntry(
  context: HttpContext,
  { request, reply }: Exchange,
  {
    typed,
    linked,
    problem,
    signedIn,
  }: {
    /** What the person has typed. */
    readonly typed: string
    /** The code that came with a link. */
    readonly linked?: string | undefined
    readonly problem?: CodeProblem
    readonly signedIn?: SignedIn
  },
): FastifyReply {
  return sendPage(reply, {
    status: problem === undefined ? 200 : statuses[problem.is],
    html: deviceEntryPage({
      ...pageProps(context, request, { account: signedIn?.account }),
      action: PATHS.device,
      typed,
      linked: linked === undefined ? null : shownUserCode(linked),
      problem: problem ?? null,
    }),
    // The sign-in that follows can be elsewhere.
    leadsElsewhere: context.ways.leadElsewhere,
  })
}

/** The page that asks whether the device may be connected. */
export function sendQuestion(
  context: HttpContext,
  exchange: Exchange,
  { code, signedIn, question, notice }: Visit & { readonly notice: ConsentNotice | null },
): FastifyReply {
  const { request, reply } = exchange
  const { settings, clock } = context
  const { client, request: asked, from } = question
  const { account } = signedIn
  const place = placeOfQuestion(context, exchange, code)
  return sendPage(reply, {
    status: notice === null ? 200 : 400,
    html: deviceQuestionPage({
      ...pageProps(context, request, { account }),
      action: place,
      hidden: { account: account.id },
      switchAction: place.replace(DEVICE_QUESTION, DEVICE_SWITCH),
      client: {
        name: client.name,
        knownSince: client.createdAt,
        isSelfRegistered: client.registration?.by === 'itself',
        logo: logoAddress(client),
        publisher: client.publisher || null,
        website: client.clientUri || null,
        policy: client.policyUri || null,
        terms: client.tosUri || null,
      },
      userCode: shownUserCode(code),
      askedAt: asked.createdAt,
      now: clock.now(),
      from,
      agreedBefore: question.agreedBefore,
      optional: question.optional,
      details: shownDetails(context.detailTypes, question.details),
      email: shownName(account),
      scope: asked.asked.scope,
      scopeTexts: settings.scopes,
      resources: question.apis,
      toldEmail: question.toldEmail.map(({ name }) => name),
      unusedSeconds: settings.refreshTokenSeconds,
      accountAddress: '/account',
      notice,
    }),
    leadsElsewhere: context.ways.leadElsewhere,
  })
}
