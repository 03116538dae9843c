/** Fetches tokens by polling (RFC 8936 §2): for programs that nobody can reach from outside. */

import { setTimeout as sleep } from 'node:timers/promises'
import { pauseBeforeRetry } from '../backoff.ts'
import type { Configuration } from '../configuration.ts'
import { MandateError, unanswered } from '../errors.ts'
import { type AuthorizationServer, assertEndpoint, retryAfterSeconds } from '../server.ts'
import { EventRefused } from './event.ts'
import type { TakeEvents } from './take.ts'
import type { EventVerifier } from './verify.ts'

export interface PollingParts {
  readonly configuration: Configuration
  readonly server: AuthorizationServer
  readonly verifier: EventVerifier
  readonly take: TakeEvents
}

export interface PollOptions {
  /**
   * Polls until it is aborted, and then resolves; the server answers as soon as something happens.
   * Without it, takes what is waiting and resolves.
   */
  readonly signal?: AbortSignal
}

/** What came of the tokens of the last answer (RFC 8936 §2.4). */
interface Report {
  readonly ack: readonly string[]
  readonly setErrs: Readonly<Record<string, { readonly err: string; readonly description: string }>>
}

const NOTHING: Report = { ack: [], setErrs: {} }
/** The server answers a request that waits well before. */
const WAIT_MS = 60_000

/**
 * Rejects with `client_refused`, `request_refused` or `metadata_invalid`, with what `onSecurityEvent` or
 * the store rejects with, and, without a signal, with `server_unavailable`. What was not taken comes
 * again with the next poll.
 */
export async function pollEvents(parts: PollingParts, { signal }: PollOptions): Promise<void> {
  let report = NOTHING
  for (let failures = 0; ; ) {
    if (signal?.aborted) return finish(parts, report)
    try {
      const { sets, moreAvailable } = await ask(parts, report, { signal })
      failures = 0
      report = NOTHING
      const taken = await takeAll(parts, sets)
      report = taken.report
      if ('error' in taken) {
        await finish(parts, report)
        throw taken.error
      }
      if (signal === undefined && !moreAvailable) return finish(parts, report)
    } catch (error) {
      if (signal?.aborted) return
      const again = error instanceof MandateError && error.code === 'server_unavailable'
      if (signal === undefined || !again) throw error
      const pause = pauseBeforeRetry(failures, error.retryAfterSeconds, Math.random())
      failures += 1
      await sleep(pause, undefined, { signal }).catch(() => {})
    }
  }
}

type Sets = Readonly<Record<string, unknown>>

/** One token after the other: events about one grant have an order. */
async function takeAll(
  { verifier, take }: PollingParts,
  sets: Sets,
): Promise<{ readonly report: Report } | { readonly report: Report; readonly error: unknown }> {
  const ack: string[] = []
  const setErrs: Record<string, { err: string; description: string }> = {}
  for (const [jti, token] of Object.entries(sets)) {
    try {
      const events = await verifier.verify(typeof token === 'string' ? token : '')
      if (events.some(({ id }) => id !== jti)) {
        throw new EventRefused('invalid_request', 'the token has another jti than its name')
      }
      await take(events)
      ack.push(jti)
    } catch (error) {
      if (!(error instanceof EventRefused)) return { report: { ack, setErrs }, error }
      setErrs[jti] = { err: error.problem, description: error.message }
    }
  }
  return { report: { ack, setErrs } }
}

/** Acknowledges without asking for more (RFC 8936 §2.4.2). If it fails, the events come again. */
async function finish(parts: PollingParts, report: Report): Promise<void> {
  if (report.ack.length === 0 && Object.keys(report.setErrs).length === 0) return
  await ask(parts, report, { maxEvents: 0 }).catch(() => {})
}

async function ask(
  { configuration: { issuer }, server }: PollingParts,
  report: Report,
  { signal, maxEvents }: { readonly signal?: AbortSignal | undefined; readonly maxEvents?: number },
): Promise<{ readonly sets: Sets; readonly moreAvailable: boolean }> {
  const metadata = await server.metadata()
  const endpoint = metadata['security_event_poll_uri']
  const uri = assertEndpoint(
    issuer,
    'security_event_poll_uri',
    typeof endpoint === 'string' ? endpoint : undefined,
  )
  const headers = new Headers({ 'content-type': 'application/json', accept: 'application/json' })
  await server.authentication(metadata, server.client, new URLSearchParams(), headers)
  const options = server.requestOptions()
  const whole = AbortSignal.timeout(WAIT_MS)
  const response = await fetch(uri, {
    ...{ method: 'POST', headers, redirect: 'manual' },
    body: JSON.stringify({
      ...report,
      returnImmediately: signal === undefined,
      ...(maxEvents !== undefined && { maxEvents }),
    }),
    signal: signal === undefined ? options.signal : AbortSignal.any([signal, whole]),
  }).catch((error: unknown) => {
    throw unanswered('the poll endpoint', error)
  })
  const body: unknown = await response.json().catch(() => undefined)
  if (response.status === 200 && isAnswer(body)) {
    return { sets: body.sets, moreAvailable: body.moreAvailable === true }
  }
  throw refusal(response)
}

function isAnswer(
  body: unknown,
): body is { readonly sets: Sets; readonly moreAvailable?: unknown } {
  return (
    typeof body === 'object' && body !== null && 'sets' in body && typeof body.sets === 'object'
  )
}

function refusal(response: Response): MandateError {
  const { status } = response
  const message = `the poll endpoint answered ${status}`
  if (status === 401) return new MandateError('client_refused', message)
  if (status === 403 || status === 404) {
    const known = `${message}: this client has no stream of security events that is polled`
    return new MandateError('request_refused', known)
  }
  const isPassing = status >= 500 || status === 429 || status === 200
  const wait = { retryAfterSeconds: retryAfterSeconds(response) }
  if (isPassing) return new MandateError('server_unavailable', message, wait)
  return new MandateError('request_refused', message)
}
