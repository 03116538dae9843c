/** POSTs to the token endpoint with bodies that a well-behaved client would not send. */

import { type Answer, basic, ownCredentials } from './integrator.ts'
import { FORM, rawRequest } from './raw-request.ts'
import type { RunningServer } from './running-server.ts'

/** POSTs a raw body, as the server's own client. */
export async function sendBody(
  server: RunningServer,
  body: string | Uint8Array,
  {
    path = '/oauth2/token',
    type = FORM[1],
    authorization = basic(ownCredentials(server)),
  }: {
    readonly path?: string
    readonly type?: string | null
    readonly authorization?: string
  } = {},
): Promise<Answer> {
  const headers: (readonly [string, string])[] = [['Authorization', authorization]]
  if (type !== null) headers.push(['Content-Type', type])
  const response = await rawRequest(server.issuer, { method: 'POST', path, headers, body })
  return {
    status: response.status,
    headers: new Headers(
      Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: JSON.parse(response.text),
  }
}
