/** Requests to an API, and its refusals (RFC 6750 §2.1, §3). */

import type { ProtectedResource } from '../issuer.ts'
import { type Answer, type Request, send } from './http.ts'

/** A request to the API with these headers. */
export function callApi(
  { url }: ProtectedResource,
  headers: Request['headers'] = [],
): Promise<Answer> {
  return send(url, { headers })
}

export function bearer(token: string, scheme = 'Bearer') {
  return ['Authorization', `${scheme} ${token}`] as const
}

/** The challenge of a refusal: its parameters by name (RFC 6750 §3). */
export function challengeIn(answer: Answer): ReadonlyMap<string, string> {
  const value = answer.headers['www-authenticate'] ?? ''
  const [, scheme = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(value) ?? []
  const parameters = [...rest.matchAll(/([a-z_]+)="([^"]*)"/g)]
  return new Map([
    ['scheme', scheme],
    ...parameters.map(([, name = '', text = '']) => [name, text] as const),
  ])
}
