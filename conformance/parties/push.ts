/** Pushed authorization requests (RFC 9126): what a client sends, and where the browser goes then. */

import type { Issuer } from '../issuer.ts'
import { offered } from '../issuer.ts'
import { type As, basic, credentialsOf, PKCE, withQuery } from './client.ts'
import { type Answer, FORM, formOf, type Parameters, send } from './http.ts'

/** The address of the endpoint, or `NotOffered`. */
export function pushAddress(issuer: Issuer): string {
  const address = issuer.metadata['pushed_authorization_request_endpoint']
  return String(offered(address, 'PAR'))
}

/** Pushes a request that the issuer would grant, changed by the parameters. */
export function push(
  issuer: Issuer,
  parameters: Parameters = {},
  { as = 'plain' }: As = {},
): Promise<Answer> {
  const client = issuer.clients[as]
  const form = {
    ...{ response_type: 'code', client_id: client.id, redirect_uri: client.redirectUris[0] },
    ...(client.needsPkce ? PKCE : {}),
    ...issuer.usualParameters,
    ...parameters,
  }
  const authorization = ['Authorization', basic(credentialsOf(issuer, as))] as const
  return send(pushAddress(issuer), { headers: [FORM, authorization], body: formOf(form) })
}

/** The address for the browser, of a request that was pushed by `plain`. */
export async function pushedAddress(
  issuer: Issuer,
  {
    pushed = {},
    beside = {},
    as = 'plain',
  }: { pushed?: Parameters; beside?: Parameters } & As = {},
): Promise<string> {
  const { json } = await push(issuer, pushed)
  const request_uri = String(json['request_uri'])
  const client_id = issuer.clients[as].id
  return withQuery(issuer.metadata.authorization_endpoint, { client_id, request_uri, ...beside })
}
