/** Turns what the authorization dispatcher decided into what the browser receives. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuthorizationOutcome } from '../oauth/authorize/next-step.ts'
import type { PendingAuthorization } from '../oauth/authorize/pending.ts'
import { redirectLocation } from '../oauth/authorize/request.ts'
import { formPostPage } from '../pages/form-post.ts'
import type { HttpContext } from './context.ts'
import { explanationUrl, keepRefusal, sendRefusalPage } from './error-response.ts'
import { wordsFor } from './language.ts'
import { sendPage } from './page-response.ts'
import { placeOf, seal } from './pending-request.ts'

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
      return reply.redirect(placeOf('/sign-in', seal(context, exchange, pending).sealed), 303)
    case 'askConsent':
      return reply.redirect(placeOf('/consent', seal(context, exchange, pending).sealed), 303)
    case 'answer': {
      const { target } = step
      const answer = withErrorUri(context, exchange, step)
      if (target.responseMode === 'query') {
        return reply.redirect(redirectLocation(target, answer), 303)
      }
      return sendPage(reply, {
        status: 200,
        html: formPostPage({
          words: wordsFor(request),
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
  return { ...step.answer, error_uri: explanationUrl(context, reference) }
}

function definedOnly(
  answer: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(answer).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
