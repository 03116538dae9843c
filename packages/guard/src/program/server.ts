/**
 * The guard as a server for other servers: nginx's `auth_request`, the forward authentication of Traefik
 * and Caddy, HAProxy through Lua, and Envoy's `ext_authz` over HTTP.
 *
 * It answers with 204 (or 200), 401, 403 and 503 only, because nginx knows no other refusals: a
 * malformed request, which elsewhere gets 400, gets 401 here. A question that cannot be meant gets 500, which
 * every web server takes for a no.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Guard } from '../guard.ts'
import type { ResourceMetadata } from '../metadata/adapters.ts'
import { toResponse } from '../response.ts'
import { identityHeaders } from './identity.ts'
import { exposition } from './metrics.ts'
import { type Question, readQuestion } from './question.ts'

export interface GuardServerParts {
  readonly guard: Guard
  readonly metadata: ResourceMetadata | undefined
  /** For the operator; at most one line a minute and kind. */
  report(problem: string): void
}

/** Longer than web servers keep idle connections (nginx: 60 s), so that they close them, not we. */
const KEEP_ALIVE_MS = 120_000
/** nginx takes 32 KiB of headers by default and passes them on. */
const LARGEST_HEADERS = 64 * 1024

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

type CheckQuestion = Extract<Question, { kind: 'check' }>

/** Not listening yet. */
export function createGuardServer({ guard, metadata, report }: GuardServerParts): Server {
  const answered = new Map<number, number>()

  function answer(response: ServerResponse, { status, headers, body = '' }: Answer): void {
    answered.set(status, (answered.get(status) ?? 0) + 1)
    const length = status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }
    response.writeHead(status, { ...headers, ...length }).end(body)
  }

  function fail(response: ServerResponse, problem: string): void {
    report(problem)
    answer(response, { status: 500, headers: TEXT, body: `${problem}\n` })
  }

  async function check(question: CheckQuestion, response: ServerResponse): Promise<void> {
    const outcome = await guard.check(question.request, question.requirement)
    if (outcome.outcome !== 'granted') {
      const { status, headers, body } = toResponse(outcome)
      return answer(response, { status: status === 400 ? 401 : status, headers, body })
    }
    const identity = identityHeaders(outcome.principal)
    if (identity === undefined) {
      return fail(response, 'what the token says is too large for the headers of an answer')
    }
    const headers = { ...identity, 'cache-control': 'no-store' }
    answer(response, { status: question.yes, headers })
  }

  function other(request: IncomingMessage, response: ServerResponse): void {
    const body = OTHERS[request.url ?? '']?.(guard, answered)
    if (body !== undefined) return void response.writeHead(200, TEXT).end(body)
    fail(response, 'the web server asks at an address that is neither /check nor /envoy/')
  }

  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', rawHeaders } = request
    const question = readQuestion({ method, url, rawHeaders })
    if (question.kind === 'check') await check(question, response)
    else if (question.kind === 'wrong') fail(response, question.problem)
    else if (metadata === undefined) other(request, response)
    else await metadata.node(other)(request, response)
  }
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, maxHeaderSize: LARGEST_HEADERS },
    (request, response) => {
      listener(request, response).catch((error: unknown) => {
        // Nothing above throws by itself. Whatever it is, it must not let anybody in.
        report(`a check failed: ${error instanceof Error ? error.message : error}`)
        response.headersSent ? response.destroy() : response.writeHead(500).end()
      })
    },
  )
  return server
}

const TEXT = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }

const OTHERS: Readonly<
  Record<string, (guard: Guard, answered: ReadonlyMap<number, number>) => string>
> = {
  /** 200 as long as the program runs: without the server it answers 503 and recovers by itself. */
  '/health': (guard) => `ok\nstream: ${guard.statistics().stream}\n`,
  '/metrics': (guard, answered) => exposition(guard.statistics(), answered),
}
