/** openid-client as an OpenID Connect client: its own code checks every ID token and signed answer. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as openid from 'openid-client'
import type { ClientMetadata } from '../../packages/mandate/src/clients/metadata/fields.ts'
import { newClientKey } from '../../packages/mandate/test/client-proofs.ts'
import { type RunningServer, startServer } from '../../packages/mandate/test/running-server.ts'
import { type Arrival, newVisitor } from '../../packages/mandate/test/visitor.ts'

const CALLBACK = 'https://ledgerline.example/callback'
const SIGNED_OUT = 'https://ledgerline.example/signed-out'
const SCOPE = 'openid profile email offline_access'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

/** A client of the server as the library knows it, from the server's metadata. */
async function discover(
  metadata: Readonly<Record<string, openid.JsonValue>>,
  proof: (secret: string) => openid.ClientAuth = openid.ClientSecretBasic,
) {
  const { client, secret } = await server.register({
    redirectUris: [CALLBACK],
    scope: SCOPE,
    metadata: { post_logout_redirect_uris: [SIGNED_OUT], ...(metadata as ClientMetadata) },
  })
  return openid.discovery(new URL(server.issuer), client.id, metadata, proof(secret), {
    execute: [openid.allowInsecureRequests],
  })
}

/** What the library must find again in the answer, and the parameters that ask for it. */
async function newRequest() {
  const checks = {
    pkceCodeVerifier: openid.randomPKCECodeVerifier(),
    expectedState: openid.randomState(),
    expectedNonce: openid.randomNonce(),
    maxAge: 60,
    idTokenExpected: true,
  }
  const parameters = {
    redirect_uri: CALLBACK,
    scope: SCOPE,
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    max_age: '60',
    code_challenge: await openid.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
  }
  return { checks, parameters }
}

async function signIn(start: URL, visitor = newVisitor(server)): Promise<Arrival> {
  return visitor.signIn(await visitor.open(Object.fromEntries(start.searchParams)))
}

for (const alg of ['RS256', 'ES256', 'EdDSA'] as const) {
  test(`a login with an ID token signed with ${alg}, userinfo, a refresh and a logout`, async () => {
    const config = await discover({
      id_token_signed_response_alg: alg,
      userinfo_signed_response_alg: alg,
    })
    openid.enableNonRepudiationChecks(config)
    const { checks, parameters } = await newRequest()
    const visitor = newVisitor(server)
    const start = openid.buildAuthorizationUrl(config, parameters)
    const { address } = await signIn(start, visitor)
    const tokens = await openid.authorizationCodeGrant(config, address, checks)
    const { sub } = tokens.claims() ?? assert.fail()
    assert.equal(sub, server.account.id)
    const person = await openid.fetchUserInfo(config, tokens.access_token, sub)
    assert.deepEqual([person.email, person.email_verified], [server.account.email, false])

    const plain = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '')
    assert.equal(plain.id_token, undefined)
    const asked = { scope: 'openid' }
    const again = await openid.refreshTokenGrant(config, plain.refresh_token ?? '', asked)
    assert.equal(again.claims()?.sub, sub)

    const leave = openid.buildEndSessionUrl(config, {
      id_token_hint: again.id_token ?? '',
      post_logout_redirect_uri: SIGNED_OUT,
      state: 'bye',
    })
    const left = await visitor.follow(leave.href)
    assert.equal(left.address.href, `${SIGNED_OUT}?state=bye`)
    assert.notEqual((await visitor.get('/account')).status, 200)
  })
}

test('a pushed request, a client that proves itself with a key, and a signed answer', async () => {
  const { privateKey, jwk } = newClientKey()
  const key = privateKey.toCryptoKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
  const config = await discover(
    {
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [{ ...jwk } as openid.JsonObject] },
      require_pushed_authorization_requests: true,
      authorization_signed_response_alg: 'ES256',
      id_token_signed_response_alg: 'ES256',
    },
    () => openid.PrivateKeyJwt({ key, kid: jwk.kid }),
  )
  openid.useJwtResponseMode(config)
  const { checks, parameters } = await newRequest()
  const start = await openid.buildAuthorizationUrlWithPAR(config, parameters)
  assert.deepEqual([...start.searchParams.keys()].toSorted(), ['client_id', 'request_uri'])
  const { address } = await signIn(start)
  assert.deepEqual([...address.searchParams.keys()], ['response'])
  const tokens = await openid.authorizationCodeGrant(config, address, checks)
  assert.equal(tokens.claims()?.sub, server.account.id)
})
