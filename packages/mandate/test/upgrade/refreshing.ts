/**
 * A client that refreshes all the time and follows the rules: one key for each refresh, and the same
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
  /** How many refreshes were answered. */
  readonly answered: () => number
  /** How many requests were sent again, after a 5xx or a broken connection. */
  readonly repeated: () => number
  /** Never resolves; rejects where it was refused, or got no answer to a request repeated long enough. */
  readonly failed: Promise<never>
  /** Resolves with the refresh token it holds, after the refresh under way. */
  stop(): Promise<string>
}

/** Refreshes at `issuer`, each request on a connection of its own. */
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
  // Told to whoever waits for it; nobody has to.
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
