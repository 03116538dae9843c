/**
 * The guard of an API: decides, request by request, who may call it.
 *
 * Each step has its own file. `authorization.ts` parses the header. `token-form.ts` recognizes text
 * that cannot be a token of the server. `memory.ts` has the answers the server has already given;
 * otherwise `introspection.ts` asks, through `sharing.ts` and over the connections of `pool.ts`.
 * `jwt.ts` reads tokens that are JWTs, as far as `heard.ts` can vouch for them.
 * `dpop/` checks the proof that comes with a token bound to a key. `verdict.ts` judges the answer, and
 * `refusal.ts` words a refusal. `metadata/` tells clients which server to ask for a token.
 *
 * There are three outcomes. `granted` carries a principal. `refused` is a verdict on the request,
 * with its challenge. `unavailable` means that the token could not be checked: 503, never 401,
 * because a client discards a token on 401, and this one may be good.
 *
 * A good answer is cached only while `revocation-stream.ts` hears of every revocation. A revoked
 * token is refused within a second, or on the next request if nothing is cached.
 */

import { type ExpressMiddleware, guardExpress } from './adapters/express.ts'
import { type FastifyHook, guardFastify } from './adapters/fastify.ts'
import { type FetchHandler, guardFetch } from './adapters/fetch.ts'
import { guardNode, type NodeHandler, type NodeListener } from './adapters/node.ts'
import type { IntrospectionAnswer } from './answer.ts'
import { type CheckedRequest, readAuthorization, type Scheme } from './authorization.ts'
import { certificateThumbprint } from './certificate.ts'
import { chooseDetail, parseDetailsNeeded } from './details/needed.ts'
import { type Discovery, discoverAddresses, fixedAddresses } from './discovery.ts'
import { createProofCheck } from './dpop/check.ts'
import { createHeard } from './heard.ts'
import { basic, introspectOver } from './introspection.ts'
import { createJwtReader } from './jwt.ts'
import { createMemory } from './memory.ts'
import { type ResourceMetadata, serveMetadata } from './metadata/adapters.ts'
import { describeResource, type MetadataOptions, metadataAddress } from './metadata/document.ts'
import { type GuardOptions, readOptions } from './options.ts'
import type { Check, Outcome } from './outcome.ts'
import { openPool } from './pool.ts'
import { GuardProblem, reportSparingly } from './problem.ts'
import { type RefusalReason, refuse } from './refusal.ts'
import { type HttpRefusal, toResponse } from './response.ts'
import { createRevocationStream } from './revocation-stream.ts'
import { parseRequirement, parseSignIn, type Requirement } from './scope.ts'
import { shareQuestions } from './sharing.ts'
import type { GuardStatistics } from './statistics.ts'
import { fitsNone } from './token-form.ts'
import { judge, names } from './verdict.ts'

export interface Guard {
  /** Checks a request. Does not reject, whatever the request or the server did. */
  check(request: CheckedRequest, requirement?: Requirement): Promise<Outcome>
  /** A listener for `http.createServer`; the handler gets the principal as its third argument. */
  node(handler: NodeHandler, requirement?: Requirement): NodeListener
  /** An `onRequest` or `preHandler` hook; the handler calls `principalOf(request)`. */
  fastify(requirement?: Requirement): FastifyHook
  /** Middleware; the handler calls `principalOf(request)`. */
  express(requirement?: Requirement): ExpressMiddleware
  /** A web-standard handler; the inner one gets the principal as its second argument. */
  fetch<Rest extends readonly unknown[]>(
    handler: FetchHandler<Rest>,
    requirement?: Requirement,
  ): (request: Request, ...rest: Rest) => Promise<Response>
  /**
   * What the API tells clients about itself (RFC 9728), for the server it runs on. Needs `issuer`, and an
   * http or https address as `resource`. Throws a `TypeError` that names the wrong option.
   */
  metadata(options?: MetadataOptions): ResourceMetadata
  /**
   * The response to a request that goes beyond a limit, such as one for too high an amount
   * (`isWithinAmount`): 403 with a challenge.
   */
  overLimit(): HttpRefusal
  /**
   * Asks the server once, so that a wrong setting is known before the first request, and opens the
   * revocation stream. Rejects with a `GuardProblem`. Needs not be called, and may be called again.
   */
  ready(): Promise<void>
  /** Counters, and the state of the revocation stream. For metrics. */
  statistics(): GuardStatistics
  /** Closes the connections to the server. Pending checks end as `unavailable`. */
  close(): void
}

/**
 * Longer tokens are refused without asking. Otherwise anyone could make the server's size limit
 * look like an outage.
 */
const LONGEST_TOKEN = 8_192

/**
 * Creates the guard of an API. Throws a `TypeError` that names the wrong option. Does not connect
 * before the first check.
 */
