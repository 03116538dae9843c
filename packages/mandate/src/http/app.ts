/**
 * The app of one version of the settings: Fastify, the behaviour common to all requests, and the
 * routes. A server has one app at a time (`server.ts`). What a process has only once is handed in, so
 * that an app can finish its requests and then be forgotten.
 *
 * Neighbours: `routes.ts` has the addresses, `endpoints/` parse requests and send answers, `oauth/`
 * and `people/` have the rules. `error-response.ts` handles what an endpoint throws.
 */

import { randomUUID } from 'node:crypto'
import type { RequestListener, Server } from 'node:http'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyInstance,
  LogController,
  type RawServerDefault,
} from 'fastify'
import { createClientDocuments } from '../clients/documents/documents.ts'
import type { ClientKeys } from '../clients/keys.ts'
import type { RequestObjects } from '../clients/request-objects.ts'
import type { ExplanationQueue } from '../explanations/queue.ts'
import type { Observer } from '../facts/passing.ts'
import type { Fetcher } from '../fetching/fetcher.ts'
import type { SealingKeys } from '../keys/sealing.ts'
import { loggedError } from '../log/errors.ts'
import { timestamp } from '../log/log.ts'
import type { CodeRate } from '../oauth/authorize/code-rate.ts'
import type { ProtocolContext } from '../oauth/context.ts'
import type { DevicePace } from '../oauth/device/pace.ts'
import type { KeyFileWriter } from '../operations/keys.ts'
import { createLeakedPasswords } from '../people/leaked-passwords.ts'
import type { Passwords } from '../people/password.ts'
import type { RevocationFeed } from '../revocations/feed.ts'
import type { SettingsReading } from '../settings/declaration.ts'
import { readOnly } from '../store/read-only.ts'
import type { WayKind } from '../ways/way.ts'
import type { Admission } from './admission.ts'
import { LARGEST_BODY } from './body-budget.ts'
import type { BrowserOrigins } from './browser-origins.ts'
import { answerAtDoor } from './console/door.ts'
import { createContext, type HttpContext, type ServerSettings } from './context.ts'
import { letPageRead, type Readers } from './cors.ts'
import type { Draining } from './draining.ts'
import { type Audience, respondToError, respondToUnknownPlace } from './error-response.ts'
import { explainRequest, type Refused, refusedFact, whoseRequest } from './explanation.ts'
import { isCoded, UnknownCoding } from './malformed-request.ts'
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

export interface AppDependencies
  extends Omit<ProtocolContext, 'settings' | 'clientKeys' | 'jwtApis'> {
  readonly passwords: Passwords
  readonly seals: SealingKeys
  /** Where each setting comes from (`HttpContext`). */
  readonly shownSettings?: HttpContext['shownSettings']
  /** The checks of `mandate doctor` (`HttpContext`). */
  readonly examine?: HttpContext['examine']
  /** Where an operator can add keys; absent if this server cannot write them. */
  readonly keyFile?: KeyFileWriter | undefined
  /** Absent if the settings are as they are, as in tests. */
  readonly settingsReading?: SettingsReading | undefined
  /** The kinds of ways that the setting `sign_in` may use. Default: all. */
  readonly wayKinds?: readonly WayKind[]
  /** The log's destination and level; `false` for no log. */
  readonly log: false | { readonly level: string; readonly stream?: { write(line: string): void } }
}

/** What a process has once, whichever settings are in force. */
export interface Lasting {
  readonly fetch: Fetcher
  readonly clientKeys: ClientKeys
  readonly requestObjects: RequestObjects
  readonly codeRate: CodeRate
  readonly devicePace: DevicePace
  readonly explanations: ExplanationQueue
  readonly revocationFeed: RevocationFeed
  readonly browserOrigins: BrowserOrigins
  /** Limits how many requests run at once. */
  readonly admit: Admission
  readonly draining: Draining
  readonly observe: Observer
  /** Called with each request before it is handled. */
  arrived(request: Parameters<HttpContext['certificateOf']>[0]): void
}

