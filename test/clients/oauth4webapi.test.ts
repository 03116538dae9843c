/**
 * oauth4webapi on its own, as used by developers who build a client by hand: each request and each
 * check of a response is a separate call, and the library is strict about both.
 */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as oauth from 'oauth4webapi'
import type { RunningApi } from '../../examples/api/src/api.ts'
import { type RunningServer, startServer } from '../../packages/mandate/test/running-server.ts'
import { newVisitor } from '../../packages/mandate/test/visitor.ts'
import { startNotesApi } from './notes-api.ts'

const redirectUri = 'https://ledgerline.example/callback'
/** The library requires https unless told otherwise. */
const onLoopback = { [oauth.allowInsecureRequests]: true }

let server: RunningServer
let api: RunningApi
let metadata: oauth.AuthorizationServer

before(async () => {
  server = await startServer()
  api = await startNotesApi(server)
  metadata = await discover('oauth2')
})
after(async () => {
  await api.close()
  await server.close()
})

async function discover(algorithm: 'oauth2' | 'oidc'): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(server.issuer)
  const answer = await oauth.discoveryRequest(issuer, { ...onLoopback, algorithm })
  return oauth.processDiscoveryResponse(issuer, answer)
}

type Method = 'client_secret_basic' | 'client_secret_post' | 'none'

/** A client, with its authentication method. */
interface Integrator {
  readonly client: oauth.Client
  readonly authentication: oauth.ClientAuth
}

async function register(method: Method, scope = 'all read'): Promise<Integrator> {
  const isPublic = method === 'none'
  const description = { redirectUris: [redirectUri], isPublic, trusted: false, scope }
  const { client, secret } = await server.register(description)
  const authentications = {
    client_secret_basic: () => oauth.ClientSecretBasic(secret),
    client_secret_post: () => oauth.ClientSecretPost(secret),
    none: () => oauth.None(),
  }
  return { client: { client_id: client.id }, authentication: authentications[method]() }
}

/** Goes to the login page with every parameter that the library supports, and decides there. */
async function login(
  { client }: Integrator,
  decision: 'allow' | 'deny',
  more: Readonly<Record<string, string>> = {},
) {
  const verifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const start = new URL(metadata.authorization_endpoint ?? '')
  start.search = String(
    new URLSearchParams({
      response_type: 'code',
      client_id: client.client_id,
      redirect_uri: redirectUri,
      scope: 'all read',
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...more,
    }),
  )
  const visitor = newVisitor(server)
  const asked = await visitor.signIn(await visitor.open(Object.fromEntries(start.searchParams)))
  const { address } = await visitor.decide(asked, decision)
  return { address, state, verifier }
}

async function connect(
  integrator: Integrator,
  {
    more = {},
    expected = {},
  }: {
    readonly more?: Readonly<Record<string, string>>
    readonly expected?: oauth.ProcessAuthorizationCodeResponseOptions
  } = {},
): Promise<oauth.TokenEndpointResponse> {
  const { client, authentication } = integrator
  const { address, state, verifier } = await login(integrator, 'allow', more)
  const callback = oauth.validateAuthResponse(metadata, client, address, state)
  const answer = await oauth.authorizationCodeGrantRequest(
    metadata,
    client,
    authentication,
    callback,
    redirectUri,
    verifier,
    onLoopback,
  )
  const tokens = await oauth.processAuthorizationCodeResponse(metadata, client, answer, expected)
  if (tokens.id_token !== undefined) {
    const provider = await discover('oidc')
    await oauth.validateApplicationLevelSignature(provider, answer, onLoopback)
  }
  return tokens
}

async function refresh(
  { client, authentication }: Integrator,
  refreshToken: string | undefined,
  additionalParameters: Readonly<Record<string, string>> = {},
): Promise<oauth.TokenEndpointResponse> {
  const answer = await oauth.refreshTokenGrantRequest(
    metadata,
    client,
    authentication,
    refreshToken ?? '',
    { ...onLoopback, additionalParameters },
  )
  return oauth.processRefreshTokenResponse(metadata, client, answer)
}

/** What the API learns about a token. */
async function introspect(token: string): Promise<oauth.IntrospectionResponse> {
  const client = { client_id: server.resource.id }
  const authentication = oauth.ClientSecretBasic(server.resourceSecret)
  const answer = await oauth.introspectionRequest(
    metadata,
    client,
    authentication,
    token,
    onLoopback,
  )
  return oauth.processIntrospectionResponse(metadata, client, answer)
}

function callApi(token: string): Promise<Response> {
  const address = new URL('/me', api.url)
  return oauth.protectedResourceRequest(token, 'GET', address, undefined, undefined, onLoopback)
}

function isRefusal(error: string) {
  return (thrown: unknown) => thrown instanceof oauth.ResponseBodyError && thrown.error === error
}

test('oauth4webapi discovers the server by its OAuth metadata and as an OpenID provider', async () => {
  const provider = await discover('oidc')
  assert.deepEqual({ ...provider, ...metadata }, provider)
  assert.equal(provider.jwks_uri, `${server.issuer}/oauth2/jwks`)
  assert.equal(metadata.issuer, server.issuer)
  assert.equal(metadata.authorization_response_iss_parameter_supported, true)
})

