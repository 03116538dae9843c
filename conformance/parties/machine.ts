/** A client without a user, and the token requests that it makes (RFC 6749 §4.4, RFC 8693 §2.1). */

import { listed } from '../expect.ts'
import { type Issuer, offered } from '../issuer.ts'
import { basic, credentialsOf, postToken } from './client.ts'
import type { Answer } from './http.ts'

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
export const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token'

type Form = Readonly<Record<string, string>>

/** Asks for a token in its own name. */
export function askForOwnToken(issuer: Issuer, form: Form = {}): Promise<Answer> {
  needsGrantType(issuer, 'client_credentials')
  return post(issuer, { grant_type: 'client_credentials', ...form })
}

/** Asks to exchange a token. */
export function askToExchange(issuer: Issuer, form: Form): Promise<Answer> {
  needsGrantType(issuer, TOKEN_EXCHANGE)
  return post(issuer, { grant_type: TOKEN_EXCHANGE, ...form })
}

/** `NotOffered` if the metadata does not list the grant type. */
export function needsGrantType(issuer: Issuer, type: string): void {
  const isListed = listed(issuer, 'grant_types_supported').includes(type)
  offered(isListed || undefined, `the grant type ${type}`)
}

function post(issuer: Issuer, form: Form): Promise<Answer> {
  const authorization = ['Authorization', basic(credentialsOf(issuer, 'machine'))] as const
  return postToken(issuer, form, [authorization])
}