export function createGuard(options: GuardOptions): Guard {
  const {
    server,
    credentials,
    timeoutMs,
    memory: wanted,
    dpop,
    countCalls,
    ...settings
  } = readOptions(options)
  const { clock = Date.now, onProblem = reportSparingly(console.error, clock) } = options

  const pool = openPool(timeoutMs)
  const addresses: Discovery =
    'addresses' in server
      ? fixedAddresses(server.addresses)
      : discoverAddresses(server.discoverFrom, pool, clock)
  const endpoint = async () => (await addresses()).introspection
  const memory = createMemory(() => stream.vouches(), {
    wall: clock,
    steady: () => performance.now(),
  })
  const stream = createRevocationStream({
    locate: async () => (wanted ? (await addresses()).revocationStream : undefined),
    authorization: basic(credentials),
    onRevoked: (revoked) => {
      memory.forget(revoked)
      heard.revoked(revoked)
    },
    onBegin: () => {
      memory.forgetAll()
      heard.end()
      jwts?.forgetKeys()
    },
    onLive: (at) => {
      if (at !== undefined) heard.begin(at)
    },
    onProblem,
  })
  const heard = createHeard()
  const { issuer, resource } = settings
  // Without its own URI, the API could not tell that a token is for another one.
  const jwts =
    issuer === undefined || resource === undefined
      ? undefined
      : createJwtReader({
          ...{ issuer, pool, clock },
          isForThisApi: (audience) => names(audience, resource),
          locateKeys: async () => (await addresses()).keys,
          vouchesFor: (token) => stream.vouches() && heard.vouchesFor(token),
        })
  const readHere = memory.keeping(async (token) => jwts?.read(token))
  const asking = introspectOver(pool, endpoint, { credentials, isKnown: memory.has })
  const introspect = shareQuestions(memory.keeping(asking))
  const proofs = createProofCheck({ ...dpop, secret: credentials.clientSecret, clock })
  const counted = { fromMemory: 0, verified: 0, asked: 0, askedWithoutStream: 0 }

  /** False if the metadata cannot be read: the introspection request will report that. */
  async function wasNeverIssued(token: string): Promise<boolean> {
    try {
      const { tokenFormats } = await addresses()
      return (
        fitsNone(token, tokenFormats) && fitsNone(token, (await addresses.recent()).tokenFormats)
      )
    } catch {
      return false
    }
  }

  async function ask(token: string): Promise<IntrospectionAnswer> {
    stream.start()
    const read = stream.vouches() ? await readHere(token) : undefined
    if (read !== undefined) {
      counted.verified++
      return read
    }
    counted.asked++
    if (!stream.vouches()) counted.askedWithoutStream++
    return introspect(token)
  }

  const checkFor = (requirement: Requirement | undefined): Check => {
    const needed = { scope: parseRequirement(requirement), signIn: parseSignIn(requirement) }
    const details = parseDetailsNeeded(requirement?.details)
    const refused = (reason: RefusalReason, scheme: Scheme = 'bearer') => {
      const refusal = refuse(reason, settings.protection, { ...needed, scheme })
      return reason === 'nonce_needed' ? { ...refusal, dpopNonce: proofs.nonce() } : refusal
    }

    const unavailable = (problem: GuardProblem) => {
      onProblem(problem)
      const { retryAfterSeconds } = problem
      return { outcome: 'unavailable', status: 503, retryAfterSeconds, problem } as const
    }

    return async (request) => {
      const presented = readAuthorization(request)
      if (presented.kind !== 'token') return refused(presented.kind)
      const { token, scheme } = presented
      if (token.length > LONGEST_TOKEN) return refused('too_long', scheme)

      const kept = memory.find(token)
      if (kept !== undefined) counted.fromMemory++
      else if (await wasNeverIssued(token)) return refused('never_issued', scheme)
      const answer = kept ?? (await ask(token).catch(asProblem))
      if (answer instanceof GuardProblem) return unavailable(answer)
      const isBound = scheme === 'dpop' && answer.active && answer.binding.by === 'dpop'
      const proofProblem = isBound
        ? await proofs.problem(request, { text: token, thumbprint: answer.binding.thumbprint })
        : undefined
      const certificate =
        answer.active && answer.binding.by === 'certificate'
          ? certificateThumbprint(request, options.clientCertificate)
          : undefined
      const verdict = judge(answer, {
        ...{ ...settings, ...needed, scheme, proofProblem, certificate },
        now: clock(),
      })
      if (!verdict.good) return refused(verdict.reason, scheme)
      const { principal } = verdict
      if (details === undefined) return { outcome: 'granted', principal }
      // Last, because it counts a call.
      const choice = await chooseDetail(principal, details, { request, count: countCalls })
      if (choice.is === 'problem') return unavailable(choice.problem)
      return choice.is === 'allowed'
        ? { outcome: 'granted', principal: { ...principal, allowed: choice.allowed } }
        : refused(choice.reason, scheme)
    }
  }

  const checkAnyScope = checkFor(undefined)

  return {
    check: (request, requirement) =>
      requirement === undefined ? checkAnyScope(request) : checkFor(requirement)(request),
    node: (handler, requirement) => guardNode(checkFor(requirement), handler),
    fastify: (requirement) => guardFastify(checkFor(requirement)),
    express: (requirement) => guardExpress(checkFor(requirement)),
    fetch: (handler, requirement) => guardFetch(checkFor(requirement), handler),
    metadata: (described = {}) => {
      const address = resource === undefined ? undefined : metadataAddress(resource)
      if (issuer === undefined || resource === undefined || address === undefined) {
        throw new TypeError('metadata() needs issuer, and resource as an http or https URL')
      }
      const readsCertificates = options.clientCertificate !== undefined
      return serveMetadata(
        address,
        describeResource({ resource, issuer, readsCertificates }, described),
      )
    },
    overLimit: () =>
      toResponse(refuse('over_limit', settings.protection, { scope: [], signIn: {} })),
    ready: async () => {
      stream.start()
      // No token, and the same answer as for any other text: what counts is that the server answers.
      await asking('ready')
    },
    statistics: () => ({ ...counted, kept: memory.size(), stream: stream.state() }),
    close: () => {
      stream.close()
      pool.close()
    },
  }
}

function asProblem(error: unknown): GuardProblem {
  if (error instanceof GuardProblem) return error
  throw error
}
