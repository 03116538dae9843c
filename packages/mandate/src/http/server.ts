/**
 * The server: Fastify, the behaviour common to all requests, and the routes.
 *
 * Neighbours: `routes.ts` has the addresses, `endpoints/` parse requests and send answers, `oauth/`
 * and `people/` have the rules. `error-response.ts` handles what an endpoint throws.
 */

import { randomUUID } from 'node:crypto'
import Fastify, {
  type FastifyHttpOptions,
  type FastifyInstance,
  LogController,
  type RawServerDefault,
} from 'fastify'
import { createClientDocuments } from '../clients/documents/documents.ts'
import { createClientKeys } from '../clients/keys.ts'
import { createRequestObjects } from '../clients/request-objects.ts'
import { createExplanationQueue } from '../explanations/queue.ts'
import type { Observer } from '../facts/passing.ts'
import { createFetcher } from '../fetching/fetcher.ts'
import type { SealingKeys } from '../keys/sealing.ts'
import { loggedError } from '../log/errors.ts'
import { factLine } from '../log/facts.ts'
import { timestamp } from '../log/log.ts'
import { createCodeRate } from '../oauth/authorize/code-rate.ts'
import type { ProtocolContext } from '../oauth/context.ts'
import { createDevicePace } from '../oauth/device/pace.ts'
import { createLeakedPasswords } from '../people/leaked-passwords.ts'
import type { Passwords } from '../people/password.ts'
import { rulesOf } from '../revocations/events.ts'
import { createRevocationFeed } from '../revocations/feed.ts'
import { readOnly } from '../store/read-only.ts'
import type { WayKind } from '../ways/way.ts'
import { createBodyBudget, LARGEST_BODY } from './body-budget.ts'
import { createBrowserOrigins } from './browser-origins.ts'
import { limitConnections } from './connections.ts'
import { createContext, type ServerSettings } from './context.ts'
import { letPageRead, type Readers } from './cors.ts'
import { createDraining, type Draining } from './draining.ts'
import { type Audience, respondToError, respondToUnknownPlace } from './error-response.ts'
import { explainRequest, type Refused, whoseRequest } from './explanation.ts'
import { answerMalformed, isCoded, UnknownCoding } from './malformed-request.ts'
import { logRequest } from './request-log.ts'
import { addRoutes } from './routes.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    audience?: Audience
    /** Which pages of other origins may read the answers. */
    readers?: Readers | undefined
  }
  interface FastifyRequest {
    /** Why this request was refused; null if it was not. */
    refused: Refused | null
  }
}

export interface ServerDependencies extends Omit<ProtocolContext, 'clientKeys' | 'jwtApis'> {
  readonly settings: ServerSettings
  readonly passwords: Passwords
  readonly seals: SealingKeys
  /** The kinds of ways that the setting `sign_in` may use. Default: all. */
  readonly wayKinds?: readonly WayKind[]
  /** The log's destination and level; `false` for no log. */
  readonly log: false | { readonly level: string; readonly stream?: { write(line: string): void } }
  /** Receives all events, for metrics. */
  readonly observe?: Observer
  /** Lets the owner start draining before closing; otherwise closing starts it. */
  readonly draining?: Draining
  /** How long a connection may idle between two requests. */
  readonly keepAliveSeconds?: number
  /** Overrides the default limits of a process (`admission.ts`, `connections.ts`). */
  readonly limits?: {
    readonly requests?: number
    readonly connections?: number
    readonly bodyBytes?: number
  }
}

/** Fewer connections cannot hold much, and the token path should not pay for watching them. */
const MANY_CONNECTIONS = 256

// Enough for 16 KiB over a bad line, and short enough that slow senders cannot hold connections.
const HEADERS_MILLISECONDS = 10_000
const REQUEST_MILLISECONDS = 15_000
// Longer than any answer takes: a reader that accepts nothing for this long is gone.
const STALLED_MILLISECONDS = 60_000
const KEEP_ALIVE_SECONDS = 72

