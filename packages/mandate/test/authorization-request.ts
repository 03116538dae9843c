/** Authorization requests as raw queries, and assertions about where they end. */

import assert from 'node:assert/strict'
import type { RunningServer } from './running-server.ts'
import { simplestRequest } from './visitor.ts'

const STATE = 'xyz 1%2B+'

/** GETs the endpoint with a raw query. */
export async function ask(server: RunningServer, query: string): Promise<Response> {
  return fetch(`${server.issuer}/oauth2/authorize?${query}`, { redirect: 'manual' })
}

/** The simplest request with a state, plus changes; undefined removes a parameter. */
export function requestQuery(
  server: RunningServer,
  changes: Readonly<Record<string, string | undefined>> = {},
): string {
  const all = Object.entries({ ...simplestRequest(server), state: STATE, ...changes })
  return new URLSearchParams(
    all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ).toString()
}

/** Asserts that the answer is one of our pages and leads nowhere else. */
export async function assertErrorPage(server: RunningServer, asked: string): Promise<void> {
  const response = await ask(server, asked)
  assert.equal(response.status, 400, asked)
  assert.equal(response.headers.get('location'), null, asked)
  assert.match(response.headers.get('content-type') ?? '', /^text\/html/, asked)
  assert.match(response.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
  const html = await response.text()
  assert.match(html, /<h1>/)
  assert.doesNotMatch(html, /href="(?!\/)|http-equiv|<script/i, asked)
}
