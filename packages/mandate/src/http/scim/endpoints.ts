/** The SCIM endpoints. `endpoint.ts` has already authenticated the request. */

import type { FastifyReply } from 'fastify'
import type { Actor } from '../../facts/actor.ts'
import { describeUser, provisionUser, removeUser } from '../../operations/directory-users.ts'
import { listOf, resourceTypes, schemas, serviceProviderConfig } from '../../scim/discovery.ts'
import { parseBody, patched, userIn } from '../../scim/document.ts'
import { draftOf } from '../../scim/draft.ts'
import { ScimError } from '../../scim/error.ts'
import { search } from '../../scim/find.ts'
import { searchIn, selectionIn } from '../../scim/query.ts'
import { resourceOf, revisionIn, selected, versionOf } from '../../scim/resource.ts'
import type { JsonObject } from '../../scim/values.ts'
import { type ProvisionedUser, StorageUnavailable } from '../../store/port.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { rawQuery } from '../request.ts'
import { sendScim } from './response.ts'

/** An authenticated request. */
interface Asked {
  readonly context: HttpContext
  readonly exchange: Exchange
  readonly actor: Extract<Actor, { readonly kind: 'platform' }>
  /** The provider whose users the key manages. */
  readonly provider: string
  /** The base URL of SCIM, without a trailing slash. */
  readonly base: string
}

export const endpoints = {
  async create(asked: Asked) {
    const { context, actor, provider } = asked
    const wanted = userIn(bodyOf(asked))
    const outcome = await provisionUser(context, actor, { provider, wanted })
    if (outcome.is !== 'provisioned') throw taken(outcome.is)
    return sendUser(asked, 201, outcome.user)
  },

  async read(asked: Asked) {
    const user = await asked.context.store.scimUsers.find(asked.provider, idOf(asked))
    if (user === undefined) throw noSuchUser()
    const { request, reply } = asked.exchange
    if (tagsOf(request.headers['if-none-match']).includes(versionOf(user))) {
      return reply.code(304).header('ETag', versionOf(user)).send()
    }
    return sendUser(asked, 200, user)
  },

  list: (asked: Asked) => sendSearch(asked, parametersOf(asked)),
  /** A search by POST, which keeps the filter out of the URL (RFC 7644 §3.4.3). */
  search: (asked: Asked) => sendSearch(asked, bodyOf(asked)),

  replace(asked: Asked) {
    const wanted = userIn(bodyOf(asked))
    return describe(asked, () => wanted)
  },

  patch(asked: Asked) {
    const body = bodyOf(asked)
    return describe(asked, (user) => patched(draftOf(user), body))
  },

  async remove(asked: Asked) {
    const { context, actor, provider } = asked
    const which = { provider, accountId: idOf(asked), revision: revisionOf(asked) }
    const { is } = await removeUser(context, actor, which)
    if (is === 'no_such_user') throw noSuchUser()
    if (is === 'other_revision') throw otherRevision()
    return asked.exchange.reply.code(204).send()
  },

  /** Always empty; some directories query groups even if none are configured (RFC 7644 §3.4.2). */
  groups: async ({ exchange }: Asked) => sendScim(exchange.reply, 200, listOf([])),

  none: async ({ exchange: { reply } }: Asked) =>
    sendScim(reply, 404, new ScimError(404, undefined, 'Only users are supported, at /Users.')),

  config: async ({ exchange, base }: Asked) =>
    sendScim(exchange.reply, 200, serviceProviderConfig(base)),
  resourceTypes: async ({ exchange, base }: Asked) =>
    sendScim(exchange.reply, 200, listOf(resourceTypes(base))),
  schemas: async ({ exchange, base }: Asked) =>
    sendScim(exchange.reply, 200, listOf(schemas(base))),
  resourceType: async (asked: Asked) => sendOneOf(asked, resourceTypes(asked.base)),
  schema: async (asked: Asked) => sendOneOf(asked, schemas(asked.base)),
} satisfies Readonly<Record<string, (asked: Asked) => Promise<FastifyReply>>>

export type ScimEndpoints = typeof endpoints

async function describe(
  asked: Asked,
  described: (user: ProvisionedUser) => ReturnType<typeof userIn>,
): Promise<FastifyReply> {
  const { context, actor, provider } = asked
  const outcome = await describeUser(context, actor, {
    ...{ provider, accountId: idOf(asked), revision: revisionOf(asked) },
    describe: described,
  })
  if (outcome.is === 'described' || outcome.is === 'unchanged') {
    return sendUser(asked, 200, outcome.user)
  }
  if (outcome.is === 'no_such_user') throw noSuchUser()
  if (outcome.is === 'other_revision') throw otherRevision()
  if (outcome.is === 'busy') throw new StorageUnavailable('a user was changed again and again')
  throw taken(outcome.is)
}

async function sendSearch(asked: Asked, parameters: JsonObject): Promise<FastifyReply> {
  const { context, provider, base, exchange } = asked
  const { scimUsers } = context.store
  const found = await search({ scimUsers, provider, base }, searchIn(parameters))
  return sendScim(exchange.reply, 200, found)
}

function sendUser(asked: Asked, status: 200 | 201, user: ProvisionedUser): FastifyReply {
  const resource = resourceOf(user, asked.base)
  const { reply } = asked.exchange
  reply.header('ETag', versionOf(user))
  const { location } = resource['meta'] as { location: string }
  if (status === 201) reply.header('Location', location)
  return sendScim(reply, status, selected(resource, selectionIn(parametersOf(asked))))
}

function sendOneOf(asked: Asked, resources: readonly JsonObject[]): FastifyReply {
  const id = idOf(asked).toLowerCase()
  const found = resources.find((one) => String(one['id']).toLowerCase() === id)
  if (found === undefined) throw new ScimError(404, undefined, 'This resource does not exist.')
  return sendScim(asked.exchange.reply, 200, found)
}

function bodyOf({ exchange: { request } }: Asked): JsonObject {
  const { body } = request
  if (body === null) {
    throw new ScimError(415, undefined, 'Send JSON with the content type application/scim+json.')
  }
  return parseBody(body instanceof Uint8Array ? body : null)
}

function parametersOf({ exchange: { request } }: Asked): JsonObject {
  return Object.fromEntries(new URLSearchParams(rawQuery(request)))
}

function idOf({ exchange: { request } }: Asked): string {
  return (request.params as { readonly id: string }).id
}

/** The revision that a change is meant for (RFC 7644 §3.14, RFC 9110 §13.1.1). */
function revisionOf({ exchange: { request } }: Asked): string | undefined {
  const [tag, ...more] = tagsOf(request.headers['if-match'])
  if (more.length > 0)
    throw new ScimError(400, undefined, 'Send exactly one entity tag in If-Match.')
  return tag === undefined ? undefined : revisionIn(tag)
}

function tagsOf(header: string | undefined): readonly string[] {
  return header === undefined ? [] : header.split(',').map((tag) => tag.trim())
}

function noSuchUser(): ScimError {
  return new ScimError(404, undefined, 'The directory of this key has no user with this id.')
}

function otherRevision(): ScimError {
  return new ScimError(
    412,
    undefined,
    'The user was changed in the meantime. Read it again and retry.',
  )
}

function taken(is: 'user_name_taken' | 'external_id_taken'): ScimError {
  const what = is === 'user_name_taken' ? 'userName' : 'externalId'
  return new ScimError(409, 'uniqueness', `Another user has this ${what}.`)
}
