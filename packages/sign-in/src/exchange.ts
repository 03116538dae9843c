/**
 * Requests to Mandate. Each contains the platform's key, so redirects are not followed; responses
 * are limited in size and time. A request without a response is repeated, which is safe because
 * every request is idempotent.
 */

import { SignInError } from './errors.ts'
import { refusalFrom } from './wire-errors.ts'

export interface Exchange {
  /** Posts one JSON document and returns the parsed response. Rejects with a `SignInError`. */
  json(path: string, body: Readonly<Record<string, unknown>>): Promise<unknown>
  /** Posts lines of JSON, with a time limit for long lists. */
  lines(path: string, body: string): Promise<unknown>
}

interface Posted {
  readonly path: string
  readonly type: string
  readonly body: string
  readonly timeoutMs: number
  readonly largestAnswerBytes: number
  readonly patience: Patience
}

const FIRST_PAUSE_MS = 100

/** A server that asks for a longer pause is not tried again. */
interface Patience {
  readonly tries: number
  readonly longestPauseMs: number
}

/** For requests that a person waits for. */
const WAITED_FOR: Patience = { tries: 3, longestPauseMs: 2_000 }
/** For background jobs; the server handles only a few lists at a time. */
const IN_THE_BACKGROUND: Patience = { tries: 6, longestPauseMs: 30_000 }
const BULK_TIMEOUT_MS = 300_000

export function openExchange(server: {
  readonly issuer: URL
  readonly key: string
  /** The limit for one try. */
  readonly timeoutMs: number
}): Exchange {
  const { issuer, key, timeoutMs } = server

  async function attempt(posted: Posted): Promise<unknown> {
    const { path, type, body, largestAnswerBytes } = posted
    const url = new URL(path, issuer)
    const where = url.origin + url.pathname
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { authorization: `Bearer ${key}`, 'content-type': type, accept: 'application/json' },
      body,
      signal: AbortSignal.timeout(posted.timeoutMs),
    }).catch((error: unknown) => {
      throw unanswered(where, error)
    })
    const text = await textOf(response, largestAnswerBytes, where)
    if (response.status !== 200) {
      throw refusalFrom({ status: response.status, headers: response.headers, text, where })
    }
    try {
      return JSON.parse(text)
    } catch {
      throw new SignInError('answer_unreadable', `${where} answered 200 without JSON`)
    }
  }

  async function post(posted: Posted): Promise<unknown> {
    for (let tries = 1; ; tries++) {
      try {
        return await attempt(posted)
      } catch (error) {
        const pause = pauseAfter(error, tries, posted.patience)
        if (pause === undefined) throw error
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    }
  }

  return {
    json: (path, body) =>
      post({
        path,
        type: 'application/json',
        body: JSON.stringify(body),
        timeoutMs,
        largestAnswerBytes: 256 * 1024,
        patience: WAITED_FOR,
      }),
    lines: (path, body) =>
      post({
        path,
        type: 'application/x-ndjson',
        body,
        timeoutMs: BULK_TIMEOUT_MS,
        largestAnswerBytes: 64 * 1024 * 1024,
        patience: IN_THE_BACKGROUND,
      }),
  }
}

/** Milliseconds to wait before the next try; undefined to stop. */
function pauseAfter(
  error: unknown,
  tries: number,
  { tries: mostTries, longestPauseMs }: Patience,
): number | undefined {
  if (!(error instanceof SignInError) || error.code !== 'mandate_unavailable') return undefined
  const asked = (error.retryAfterSeconds ?? 0) * 1000
  if (tries >= mostTries || asked > longestPauseMs) return undefined
  const growing = FIRST_PAUSE_MS * 2 ** (tries - 1)
  return Math.max(asked, growing * (1 + Math.random()))
}

async function textOf(response: Response, limit: number, where: string): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length
      if (size > limit) break
      text += decoder.decode(chunk, { stream: true })
    }
  } catch (error) {
    throw unanswered(where, error)
  }
  if (size <= limit) return text + decoder.decode()
  throw new SignInError('answer_unreadable', `${where} sent more than ${limit} bytes`)
}

/** Gives the reason from `fetch`, without quoting anything received. */
function unanswered(where: string, error: unknown): SignInError {
  const { name, cause } = error as Error
  const code = name === 'TimeoutError' ? 'no answer in time' : (cause as { code?: unknown })?.code
  return new SignInError(
    'mandate_unavailable',
    `no answer from ${where} (${typeof code === 'string' ? code : name})`,
  )
}