/** A server ready to `listen` or `inject`. Closing it leaves the store open. */
export async function createServer(dependencies: ServerDependencies): Promise<FastifyInstance> {
  const explanations = createExplanationQueue(dependencies.store, ({ lost, because }) =>
    server.log.warn({ lost, err: because }, 'Explanations of refused requests could not be kept.'),
  )
  const revocationFeed = createRevocationFeed(dependencies.store.facts, () => rulesOf(dependencies))
  const { observe = () => {}, limits, draining = createDraining() } = dependencies
  const { keepAliveSeconds = KEEP_ALIVE_SECONDS } = dependencies
  const { fetchAllowedHosts: allowedHosts, passwordRangeUrl: address } = dependencies.settings
  const { authorizationDetailsFile: typesFile } = dependencies.settings
  const fetch = createFetcher({ allowedHosts })
  const warn = (message: string) => server.log.warn(message)
  const given = {
    ...dependencies,
    store: readOnly(dependencies.store),
    fetch,
    clientKeys: createClientKeys({ fetch, clock: dependencies.clock }),
    requestObjects: createRequestObjects({ fetch, clock: dependencies.clock }),
    clientDocuments: createClientDocuments({ ...dependencies, fetch }),
    leaked: createLeakedPasswords({ address, fetch, warn }),
    ...{ explanations, revocationFeed, observe, draining, requestsAtOnce: limits?.requests },
    codeRate: createCodeRate(),
    devicePace: createDevicePace(),
    ...(typesFile != null && {
      detailTypes: (await import('../details/open.ts')).openDetailTypes(typesFile),
    }),
  }
  const context = createContext(given, dependencies.wayKinds)
  const { settings } = context
  const options: FastifyHttpOptions<RawServerDefault> = {
    logger: dependencies.log && {
      ...dependencies.log,
      timestamp,
      serializers: { err: loggedError },
    },
    bodyLimit: LARGEST_BODY,
    requestTimeout: REQUEST_MILLISECONDS,
    connectionTimeout: STALLED_MILLISECONDS,
    keepAliveTimeout: keepAliveSeconds * 1_000,
    http: { headersTimeout: HEADERS_MILLISECONDS, connectionsCheckingInterval: 1_000 },
    logController: new LogController({ disableRequestLogging: true }),
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    // Requests in progress may finish; the store is still open.
    return503OnClosing: false,
    trustProxy: [...settings.trustedProxies],
    // A path that cannot be decoded matches nothing.
    frameworkErrors: (_error, request, reply) => {
      respondToUnknownPlace(context, { request, reply })
    },
    clientErrorHandler: (error, socket) => answerMalformed(error, socket, context),
    genReqId: () => randomUUID(),
    // Endpoints parse the raw query themselves: RFC 6749 has stricter rules than a query parser.
    routerOptions: { querystringParser: () => ({}), maxParamLength: 765 },
  }
  const server = Fastify(options)
  const connections = limitConnections(server.server, {
    ...(limits?.connections !== undefined && { most: limits.connections }),
    trustedProxies: settings.trustedProxies,
  })
  const bodies = createBodyBudget(limits?.bodyBytes)
  draining.watch(server.server)

  server.removeAllContentTypeParsers()
  const form = 'application/x-www-form-urlencoded'
  server.addContentTypeParser(form, { parseAs: 'buffer' }, (request, body, done) =>
    isCoded(request) ? done(new UnknownCoding()) : done(null, body),
  )
  // Other bodies are read and dropped, so that the endpoint can say what it expects.
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) =>
    done(null, null),
  )

  const browserOrigins = createBrowserOrigins(context.store.clients)
  server.addHook('onRequest', (request, reply, done) => {
    if (connections.open() > MANY_CONNECTIONS) bodies.watch(request.raw, request.ip)
    reply.header('cache-control', 'no-store')
    reply.header('pragma', 'no-cache')
    reply.header('x-content-type-options', 'nosniff')
    if (context.isHttps) reply.header('strict-transport-security', 'max-age=31536000')
    const goOn = () => {
      if (!draining.hasBegun) return done()
      reply.header('connection', 'close')
      draining.admit(done)
    }
    const { readers } = request.routeOptions.config
    // Server-side programs send no Origin and skip this.
    if (readers === undefined || request.headers.origin === undefined) return goOn()
    letPageRead(browserOrigins, { request, reply }, readers).then(goOn, done)
  })
  server.decorateRequest('refused', null)
  server.addHook('onResponse', (request, reply, done) => {
    logRequest(request, reply)
    const { refused } = request
    observe({
      kind: 'request.answered',
      endpoint: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      milliseconds: reply.elapsedTime,
    })
    if (refused !== null) {
      observe({ kind: 'request.refused', reason: refused.refusal.reason })
      const at = context.clock.now()
      explanations.add(whoseRequest(refused), () => explainRequest(request, refused, at))
    }
    done()
  })
  const unwatch = dependencies.store.facts.watch(async (facts) => {
    for (const fact of facts) {
      server.log.info(factLine(fact))
      observe(fact)
    }
  })
  server.addHook('onClose', () => {
    unwatch()
    return explanations.close()
  })
  server.addHook('preClose', async () => {
    await draining.closeListener(server.server)
    // A stream never ends by itself.
    revocationFeed.close()
  })
  server.setErrorHandler((error, request, reply) =>
    respondToError(context, { request, reply, error }),
  )
  server.setNotFoundHandler((request, reply) => respondToUnknownPlace(context, { request, reply }))
  await addRoutes(server, context)
  return server
}
