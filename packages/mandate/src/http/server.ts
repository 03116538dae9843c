/**
 * The server: one listener whose handler is the app of the settings in force (`app.ts`). New settings
 * get an app of their own, which takes the place of the old one between two requests. Requests that
 * the old one has begun end there; connections and streams belong to the server and go on.
 *
 *     app of version 4 ──▶ handler of the listener
 *     app of version 5 ──built──▶ the same handler; if it cannot be built, version 4 stays
 */

import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type RequestListener,
} from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { createClientKeys } from '../clients/keys.ts'
import { createRequestObjects } from '../clients/request-objects.ts'
import { createExplanationQueue } from '../explanations/queue.ts'
import type { Observer } from '../facts/passing.ts'
import { createFetcher } from '../fetching/fetcher.ts'
import { factLine } from '../log/facts.ts'
import { createCodeRate } from '../oauth/authorize/code-rate.ts'
import { createDevicePace } from '../oauth/device/pace.ts'
import { rulesOf } from '../revocations/events.ts'
import { createRevocationFeed } from '../revocations/feed.ts'
import { createAdmission } from './admission.ts'
import { type App, type AppDependencies, createApp, type Lasting } from './app.ts'
import { createBodyBudget } from './body-budget.ts'
import { createBrowserOrigins } from './browser-origins.ts'
import { limitConnections } from './connections.ts'
import { noteAtConsole } from './console/door.ts'
import type { ServerSettings } from './context.ts'
import { createDraining, type Draining } from './draining.ts'
import { answerMalformed } from './malformed-request.ts'
import { routeByMethod } from './methods.ts'

export interface ServerDependencies extends AppDependencies {
  /** Those in force at the start. */
  readonly settings: ServerSettings
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

/** A Fastify instance whose requests go to the app of the settings in force. */
export interface RunningApp extends FastifyInstance {
  /**
   * Builds the app of these settings and gives it every request from then on. Settings of the
   * listener itself, such as `trustedProxies` for its connections, stay. Rejects with what is wrong
   * with the settings, such as `BrandRefused`; the app before then stays.
   */
  takeOver(settings: ServerSettings): Promise<void>
  /** Handles a request like the listener, for another listener of the same process. */
  readonly handle: RequestListener
  /** A listener of its own for the console and the admin API. The caller lets it listen and closes it. */
  newConsoleListener(): HttpServer
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
export async function createServer(dependencies: ServerDependencies): Promise<RunningApp> {
  const { store, clock, limits, keepAliveSeconds = KEEP_ALIVE_SECONDS } = dependencies
  const { fetchAllowedHosts: allowedHosts, trustedProxies } = dependencies.settings
  let settingsInForce = dependencies.settings
  let handler: RequestListener = () => {}
  const handle: RequestListener = (request, response) => {
    routeByMethod(request)
    handler(request, response)
  }
  const newListener = (handling = handle) => {
    const timeouts = {
      headersTimeout: HEADERS_MILLISECONDS,
      requestTimeout: REQUEST_MILLISECONDS,
      keepAliveTimeout: keepAliveSeconds * 1_000,
      connectionsCheckingInterval: 1_000,
    }
    return createHttpServer(timeouts, handling).setTimeout(STALLED_MILLISECONDS)
  }
  const listener = newListener()
  const connections = limitConnections(listener, {
    ...(limits?.connections !== undefined && { most: limits.connections }),
    trustedProxies,
  })
  const bodies = createBodyBudget(limits?.bodyBytes)
  const fetch = createFetcher({ allowedHosts })
  const explanations = createExplanationQueue(store, ({ lost, because }) =>
    server.log.warn({ lost, err: because }, 'Explanations of refused requests could not be kept.'),
  )
  const rulesInForce = () => rulesOf({ ...dependencies, settings: settingsInForce })
  const { observe = () => {}, draining = createDraining() } = dependencies
  const lasting: Lasting = {
    ...{ fetch, explanations, draining, observe },
    clientKeys: createClientKeys({ fetch, clock }),
    requestObjects: createRequestObjects({ fetch, clock }),
    revocationFeed: createRevocationFeed(store.facts, rulesInForce),
    browserOrigins: createBrowserOrigins(store.clients),
    codeRate: createCodeRate(),
    devicePace: createDevicePace(),
    admit: createAdmission(limits?.requests),
    arrived({ raw, ip }) {
      if (connections.open() > MANY_CONNECTIONS) bodies.watch(raw, ip)
    },
  }

  let isListening = false
  let current: App = await createApp(dependencies, lasting, {
    settings: settingsInForce,
    serve(first) {
      // For a name with two addresses, such as localhost, Fastify asks for a second one.
      if (isListening) return newListener()
      isListening = true
      handler = first
      return listener
    },
  })
  const { fastify: server } = current
  listener.on('clientError', (error, socket) =>
    answerMalformed(error, socket as Socket, current.context),
  )
  draining.watch(listener)
  const unwatch = store.facts.watch(async (facts) => {
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
    await draining.closeListener(listener)
    // A stream never ends by itself.
    lasting.revocationFeed.close()
  })
  return Object.assign(server, {
    handle,
    newConsoleListener: () =>
      newListener((request, response) => {
        noteAtConsole(request)
        handle(request, response)
      }),
    async takeOver(settings: ServerSettings) {
      let next = handler
      const { log: logger } = server
      const app = await createApp(dependencies, lasting, {
        ...{ settings, logger },
        serve(of) {
          next = of
          // Never listens: Fastify only wants a server to belong to.
          return createHttpServer()
        },
      })
      await app.fastify.ready()
      handler = next
      current = app
      settingsInForce = settings
    },
  })
}
