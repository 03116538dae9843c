/**
 * The admin API: runs one request. Loaded at the first request to it (`address.ts`), so a server whose
 * operators do not use it never reads its schemas.
 *
 *     the place ─▶ the token ─▶ the permission ─▶ query, body ─▶ If-Match ─▶ the endpoint ─▶ the answer
 *
 * Neighbours: `nouns/` has the operations, one file for each noun; `operations/` has what they do.
 */

import type { FastifyReply } from 'fastify'
import { NotPermitted } from '../../operations/permitted.ts'
import type { Page } from '../../store/port.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { jsonBody } from '../platform/json-body.ts'
import { Problem } from '../problem.ts'
import { rawQuery } from '../request.ts'
import { entityTag, isMatch, serialized } from './answer.ts'
import { checkBody, readQuery } from './check.ts'
import { cursorAfter, readCursor } from './cursor.ts'
import type { Asked, Endpoint } from './endpoint.ts'
import { authenticate, pathBelow, permit } from './guard.ts'
import { onlyOnce, type Sent } from './idempotency.ts'
import { nouns } from './nouns.ts'
import { changedMeanwhile } from './refusals.ts'
import { createRouter } from './router.ts'
import { pageParameters } from './schema.ts'

const router = createRouter(nouns.flatMap(({ endpoints }) => endpoints))
const USUAL_LIMIT = 100

/** The request after all checks of its parts; without the types of its endpoint. */
type AnyAsked = Asked<Readonly<Record<string, string>>, Readonly<Record<string, unknown>>, unknown>

/** Answers a request below `/admin/v1`. Rejects with `Problem` or `StorageUnavailable`. */
export async function answerAdmin(context: HttpContext, exchange: Exchange): Promise<FastifyReply> {
  const { request, reply } = exchange
  const [path = ''] = request.url.split('?', 1)
  const found = router.find(request.method, pathBelow(path) ?? '')
  if ('allowed' in found) throw noSuchPlace(reply, found.allowed)
  const { endpoint, params } = found
  const asker = await authenticate(context, exchange)
  await permit(context, exchange, { ...asker, needs: endpoint.needs })
  const { actor } = asker
  const query = readQuery(parametersOf(endpoint), new URLSearchParams(rawQuery(request)))
  const after = readCursor({ context, actor, id: endpoint.id, query })
  const limit = typeof query['limit'] === 'number' ? query['limit'] : USUAL_LIMIT
  const body = endpoint.body === undefined ? undefined : jsonBody(request)
  if (endpoint.body !== undefined) checkBody(endpoint.body, body)
  const asked: AnyAsked = {
    ...{ context, actor, params, query, body },
    page: { limit, ...(after !== undefined && { after }) },
  }
  const run = () => runNow(endpoint, asked, request.headers['if-match'])
  const sent = endpoint.creates ? await onlyOnce(context, { request, actor }, run) : await run()
  for (const [name, value] of Object.entries(sent.headers)) reply.header(name, value)
  if (sent.status === 204) return reply.code(204).send()
  return reply.code(sent.status).type('application/json').send(Buffer.from(sent.body))
}

async function runNow(
  endpoint: Endpoint,
  asked: AnyAsked,
  ifMatch: string | undefined,
): Promise<Sent> {
  const asRead = await rowFor(endpoint, asked, ifMatch)
  let result: unknown
  try {
    result = await endpoint.run({ ...asked, asRead } as never)
  } catch (error) {
    if (error instanceof NotPermitted) {
      throw new Problem(403, 'not_permitted', { detail: error.message })
    }
    throw error
  }
  const { status, answer } = endpoint
  if (answer === undefined) return { status, headers: {}, body: '' }
  if (endpoint.isList) {
    const { rows, next } = result as Page<object>
    const { context, actor, query } = asked
    const cursor =
      next === null ? null : cursorAfter({ context, actor, id: endpoint.id, query }, next)
    return { status, headers: {}, body: serialized(answer, { data: rows, next_cursor: cursor }) }
  }
  const body = serialized(answer, result)
  // A tag of an answer with a secret would be the tag of no representation that can be read again.
  const tag = endpoint.secret === true ? {} : { ETag: tagOf(endpoint, result) }
  const location = endpoint.location?.(result as never)
  const place = location === undefined ? {} : { Location: placeOf(asked.context, location) }
  return { status, headers: { ...tag, ...place }, body }
}

/** The row that a change is meant for; undefined if any state of it will do. Rejects with `Problem`. */
async function rowFor(
  endpoint: Endpoint,
  asked: AnyAsked,
  ifMatch: string | undefined,
): Promise<object | undefined> {
  const { current, document } = endpoint
  if (current === undefined || document === undefined) return undefined
  if (ifMatch === undefined || ifMatch.trim() === '') {
    // RFC 6585 §3
    const detail = 'Send If-Match with the ETag of the document that you changed.'
    throw new Problem(428, 'precondition_required', {
      detail,
      errors: [{ field: 'If-Match', in: 'header', detail }],
    })
  }
  const row = await current(asked as never)
  // The endpoint says what there is not.
  if (row === undefined || ifMatch.trim() === '*') return undefined
  const tag = tagOf(endpoint, document(row as never, asked.context))
  if (!isMatch(ifMatch, tag)) throw changedMeanwhile()
  return row
}

function tagOf({ tag, answer }: Endpoint, document: unknown): string {
  const schema = tag ?? answer
  return schema === undefined ? '' : entityTag(serialized(schema, document))
}

const parametersOf = ({ query, isList }: Endpoint) => ({
  ...query,
  ...(isList && pageParameters),
})

function placeOf({ settings }: HttpContext, below: string): string {
  return `${settings.issuer}/admin/v1${below}`
}

function noSuchPlace(reply: FastifyReply, allowed: readonly string[]): Problem {
  if (allowed.length === 0) {
    const detail = 'There is nothing at this address. All of them are in /admin/openapi.json.'
    return new Problem(404, 'no_such_place', { detail })
  }
  reply.header('Allow', allowed.join(', '))
  return new Problem(405, 'wrong_method', { detail: `Use ${allowed.join(' or ')} here.` })
}
