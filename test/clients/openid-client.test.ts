/** openid-client, a third-party OAuth client, through a whole integration. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as oauth from 'openid-client'
import { type RunningServer, startServer } from '../../packages/mandate/test/running-server.ts'
import { newVisitor } from '../../packages/mandate/test/visitor.ts'

const redirectUri = 'https://ledgerline.example/callback'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

for (const [method, authentication] of [
  ['client_secret_basic', oauth.ClientSecretBasic],
  ['client_secret_post', oauth.ClientSecretPost],
] as const) {
  test(`openid-client signs a user in, refreshes, introspects and revokes with ${method}`, async () => {
    const { client, secret } = await server.register({ redirectUris: [redirectUri] })
    const config = await oauth.discovery(
      new URL(server.issuer),
      client.id,
      secret,
      authentication(secret),
      { algorithm: 'oauth2', execute: [oauth.allowInsecureRequests] },
    )
    const pkceCodeVerifier = oauth.randomPKCECodeVerifier()
    const expectedState = oauth.randomState()
    const start = oauth.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'read write',
      state: expectedState,
      code_challenge: await oauth.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    })
    const visitor = newVisitor(server)
    const { address } = await visitor.signIn(
      await visitor.open(Object.fromEntries(start.searchParams)),
    )
    const checks = { pkceCodeVerifier, expectedState }
    const tokens = await oauth.authorizationCodeGrant(config, address, checks)
    assert.equal(tokens.scope, 'read write')
    assert.equal(tokens.expires_in, 300)

    const refreshed = await oauth.refreshTokenGrant(config, tokens.refresh_token ?? '')
    const known = await oauth.tokenIntrospection(config, refreshed.access_token)
    assert.equal(known.active, true)
    assert.equal(known.client_id, client.id)

    await oauth.tokenRevocation(config, refreshed.refresh_token ?? '')
    assert.equal((await oauth.tokenIntrospection(config, refreshed.access_token)).active, false)
    await assert.rejects(
      oauth.refreshTokenGrant(config, refreshed.refresh_token ?? ''),
      (error: unknown) =>
        error instanceof oauth.ResponseBodyError && error.error === 'invalid_grant',
    )
  })
}

test('openid-client signs a user in with a public client and PKCE', async () => {
  const native = 'http://127.0.0.1/callback'
  const { client } = await server.register({
    redirectUris: [native],
    isPublic: true,
    trusted: false,
  })
  const config = await oauth.discovery(new URL(server.issuer), client.id, undefined, oauth.None(), {
    algorithm: 'oauth2',
    execute: [oauth.allowInsecureRequests],
  })
  const pkceCodeVerifier = oauth.randomPKCECodeVerifier()
  const redirect = 'http://127.0.0.1:51004/callback'
  const start = oauth.buildAuthorizationUrl(config, {
    redirect_uri: redirect,
    code_challenge: await oauth.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  })
  const visitor = newVisitor(server)
  const asked = await visitor.signIn(await visitor.open(Object.fromEntries(start.searchParams)))
  const { address } = await visitor.decide(asked, 'allow')
  const tokens = await oauth.authorizationCodeGrant(config, address, { pkceCodeVerifier })
  const refreshed = await oauth.refreshTokenGrant(config, tokens.refresh_token ?? '')
  assert.notEqual(refreshed.refresh_token, tokens.refresh_token)
})
