/** The server's metadata, and its addresses outside the protocol. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { rawRequest } from './raw-request.ts'
import { type RunningServer, startServer } from './running-server.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const OPENID_SCOPES = ['openid', 'profile', 'email', 'phone', 'address', 'offline_access']

type Document = Readonly<Record<string, unknown>>

async function getJson(path: string): Promise<{ headers: Headers; body: Document }> {
  const response = await fetch(server.issuer + path)
  assert.equal(response.status, 200, path)
  assert.match(response.headers.get('content-type') ?? '', /^application\/json/)
  const body = (await response.json()) as Document
  return { headers: response.headers, body }
}

test('without OpenID Connect its configuration is 404, and the OAuth metadata says nothing of it', async () => {
  const scopes = { all: 'Everything' }
  const node = await server.addNode({ openid: false, scopes })
  const response = await fetch(`${node}/.well-known/openid-configuration`)
  assert.equal(response.status, 404)
  const body = (await response.json()) as Document
  assert.match(String(body['error_description']), /does not offer OpenID Connect/)
  const place = String(body['oauth_authorization_server'])
  assert.ok(String(body['error_description']).endsWith(place))
  const plain = (await (await fetch(new URL(new URL(place).pathname, node))).json()) as Document
  assert.equal(plain['issuer'], server.issuer)
  const names = Object.keys(plain).filter((name) =>
    /id_token|claim|subject|logout|session/.test(name),
  )
  assert.deepEqual(names, [])
  assert.deepEqual(plain['scopes_supported'], Object.keys(scopes))
})

/** RFC 8414 §2: the algorithms of assertions; never `none`. */
const ASYMMETRIC = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
]
const signing = (endpoint: string) => ({
  [`${endpoint}_endpoint_auth_signing_alg_values_supported`]: [
    ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
    ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
    ...['HS256', 'HS384', 'HS512'],
  ],
})

test('the metadata states every value explicitly (RFC 8414 §2)', async () => {
  const { body } = await getJson('/.well-known/oauth-authorization-server')
  const { issuer } = server
  const methods = [
    'client_secret_basic',
    'client_secret_post',
    'private_key_jwt',
    'client_secret_jwt',
  ]
  assert.deepEqual(body, {
    issuer,
    authorization_endpoint: `${issuer}/oauth2/authorize`,
    token_endpoint: `${issuer}/oauth2/token`,
    introspection_endpoint: `${issuer}/oauth2/introspect`,
    revocation_endpoint: `${issuer}/oauth2/revoke`,
    pushed_authorization_request_endpoint: `${issuer}/oauth2/par`,
    require_pushed_authorization_requests: false,
    scopes_supported: [...['all', 'read', 'write'], ...OPENID_SCOPES],
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'form_post', 'query.jwt', 'form_post.jwt', 'jwt'],
    authorization_signing_alg_values_supported: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    require_signed_request_object: false,
    request_parameter_supported: true,
    request_uri_parameter_supported: true,
    require_request_uri_registration: true,
    request_object_signing_alg_values_supported: ASYMMETRIC,
    grant_types_supported: [
      ...['authorization_code', 'refresh_token', 'client_credentials'],
      'urn:ietf:params:oauth:grant-type:device_code',
      'urn:ietf:params:oauth:grant-type:token-exchange',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
    ],
    authorization_grant_profiles_supported: ['urn:ietf:params:oauth:grant-profile:id-jag'],
    device_authorization_endpoint: `${issuer}/oauth2/device`,
    token_endpoint_auth_methods_supported: [...methods, 'none'],
    introspection_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_methods_supported: [...methods, 'none'],
    ...signing('token'),
    ...signing('introspection'),
    ...signing('revocation'),
    global_token_revocation_endpoint: `${server.issuer}/platform/v1/global-token-revocation`,
    code_challenge_methods_supported: ['S256'],
    acr_values_supported: ['2fa'],
    prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
    dpop_signing_alg_values_supported: ['ES256', 'EdDSA', 'Ed25519', 'PS256'],
    authorization_response_iss_parameter_supported: true,
    revocation_stream_uri: `${issuer}/oauth2/revocations`,
    security_event_poll_uri: `${issuer}/oauth2/security-events`,
    access_token_formats_supported: ['mdt_at', 'at+jwt'],
    introspection_signing_alg_values_supported: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    userinfo_endpoint: `${issuer}/oauth2/userinfo`,
    jwks_uri: `${issuer}/oauth2/jwks`,
    subject_types_supported: ['public', 'pairwise'],
    id_token_signing_alg_values_supported: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    userinfo_signing_alg_values_supported: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    claim_types_supported: ['normal'],
    claims_supported: [
      ...['iss', 'sub', 'aud', 'exp', 'iat', 'auth_time', 'nonce'],
      ...['amr', 'acr', 'at_hash', 'sid', 'name', 'family_name', 'given_name', 'middle_name'],
      ...['nickname', 'preferred_username', 'profile', 'picture', 'website', 'gender'],
      ...['birthdate', 'zoneinfo', 'locale', 'updated_at', 'email', 'email_verified'],
      ...['address', 'phone_number', 'phone_number_verified'],
    ],
    display_values_supported: ['page'],
    end_session_endpoint: `${issuer}/oauth2/logout`,
    ...{ backchannel_logout_supported: true, backchannel_logout_session_supported: true },
    ...{ frontchannel_logout_supported: true, frontchannel_logout_session_supported: true },
    claims_parameter_supported: true,
  })
  const provider = await getJson('/.well-known/openid-configuration')
  assert.deepEqual(provider.body, body)
})

