/**
 * Receives every revocation from the authorization server over one persistent connection.
 *
 *     off ──first check──▶ connecting ──ready──▶ live ──cut or silent──▶ waiting ──▶ connecting
 *
 * While it is live and the last heartbeat is recent, the stream *vouches*: a token it has not
 * reported is not revoked. A heartbeat is an id, sent a few times a second, which means that the
 * server has just checked. With the last id, a new connection resumes where the old one broke off,
 * on any node. If the server cannot resume, the cache is cleared.
 *
 * Neither the connection nor the timers keep the process alive.
 */

import http from 'node:http'
import https from 'node:https'
import { performance } from 'node:perf_hooks'
import { parseObject } from './answer.ts'
import { createEventParser, type ServerSentEvent } from './event-parser.ts'
import type { Revoked } from './memory.ts'
import { nameOf } from './pool.ts'
import { GuardProblem } from './problem.ts'

/**
 * `off`: no check yet, disabled, or the server has no stream. `silent`: open but without
 * heartbeats.
 */
export type StreamState = 'off' | 'connecting' | 'live' | 'silent' | 'waiting'

export interface RevocationStream {
  /** Opens the stream on the first call. */
  start(): void
  /** Whether all revocations up to now are known, give or take a second. */
  vouches(): boolean
  state(): StreamState
  close(): void
}

export interface StreamOptions {
  /** The stream's address; undefined if the server has none. */
  readonly locate: () => Promise<URL | undefined>
  /** The API's credentials, as an Authorization header. */
  readonly authorization: string
  readonly onRevoked: (revoked: Revoked) => void
  /** Revocations may have been missed. */
  readonly onBegin: () => void
  /**
   * From here on every revocation is heard, and since the one before if none was missed. `at` is the
   * server's time in seconds since 1970, if it says.
   */
  readonly onLive?: (at: number | undefined) => void
  /**
   * Called once when the stream has been down for long; until it is back, every check asks the
   * server.
   */
  readonly onProblem: (problem: GuardProblem) => void
  /** Milliseconds that count as long; defaults to 10,000. */
  readonly tellAfterMs?: number
}

/** Missed heartbeats before the stream stops vouching; one second with Mandate's rate. */
const HEARTBEATS = 4
/** Missed heartbeats before the connection is abandoned. */
const HEARTBEATS_UNTIL_CUT = 20
/** For a server that has not announced its heartbeat interval. */
const SILENCE_BEFORE_READY_MS = 10_000
const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 30_000
const TELL_AFTER_MS = 10_000

export function createRevocationStream(options: StreamOptions): RevocationStream {
  const { tellAfterMs = TELL_AFTER_MS } = options
  let state: Exclude<StreamState, 'silent'> = 'off'
  let closed = false
  let request: http.ClientRequest | undefined
  let lastEventId: string | undefined
  let heartbeatMs = SILENCE_BEFORE_READY_MS / HEARTBEATS_UNTIL_CUT
  let heardAt = 0
  let failures = 0
  let where = 'the stream'
  let lostAt: number | undefined
  let told = false
  let started = false
  let timer: NodeJS.Timeout | undefined

  const silentFor = () => performance.now() - heardAt

  function hear(event: ServerSentEvent): void {
    if (event.id !== undefined) {
      lastEventId = event.id
      heardAt = performance.now()
    }
    if (event.type === 'revoked') options.onRevoked(readRevoked(event.data))
    if (event.type === 'ready') begin(parseObject(event.data ?? '') ?? {})
  }

  function begin({
    resumed,
    heartbeat_seconds: seconds,
    at,
  }: Readonly<Record<string, unknown>>): void {
    if (resumed !== true) options.onBegin()
    options.onLive?.(typeof at === 'number' ? at : undefined)
    if (typeof seconds === 'number' && seconds > 0 && seconds <= 60) heartbeatMs = seconds * 1000
    state = 'live'
    failures = 0
    lostAt = undefined
    told = false
    watch()
  }

  /** Closes a connection that has gone silent. */
  function watch(): void {
    const patience = heartbeatMs * HEARTBEATS_UNTIL_CUT
    clearTimeout(timer)
    timer = setTimeout(
      () => {
        if (silentFor() >= patience) lose('gave no sign of life')
        else watch()
      },
      Math.max(patience - silentFor(), 1),
    ).unref()
  }

  async function connect(): Promise<void> {
    const url = await options.locate()
    if (closed) return
    if (url === undefined) {
      state = 'off'
      return
    }
    where = nameOf({ url })
    const headers = {
      accept: 'text/event-stream',
      authorization: options.authorization,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    }
    const { request: send } = url.protocol === 'https:' ? https : http
    const sent = send(url, { headers, agent: false })
    request = sent
    heardAt = performance.now()
    watch()
    // The outcome of an abandoned connection does not matter.
    const lost = (what: string) => {
      if (request === sent) lose(what)
    }
    sent.on('socket', (socket) => socket.unref())
    sent.on('error', (error: NodeJS.ErrnoException) => {
      lost(`cannot be reached (${error.code ?? 'the connection broke'})`)
    })
    sent.on('response', (response) => {
      const { statusCode = 0, headers } = response
      const type = headers['content-type'] ?? ''
      if (statusCode !== 200 || !type.startsWith('text/event-stream')) {
        return lost(`answered ${statusCode} and no stream`)
      }
      const parse = createEventParser((event) => {
        if (request === sent) hear(event)
      })
      response.setEncoding('utf8').on('data', (piece: string) => {
        try {
          parse(piece)
        } catch {
          lost('sent something that is no event')
        }
      })
      response.on('error', () => lost('broke the stream off'))
      response.on('close', () => lost('ended the stream'))
    })
    sent.end()
  }

  /** `what` is the problem, as a verb phrase to follow the address. */
  function lose(what: string): void {
    request?.destroy()
    request = undefined
    clearTimeout(timer)
    if (closed) return
    state = 'waiting'
    lostAt ??= performance.now()
    if (!told && performance.now() - lostAt >= tellAfterMs) {
      told = true
      const message = `revocations are not heard, so each check asks the server: ${where} ${what}`
      options.onProblem(new GuardProblem('stream_lost', message))
    }
    const longest = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS)
    failures++
    // Jitter, so an API's processes do not all reconnect at once when a server comes back.
    timer = setTimeout(open, longest * (0.5 + Math.random() / 2)).unref()
  }

  function open(): void {
    state = 'connecting'
    connect().catch((error: unknown) => {
      lose(`could not be found: ${error instanceof Error ? error.message : error}`)
    })
  }

  return {
    start() {
      if (closed || started) return
      started = true
      lostAt = performance.now()
      open()
    },
    vouches: () => state === 'live' && silentFor() <= heartbeatMs * HEARTBEATS,
    state: () => (state === 'live' && silentFor() > heartbeatMs * HEARTBEATS ? 'silent' : state),
    close() {
      closed = true
      state = 'off'
      clearTimeout(timer)
      request?.destroy()
      options.onBegin()
    },
  }
}

/** With the names of RFC 7662 §2.2. An unreadable event may mean any token. */
function readRevoked(data: string | undefined): Revoked {
  const members = parseObject(data ?? '') ?? {}
  const text = (name: string) => {
    const value = members[name]
    return typeof value === 'string' ? value : undefined
  }
  const at = typeof members['at'] === 'number' ? members['at'] : undefined
  return { subject: text('sub'), clientId: text('client_id'), tokenId: text('jti'), at }
}
