/** `response_mode=form_post`: the response is a form that the browser submits. */

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { exchange } from './integrator.ts'
import { REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { hiddenFields, newVisitor, simplestRequest } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const request = () => ({ ...simplestRequest(server), response_mode: 'form_post', state: 'a&b"c' })

test('the page carries code, state and iss to the redirect URI', async () => {
  const visitor = newVisitor(server)
  const { status, html, headers } = await visitor.signIn(await visitor.open(request()))
  assert.equal(status, 200)
  assert.match(html, new RegExp(`<form method="post" action="${REDIRECT_URI}">`))
  const { code = '', ...others } = hiddenFields(html)
  assert.deepEqual(others, { state: 'a&b"c', iss: server.issuer })
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.equal((await exchange(server, code)).status, 200)
})

test('the page may run its one script, and nothing else', async () => {
  const visitor = newVisitor(server)
  const { html, headers } = await visitor.signIn(await visitor.open(request()))
  const policy = headers.get('content-security-policy') ?? ''
  const [, script = ''] = /<script>([^<]*)<\/script>/.exec(html) ?? []
  const digest = createHash('sha256').update(script).digest('base64')
  const directives = policy.split('; ')
  assert.ok(directives.includes(`script-src 'sha256-${digest}'`), policy)
  assert.ok(directives.includes("default-src 'none'"), policy)
  assert.ok(directives.includes("frame-ancestors 'none'"), policy)
})

test('an error is also sent as a form, without asking for a sign-in', async () => {
  const visitor = newVisitor(server)
  const { html } = await visitor.open({ ...request(), scope: 'unknown' })
  const { error, iss, code } = hiddenFields(html)
  assert.deepEqual([error, iss, code], ['invalid_scope', server.issuer, undefined])
})