export interface App {
  readonly context: HttpContext
  readonly fastify: FastifyInstance
}

/**
 * Builds the app of these settings; it is ready for requests once `fastify.ready()` has resolved.
 * `serve` makes the server that calls the app's handler. `logger`: that of an earlier app. Throws
 * if the settings cannot be used, such as `BrandRefused`.
 */
export async function createApp(
  dependencies: AppDependencies,
  lasting: Lasting,
  {
    settings: wanted,
    logger,
    serve,
  }: {
    readonly settings: ServerSettings
    readonly logger?: FastifyBaseLogger
    readonly serve: (handler: RequestListener) => Server
  },
): Promise<App> {
  const { fetch, explanations, browserOrigins, draining, observe } = lasting
  const { passwordRangeUrl: address, authorizationDetailsFile: typesFile } = wanted
  const warn = (message: string) => fastify.log.warn(message)
  const context = createContext(
    {
      ...dependencies,
      ...lasting,
      settings: wanted,
      store: readOnly(dependencies.store),
      clientDocuments: createClientDocuments({
        fetch,
        clock: dependencies.clock,
        settings: wanted,
      }),
      leaked: createLeakedPasswords({ address, fetch, warn }),
      ...(typesFile != null && {
        detailTypes: (await import('../details/open.ts')).openDetailTypes(typesFile),
      }),
    },
    dependencies.wayKinds,
  )
  const { settings } = context
  const options: FastifyHttpOptions<RawServerDefault> = {
    ...(logger === undefined
      ? {
          logger: dependencies.log && {
            ...dependencies.log,
            timestamp,
            serializers: { err: loggedError },
          },
        }
      : { loggerInstance: logger }),
    bodyLimit: LARGEST_BODY,
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
    genReqId: () => randomUUID(),
    // Endpoints parse the raw query themselves: RFC 6749 has stricter rules than a query parser.
    routerOptions: { querystringParser: () => ({}), maxParamLength: 765 },
    serverFactory: serve,
    // The server's own, since it is for requests that no app has seen (`server.ts`).
    clientErrorHandler: () => {},
  }
  const fastify = Fastify(options)

  fastify.removeAllContentTypeParsers()
  const form = 'application/x-www-form-urlencoded'
  fastify.addContentTypeParser(form, { parseAs: 'buffer' }, (request, body, done) =>
    isCoded(request) ? done(new UnknownCoding()) : done(null, body),
  )
  // Other bodies are read and dropped, so that the endpoint can say what it expects.
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) =>
    done(null, null),
  )

  fastify.addHook('onRequest', (request, reply, done) => {
    lasting.arrived(request)
    reply.header('cache-control', 'no-store')
    reply.header('pragma', 'no-cache')
    reply.header('x-content-type-options', 'nosniff')
    if (context.isHttps) reply.header('strict-transport-security', 'max-age=31536000')
    const goOn = () => {
      if (!draining.hasBegun) return done()
      reply.header('connection', 'close')
      draining.admit(done)
    }
    if (answerAtDoor(context, { request, reply }) !== undefined) return
    const { readers } = request.routeOptions.config
    // Server-side programs send no Origin and skip this.
    if (readers === undefined || request.headers.origin === undefined) return goOn()
    letPageRead(browserOrigins, { request, reply }, readers).then(goOn, done)
  })
  fastify.decorateRequest('refused', null)
  fastify.addHook('onResponse', (request, reply, done) => {
    logRequest(request, reply)
    const { refused } = request
    observe({
      kind: 'request.answered',
      endpoint: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      milliseconds: reply.elapsedTime,
    })
    if (refused !== null) {
      observe(refusedFact(refused))
      const at = context.clock.now()
      explanations.add(whoseRequest(refused), () => explainRequest(request, refused, at))
    }
    done()
  })
  fastify.setErrorHandler((error, request, reply) =>
    respondToError(context, { request, reply, error }),
  )
  fastify.setNotFoundHandler((request, reply) => respondToUnknownPlace(context, { request, reply }))
  await addRoutes(fastify, context)
  return { context, fastify }
}
