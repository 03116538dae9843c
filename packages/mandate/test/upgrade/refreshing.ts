/**
 * A client that refreshes constantly and follows the rules: one key for each refresh, and the same
 * request with the same key again until there is an answer.
 */

import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { basic, type Credentials } from '../integrator.ts'

const TRIES = 200
const PAUSE_MS = 50

export interface Refreshing {
  /** The number of refreshes answered. */
  readonly answered: () => number
  /** The number of requests repeated after a 5xx or a broken connection. */
  readonly repeated: () => number
  /** Never resolves; rejects if refused, or if a request repeated long enough got no answer. */
  readonly failed: Promise<never>
  /** Resolves with its refresh token, after any refresh in progress. */
  stop(): Promise<string>
}

/** Refreshes at `issuer`, each request on a new connection. */
export function startRefreshing(issuer: string, as: Credentials, firstToken: string): Refreshing {
  let answered = 0
  let repeated = 0
  let stopped = false

  async function refreshOnce(refreshToken: string): Promise<string> {
    const key = randomUUID()
    for (let tries = 1; tries <= TRIES; tries++) {
      const answer = await send(issuer, { as, refreshToken, key }).catch(() => undefined)
      if (answer !== undefined && answer.status < 500) {
        if (answer.status !== 200) throw new Error(`refused: ${answer.status} ${answer.body}`)
        answered += 1
        return String(JSON.parse(answer.body).refresh_token)
      }
      repeated += 1
      await pause(PAUSE_MS)
    }
    throw new Error(`no answer after ${TRIES} requests with one key`)
  }

  const whole = (async () => {
    let token = firstToken
    while (!stopped) token = await refreshOnce(token)
    return token
  })()
  const failed = whole.then(() => new Promise<never>(() => {}))
  // Reported to callers of `failure`; nobody has to wait for it.
  failed.catch(() => {})
  return {
    failed,
    answered: () => answered,
    repeated: () => repeated,
    stop() {
      stopped = true
      return whole
    },
  }
}

async function send(
  issuer: string,
  refresh: { readonly as: Credentials; readonly refreshToken: string; readonly key: string },
): Promise<{ readonly status: number; readonly body: string }> {
  const asked = request(`${issuer}/oauth2/token`, {
    method: 'POST',
    agent: false,
    headers: {
      authorization: basic(refresh.as),
      'content-type': 'application/x-www-form-urlencoded',
      'idempotency-key': refresh.key,
    },
  })
  const form = { grant_type: 'refresh_token', refresh_token: refresh.refreshToken }
  asked.end(new URLSearchParams(form).toString())
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  return { status: response.statusCode ?? 500, body: await text(response) }
}
