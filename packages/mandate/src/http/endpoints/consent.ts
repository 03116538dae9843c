/**
 * `/consent`: may this app act for me? The form says only yes or no; what is agreed to is the sealed
 * original request, whatever else the form may hold.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { redirectHost } from '../../clients/redirect-uri.ts'
import { Refusal } from '../../explanations/refusal.ts'
import { type AuthorizationOutcome, nextStep } from '../../oauth/authorize/next-step.ts'
import type { PendingConsent } from '../../oauth/authorize/pending.ts'
import { findResource } from '../../oauth/resource-lookup.ts'
import { type ConsentNotice, consentPage } from '../../pages/consent.ts'
import { whoIsSignedIn } from '../browser.ts'
import type { HttpContext } from '../context.ts'
import { wordsFor } from '../language.ts'
import { sendPage } from '../page-response.ts'
import {
  beginAnew,
  type PendingRequest,
  placeOf,
  readPending,
  seal,
  seeWhetherCookiesStay,
} from '../pending-request.ts'
import { formParameters } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'
import { respondToStep } from '../step-response.ts'

interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

export const showConsent =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const found = requirePending(context, { request, reply })
    return found.sealedFor === 'nobody_with_cookies'
      ? seeWhetherCookiesStay(context, { request, reply }, found)
      : ask(context, { request, reply }, { found, notice: null })
  }

export const submitConsent =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const found = requirePending(context, { request, reply })
    const form = formParameters(request)
    const decision = form.one('decision')
    if (decision !== 'allow' && decision !== 'deny') {
      return ask(context, { request, reply }, { found, notice: 'no_decision' })
    }
    const signedIn = await whoIsSignedIn(context, request)
    // What was not sealed for this browser was not shown in it, or its cookies were cleared since.
    if (found.sealedFor !== 'this_browser') {
      return signedIn === undefined
        ? beginAnew(
            reply,
            interrupted(context, { request, reply }, { found, consent: { is: 'to_ask' } }),
          )
        : ask(context, { request, reply }, { found, notice: 'page_too_old' })
    }
    // Someone else signed in, in another tab, since the page was shown: ask them, not for them.
    if (signedIn !== undefined && form.one('account') !== signedIn.account.id) {
      return ask(context, { request, reply }, { found, notice: 'page_too_old' })
    }
    const { pending } = found
    const step = await nextStep(context, pending, { signedIn, decision })
    if (step.outcome === 'signIn') {
      const consent = { is: 'given', by: form.one('account') ?? '' } as const
      return beginAnew(reply, interrupted(context, { request, reply }, { found, consent }))
    }
    return respondToStep(context, { request, reply, pending, step })
  }

/** The request, to go on with after the sign-in that it needs now. */
function interrupted(
  context: HttpContext,
  exchange: Exchange,
  { found, consent }: { readonly found: PendingRequest; readonly consent: PendingConsent },
): PendingRequest {
  const pending = { ...found.pending, startedAt: context.clock.now(), consent }
  return { ...found, ...seal(context, exchange, pending) }
}

async function ask(
  context: HttpContext,
  { request, reply }: Exchange,
  { found, notice }: { readonly found: PendingRequest; readonly notice: ConsentNotice | null },
): Promise<FastifyReply> {
  const { pending, sealed } = found
  const signedIn = await whoIsSignedIn(context, request)
  const step = await nextStep(context, pending, { signedIn, decision: undefined })
  return step.outcome === 'askConsent'
    ? sendQuestion(context, { request, reply }, { step, sealed, notice })
    : respondToStep(context, { request, reply, pending, step })
}

async function sendQuestion(
  context: HttpContext,
  { request, reply }: Exchange,
  shown: {
    readonly step: Extract<AuthorizationOutcome, { readonly outcome: 'askConsent' }>
    readonly sealed: string
    readonly notice: ConsentNotice | null
  },
): Promise<FastifyReply> {
  const { step, sealed, notice } = shown
  const { settings, store } = context
  const { client, target, scope, resource } = step.request
  const resources = await Promise.all(resource.map((uri) => findResource(store.resources, uri)))
  return sendPage(reply, {
    status: notice === null ? 200 : 400,
    html: consentPage({
      words: wordsFor(request),
      brandName: settings.brandName,
      action: placeOf('/consent', sealed),
      hidden: { account: step.account.id },
      switchAction: placeOf('/sign-out', sealed),
      client: {
        name: client.name,
        returnHost: redirectHost(target.uri),
        knownSince: client.createdAt,
      },
      email: step.account.email,
      scope,
      scopeTexts: settings.scopes,
      // One that is gone is named too: without any name the page would say every API.
      resources: resource.map((uri, place) => resources[place]?.name ?? uri),
      toldEmail: step.toldEmail.map(({ name }) => name),
      unusedSeconds: settings.refreshTokenSeconds,
      accountAddress: '/account',
      notice,
    }),
    leadsToClient: true,
  })
}

function requirePending(context: HttpContext, exchange: Exchange): PendingRequest {
  const found = readPending(context, exchange)
  if (found === null) throw new Refusal('missing_parameter', { parameter: 'pending' })
  return found
}
