/**
 * The client, or API, whose developer is looking at `/errors`: with HTTP Basic as a program does it, or
 * with a form, which a short-lived cookie remembers.
 *
 * The cookie holds the id under a seal that also covers the hash of the secret: nobody else can make
 * one, and it ends with the secret. It opens explanations, which hold no secrets, and nothing else.
 */

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { authenticateIntrospector } from '../clients/authentication/authenticate.ts'
import { readCredentials } from '../clients/authentication/credentials.ts'
import type { Registered } from '../clients/authentication/method.ts'
import { Refusal } from '../explanations/refusal.ts'
import { Parameters } from '../oauth/parameters.ts'
import { readCookie, setCookie } from './browser.ts'
import type { HttpContext } from './context.ts'
import { headerValues } from './request.ts'

const SECONDS = 15 * 60
const NONE = new Parameters(new Map())

interface Party {
  readonly id: string
  readonly secretHash: string
}

/** The id of the client or API that asks; undefined for anybody else. Rejects with `StorageUnavailable`. */
export async function visitingClient(
  context: HttpContext,
  request: FastifyRequest,
): Promise<string | undefined> {
  const authorization = headerValues(request, 'authorization')
  const party =
    authorization.length > 0
      ? await authenticated(context, authorization, NONE)
      : await remembered(context, readCookie(context, request, 'client'))
  return party?.id
}

/** The same for a form with `client_id` and `client_secret`. The browser is remembered for a while. */
export async function signInClient(
  context: HttpContext,
  reply: FastifyReply,
  form: Parameters,
): Promise<string | undefined> {
  const party = await authenticated(context, [], form)
  if (party === undefined) return undefined
  const until = context.clock.now() + SECONDS
  const value = `${party.id}.${until}.${sealOf(context, party, until)}`
  setCookie(context, reply, { name: 'client', value, maxAge: SECONDS })
  return party.id
}

async function authenticated(
  context: HttpContext,
  authorization: readonly string[],
  form: Parameters,
): Promise<Party | undefined> {
  try {
    const asker = await authenticateIntrospector(context, readCredentials(authorization, form))
    return withSecret(asker.is === 'client' ? asker.client : asker.resource)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

async function remembered(
  context: HttpContext,
  cookie: string | undefined,
): Promise<Party | undefined> {
  const [id = '', until = '', seal = ''] = cookie?.split('.') ?? []
  if (seal === '' || !(Number(until) > context.clock.now())) return undefined
  const { clients, resources } = context.store
  const [client, resource] = await Promise.all([clients.find(id), resources.find(id)])
  const party = client?.disabledAt === null ? withSecret(client) : resource && withSecret(resource)
  if (party === undefined) return undefined
  const [actual, expected] = [seal, sealOf(context, party, Number(until))].map((one) =>
    Buffer.from(one),
  )
  if (actual === undefined || expected === undefined) return undefined
  return actual.length === expected.length && timingSafeEqual(actual, expected) ? party : undefined
}

function withSecret({ id, authentication }: Registered): Party | undefined {
  return authentication.method === 'secret'
    ? { id, secretHash: authentication.secretHash }
    : undefined
}

function sealOf({ sealingKey }: HttpContext, { id, secretHash }: Party, until: number): string {
  return createHmac('sha256', sealingKey)
    .update(`client\n${id}\n${until}\n${secretHash}`)
    .digest('base64url')
}
