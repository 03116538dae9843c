/**
 * Requests to the authorization server over persistent connections. Redirects are not followed (the
 * credentials would leak), and answers are limited in size and time. An idle connection does not
 * keep the process alive.
 */

import http from 'node:http'
import https from 'node:https'
import { GuardProblem } from './problem.ts'

export interface HttpCall {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Uses a reserved connection if all others are busy. */
  readonly isReserved?: boolean
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

export interface Pool {
  /** Rejects only with a `GuardProblem`. May send a request twice, so only for idempotent ones. */
  exchange(call: HttpCall): Promise<HttpAnswer>
  /** Closes all connections and aborts every request. */
  close(): void
}

/** Further concurrent calls wait for a connection; the wait counts towards their timeout. */
const CONNECTIONS = 48
const RESERVED_CONNECTIONS = 16
const LARGEST_ANSWER_BYTES = 64 * 1024

export function openPool(timeoutMs: number): Pool {
  const open = (maxSockets: number) => {
    const options = { keepAlive: true, maxSockets, scheduling: 'lifo' } as const
    return { plain: new http.Agent(options), secure: new https.Agent(options) }
  }
  const shared = open(CONNECTIONS)
  const reserved = open(RESERVED_CONNECTIONS)
  const underWay = new Set<() => void>()
  let closed = false

  const send = (call: HttpCall) => {
    const { method, url, body = '' } = call
    const headers = { ...call.headers, 'content-length': Buffer.byteLength(body) }
    const scheme = url.protocol === 'https:' ? 'secure' : 'plain'
    const isFull = Object.keys(shared[scheme].requests).length > 0
    const agent = (call.isReserved === true && isFull ? reserved : shared)[scheme]
    return scheme === 'secure'
      ? https.request(url, { method, headers, agent })
      : http.request(url, { method, headers, agent })
  }

  return {
    exchange: (call) =>
      exchange(call, { timeoutMs, underWay, send: () => send(call), isClosed: () => closed }),
    close: () => {
      closed = true
      for (const { plain, secure } of [shared, reserved]) {
        plain.destroy()
        secure.destroy()
      }
      for (const abort of underWay) abort()
    },
  }
}

function exchange(
  call: HttpCall,
  options: {
    readonly timeoutMs: number
    /** Aborts each request that has no answer yet. */
    readonly underWay: Set<() => void>
    readonly send: () => http.ClientRequest
    readonly isClosed: () => boolean
  },
): Promise<HttpAnswer> {
  const { timeoutMs, underWay, send, isClosed } = options
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>()
  let request: http.ClientRequest
  let over = false

  // A request still waiting for a connection reports no error when destroyed, so reject by hand.
  const giveUp = (problem: GuardProblem) => {
    reject(problem)
    end()
    request.destroy()
  }
  const deadline = setTimeout(() => {
    giveUp(new GuardProblem('timed_out', `${nameOf(call)} gave no answer within ${timeoutMs} ms`))
  }, timeoutMs)
  const abort = () =>
    giveUp(
      new GuardProblem('unreachable', `no connection to ${nameOf(call)} (the guard is closed)`),
    )
  underWay.add(abort)
  const end = () => {
    over = true
    clearTimeout(deadline)
    underWay.delete(abort)
  }

  const attempt = () => {
    let answering = false
    request = send()
    request.on('response', (response) => {
      answering = true
      readAnswer(call, response).then(resolve, reject).finally(end)
    })
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (over || answering) return
      // The server may close an idle connection just as it is picked; that is not a failure.
      const cut = error.code === 'ECONNRESET' || error.code === 'EPIPE'
      if (cut && request.reusedSocket && !isClosed()) return attempt()
      reject(unreachable(call, error))
      end()
    })
    request.end(call.body)
  }
  attempt()
  return promise
}

function readAnswer(call: HttpCall, response: http.IncomingMessage): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>()
  const chunks: Buffer[] = []
  let size = 0
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    size += chunk.length
    if (size <= LARGEST_ANSWER_BYTES) return
    const what = `${nameOf(call)} sent more than ${LARGEST_ANSWER_BYTES} bytes`
    reject(new GuardProblem('answer_unreadable', what))
    response.destroy()
  })
  response.on('error', (error) => reject(unreachable(call, error)))
  response.on('end', () => {
    const { statusCode = 0, headers } = response
    resolve({ status: statusCode, headers, body: Buffer.concat(chunks).toString('utf8') })
  })
  return promise
}

function unreachable(call: HttpCall, error: NodeJS.ErrnoException): GuardProblem {
  const cause = error.code ?? 'the connection broke'
  return new GuardProblem('unreachable', `no connection to ${nameOf(call)} (${cause})`)
}

/** The URL without its query. */
export function nameOf({ url }: Pick<HttpCall, 'url'>): string {
  return url.origin + url.pathname
}
