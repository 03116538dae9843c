/** Asks the authorization server about a token (RFC 7662 §2). */

import { type IntrospectionAnswer, parseAnswer } from './answer.ts'
import { type HttpAnswer, nameOf, type Pool } from './pool.ts'
import { GuardProblem } from './problem.ts'

/** What the server says about a token now. Rejects only with a `GuardProblem`. */
export type Introspect = (token: string) => Promise<IntrospectionAnswer>

/** The API's credentials, as printed by `mandate resource create`. */
export interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
}

const LONGEST_RETRY_AFTER_SECONDS = 60

/** Tokens that pass `isKnown` may use the reserved connections. */
export function introspectOver(
  pool: Pool,
  endpoint: () => Promise<URL>,
  { credentials, isKnown }: { credentials: Credentials; isKnown: (token: string) => boolean },
): Introspect {
  const headers = {
    authorization: basic(credentials),
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  }
  return async (token) => {
    const url = await endpoint()
    const body = `token=${encodeURIComponent(token)}&token_type_hint=access_token`
    const answer = await pool.exchange({
      method: 'POST',
      url,
      headers,
      body,
      isReserved: isKnown(token),
    })
    if (answer.status === 200) return parseAnswer(answer.body)
    throw explain(answer, nameOf({ url }), credentials.clientId)
  }
}

/** HTTP Basic with each half form-encoded first (RFC 6749 §2.3.1). */
export function basic({ clientId, clientSecret }: Credentials): string {
  const pair = `${formEncode(clientId)}:${formEncode(clientSecret)}`
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`
}

function formEncode(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1)
}

function explain({ status, headers }: HttpAnswer, where: string, clientId: string): GuardProblem {
  if (status === 401 || status === 403) {
    return new GuardProblem(
      'credentials_refused',
      `${where} answered ${status} to the API's own credentials: set clientId (now "${clientId}") ` +
        'and clientSecret to what "mandate resource create" printed',
    )
  }
  return new GuardProblem(
    'server_failed',
    `${where} answered ${status}`,
    retryAfter(headers['retry-after']),
  )
}

/** Only seconds: a date would depend on two clocks agreeing. */
function retryAfter(value: string | undefined): number | undefined {
  if (value === undefined || !/^\d{1,9}$/.test(value)) return undefined
  return Math.min(Number(value), LONGEST_RETRY_AFTER_SECONDS)
}
