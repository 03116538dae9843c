/**
 * `/oauth2/register` (RFC 7591 §3) and the address of each registration under it (RFC 7592 §2), while
 * the setting `client_registration` lets clients register themselves.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { hasHash } from '../../clients/authentication/client-secret.ts'
import { clientInformation } from '../../clients/self-registration.ts'
import { Refusal } from '../../explanations/refusal.ts'
import { PATHS } from '../../oauth/metadata.ts'
import {
  deleteRegistration,
  registerClient,
  replaceRegistration,
} from '../../operations/self-registration.ts'
import type { Client } from '../../store/records.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { sendRefusalJson } from '../error-response.ts'
import { jsonBody } from '../platform/json-body.ts'
import { bearerToken } from '../platform/platform-key.ts'
import { Problem } from '../problem.ts'

type Handler = (context: HttpContext, exchange: Exchange) => Promise<FastifyReply>

/** Registers a client: 201 with what was registered. */
export const registerClientItself = uncached(async (context, exchange) => {
  const { reply, request } = exchange
  const initialToken = bearerToken(request)
  const isGarbled = initialToken === undefined && request.headers.authorization !== undefined
  if (isGarbled) return challenge(context, exchange, new Refusal('registration_token_refused'))
  // RFC 7591 §3: an unauthorized request is refused before its body is looked at.
  const body = () => jsonObject(request)
  const outcome = await registerClient(context, { body, initialToken, network: request.ip })
  switch (outcome.is) {
    case 'registered':
      return reply.code(201).send(
        clientInformation(outcome.client, {
          ...outcome,
          uri: addressOf(context, outcome.client),
        }),
      )
    case 'unauthorized': {
      const reason = outcome.isMissing ? 'registration_token_missing' : 'registration_token_refused'
      return challenge(context, exchange, new Refusal(reason))
    }
    case 'too_many':
      reply.header('Retry-After', outcome.retryAfterSeconds)
      return refuse(context, exchange, {
        refusal: new Refusal('too_many_registrations'),
        status: 429,
      })
    case 'full':
      return refuse(context, exchange, { refusal: new Refusal('registrations_full'), status: 503 })
    default:
      throw unfit(outcome)
  }
})

/** What is registered (RFC 7592 §2.1). */
export const readRegistration = ofClient(async (context, { reply }, { client, token }) =>
  reply.send(clientInformation(client, { token, uri: addressOf(context, client) })),
)

/** Replaces it all (RFC 7592 §2.2). */
export const replaceRegistered = ofClient(async (context, exchange, { client, token }) => {
  const actor = { kind: 'client', id: client.id } as const
  const outcome = await replaceRegistration(context, actor, jsonObject(exchange.request))
  switch (outcome.is) {
    case 'updated':
      return exchange.reply.send(
        clientInformation(outcome.client, { token, uri: addressOf(context, client) }),
      )
    case 'no_such_client':
      return challenge(context, exchange, new Refusal('registration_token_refused'))
    default:
      throw unfit(outcome)
  }
})

/** Deletes the client with its grants (RFC 7592 §2.3). */
export const deleteRegistered = ofClient(async (context, { reply }, { client }) => {
  await deleteRegistration(context, { kind: 'client', id: client.id }, null)
  return reply.code(204).send()
})

function uncached(handle: Handler) {
  return (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('Cache-Control', 'no-store')
    return handle(context, { request, reply })
  }
}

/** For the client whose registration access token was sent to its own address. */
function ofClient(
  handle: (
    context: HttpContext,
    exchange: Exchange,
    registered: { readonly client: Client; readonly token: string },
  ) => Promise<FastifyReply>,
) {
  return uncached(async (context, exchange) => {
    const token = bearerToken(exchange.request)
    if (token === undefined) {
      return challenge(context, exchange, new Refusal('registration_token_missing'))
    }
    const { client: id = '' } = exchange.request.params as { readonly client?: string }
    const client = await context.store.clients.find(id)
    // The same answer, and as quickly, for a client that does not exist. One that the operator turned
    // off can neither change nor remove what it was.
    const own = client?.registration
    const isOwn = own?.by === 'itself' && hasHash(own.tokenHash, token)
    if (!isOwn || client === undefined || client.disabledAt !== null) {
      return challenge(context, exchange, new Refusal('registration_token_refused'))
    }
    return handle(context, exchange, { client, token })
  })
}

/** RFC 6750 §3: without a token, the challenge has no error. */
function challenge(context: HttpContext, exchange: Exchange, refusal: Refusal): FastifyReply {
  const isMissing = refusal.reason === 'registration_token_missing'
  const problem = isMissing ? '' : `, error="${refusal.error}"`
  exchange.reply.header('WWW-Authenticate', `Bearer realm="${context.settings.issuer}"${problem}`)
  return refuse(context, exchange, { refusal, status: 401 })
}

function refuse(
  context: HttpContext,
  exchange: Exchange,
  refused: { readonly refusal: Refusal; readonly status: number },
): FastifyReply {
  return sendRefusalJson(context, { ...exchange, ...refused })
}

function unfit({
  is,
  sentence,
}: {
  readonly is: 'invalid_redirect_uri' | 'invalid_metadata'
  readonly sentence: string
}): Refusal {
  return is === 'invalid_redirect_uri'
    ? new Refusal('redirect_uri_unfit', { sentence })
    : new Refusal('client_metadata_unfit', { sentence })
}

function addressOf({ settings }: HttpContext, { id }: Client): string {
  return `${settings.issuer}${PATHS.registration}/${id}`
}

/** Throws `Refusal`. */
function jsonObject(request: FastifyRequest): Readonly<Record<string, unknown>> {
  try {
    return jsonBody(request)
  } catch (error) {
    throw error instanceof Problem ? new Refusal('registration_not_json') : error
  }
}
