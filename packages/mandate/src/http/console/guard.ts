/**
 * Who may use the console:
 *
 *     signed in? ──▶ an operator? ──▶ two factors? ──▶ confirmed? ──▶ recently enough? ──▶ the permission?
 *         │ no            │ no            │ no             │ no             │ no               │ no
 *      sign-in         403 page      second factor      403 page      sign-in again        403 page
 *
 * Confirmed: nobody who had one factor only has added another since (`confirmByLink` has the
 * exception).
 *
 * All of it is read for each request. So a role that is taken away ends at once, also for a page that
 * is still open.
 */

import type { FastifyReply } from 'fastify'
import { NotPermitted, requirePermission } from '../../operations/permitted.ts'
import type { Permission } from '../../operators/permissions.ts'
import { noOperatorPage, notAllowedPage, unconfirmedPage } from '../../pages/console/refusals.ts'
import type { PageProps } from '../../pages/layout.ts'
import { levelOf } from '../../people/assurance.ts'
import { SECONDS_OF_PROOF } from '../../people/session.ts'
import { postponedOpening } from '../account/page.ts'
import { whoIsSignedIn } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { type PostponedAct, sealAct, signInFirst } from '../postponed-act.ts'
import { queryParameters } from '../request.ts'
import { factorPlace } from '../sign-in/second-factor.ts'
import { originAt } from './door.ts'
import { findOperating } from './operating.ts'
import { confirmByLink } from './proof-of-link.ts'
import { makeVisit, sendConsole, type Visit } from './visit.ts'

export interface Demands {
  /** Null for what every operator may see. */
  readonly needs: Permission | null
  /** How old a sign-in may be, in seconds; null for any age. */
  readonly newerThan: number | null
  /** The page of the console that is opened after a sign-in. */
  readonly place: string
}

/** A page with a form may be open for a while before the form is sent. */
export const RECENT_FOR_FORMS = 2 * SECONDS_OF_PROOF
export const RECENT_FOR_PAGES = SECONDS_OF_PROOF

/** The visit of an operator who may make it; otherwise what was answered. */
export async function admitOperator(
  context: HttpContext,
  exchange: Exchange,
  { needs, newerThan, place }: Demands,
): Promise<{ readonly visit: Visit } | { readonly answered: FastifyReply }> {
  const { request } = exchange
  const signedIn = await whoIsSignedIn(context, request)
  const isElsewhere = context.settings.consoleListen !== null
  const there = isElsewhere ? `${originAt(context, request)}${place}` : place
  const opening = openingOf(context, there, newerThan !== null)
  if (signedIn === undefined) return { answered: signInFirst(context, exchange, opening) }
  let operating = await findOperating(context, exchange, signedIn)
  const refuse = (page: (props: PageProps) => string) => {
    const html = page({ ...pageProps(context, request), words: context.brand.catalogues.en })
    return { answered: sendPage(exchange.reply, { status: 403, html }) }
  }
  if (operating === undefined) return refuse(noOperatorPage)
  const { session } = signedIn
  if (context.settings.consoleRequiresSecondFactor && levelOf(session) === '1fa') {
    return { answered: toSecondFactor(context, exchange, opening) }
  }
  if (operating === 'unconfirmed' && (await confirmByLink(context, exchange, signedIn))) {
    operating = await findOperating(context, exchange, signedIn)
  }
  if (typeof operating !== 'object') return refuse(unconfirmedPage)
  const provenAt = session.authTime ?? session.startedAt
  if (newerThan !== null && context.clock.now() - provenAt > newerThan) {
    return { answered: signInFirst(context, exchange, opening) }
  }
  const visit = makeVisit(context, exchange, { operating, query: queryParameters(request) })
  try {
    // The refusal is a fact, too.
    if (needs !== null) await requirePermission(context, operating.actor, needs)
  } catch (error) {
    if (error instanceof NotPermitted) return { answered: sendNotAllowed(visit) }
    throw error
  }
  return { visit }
}

/** The page for an operator whose role does not allow it. */
export function sendNotAllowed(visit: Visit): FastifyReply {
  return sendConsole(visit, notAllowedPage(visit.props), 403)
}

function openingOf({ settings }: HttpContext, place: string, needsProof: boolean): PostponedAct {
  const opening = postponedOpening(place, needsProof)
  return settings.consoleRequiresSecondFactor ? { ...opening, acrValues: ['2fa', 'phr'] } : opening
}

/** That page finds out whether the account has a second factor, or has to set one up. */
function toSecondFactor(
  context: HttpContext,
  exchange: Exchange,
  opening: PostponedAct,
): FastifyReply {
  const onward = { pending: null, act: sealAct(context, exchange, opening) }
  const path = '/sign-in/second-factor'
  return exchange.reply.redirect(
    factorPlace(context, exchange, { path, half: undefined, onward }),
    303,
  )
}
