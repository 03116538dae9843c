/** Turns what the authorization dispatcher decided into what the browser receives. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuthorizationOutcome } from '../oauth/authorize/next-step.ts'
import {
  beginAnewIfOld,
  type PendingAuthorization,
  sealPending,
  unsealPending,
} from '../oauth/authorize/pending.ts'
import { redirectLocation } from '../oauth/authorize/request.ts'
import { Refusal } from '../oauth/refusal.ts'
import { formPostPage } from '../pages/form-post.ts'
import { browserSecret, presentedBrowserSecret } from './browser.ts'
import type { HttpContext } from './context.ts'
import { sendPage } from './page-response.ts'
import { explanation, keepRefusal, sendRefusalPage } from './refusal-response.ts'
import { queryParameters } from './request.ts'

/** Redirects are 303: a POST with credentials must not be repeated at the client (RFC 9700 §4.12). */
export function respondToStep(
  context: HttpContext,
  exchange: {
    readonly request: FastifyRequest
    readonly reply: FastifyReply
    readonly pending: PendingAuthorization
    readonly step: AuthorizationOutcome
  },
): FastifyReply {
  const { request, reply, pending, step } = exchange
  switch (step.outcome) {
    case 'showError':
      return sendRefusalPage(context, {
        request,
        reply,
        refusal: step.refusal,
        query: pending.query,
      })
    case 'signIn':
      return reply.redirect(placeOf('/sign-in', seal(context, exchange)), 303)
    case 'askConsent':
      return reply.redirect(placeOf('/consent', seal(context, exchange)), 303)
    case 'answer': {
      const { target } = step
      const answer = withErrorUri(context, exchange, step)
      if (target.responseMode === 'query') {
        return reply.redirect(redirectLocation(target, answer), 303)
      }
      return sendPage(reply, {
        status: 200,
        html: formPostPage({
          brandName: context.settings.brandName,
          action: target.uri,
          clientName: step.client.name,
          fields: definedOnly(answer),
        }),
        leadsToClient: true,
        autoSubmits: true,
      })
    }
  }

  function seal(context: HttpContext, { request, reply }: typeof exchange): string {
    const secret = browserSecret(context, request, reply)
    return sealPending(context.sealingKey, secret, pending)
  }
}

/**
 * The pending authorization in the URL of a sign-in or consent page, begun anew where it is old;
 * null where there is none.
 * Throws `Refusal` where it was made for another browser: there it is useless.
 */
export function readPending(
  context: HttpContext,
  request: FastifyRequest,
): { readonly pending: PendingAuthorization; readonly sealed: string } | null {
  const sealed = queryParameters(request).one('pending')
  if (sealed === undefined) return null
  const secret = presentedBrowserSecret(context, request)
  const unsealed = unsealPending(context.sealingKey, secret, sealed)
  if (secret === undefined || unsealed.is !== 'intact') throw new Refusal('pending_from_elsewhere')
  const pending = beginAnewIfOld(unsealed.pending, context.clock.now())
  if (pending === unsealed.pending) return { pending, sealed }
  return { pending, sealed: sealPending(context.sealingKey, secret, pending) }
}

export function placeOf(path: string, sealed: string | undefined): string {
  return sealed === undefined ? path : `${path}?pending=${sealed}`
}

/** RFC 6749 §4.1.2.1: with an error goes the address of its explanation. */
function withErrorUri(
  context: HttpContext,
  {
    request,
    pending,
  }: { readonly request: FastifyRequest; readonly pending: PendingAuthorization },
  step: Extract<AuthorizationOutcome, { readonly outcome: 'answer' }>,
): Readonly<Record<string, string | undefined>> {
  if (step.refusal === null) return step.answer
  const reference = keepRefusal(request, step.refusal, pending.query)
  return { ...step.answer, error_uri: explanation(context, reference) }
}

function definedOnly(
  answer: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(answer).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
