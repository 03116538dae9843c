/** The sign-in page: the available ways, and why the last attempt failed. */

import type { FastifyReply } from 'fastify'
import { queryOf } from '../../oauth/authorize/pending.ts'
import type { VerifiedRequest } from '../../oauth/authorize/request.ts'
import type { PasskeyProblem } from '../../pages/passkey-problem.ts'
import {
  type KeepOffer,
  type Offer,
  type SignInNotice,
  type SignInProblem,
  signInPage,
  type WayProblem,
} from '../../pages/sign-in.ts'
import type { Onward, Way } from '../../ways/way.ts'
import type { Ways } from '../../ways/ways.ts'
import { browserSecret } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { offersReset } from '../mailed-links/offer.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { sealPending } from '../pending-request.ts'
import { offersRegistration } from '../registration.ts'

export interface SignInForm {
  readonly status: number
  readonly problem?: SignInProblem | PasskeyProblem | WayProblem
  readonly notice?: SignInNotice | null
  readonly email?: string
  readonly isKept?: boolean
}

export function sendSignInPage(
  context: HttpContext,
  exchange: Exchange,
  shown: {
    readonly form: SignInForm
    /** The waiting request; null if the account page comes next. */
    readonly app: VerifiedRequest | null
    readonly onward: Onward
  },
): FastifyReply {
  const { request, reply } = exchange
  const { form, app, onward } = shown
  browserSecret(context, request, reply)
  const query = queryFor(context, exchange, onward)
  return sendPage(reply, {
    status: form.status,
    html: signInPage({
      ...pageProps(context, request, {
        query: onward.pending === null ? undefined : queryOf(onward.pending.asked),
      }),
      action: `/sign-in${query}`,
      clientName: app?.client.name ?? null,
      email: form.email ?? app?.asked.loginHint ?? '',
      keep: keepOf(context, form),
      problem: form.problem ?? null,
      notice: form.notice ?? null,
      forgotAddress: offersReset(context) ? `/forgot${query}` : null,
      registerAddress: offersRegistration(context) ? `/register${query}` : null,
      letInAddress: offersReset(context) ? `/sign-in/let-in${query}` : null,
      offers: offersOf(context.ways, query),
    }),
    usesPasskeys: context.ways.passkey !== undefined,
    // The response to the form may redirect to the client.
    leadsElsewhere: app !== null || (onward.act !== null && context.ways.leadElsewhere),
  })
}

function keepOf({ settings }: HttpContext, { isKept = false }: SignInForm): KeepOffer | null {
  const { keepSignedInSeconds: seconds } = settings
  return seconds === 0 ? null : { seconds, isChosen: isKept }
}

/** What happens after the sign-in, as the query of the next URL; sealed for this browser. */
function queryFor(context: HttpContext, exchange: Exchange, onward: Onward): string {
  if (onward.pending !== null) {
    return `?pending=${sealPending(context, exchange, onward.pending)}`
  }
  return onward.act === null ? '' : `?then=${onward.act}`
}

function offersOf({ all }: Ways, query: string): readonly Offer[] {
  return all.map((way) => offerOf(way, query))
}

function offerOf(way: Way, query: string): Offer {
  switch (way.is) {
    case 'form':
      return { is: 'form' }
    case 'passkey':
      return {
        is: 'passkey',
        form: { action: `/sign-in/passkey${query}`, options: '/sign-in/passkey/options' },
      }
    case 'external':
      return { is: 'link', label: way.label, address: `/sign-in/with/${way.name}${query}` }
  }
}
