/** passport-oauth2 in an Express application, a common integration. */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { after, before, test } from 'node:test'
import express from 'express'
import session from 'express-session'
import passport from 'passport'
import { Strategy, type VerifyCallback } from 'passport-oauth2'
import { introspect } from '../../packages/mandate/test/integrator.ts'
import { type RunningServer, startServer } from '../../packages/mandate/test/running-server.ts'
import { newVisitor } from '../../packages/mandate/test/visitor.ts'

type Verification = [
  accessToken: string,
  refreshToken: string,
  profile: unknown,
  done: VerifyCallback,
]

let server: RunningServer
let application: Server
before(async () => {
  server = await startServer()
})
after(async () => {
  application.close()
  await server.close()
})

async function startApplication(): Promise<string> {
  const app = express()
  application = app.listen(0, '127.0.0.1')
  await once(application, 'listening')
  const address = application.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const origin = `http://127.0.0.1:${address.port}`
  const { client, secret } = await server.register({ redirectUris: [`${origin}/callback`] })

  const strategy = new Strategy(
    {
      authorizationURL: `${server.issuer}/oauth2/authorize`,
      tokenURL: `${server.issuer}/oauth2/token`,
      clientID: client.id,
      clientSecret: secret,
      callbackURL: `${origin}/callback`,
      state: true,
      pkce: true,
    },
    (...[accessToken, refreshToken, , done]: Verification) =>
      done(null, { accessToken, refreshToken }),
  )
  passport.use('mandate', strategy)
  app.use(session({ secret: 'a secret of this test', resave: false, saveUninitialized: true }))
  app.get('/connect', passport.authenticate('mandate', { session: false }))
  app.get(
    '/callback',
    passport.authenticate('mandate', { session: false }),
    (request, response) => {
      response.json(request.user)
    },
  )
  return origin
}

test('passport-oauth2 signs a user in with state and PKCE', async () => {
  const origin = await startApplication()
  const connect = await fetch(`${origin}/connect`, { redirect: 'manual' })
  const cookie = connect.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const start = new URL(connect.headers.get('location') ?? '')

  const visitor = newVisitor(server)
  const { address } = await visitor.signIn(
    await visitor.open(Object.fromEntries(start.searchParams)),
  )
  const callback = await fetch(address, { headers: { cookie } })
  assert.equal(callback.status, 200)
  const user: unknown = await callback.json()
  assert.ok(typeof user === 'object' && user !== null && 'accessToken' in user)
  assert.equal((await introspect(server, String(user.accessToken))).body['active'], true)
})
