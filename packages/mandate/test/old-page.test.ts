/** A sign-in or consent page that was left open, or reopened from the browser's history. */

import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { newVisitor } from './visitor.ts'

let server: RunningServer
let request: Record<string, string>
beforeEach(async () => {
  server = await startServer()
  const { client } = await server.register({ trusted: false })
  request = { response_type: 'code', client_id: client.id, redirect_uri: REDIRECT_URI }
})
afterEach(() => server.close())

for (const wish of [{ prompt: 'login' }, { max_age: '60' }]) {
  const [name] = Object.keys(wish)
  test(`a week-old page does not bypass ${name}`, async () => {
    const visitor = newVisitor(server)
    const signIn = await visitor.open({ ...request, ...wish })
    const consent = await visitor.signIn(signIn)
    await visitor.decide(consent, 'allow')

    server.clock.advance(6 * 24 * 60 * 60)
    for (const { href } of [signIn.address, consent.address]) {
      const answer = await visitor.get(href)
      const next = answer.headers.get('location') ?? ''
      assert.doesNotMatch(next, /code=/)
      assert.ok(answer.status === 200 || next.startsWith('/sign-in?'), next)
    }
    const again = await visitor.decide(consent, 'allow')
    assert.equal(again.address.pathname, '/sign-in')
  })

  test(`with ${name}, a page left open overnight continues after one sign-in`, async () => {
    const visitor = newVisitor(server)
    const page = await visitor.open({ ...request, ...wish })
    server.clock.advance(12 * 60 * 60)
    const consent = await visitor.signIn(page)
    assert.equal(consent.address.pathname, '/consent')
    const { address } = await visitor.decide(consent, 'allow')
    assert.ok(address.searchParams.has('code'))
  })
}

test('after the clock was set back, a sign-in is requested once', async () => {
  const visitor = newVisitor(server)
  const page = await visitor.open({ ...request, prompt: 'login' })
  server.clock.advance(-60 * 60)
  assert.equal((await visitor.signIn(page)).address.pathname, '/consent')
})
