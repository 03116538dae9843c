/**
 * The one place where a refusal, or anything else that went wrong, becomes a response.
 *
 * Clients get JSON (RFC 6749 §5.2), people get a page. Both get a reference: it names one line of the
 * log, and the explanation that is kept of a refusal once the answer is sent.
 */

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { describeMeant } from '../explanations/reasons/addresses.ts'
import { definitions } from '../explanations/reasons.ts'
import { Refusal } from '../explanations/refusal.ts'
import { endpointsOf } from '../oauth/metadata.ts'
import { type ErrorKind, type ErrorProps, errorPage } from '../pages/error.ts'
import { StorageUnavailable } from '../store/port.ts'
import { TooBusy } from './admission.ts'
import type { Exchange, HttpContext } from './context.ts'
import { describeFailure } from './failure.ts'
import { wordsFor } from './language.ts'
import { sendPage } from './page-response.ts'

/** Whom an endpoint answers: a program or a person. */
export type Audience = 'client' | 'person'

/** What a 503 asks for. */
export const RETRY_AFTER_SECONDS = 2

/** Answers with the error that an endpoint threw. */
export function respondToError(
  context: HttpContext,
  { request, reply, error: thrown }: Exchange & { readonly error: unknown },
): FastifyReply {
  // Fastify could not parse the Content-Type: the answer says which one the endpoint takes.
  const isUntyped = (thrown as Partial<FastifyError>).code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE'
  const error = isUntyped ? new Refusal('wrong_content_type') : thrown
  const audience: Audience = request.routeOptions.config.audience ?? 'client'
  if (error instanceof Refusal) {
    return audience === 'person'
      ? sendRefusalPage(context, { request, reply, refusal: error })
      : sendRefusalJson(context, { request, reply, refusal: error })
  }
  const failure = describeFailure(error)
  if (error instanceof StorageUnavailable) context.observe({ kind: 'storage.unavailable' })
  if (error instanceof TooBusy) context.observe({ kind: 'request.turned_away' })
  if (failure.refusal !== null) request.refused = { refusal: failure.refusal }
  // A line with a stack for each one turned away would be more work than the request.
  if (!(error instanceof TooBusy)) {
    request.log[failure.status >= 500 ? 'error' : 'info'](
      { failure: failure.error, ...(failure.status >= 500 ? { err: error } : {}) },
      failure.description,
    )
  }
  if (failure.status === 503) reply.header('Retry-After', RETRY_AFTER_SECONDS)
  if (failure.status === 415) reply.header('Accept-Encoding', 'identity')
  if (audience === 'person' || isShown(request)) {
    return sendErrorPage(context, { request, reply }, { ...failure, reference: request.id })
  }
  const isExplained = failure.status < 500
  return reply.code(failure.status).send({
    error: failure.error,
    error_description: failure.description,
    ...(isExplained && { error_uri: explanationUrl(context, `${failure.error}.${request.id}`) }),
  })
}

export function sendRefusalPage(
  context: HttpContext,
  {
    request,
    reply,
    refusal,
    query,
    problem = definitions[refusal.reason].problem ?? 'incompleteRequest',
    goOn = null,
  }: Exchange & {
    readonly refusal: Refusal
    /** The authorization request that was refused, where it is not this request itself. */
    readonly query?: string
    /** Another problem than the refusal's reason stands for. */
    readonly problem?: ErrorKind
    readonly goOn?: ErrorProps['goOn']
  },
): FastifyReply {
  const reference = keepRefusal(request, refusal, query)
  // Other problems have words for developers that fit; an incomplete request has many causes.
  const forDevelopers = problem === 'incompleteRequest' ? refusal.description : undefined
  const shown = { status: 400, problem, forDevelopers, reference, goOn, query }
  return sendErrorPage(context, { request, reply }, shown)
}

