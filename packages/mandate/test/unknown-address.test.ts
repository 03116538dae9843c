/** Paths that do not exist, and the answer for a client that took them for endpoints. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { basic, ownCredentials } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

async function ask(path: string, init: RequestInit = {}) {
  const response = await fetch(server.issuer + path, init)
  const body = (await response.json()) as Readonly<Record<string, unknown>>
  return { status: response.status, body, description: String(body['error_description']) }
}

const metadata = () => `${server.issuer}/.well-known/oauth-authorization-server`

for (const [path, right] of [
  ['/oauth/token', '/oauth2/token'],
  ['/oauth2/token/', '/oauth2/token'],
  ['/token', '/oauth2/token'],
  ['/realms/main/protocol/openid-connect/token', '/oauth2/token'],
  ['/oauth2/auth', '/oauth2/authorize'],
  ['/OAuth2/Authorize', '/oauth2/authorize'],
  ['/oauth2/tokeninfo', '/oauth2/introspect'],
  ['/oauth/revoke', '/oauth2/revoke'],
  ['/oauth2/.well-known/oauth-authorization-server', '/.well-known/oauth-authorization-server'],
  ['/.well-known/oauth-authorization-server/tenant', '/.well-known/oauth-authorization-server'],
  ['/oidc/.well-known/openid-configuration', '/.well-known/openid-configuration'],
  ['/.well-known/openid-configuration/tenant', '/.well-known/openid-configuration'],
  ['/.well-known/jwks.json', '/oauth2/jwks'],
  ['/userinfo', '/oauth2/userinfo'],
  ['/connect/end_session', '/oauth2/logout'],
] as const) {
  test(`${path} is answered with the right address and the metadata`, async () => {
    const { status, body, description } = await ask(path, { method: 'POST' })
    assert.deepEqual([status, body['error']], [404, 'not_found'])
    assert.ok(description.includes(` is ${server.issuer}${right}.`), description)
    assert.ok(description.includes(metadata()), description)
    const explained = await fetch(String(body['error_uri']))
    assert.equal(explained.status, 200)
    assert.match(await explained.text(), /There is nothing at this address/)
  })
}

test('an endpoint that this server does not have is described as such', async () => {
  for (const [path, words] of [
    ['/device_authorization', /has no device authorization endpoint/],
    ['/oauth2/register', /operator registers clients/],
  ] as const) {
    const { description } = await ask(path)
    assert.match(description, words)
    assert.ok(description.includes(metadata()))
  }
  const other = await ask('/wp-login.php')
  assert.ok(other.description.includes(metadata()))
  assert.equal(other.body['error_uri'], undefined)
})

test('the operator finds it in the list, with its client but without what the path contained', async () => {
  const headers = { authorization: basic(ownCredentials(server)) }
  const { body } = await ask('/mdt_rt_hunter2/oauth2/token/', { method: 'POST', headers })
  const id = String(body['error_uri']).slice(-36)
  let found = await server.store.explanations.find(id)
  while (found === undefined) found = await server.store.explanations.find(id)
  assert.deepEqual(
    [found.reason, found.clientId, found.request.endpoint],
    ['unknown_address', server.client.id, '/(14 characters)/oauth2/token/'],
  )
})

test('a flood of wrong paths displaces no other refusal, and a scanner leaves nothing', async (t) => {
  const flooded = await startServer()
  t.after(() => flooded.close())
  const form = new URLSearchParams({ grant_type: 'x', client_id: 'client_nobody' })
  const one = await fetch(`${flooded.issuer}/oauth2/token`, { method: 'POST', body: form })
  const { error_uri } = (await one.json()) as { readonly error_uri: string }
  const id = error_uri.slice(-36)
  while ((await flooded.store.explanations.find(id)) === undefined);
  for (let round = 0; round < 20; round++) {
    await Promise.all(
      Array.from({ length: 40 }, async (_, at) => {
        const path = at % 2 === 0 ? '/oauth/token' : `/wp-admin/${at}`
        await (await fetch(flooded.issuer + path)).text()
      }),
    )
  }
  const kept = await flooded.store.explanations.list({}, 1000)
  assert.ok(kept.some((explanation) => explanation.id === id))
  assert.ok(kept.filter(({ reason }) => reason === 'unknown_address').length <= 100)
  assert.ok(kept.every(({ request }) => !request.endpoint.includes('wp-admin')))
})

test('a person at a path that does not exist gets a page, which shows the developer the right address', async () => {
  const response = await fetch(`${server.issuer}/oauth/authorize`, {
    headers: { accept: 'text/html' },
  })
  const html = await response.text()
  assert.equal(response.status, 404)
  assert.match(html, /There is no page here/)
  assert.ok(html.includes(`The authorization endpoint is ${server.issuer}/oauth2/authorize.`))
  assert.match(html, /<a href="\/errors\/not_found\./)
})
