/** The activity page: what happened to the account, in words, a page at a time. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exchange, refresh, tokensOf } from './integrator.ts'
import { PASSWORD, startServer } from './running-server.ts'
import { newVisitor, obtainCode } from './visitor.ts'

test('what happened is told newest first, with who did it, and nothing of another account', async () => {
  await using server = await startServer()
  const other = await server.createAccount('other@example.com')
  const visitor = newVisitor(server)
  const form = { email: server.account.email, password: PASSWORD }
  await visitor.post('/sign-in', form, { 'user-agent': 'Mozilla/5.0 (X11; Linux) Firefox/130.0' })
  // A stolen refresh token that comes back.
  const { refreshToken } = tokensOf(await exchange(server, await obtainCode(server)))
  await refresh(server, refreshToken)
  await refresh(server, refreshToken)
  await server.store.accounts.disable(other.id, {
    ...{ by: { kind: 'operator', via: 'shell' }, at: server.clock.now() },
  })
  const { html } = await visitor.follow('/account/activity')
  const lines = [...html.matchAll(/<li><p>([\s\S]*?)<\/p><\/li>/g)].map(([, line = '']) =>
    line.replaceAll(/<[^>]+>/g, ''),
  )
  const told = lines.join('\n')
  assert.match(lines[0] ?? '', /disconnected, because a key that it had already used/)
  assert.match(told, /You signed in with Firefox \(Linux\) from 127\.0\.0\.1\./)
  assert.doesNotMatch(told, /turned off/)
})

test('a long list has pages, which show each fact once', async () => {
  await using server = await startServer()
  const visitor = newVisitor(server)
  await visitor.post('/sign-in', { email: server.account.email, password: PASSWORD })
  const act = { by: { kind: 'operator', via: 'shell' }, at: server.clock.now() } as const
  for (let time = 0; time < 60; time++) await server.store.accounts.enable(server.account.id, act)
  const all: string[] = []
  let address: string | undefined = '/account/activity'
  for (let page = 0; address !== undefined; page++) {
    assert.ok(page < 5)
    const { html } = await visitor.follow(address)
    all.push(...[...html.matchAll(/<li><p>([^<]*)/g)].map(([, line = '']) => line.trim()))
    address = /href="(\/account\/activity\?before=[^"]+)"/.exec(html)?.[1]
  }
  assert.equal(all.filter((line) => line === 'Your account was turned on.').length, 60)
  assert.equal((await visitor.get('/account/activity?before=nonsense')).status, 200)
})
