/**
 * The client or API whose developer is looking at `/errors`, authenticated by HTTP Basic, or by a
 * form that sets a short-lived cookie.
 *
 * The cookie contains the id under a seal that also covers the hash of the secret, so it cannot be
 * forged and is void once the secret changes. It gives access only to explanations, which contain
 * no secrets.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { authenticateIntrospector } from '../clients/authentication/authenticate.ts'
import { readCredentials } from '../clients/authentication/credentials.ts'
import type { Registered } from '../clients/authentication/method.ts'
import { Refusal } from '../explanations/refusal.ts'
import { Parameters } from '../oauth/parameters.ts'
import { readCookie, setCookie } from './browser.ts'
import type { HttpContext } from './context.ts'
import { headerValues } from './request.ts'
import { readUnverified, seal, unseal } from './seal.ts'

const SECONDS = 15 * 60
const NONE = new Parameters(new Map())

interface Party {
  readonly id: string
  readonly secretHash: string
}

/** The content of the cookie. `until` is in seconds since 1970. */
interface Visit {
  readonly id: string
  readonly until: number
}

/**
 * The id of the authenticated client or API; undefined for anyone else. Rejects with
 * `StorageUnavailable`.
 */
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

/** The same for a form with `client_id` and `client_secret`; sets the cookie. */
export async function signInClient(
  context: HttpContext,
  reply: FastifyReply,
  form: Parameters,
): Promise<string | undefined> {
  const party = await authenticated(context, [], form)
  if (party === undefined) return undefined
  const visit: Visit = { id: party.id, until: context.clock.now() + SECONDS }
  const value = seal(context.seals, sealedFor(party), visit)
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
  // Read the id first: the seal depends on that client's secret.
  const { id }: Partial<Visit> = Object(readUnverified(cookie ?? ''))
  if (typeof id !== 'string' || !/^[\w-]+$/.test(id)) return undefined
  const { clients, resources } = context.store
  const [client, resource] = await Promise.all([clients.find(id), resources.find(id)])
  const party = client?.disabledAt === null ? withSecret(client) : resource && withSecret(resource)
  if (party === undefined) return undefined
  const visit = unseal<Visit>(context.seals, sealedFor(party), cookie)
  return visit !== undefined && visit.until > context.clock.now() ? party : undefined
}

function withSecret({ id, authentication }: Registered): Party | undefined {
  return authentication.method === 'secret'
    ? { id, secretHash: authentication.secretHash }
    : undefined
}

function sealedFor({ secretHash }: Party) {
  return { purpose: 'client', secret: secretHash } as const
}