test('every address in the metadata responds, and no array is empty', async () => {
  const { body } = await getJson('/.well-known/oauth-authorization-server')
  for (const [name, value] of Object.entries(body)) {
    assert.ok(!Array.isArray(value) || value.length > 0, name)
    if (!name.endsWith('_endpoint')) continue
    const { status } = await fetch(String(value), { redirect: 'manual' })
    assert.ok([303, 400, 401, 405].includes(status), `${name} ${status}`)
  }
})

test('the process is live, and ready if its database is', async () => {
  assert.deepEqual((await getJson('/health/live')).body, { status: 'live' })
  assert.deepEqual((await getJson('/health/ready')).body, { status: 'ready' })
})

test('a probe may use HEAD', async () => {
  for (const path of [
    '/health/live',
    '/health/ready',
    '/.well-known/oauth-authorization-server',
    '/assets/stylesheet.css',
  ]) {
    const { status, headers } = await rawRequest(server.issuer, { method: 'HEAD', path })
    assert.deepEqual([status, headers.location], [200, undefined], path)
  }
})

test('a browser may keep the stylesheet that a page names', async () => {
  const page = await (await fetch(`${server.issuer}/sign-in`)).text()
  const [, href = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(page) ?? []
  const response = await fetch(server.issuer + href)
  assert.equal(response.status, 200)
  assert.match(response.headers.get('content-type') ?? '', /^text\/css/)
  assert.match(response.headers.get('cache-control') ?? '', /max-age=31536000/)
  assert.equal(response.headers.get('pragma'), null)
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
  assert.ok((await response.text()).length > 0)
})

test('an unknown path is 404, as a page for people and as JSON for programs', async () => {
  for (const path of [
    '/nothing',
    '/assets/nothing.css',
    '/assets/..%2Fassets.ts',
    '/assets/__proto__',
    '/errors/nothing',
    '/errors/__proto__.x',
    '/oauth2/token/',
    '/OAUTH2/TOKEN',
  ]) {
    const page = await fetch(server.issuer + path, { headers: { accept: 'text/html' } })
    assert.equal(page.status, 404, path)
    assert.match(await page.text(), /<h1>/, path)
    const json = await fetch(server.issuer + path, { headers: { accept: 'application/json' } })
    const body = (await json.json()) as Document
    assert.deepEqual([json.status, body['error']], [404, 'not_found'], path)
  }
})

test('a path that cannot be decoded is 4xx and reveals nothing about the server', async () => {
  for (const path of ['/errors/%ff', '/%', '/assets/%zz', `/errors/${'a'.repeat(5_000)}`]) {
    const { status, text } = await rawRequest(server.issuer, { method: 'GET', path })
    assert.ok(status >= 400 && status < 500, `${path} ${status}`)
    assert.doesNotMatch(text, /FST_|node_modules|statusCode/)
  }
})

test('an explanation repeats the reference and nothing else from the path', async () => {
  for (const [reference, shown] of [
    ['invalid_grant.8a0f3f0e-5d0c-4a63-9e0e-2f1b7c9d4e55', true],
    ['invalid_grant.%3Cscript%3Ealert(1)', false],
    ['invalid_grant.%20Call%20555%200100%20to%20unlock%20your%20account', false],
  ] as const) {
    const response = await fetch(`${server.issuer}/errors/${reference}`)
    const html = await response.text()
    assert.equal(response.status, 200)
    assert.equal(html.includes(reference), shown)
    assert.doesNotMatch(html, /<script>alert|555/)
  }
})
