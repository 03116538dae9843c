/**
 * Step-up from end to end (RFC 9470): an API refuses, the client package says what to ask for, the
 * person enters a code, and the new token is accepted.
 */

import assert from 'node:assert/strict'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, type TestContext, test } from 'node:test'
import express from 'express'
import {
  createClient,
  MandateError,
  memoryStore,
  readStepUp,
} from '../packages/client/src/index.ts'
import { createGuard, type Guard, principalOf } from '../packages/guard/src/index.ts'
import { setUpApp } from '../packages/mandate/test/authenticator-app.ts'
import {
  REDIRECT_URI,
  type RunningServer,
  startServer,
} from '../packages/mandate/test/running-server.ts'
import { hiddenFields, newVisitor } from '../packages/mandate/test/visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const need = { scope: 'all', acr: '2fa', maxAge: 600 }

/** The same API behind each adapter: it answers how the user signed in. */
const adapters: Readonly<Record<string, (t: TestContext, guard: Guard) => Promise<string>>> = {
  node: (t, guard) =>
    serve(t, http.createServer(guard.node((_, response, { acr }) => response.end(acr), need))),
  express: (t, guard) => {
    const app = express()
    app.get('/', guard.express(need), (request, response) => {
      response.send(principalOf(request).acr)
    })
    return serve(t, http.createServer(app))
  },
  fetch: (t, guard) => {
    const handle = guard.fetch((_, { acr }) => new Response(acr), need)
    return serve(
      t,
      http.createServer(async (request, response) => {
        const { authorization = '' } = request.headers
        const answer = await handle(
          new Request('http://api.example', { headers: { authorization } }),
        )
        response.writeHead(answer.status, Object.fromEntries(answer.headers))
        response.end(await answer.text())
      }),
    )
  },
}

async function serve(t: TestContext, api: http.Server): Promise<string> {
  await new Promise<void>((listening) => api.listen(0, '127.0.0.1', listening))
  t.after(() => api.close())
  return `http://127.0.0.1:${(api.address() as AddressInfo).port}`
}

test('an API asks for a second factor, and gets it through the client package', async (t) => {
  const guard = createGuard({
    issuer: server.issuer,
    clientId: server.resource.id,
    clientSecret: server.resourceSecret,
    // The server's clock stands still, so the token of this test would look old.
    clock: () => server.clock.now() * 1000,
  })
  t.after(() => guard.close())
  const apis = await Promise.all(Object.values(adapters).map((start) => start(t, guard)))
  const client = createClient({
    issuer: server.issuer,
    clientId: server.client.id,
    clientSecret: server.clientSecret,
    redirectUri: REDIRECT_URI,
    scope: 'all',
    apiOrigins: apis,
    store: memoryStore(),
  })

  const visitor = newVisitor(server)
  await visitor.signIn(await visitor.follow('/sign-in'))
  const APP = '/account/security/authenticator'
  const page = { ...(await visitor.follow(APP)), address: new URL(`${APP}/add`, server.issuer) }
  const { app } = await setUpApp(visitor, page, server.clock.now())
  server.clock.advance(60)

  const first = await client.startLogin()
  const arrived = await visitor.follow(first.url)
  const { grantKey } = await client.finishLogin(arrived.address, first.pending)
  let stepUp: MandateError['stepUp']
  for (const api of apis) {
    const refused = await client
      .grant(grantKey)
      .fetch(api)
      .catch((error: unknown) => error)
    assert.ok(refused instanceof MandateError, String(refused))
    assert.equal(refused.code, 'step_up_needed')
    const asksFor = { acrValues: ['2fa'], maxAge: 600, scope: 'all' }
    assert.deepEqual(refused.stepUp, { ...asksFor, asked: 'all' })
    stepUp = refused.stepUp
    const token = await client.grant(grantKey).getAccessToken()
    const raw = await fetch(api, { headers: { authorization: `Bearer ${token}` } })
    assert.deepEqual(readStepUp(raw), asksFor)
    const { error } = (await raw.json()) as { error: string }
    assert.equal(error, 'insufficient_user_authentication')
  }

  assert.ok(stepUp)
  const second = await client.startLogin({ stepUp })
  const asked = await visitor.follow(second.url)
  assert.equal(asked.address.pathname, '/sign-in/second-factor')
  const code = app.code(server.clock.now())
  const back = await visitor.send(asked.address.href, { ...hiddenFields(asked.html), code })
  const better = await client.finishLogin(back.address, second.pending)
  for (const api of apis) {
    assert.equal(await (await client.grant(better.grantKey).fetch(api)).text(), '2fa')
  }

  // Ten minutes later the sign-in is too old, and the API says so.
  server.clock.advance(601)
  await client.grant(better.grantKey).refresh()
  const [api = ''] = apis
  const late = await client
    .grant(better.grantKey)
    .fetch(api)
    .catch((error: unknown) => error)
  assert.ok(late instanceof MandateError && late.code === 'step_up_needed')
})
