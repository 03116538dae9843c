/** Logins with DPoP by libraries that know nothing of this server, at one that requires nonces. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { introspect } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { obtainCode } from './visitor.ts'

const CALLBACK = 'https://app.example/callback'
let server: RunningServer
before(async () => {
  server = await startServer({ settings: { dpopNonce: 'required' } })
})
after(() => server.close())

async function newApp() {
  const { client } = await server.register({
    isPublic: true,
    trusted: false,
    redirectUris: [CALLBACK],
  })
  return client.id
}
/** The first proof of a key cannot have a nonce. */
async function again<Answer>(send: () => Promise<Answer>): Promise<Answer> {
  try {
    return await send()
  } catch (error) {
    if (oauth.isDPoPNonceError(error)) return send()
    throw error
  }
}
const key = { crv: 'Ed25519', extractable: true }

test('oauth4webapi logs in and refreshes with bound tokens, nonces included', async () => {
  const http = { [oauth.allowInsecureRequests]: true }
  const issuer = new URL(server.issuer)
  const as = await oauth.processDiscoveryResponse(
    issuer,
    await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...http }),
  )
  assert.ok(as.dpop_signing_alg_values_supported?.includes('ES256'))
  const client = { client_id: await newApp() }
  const keys = await oauth.generateKeyPair('ES256')
  const DPoP = oauth.DPoP({}, keys)
  const verifier = oauth.generateRandomCodeVerifier()
  const asked = {
    ...{ redirect_uri: CALLBACK, response_type: 'code' },
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }
  const push = (key: oauth.DPoPHandle, more: Record<string, string> = {}) =>
    again(async () =>
      oauth.processPushedAuthorizationResponse(
        as,
        client,
        await oauth.pushedAuthorizationRequest(
          ...([as, client, oauth.None(), { ...asked, ...more }] as const),
          { DPoP: key, ...http },
        ),
      ),
    )
  const jkt = await DPoP.calculateThumbprint()
  // Another key than the one that the request names (RFC 9449 §10.1).
  const other = oauth.DPoP({}, await oauth.generateKeyPair('ES256'))
  await assert.rejects(push(other, { dpop_jkt: jkt }), { error: 'invalid_dpop_proof' })
  const { request_uri } = await push(DPoP)
  const code = await obtainCode(server, { ...client, request_uri })
  const answer = new URLSearchParams({ code, iss: server.issuer })
  const parameters = oauth.validateAuthResponse(as, client, answer, oauth.skipStateCheck)
  const exchange = (key: oauth.DPoPHandle) =>
    again(async () =>
      oauth.processAuthorizationCodeResponse(
        as,
        client,
        await oauth.authorizationCodeGrantRequest(
          ...([as, client, oauth.None(), parameters, CALLBACK, verifier] as const),
          { DPoP: key, ...http },
        ),
      ),
    )
  // The proof of the pushed request has bound the code to its key.
  await assert.rejects(exchange(other), { error: 'invalid_grant' })
  const first = await exchange(DPoP)
  assert.equal(first.token_type, 'dpop')
  const response = await oauth.refreshTokenGrantRequest(
    ...([as, client, oauth.None(), first.refresh_token ?? ''] as const),
    { DPoP, ...http },
  )
  assert.ok(response.headers.has('dpop-nonce'))
  const next = await oauth.processRefreshTokenResponse(as, client, response)
  const { body } = await introspect(server, next.access_token)
  assert.deepEqual([body['active'], body['token_type'], body['cnf']], [true, 'DPoP', { jkt }])
})

test('openid-client does too', async () => {
  const id = await newApp()
  const configuration = await openid.discovery(
    new URL(server.issuer),
    id,
    undefined,
    openid.None(),
    {
      algorithm: 'oauth2',
      execute: [openid.allowInsecureRequests],
    },
  )
  const DPoP = openid.getDPoPHandle(configuration, await openid.randomDPoPKeyPair('Ed25519', key))
  const pkceCodeVerifier = openid.randomPKCECodeVerifier()
  const code = await obtainCode(server, {
    ...{ client_id: id, redirect_uri: CALLBACK, response_type: 'code' },
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  })
  const callback = new URL(`${CALLBACK}?${new URLSearchParams({ code, iss: server.issuer })}`)
  const tokens = await openid.authorizationCodeGrant(
    ...([configuration, callback, { pkceCodeVerifier }, {}] as const),
    { DPoP },
  )
  assert.equal(tokens.token_type, 'dpop')
  const next = await openid.refreshTokenGrant(
    configuration,
    tokens.refresh_token ?? '',
    {},
    { DPoP },
  )
  assert.notEqual(next.refresh_token, tokens.refresh_token)
})
