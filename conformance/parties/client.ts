/** The requests that a client makes (RFC 6749 §4.1, §6; RFC 7009), and that an API makes (RFC 7662). */

import type { Role } from '../cast.ts'
import type { Client, Credentials, Issuer } from '../issuer.ts'
import { type Arrival, type Browser, describe } from './browser.ts'
import { type Answer, FORM, formOf, type Parameters, type Request, send } from './http.ts'

// RFC 7636 App. B.
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
export const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
export const PKCE = { code_challenge: CHALLENGE, code_challenge_method: 'S256' }

export interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string
}

/** The client that sends the request; `plain` by default. */
export interface As {
  readonly as?: Role
}

/** The address that a client sends the user's browser to. */
export function authorizationAddress(
  issuer: Issuer,
  parameters: Parameters = {},
  { as = 'plain' }: As = {},
): string {
  const client = issuer.clients[as]
  return withQuery(issuer.metadata.authorization_endpoint, {
    response_type: 'code',
    client_id: client.id,
    redirect_uri: client.redirectUris[0],
    ...(client.needsPkce ? PKCE : {}),
    ...issuer.usualParameters,
    ...parameters,
  })
}

export function withQuery(address: string, query: Parameters | string): string {
  const text = typeof query === 'string' ? query : formOf(query)
  return `${address}${address.includes('?') ? '&' : '?'}${text}`
}

/** Where the request finally leads; in the signed-in user's browser by default. */
export function authorize(
  issuer: Issuer,
  parameters: Parameters = {},
  { as = 'plain', browser = issuer.signedIn() }: As & { readonly browser?: Browser } = {},
): Promise<Arrival> {
  return browser.goThrough(authorizationAddress(issuer, parameters, { as }))
}

/** A code, through whatever pages are in the way. */
export async function obtainCode(
  issuer: Issuer,
  parameters: Parameters = {},
  { as = 'plain', browser = issuer.signedIn() }: As & { readonly browser?: Browser } = {},
): Promise<string> {
  const arrival = await browser.goThrough(authorizationAddress(issuer, parameters, { as }))
  const code = arrival.at === 'client' ? arrival.parameters.get('code') : null
  if (code === null) {
    const error = arrival.at === 'client' ? arrival.parameters.get('error') : null
    throw new Error(`no code: ${describe(arrival)} ${error ?? ''}`)
  }
  return code
}

export interface TokenOptions extends As {
  /** Adds, replaces or removes parameters. */
  readonly form?: Parameters
  readonly headers?: Request['headers']
}

/** Exchanges a code (RFC 6749 §4.1.3). */
export function exchange(
  issuer: Issuer,
  code: string,
  { as = 'plain', form = {}, headers = [] }: TokenOptions = {},
): Promise<Answer> {
  const client = issuer.clients[as]
  const parameters = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: client.redirectUris[0],
    ...(client.needsPkce ? { code_verifier: VERIFIER } : {}),
    ...form,
  }
  return postAs(client, issuer.metadata.token_endpoint, { form: parameters, headers })
}

/** RFC 6749 §6. */
export function refresh(
  issuer: Issuer,
  refreshToken: string,
  { as = 'plain', form = {}, headers = [] }: TokenOptions = {},
): Promise<Answer> {
  const parameters = { grant_type: 'refresh_token', refresh_token: refreshToken, ...form }
  return postAs(issuer.clients[as], issuer.metadata.token_endpoint, { form: parameters, headers })
}

/** A whole login: the first tokens of a new grant. */
export async function obtainTokens(
  issuer: Issuer,
  parameters: Parameters = {},
  { as = 'plain', browser }: As & { readonly browser?: Browser } = {},
): Promise<Tokens> {
  const login = browser === undefined ? { as } : { as, browser }
  const code = await obtainCode(issuer, parameters, login)
  const redirectUri = 'redirect_uri' in parameters ? parameters['redirect_uri'] : undefined
  const form = 'redirect_uri' in parameters ? { redirect_uri: redirectUri } : {}
  return tokensOf(await exchange(issuer, code, { as, form }))
}

export function tokensOf(answer: Answer): Tokens {
  const { access_token: accessToken, refresh_token: refreshToken } = answer.json
  if (typeof accessToken !== 'string' || typeof refreshToken !== 'string') {
    throw new Error(`no tokens: ${answer.status} ${String(answer.json['error'])}`)
  }
  return { accessToken, refreshToken }
}

/** RFC 7009 §2.1. */
export function revoke(
  issuer: Issuer,
  token: string,
  { as = 'plain', form = {} }: TokenOptions = {},
): Promise<Answer> {
  const parameters = { token, ...form }
  return postAs(issuer.clients[as], issuer.metadata.revocation_endpoint, { form: parameters })
}

/** RFC 7662 §2.1; as the API by default. */
export function introspect(
  issuer: Issuer,
  token: string,
  { by = issuer.api, form = {} }: { readonly by?: Credentials; readonly form?: Parameters } = {},
): Promise<Answer> {
  return send(issuer.metadata.introspection_endpoint, {
    headers: [FORM, ['Authorization', basic(by)]],
    body: formOf({ token, ...form }),
  })
}

/** Whether introspection tells the API that the token is good. */
export async function isActive(issuer: Issuer, token: string): Promise<boolean> {
  return (await introspect(issuer, token)).json['active'] === true
}

/** The Basic credentials for a client's role. */
export function credentialsOf(issuer: Issuer, role: Role): Credentials {
  const { id, secret } = issuer.clients[role]
  if (secret === null) throw new Error(`${role} has no secret`)
  return { id, secret }
}

/** RFC 6749 §2.3.1: each half form-encoded. */
export function basic({ id, secret }: Credentials): string {
  return basicOf(`${encoded(id)}:${encoded(secret)}`)
}

/** Any text as Basic credentials. */
export function basicOf(text: string): string {
  return `Basic ${Buffer.from(text).toString('base64')}`
}

/** A request to the token endpoint with nothing added, for deliberate mistakes. */
export function postToken(
  issuer: Issuer,
  form: Parameters | string,
  headers: Request['headers'] = [],
): Promise<Answer> {
  const body = typeof form === 'string' ? form : formOf(form)
  return send(issuer.metadata.token_endpoint, { headers: [FORM, ...headers], body })
}

function postAs(
  client: Client,
  address: string,
  request: { readonly form: Parameters; readonly headers?: Request['headers'] },
): Promise<Answer> {
  const { headers = [], form } = request
  if (client.secret === null) {
    return send(address, {
      headers: [FORM, ...headers],
      body: formOf({ client_id: client.id, ...form }),
    })
  }
  const authorization = ['Authorization', basic({ id: client.id, secret: client.secret })] as const
  return send(address, { headers: [FORM, authorization, ...headers], body: formOf(form) })
}

function encoded(half: string): string {
  return encodeURIComponent(half).replaceAll('%20', '+')
}
