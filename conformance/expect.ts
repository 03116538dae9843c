/** Assertions that many rules share. */

import assert from 'node:assert/strict'
import type { Issuer } from './issuer.ts'
import { type Arrival, describe } from './parties/browser.ts'
import type { Answer } from './parties/http.ts'

/** An error response of RFC 6749 §5.2: 400, or 401 for `invalid_client`. */
export function expectError(answer: Answer, error: string, what: string = error): void {
  const status = error === 'invalid_client' ? 401 : 400
  assert.deepEqual([answer.status, answer.json['error']], [status, error], what)
  assert.equal(answer.json['access_token'], undefined, what)
}

/** Tokens, or an assertion error that shows the response. */
export function expectTokens(answer: Answer, what = 'tokens'): void {
  assert.deepEqual([answer.status, answer.json['error']], [200, undefined], what)
  assert.equal(typeof answer.json['access_token'], 'string', what)
}

/** An error page at the issuer that leads to no client (RFC 6749 §4.1.2.1). */
export function expectErrorPage(arrival: Arrival, what = describe(arrival)): void {
  assert.equal(arrival.at, 'page', what)
  assert.equal(arrival.answer.status, 400, what)
  assert.match(arrival.answer.headers['content-type'] ?? '', /^text\/html/, what)
  assert.doesNotMatch(arrival.answer.text, /type="password"/, 'an error page, not a sign-in page')
  assert.doesNotMatch(arrival.answer.text, /http-equiv="?refresh/i, what)
}

/** The browser is at the client with this error. */
export function expectErrorAtClient(
  arrival: Arrival,
  error: string,
  what = describe(arrival),
): URLSearchParams {
  assert.equal(arrival.at, 'client', what)
  const parameters = arrival.at === 'client' ? arrival.parameters : new URLSearchParams()
  assert.equal(parameters.get('error'), error, what)
  assert.equal(parameters.has('code'), false, what)
  return parameters
}

/** The browser is at the client with a code. */
export function expectCode(arrival: Arrival, what = describe(arrival)): URLSearchParams {
  assert.equal(arrival.at, 'client', what)
  const parameters = arrival.at === 'client' ? arrival.parameters : new URLSearchParams()
  assert.equal(parameters.get('error'), null, what)
  assert.notEqual(parameters.get('code') ?? '', '', what)
  return parameters
}

/** RFC 6749 §5.1. */
export function expectNotStored(answer: Answer, what: string): void {
  assert.match(answer.headers['cache-control'] ?? '', /\bno-store\b/, what)
}

/** Text values of one name in the issuer's metadata. */
export function listed(issuer: Issuer, name: string): readonly string[] {
  const value = issuer.metadata[name]
  assert.ok(Array.isArray(value), `${name} is a list`)
  return value.map(String)
}
