/** The words that the terminal and the document share. */

import type { Work } from '../subjects/subject.ts'

export const meanings: Readonly<Record<Work, string>> = {
  'row update': 'the one write that a refresh cannot do without, and nothing around it',
  exchange: 'an authorization code for an access token and a refresh token',
  signature: 'the bare cost of a signature with node:crypto, of some 400 bytes',
  'exchange, ID token (ES256)': 'the same, with an ID token that is signed with ES256',
  'exchange, ID token (RS256)': 'the same, with an ID token that is signed with RS256 (2,048 bits)',
  'exchange, client assertion': 'the client proves itself with a JWT (private_key_jwt, ES256)',
  'exchange, DPoP': 'the request has a DPoP proof (ES256); one of 64 keys',
  refresh: 'a refresh token, good once, for the next one and an access token',
  'refresh, openid': 'the same for a grant with openid; nobody asks for an ID token',
  introspection: 'an API asks whether an access token is good; it is',
  'introspection, unknown token': 'the same for a well-formed token that nobody issued',
  revocation: 'a client gives a grant back, with its refresh token',
  'client credentials': 'a machine gets an access token in its own name',
  'sign-in': 'e-mail address and password in the form of the login page',
  guard: 'an API checks the same token again and again with @mandate/guard',
  'guard, JWT, first check': 'the guard reads a JWT access token (ES256) that it never saw before',
  'guard, JWT, again': 'the guard checks such a token again and again',
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}

/** Microseconds, with a decimal if that is significant. */
export function micros(value: number): string {
  return value < 10 ? value.toFixed(1) : whole(value)
}

/** Microseconds as milliseconds. */
export function millis(value: number): string {
  const milliseconds = value / 1000
  return milliseconds < 10 ? milliseconds.toFixed(2) : whole(milliseconds)
}

export function times(value: number): string {
  if (value < 1) return value.toFixed(2)
  return value < 10 ? value.toFixed(1) : whole(value)
}
