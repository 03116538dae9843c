/** simple-oauth2, a third-party OAuth client, through a whole integration. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AuthorizationCode } from 'simple-oauth2'
import { introspect } from '../../packages/mandate/test/integrator.ts'
import {
  REDIRECT_URI,
  type RunningServer,
  startServer,
} from '../../packages/mandate/test/running-server.ts'
import { newVisitor } from '../../packages/mandate/test/visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

test('simple-oauth2 signs a user in, refreshes and revokes', async () => {
  const client = new AuthorizationCode({
    client: { id: server.client.id, secret: server.clientSecret },
    auth: {
      tokenHost: server.issuer,
      tokenPath: '/oauth2/token',
      revokePath: '/oauth2/revoke',
      authorizePath: '/oauth2/authorize',
    },
  })
  const start = new URL(client.authorizeURL({ redirect_uri: REDIRECT_URI, state: 'xyz' }))
  const visitor = newVisitor(server)
  const { address } = await visitor.signIn(
    await visitor.open(Object.fromEntries(start.searchParams)),
  )
  assert.equal(address.searchParams.get('state'), 'xyz')

  const code = address.searchParams.get('code') ?? ''
  const first = await client.getToken({ code, redirect_uri: REDIRECT_URI })
  assert.equal(first.expired(), false)
  const second = await first.refresh()
  assert.notEqual(second.token['refresh_token'], first.token['refresh_token'])

  const accessToken = String(second.token['access_token'])
  assert.equal((await introspect(server, accessToken)).body['active'], true)
  await second.revokeAll()
  assert.equal((await introspect(server, accessToken)).body['active'], false)
  await assert.rejects(second.refresh(), /400/)
})
