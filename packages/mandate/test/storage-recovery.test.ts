/** A database that fails for a moment: those who retry, as told, succeed. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { StorageUnavailable } from '../src/store/port.ts'
import { breakableStore } from './breakable-store.ts'
import { exchange, introspect, refresh, tokensOf } from './integrator.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, simplestRequest } from './visitor.ts'

const store = breakableStore()
let server: RunningServer
before(async () => {
  server = await startServer({ wrap: store.wrap })
})
after(() => server.close())

/** Repeats the request after a 503, as told; returns the final answer. */
async function patiently<Result extends { readonly status: number }>(
  send: () => Promise<Result>,
  refusals: number[],
): Promise<Result> {
  const first = await send()
  if (first.status !== 503) return first
  refusals.push(first.status)
  return send()
}

test('whichever verb fails once, a retry succeeds and nothing is lost', async () => {
  const headers = { 'idempotency-key': '"6dc1"' }
  const wholeLife = async (refusals: number[]) => {
    const visitor = newVisitor(server)
    const address = `/oauth2/authorize?${new URLSearchParams(simplestRequest(server))}`
    const form = { email: server.account.email, password: PASSWORD }
    await patiently(() => visitor.post('/sign-in', form), refusals)
    const open = () => patiently(() => visitor.get(address), refusals)
    let location = (await open()).headers.get('location') ?? ''
    if (location.includes('error=temporarily_unavailable')) {
      refusals.push(303)
      location = (await open()).headers.get('location') ?? ''
    }
    const code = new URL(location).searchParams.get('code') ?? ''
    const first = tokensOf(await patiently(() => exchange(server, code, { headers }), refusals))
    const { refreshToken } = first
    const next = () => refresh(server, refreshToken, { headers })
    const second = tokensOf(await patiently(next, refusals))
    const ask = () => introspect(server, second.accessToken)
    assert.equal((await patiently(ask, refusals)).body['active'], true)
  }
  store.called.clear()
  await wholeLife([])
  const verbs = [...store.called]
  assert.ok(verbs.includes('grants.advance') && verbs.includes('sessions.insert'))
  for (const verb of verbs) {
    const refusals: number[] = []
    store.failure = () => {
      store.broken.delete(verb)
      return new StorageUnavailable('only this once')
    }
    store.broken.add(verb)
    await wholeLife(refusals)
    assert.equal(refusals.length, 1, verb)
  }
})