/** Answers a request that has no route. */
export function respondToUnknownPlace(
  context: HttpContext,
  { request, reply }: Exchange,
): FastifyReply {
  const [path = ''] = (request.raw.url ?? '').split('?', 1)
  const meant = describeMeant(path, endpointsOf(context.settings.issuer))
  // Only what looks like an endpoint is kept: the rest are typing errors and scanners.
  const refusal = meant && new Refusal('unknown_address', meant)
  const reference = refusal === undefined ? null : keepRefusal(request, refusal)
  if (wantsPage(request)) {
    const forDevelopers = refusal?.description
    const shown = { status: 404, problem: 'notFound', forDevelopers, reference } as const
    return sendErrorPage(context, { request, reply }, { ...shown, goOn: toAccount })
  }
  const { metadata } = endpointsOf(context.settings.issuer)
  return reply.code(404).send({
    error: 'not_found',
    error_description:
      refusal?.description ??
      `There is nothing at this address. Every endpoint is in the metadata: ${metadata}.`,
    ...(reference !== null && { error_uri: explanationUrl(context, reference) }),
  })
}

/** Answers a method that the address does not have (RFC 9110 §15.5.6). */
export function respondToWrongMethod(
  context: HttpContext,
  { request, reply }: Exchange,
  allowed: readonly string[],
): FastifyReply {
  reply.header('Allow', allowed.join(', '))
  if (wantsPage(request)) {
    const shown = { status: 405, problem: 'wrongMethod', reference: null } as const
    return sendErrorPage(context, { request, reply }, { ...shown, goOn: toAccount })
  }
  return reply.code(405).send({
    error: 'invalid_request',
    error_description: `Use ${allowed.join(' or ')} here.`,
  })
}

const toAccount: ErrorProps['goOn'] = { to: 'openAccount', address: '/account' }

/** Browsers name HTML; most programs do not (RFC 9110 §12.5.1). */
function wantsPage({ headers: { accept = '' } }: FastifyRequest): boolean {
  return accept.includes('text/html') && !accept.includes('application/json')
}

/**
 * Whether somebody looks at the answer of an address for programs. Java's own client names HTML too,
 * so what is posted there gets JSON, as RFC 6749 §5.2 wants.
 */
function isShown(request: FastifyRequest): boolean {
  return (request.method === 'GET' || request.method === 'HEAD') && wantsPage(request)
}

/** RFC 6749 §5.2: 400, or 401 with a challenge if the client could not be authenticated. */
function sendRefusalJson(
  context: HttpContext,
  { request, reply, refusal }: Exchange & { readonly refusal: Refusal },
): FastifyReply {
  const reference = keepRefusal(request, refusal)
  if (refusal.error === 'invalid_client') {
    // A WWW-Authenticate value may not be chosen by the request, and the issuer is a fixed string.
    reply.header('WWW-Authenticate', `Basic realm="${context.settings.issuer}", charset="UTF-8"`)
  }
  return reply.code(refusal.error === 'invalid_client' ? 401 : 400).send({
    error: refusal.error,
    error_description: refusal.description,
    error_uri: explanationUrl(context, reference),
  })
}

/** Where `error_uri` points (RFC 6749 §4.1.2.1, §5.2). */
export function explanationUrl({ settings }: HttpContext, reference: string): string {
  return `${settings.issuer}/errors/${reference}`
}

/**
 * Logs a refusal, and leaves it with the request to be explained once the answer is sent. Returns the
 * reference: the wire error and the id of this request, `invalid_grant.8a0f3f0e-…`.
 */
export function keepRefusal(request: FastifyRequest, refusal: Refusal, query?: string): string {
  const { error, reason, details, description, cause } = refusal
  const reference = `${error}.${request.id}`
  // The details stay an object of their own, so that none can pose as a field of the log.
  const line = { reference, reason, details }
  if (cause === undefined) request.log.info(line, description)
  else request.log.error({ ...line, err: cause }, description)
  request.refused = { refusal, query }
  return reference
}

function sendErrorPage(
  context: HttpContext,
  { request, reply }: Exchange,
  shown: Pick<ErrorProps, 'problem' | 'forDevelopers' | 'reference'> & {
    readonly status: number
    readonly query?: string | undefined
    readonly goOn?: ErrorProps['goOn']
  },
): FastifyReply {
  const { status, problem, forDevelopers, reference, goOn = null } = shown
  const page = { words: wordsFor(request, shown.query), brandName: context.settings.brandName }
  return sendPage(reply, {
    status,
    html: errorPage({ ...page, problem, forDevelopers, reference, goOn }),
  })
}
