/**
 * The API's metadata behind each kind of server. Every adapter answers at the well-known address and
 * passes on whatever else is asked. Put it before the guard: the metadata needs no token.
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { MetadataDocument } from './document.ts'
import { answerWith, type MetadataAnswer } from './response.ts'

type Next = (request: IncomingMessage, response: ServerResponse) => unknown

export interface ResourceMetadata {
  /** Where clients find it, as `resource_metadata` of a challenge names it. */
  readonly url: string
  /** The path of `url`, for a server with routes of its own. */
  readonly path: string
  readonly document: MetadataDocument
  /** A listener for `http.createServer` that hands every other request to `next`. */
  node(next: Next): (request: IncomingMessage, response: ServerResponse) => Promise<void>
  /** Middleware for the whole app: `app.use(metadata.express())`. */
  express(): (
    request: IncomingMessage & { readonly originalUrl?: string },
    response: ServerResponse,
    next: (error?: unknown) => void,
  ) => void
  /** An `onRequest` hook for the whole app, before any hook of the guard. */
  fastify(): (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<unknown>
  /** A web-standard handler that hands every other request to `next`. */
  fetch<Rest extends readonly unknown[]>(
    next: (request: Request, ...rest: Rest) => Response | Promise<Response>,
  ): (request: Request, ...rest: Rest) => Promise<Response>
}

interface FastifyRequestLike {
  readonly raw: IncomingMessage
}

interface FastifyReplyLike {
  code(status: number): unknown
  headers(values: Record<string, string>): unknown
  send(payload: string): unknown
}

export function serveMetadata(url: URL, document: MetadataDocument): ResourceMetadata {
  const answer = answerWith(document)
  const isHere = addressed(url)

  /** Undefined if the request is for something else. */
  const answerTo = (request: IncomingMessage, target = request.url): MetadataAnswer | undefined =>
    isHere(target ?? '')
      ? answer({ method: request.method ?? '', ifNoneMatch: request.headers['if-none-match'] })
      : undefined

  return {
    url: url.href,
    path: url.pathname,
    document,
    node: (next) => async (request, response) => {
      const answered = answerTo(request)
      if (answered === undefined) await next(request, response)
      else response.writeHead(answered.status, answered.headers).end(answered.body)
    },
    express: () => (request, response, next) => {
      const answered = answerTo(request, request.originalUrl)
      if (answered === undefined) return next()
      response.writeHead(answered.status, answered.headers).end(answered.body)
    },
    fastify: () => async (request, reply) => {
      const answered = answerTo(request.raw)
      if (answered === undefined) return
      reply.code(answered.status)
      reply.headers({ ...answered.headers })
      reply.send(answered.body)
      return reply
    },
    fetch:
      (next) =>
      async (request, ...rest) => {
        const { pathname, search } = new URL(request.url)
        if (!isHere(pathname + search)) return next(request, ...rest)
        const ifNoneMatch = request.headers.get('if-none-match') ?? undefined
        const { status, headers, body } = answer({ method: request.method, ifNoneMatch })
        return new Response(body === '' ? null : body, { status, headers })
      },
  }
}

/**
 * Whether a request's target is the address. Clients differ on a slash at the end of the resource, so
 * either spelling is found. A query counts only if the resource has one.
 */
function addressed({ pathname, search }: URL): (target: string) => boolean {
  const wanted = pathname.replace(/\/$/, '') + search
  return (target) => {
    const at = target.indexOf('?')
    const path = at < 0 ? target : target.slice(0, at)
    const query = search === '' || at < 0 ? '' : target.slice(at)
    return path.replace(/\/$/, '') + query === wanted
  }
}