test('oauth4webapi signs a user in with OpenID Connect, and checks every claim of the ID token', async () => {
  const scope = 'openid profile email offline_access'
  const integrator = await register('client_secret_basic', scope)
  const nonce = oauth.generateRandomNonce()
  const tokens = await connect(integrator, {
    more: { scope, nonce, max_age: '60' },
    expected: { expectedNonce: nonce, maxAge: 60, requireIdToken: true },
  })
  assert.equal(tokens.scope, scope)
  const claims = oauth.getValidatedIdTokenClaims(tokens)
  assert.equal(claims?.sub, server.account.id)
  const plain = await refresh(integrator, tokens.refresh_token)
  assert.equal(plain.id_token, undefined)
  const again = await refresh(integrator, plain.refresh_token, { scope: 'openid' })
  const { sub, auth_time, nonce: repeated } = oauth.getValidatedIdTokenClaims(again) ?? {}
  assert.deepEqual([sub, auth_time, repeated], [claims?.sub, claims?.auth_time, undefined])
})

for (const method of ['client_secret_basic', 'client_secret_post', 'none'] as const) {
  test(`oauth4webapi goes through the whole life of a grant with ${method}`, async () => {
    assert.ok(metadata.token_endpoint_auth_methods_supported?.includes(method))
    const integrator = await register(method)
    const tokens = await connect(integrator)
    assert.equal(tokens.token_type, 'bearer')
    assert.equal(tokens.scope, 'all read')
    assert.equal(tokens.expires_in, 300)
    const called = await callApi(tokens.access_token)
    const me = JSON.parse(await called.text())
    assert.equal(me.username, server.account.email)

    const narrower = await refresh(integrator, tokens.refresh_token, { scope: 'read' })
    assert.equal(narrower.scope, 'read')
    assert.equal((await introspect(narrower.access_token)).scope, 'read')
    const refreshed = await refresh(integrator, narrower.refresh_token)
    assert.equal(refreshed.scope, 'all read')

    const known = await introspect(refreshed.access_token)
    assert.equal(known.active, true)
    assert.equal(known.iss, server.issuer)
    assert.equal(known.client_id, integrator.client.client_id)
    assert.equal(known.sub, me.subject)

    const { client, authentication } = integrator
    const revoked = await oauth.revocationRequest(
      metadata,
      client,
      authentication,
      refreshed.refresh_token ?? '',
      onLoopback,
    )
    await oauth.processRevocationResponse(revoked)
    assert.deepEqual(await introspect(refreshed.access_token), { active: false })
    await assert.rejects(callApi(refreshed.access_token), (error: unknown) => {
      assert.ok(error instanceof oauth.WWWAuthenticateChallengeError)
      const [challenge] = error.cause
      assert.equal(challenge?.scheme, 'bearer')
      assert.equal(challenge?.parameters.error, 'invalid_token')
      return true
    })
    await assert.rejects(refresh(integrator, refreshed.refresh_token), isRefusal('invalid_grant'))
  })
}

test('oauth4webapi understands that a refresh token used twice ends the grant', async () => {
  const integrator = await register('client_secret_basic')
  const first = await connect(integrator)
  const second = await refresh(integrator, first.refresh_token)
  await assert.rejects(refresh(integrator, first.refresh_token), isRefusal('invalid_grant'))
  await assert.rejects(refresh(integrator, second.refresh_token), isRefusal('invalid_grant'))
  assert.deepEqual(await introspect(second.access_token), { active: false })
})

test('oauth4webapi understands that the person denied', async () => {
  const integrator = await register('client_secret_basic')
  const { address, state } = await login(integrator, 'deny')
  assert.throws(
    () => oauth.validateAuthResponse(metadata, integrator.client, address, state),
    (error: unknown) =>
      error instanceof oauth.AuthorizationResponseError && error.error === 'access_denied',
  )
})

test('oauth4webapi notices if iss was removed in transit (RFC 9207 §2.4)', async () => {
  const integrator = await register('none')
  const { address, state } = await login(integrator, 'allow')
  address.searchParams.delete('iss')
  assert.throws(
    () => oauth.validateAuthResponse(metadata, integrator.client, address, state),
    /"iss"/,
  )
})

test('oauth4webapi understands the challenge after a wrong secret', async () => {
  const { client } = await register('client_secret_basic')
  const wrong = { client, authentication: oauth.ClientSecretBasic('not-the-secret') }
  await assert.rejects(connect(wrong), (error: unknown) => {
    assert.ok(error instanceof oauth.WWWAuthenticateChallengeError)
    assert.equal(error.status, 401)
    assert.equal(error.cause[0]?.scheme, 'basic')
    return true
  })
})

test('oauth4webapi introspects nothing without a secret (RFC 7662 §2.1)', async () => {
  assert.ok(!metadata.introspection_endpoint_auth_methods_supported?.includes('none'))
  const integrator = await register('none')
  const { access_token: token } = await connect(integrator)
  const { client, authentication } = integrator
  const answer = await oauth.introspectionRequest(
    metadata,
    client,
    authentication,
    token,
    onLoopback,
  )
  await assert.rejects(
    oauth.processIntrospectionResponse(metadata, client, answer),
    oauth.WWWAuthenticateChallengeError,
  )
})
