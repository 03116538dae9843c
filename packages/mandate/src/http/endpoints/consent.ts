/**
 * `/consent`: asks whether the app may act for the user. The form says yes or no, and which
 * optional permissions were ticked; everything else comes from the sealed request, never from the form.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { mixesAlphabets, nameKey } from '../../clients/look-alike.ts'
import { redirectHost } from '../../clients/redirect-uri.ts'
import { Refusal } from '../../explanations/refusal.ts'
import { domainOf } from '../../grants/document-clients.ts'
import { type ConsentStep, digestOf } from '../../oauth/authorize/next-step.ts'
import type { PendingAuthorization, PendingConsent } from '../../oauth/authorize/pending.ts'
import { shownDetails } from '../../oauth/details/shown.ts'
import { type ConsentNotice, consentPage, type NameWarning } from '../../pages/consent.ts'
import { shownName } from '../../people/account.ts'
import type { SignedIn } from '../../people/session.ts'
import type { Client } from '../../store/records.ts'
import { whoIsSignedIn } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import {
  beginAnew,
  type PendingRequest,
  placeOf,
  readPending,
  resealed,
  seeWhetherCookiesStay,
} from '../pending-request.ts'
import { formParameters } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'
import { wantedLimits } from '../wanted-limits.ts'
import { takeStep } from './authorize.ts'
import { logoAddress } from './client-logo.ts'

export const showConsent =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const found = requirePending(context, { request, reply })
    if (found.sealedFor === 'nobody_with_cookies') {
      return seeWhetherCookiesStay(context, { request, reply }, found)
    }
    const signedIn = await whoIsSignedIn(context, request)
    return ask(context, { request, reply }, { found, signedIn, notice: null })
  }

export const submitConsent =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const exchange = { request, reply }
    const found = requirePending(context, exchange)
    const form = formParameters(request)
    const [decision, askedAccount = ''] = [form.one('decision'), form.one('account')]
    const seen = form.one('document')
    const signedIn = await whoIsSignedIn(context, request)
    if (decision !== 'allow' && decision !== 'deny') {
      return ask(context, exchange, { found, signedIn, notice: 'no_decision' })
    }
    // This browser was not asked, or its cookies have been cleared since.
    if (found.sealedFor !== 'this_browser') {
      if (signedIn !== undefined) {
        return ask(context, exchange, { found, signedIn, notice: 'page_too_old' })
      }
      const pending = interrupted(context, found, { is: 'to_ask' })
      return beginAnew(reply, { ...found, ...resealed(context, exchange, pending) })
    }
    // Someone else has since signed in in another tab: ask them.
    if (signedIn !== undefined && askedAccount !== signedIn.account.id) {
      return ask(context, exchange, { found, signedIn, notice: 'page_too_old' })
    }
    const { pending, sealed } = found
    // Nothing that was not asked for travels on.
    const { scope = [] } = typeof pending.asked === 'string' ? {} : pending.asked
    const ticked = form.all('scope').filter((token) => scope.includes(token))
    const limits = wantedLimits(form)
    // Limits are not kept over a sign-in: they must not become the higher ones unseen.
    const consent: PendingConsent =
      Object.keys(limits).length > 0
        ? { is: 'to_ask' }
        : { is: 'given', by: askedAccount, ticked, ...(seen && { seen }) }
    const afterSignIn = interrupted(context, found, consent)
    const showConsent = (step: ConsentStep) => {
      const notice = step.isNothingTicked ? 'nothing_ticked' : 'page_too_old'
      return sendQuestion(context, exchange, { step, sealed, notice: step.limitProblem ?? notice })
    }
    return takeStep(context, exchange, {
      ...{ pending, signedIn, decision, ticked, limits, seen, afterSignIn, showConsent },
    })
  }

/** The request to continue with after the required sign-in. */
function interrupted(
  { clock }: HttpContext,
  { pending }: PendingRequest,
  consent: PendingConsent,
): PendingAuthorization {
  return { asked: pending.asked, startedAt: clock.now(), consent }
}

function ask(
  context: HttpContext,
  exchange: Exchange,
  {
    found,
    signedIn,
    notice,
  }: {
    readonly found: PendingRequest
    readonly signedIn: SignedIn | undefined
    readonly notice: ConsentNotice | null
  },
): Promise<FastifyReply> {
  const { pending, sealed } = found
  const showConsent = (step: ConsentStep) =>
    sendQuestion(context, exchange, { step, sealed, notice })
  return takeStep(context, exchange, { pending, signedIn, showConsent })
}

function sendQuestion(
  context: HttpContext,
  { request, reply }: Exchange,
  shown: {
    readonly step: ConsentStep
    readonly sealed: string
    readonly notice: ConsentNotice | null
  },
): FastifyReply {
  const { settings } = context
  const { step, sealed, notice } = shown
  const { asked, client, target } = step.request
  const seen = digestOf(client)
  const now = context.clock.now()
  return sendPage(reply, {
    status: notice === null ? 200 : 400,
    html: consentPage({
      ...pageProps(context, request, { account: step.account }),
      action: placeOf('/consent', sealed),
      hidden: { account: step.account.id, ...(seen !== undefined && { document: seen }) },
      switchAction: placeOf('/sign-out', sealed),
      client: {
        name: client.name,
        returnHost: redirectHost(target.uri),
        // Its row is still to be written.
        knownSince: seen !== undefined && client.createdAt >= now - 1 ? null : client.createdAt,
        isSelfRegistered: client.registration?.by === 'itself',
        warning: warningOf(client, { imitates: step.imitates, brandName: settings.brandName }),
        documentHost: seen === undefined ? null : (domainOf(client.id) ?? client.id),
        logo: logoAddress(client),
        publisher: client.publisher || null,
        website: client.clientUri || null,
        policy: client.policyUri || null,
        terms: client.tosUri || null,
      },
      agreedBefore: step.agreedBefore,
      optional: step.optional,
      details: shownDetails(context.detailTypes, step.details),
      email: shownName(step.account),
      scope: asked.scope,
      scopeTexts: settings.scopes,
      resources: step.apis,
      toldEmail: step.toldEmail.map(({ name }) => name),
      unusedSeconds: settings.refreshTokenSeconds,
      accountAddress: '/account',
      notice,
    }),
    leadsElsewhere: true,
  })
}

/** Only about a name that nobody here has checked. */
function warningOf(
  { registration, name, nameKey: key }: Client,
  { imitates, brandName }: { readonly imitates: string | undefined; readonly brandName: string },
): NameWarning | null {
  if (registration === null) return null
  if (key !== '' && key === nameKey(brandName)) return { is: 'name_of_this_site' }
  if (imitates !== undefined) return { is: 'name_of_another', name: imitates }
  return mixesAlphabets(name) ? { is: 'mixed_alphabets' } : null
}

function requirePending(context: HttpContext, exchange: Exchange): PendingRequest {
  const found = readPending(context, exchange)
  if (found === null) throw new Refusal('missing_parameter', { parameter: 'pending' })
  return found
}
