/**
 * Turns refusals and all other errors into responses.
 *
 * Clients get JSON (RFC 6749 §5.2), people get a page. Both get a reference to a log line and, for
 * a refusal, to the explanation stored after the answer is sent.
 */

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { describeMeant } from '../explanations/reasons/addresses.ts'
import { definitions } from '../explanations/reasons.ts'
import { Refusal } from '../explanations/refusal.ts'
import { domainOf } from '../grants/document-clients.ts'
import { allEndpointsOf, endpointsOf } from '../oauth/metadata.ts'
import { type ErrorKind, type ErrorProps, errorPage } from '../pages/error.ts'
import { ScimError } from '../scim/error.ts'
import { StorageUnavailable } from '../store/port.ts'
import { TooBusy } from './admission.ts'
import type { Exchange, HttpContext } from './context.ts'
import { offerNonce } from './dpop-nonce.ts'
import { describeFailure } from './failure.ts'
import { pageProps } from './page-props.ts'
import { sendPage } from './page-response.ts'
import { Problem, sendProblem } from './problem.ts'
import { asScimError, sendScim } from './scim/response.ts'

/**
 * Who calls an endpoint: a program that sends forms, registers or polls for events, a person, a program
 * of the platform, a directory, or an operator's program.
 */
export type Audience =
  | 'client'
  | 'registration'
  | 'events'
  | 'person'
  | 'platform'
  | 'scim'
  | 'admin'

/** The `Retry-After` of a 503. */
export const RETRY_AFTER_SECONDS = 2

/** Responds with the error that an endpoint threw. */
export function respondToError(
  context: HttpContext,
  { request, reply, error: thrown }: Exchange & { readonly error: unknown },
): FastifyReply {
  // Fastify could not parse the Content-Type; the answer says which one the endpoint accepts.
  const isUntyped = (thrown as Partial<FastifyError>).code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE'
  const audience: Audience = request.routeOptions.config.audience ?? 'client'
  const untyped =
    audience === 'registration'
      ? 'registration_not_json'
      : audience === 'events'
        ? 'poll_not_json'
        : 'wrong_content_type'
  const error = isUntyped ? new Refusal(untyped) : thrown
  if (audience === 'scim') {
    const scimError = asScimError(error)
    if (scimError !== undefined) return respondInScim({ request, reply }, scimError)
  }
  if (error instanceof Problem) return respondToProblem({ request, reply, error })
  if (error instanceof Refusal && audience === 'admin') {
    const instance = explanationUrl(context, keepRefusal(request, error))
    const { error: code, description: detail } = error
    return sendProblem(reply, { status: statusOf(error), code, detail, instance })
  }
  if (error instanceof Refusal) {
    return audience === 'person'
      ? sendRefusalPage(context, { request, reply, refusal: error })
      : sendRefusalJson(context, { request, reply, refusal: error })
  }
  const failure = describeFailure(error, request.routeOptions.bodyLimit)
  if (error instanceof StorageUnavailable) context.observe({ kind: 'storage.unavailable' })
  if (error instanceof TooBusy) context.observe({ kind: 'request.turned_away' })
  if (failure.refusal !== null) request.refused = { refusal: failure.refusal }
  // Logging a stack for each rejected request would cost more than the request.
  if (!(error instanceof TooBusy)) {
    request.log[failure.status >= 500 ? 'error' : 'info'](
      { failure: failure.error, ...(failure.status >= 500 ? { err: error } : {}) },
      failure.description,
    )
  }
  if (failure.status === 503) reply.header('Retry-After', RETRY_AFTER_SECONDS)
  if (failure.status === 415) reply.header('Accept-Encoding', 'identity')
  if (audience === 'scim') {
    return sendScim(
      reply,
      failure.status,
      new ScimError(failure.status, undefined, failure.description),
    )
  }
  if (audience === 'platform' || audience === 'admin') {
    const { status, error: code, description: detail } = failure
    return sendProblem(reply, { status, code, detail })
  }
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

function respondInScim({ request, reply }: Exchange, error: ScimError): FastifyReply {
  // Its text repeats the request, such as a path that contains an address.
  request.log.info({ scim: error.scimType ?? error.status }, 'A directory’s request was refused.')
  return sendScim(reply, error.status, error)
}

function respondToProblem({
  request,
  reply,
  error,
}: Exchange & { readonly error: Problem }): FastifyReply {
  const { status, code, message: detail, field, errors, instance } = error
  request.log.info({ problem: code, ...(field !== undefined && { field }) }, detail)
  return sendProblem(reply, { status, code, detail, field, errors, instance })
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
    /** The refused authorization request, if it is not this request itself. */
    readonly query?: string
    /** Another problem than the refusal's reason stands for. */
    readonly problem?: ErrorKind
    readonly goOn?: ErrorProps['goOn']
  },
): FastifyReply {
  const reference = keepRefusal(request, refusal, query)
  // Other problems have words for developers that fit; an incomplete request has many causes.
  const forDevelopers = DESCRIBED.includes(problem) ? refusal.description : undefined
  const about = ABOUT_A_DOMAIN.includes(problem) ? domainIn(query) : undefined
  const shown = { status: 400, problem, about, forDevelopers, reference, goOn, query }
  return sendErrorPage(context, { request, reply }, shown)
}

