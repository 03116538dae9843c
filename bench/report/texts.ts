/** The words that the terminal and the document share. */

import type { Work } from '../subjects/subject.ts'

export const meanings: Readonly<Record<Work, string>> = {
  'row update': 'the one write that a refresh cannot do without, and nothing around it',
  exchange: 'an authorization code for an access token and a refresh token',
  refresh: 'a refresh token, good once, for the next one and an access token',
  introspection: 'an API asks whether an access token is good; it is',
  'introspection, unknown token': 'the same for a well-formed token that nobody issued',
  revocation: 'a client gives a grant back, with its refresh token',
  'sign-in': 'e-mail address and password in the form of the login page',
  guard: 'an API checks the same token again and again with @mandate/guard',
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