const ABOUT_A_DOMAIN: readonly ErrorKind[] = ['clientHeld', 'clientDenied', 'documentRefused']
const DESCRIBED: readonly ErrorKind[] = ['incompleteRequest', ...ABOUT_A_DOMAIN]

/** The host of the URL that is the `client_id` of a refused authorization request. */
function domainIn(query = ''): string | undefined {
  return domainOf(new URLSearchParams(query).get('client_id') ?? '')
}

/** Answers a request without a route. */
export function respondToUnknownPlace(
  context: HttpContext,
  { request, reply }: Exchange,
): FastifyReply {
  const [path = ''] = (request.raw.url ?? '').split('?', 1)
  const meant = describeMeant(path, allEndpointsOf(context.settings))
  // Store only what looks like an endpoint; the rest are typos and scanners.
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

/** Answers an unsupported method (RFC 9110 §15.5.6). */
export function respondToWrongMethod(
  context: HttpContext,
  { request, reply }: Exchange,
  allowed: readonly string[],
): FastifyReply {
  reply.header('Allow', allowed.join(', '))
  if (request.routeOptions.config.audience === 'scim') {
    return sendScim(reply, 405, new ScimError(405, undefined, `Use ${allowed.join(' or ')} here.`))
  }
  const { audience } = request.routeOptions.config
  if (audience === 'platform' || audience === 'admin') {
    const detail = `Use ${allowed.join(' or ')} here.`
    return sendProblem(reply, { status: 405, code: 'wrong_method', detail })
  }
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

/** Browsers accept HTML explicitly; most programs do not (RFC 9110 §12.5.1). */
function wantsPage({ headers: { accept = '' } }: FastifyRequest): boolean {
  return accept.includes('text/html') && !accept.includes('application/json')
}

/**
 * Whether a person is looking at an address for programs. Java's HTTP client accepts HTML too, so a
 * POST there gets JSON, as RFC 6749 §5.2 requires.
 */
function isShown(request: FastifyRequest): boolean {
  return (request.method === 'GET' || request.method === 'HEAD') && wantsPage(request)
}

function statusOf({ error }: Refusal): number {
  if (error === 'invalid_client') return 401
  return error === 'temporarily_unavailable' ? 503 : 400
}

/**
 * 400, or 401 with a challenge if client authentication failed (RFC 6749 §5.2), or 503 if another
 * server is needed and does not answer: nothing was decided, and nothing used up.
 */
export function sendRefusalJson(
  context: HttpContext,
  {
    request,
    reply,
    refusal,
    status = statusOf(refusal),
  }: Exchange & { readonly refusal: Refusal; readonly status?: number },
): FastifyReply {
  // A poll every few seconds is no news.
  const isRoutine = definitions[refusal.reason].isRoutine === true
  const reference = isRoutine ? null : keepRefusal(request, refusal)
  if (refusal.error === 'invalid_client') {
    // The realm is the issuer, a fixed string: the request must not choose it.
    reply.header('WWW-Authenticate', `Basic realm="${context.settings.issuer}", charset="UTF-8"`)
  }
  if (status === 503) reply.header('Retry-After', RETRY_AFTER_SECONDS)
  if (refusal.error === 'use_dpop_nonce') offerNonce(context, reply)
  return reply.code(status).send({
    error: refusal.error,
    error_description: refusal.description,
    ...(reference !== null && { error_uri: explanationUrl(context, reference) }),
  })
}

/** Where `error_uri` points (RFC 6749 §4.1.2.1, §5.2). */
export function explanationUrl({ settings }: HttpContext, reference: string): string {
  return `${settings.issuer}/errors/${reference}`
}

/**
 * Logs a refusal and attaches it to the request, to be explained after the answer is sent. Returns
 * the reference: the wire error and the request id, `invalid_grant.8a0f3f0e-…`.
 */
export function keepRefusal(request: FastifyRequest, refusal: Refusal, query?: string): string {
  const { error, reason, details, description, cause } = refusal
  const reference = `${error}.${request.id}`
  // Details are a nested object, so that none can pose as a log field.
  const line = { reference, reason, details }
  if (cause === undefined) request.log.info(line, description)
  else request.log.error({ ...line, err: cause }, description)
  request.refused = { refusal, query }
  return reference
}

function sendErrorPage(
  context: HttpContext,
  { request, reply }: Exchange,
  shown: Pick<ErrorProps, 'problem' | 'about' | 'forDevelopers' | 'reference'> & {
    readonly status: number
    readonly query?: string | undefined
    readonly goOn?: ErrorProps['goOn']
  },
): FastifyReply {
  const { status, problem, about, forDevelopers, reference, goOn = null } = shown
  const page = pageProps(context, request, { query: shown.query })
  return sendPage(reply, {
    status,
    html: errorPage({ ...page, problem, about, forDevelopers, reference, goOn }),
  })
}
