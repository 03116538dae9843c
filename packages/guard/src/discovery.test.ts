import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startStandIn } from '../test/authorization-server.ts'
import { discoverAddresses, metadataUrl } from './discovery.ts'
import { openPool } from './pool.ts'

async function setUp(t: TestContext) {
  const server = await startStandIn(t)
  const pool = openPool(5_000)
  t.after(() => pool.close())
  return { server, pool, addresses: discoverAddresses(server.issuer, pool, Date.now) }
}

test('the well-known part goes between the issuer’s host and path', () => {
  const known = 'https://a.example/.well-known/oauth-authorization-server'
  assert.equal(metadataUrl('https://a.example').href, known)
  assert.equal(metadataUrl('https://a.example/').href, known)
  assert.equal(metadataUrl('https://a.example/tenant/7').href, `${known}/tenant/7`)
})

test('metadata is read once, however many ask at once', async (t) => {
  const { server, addresses } = await setUp(t)
  const [first] = await Promise.all([addresses(), addresses(), addresses()])
  await addresses()
  assert.equal(first?.introspection.href, server.introspectionEndpoint)
  assert.equal(server.metadataReads(), 1)
})

test('after a failure metadata is read again', async (t) => {
  const { server, addresses } = await setUp(t)
  server.describe(null)
  await assert.rejects(addresses(), { code: 'server_failed' })
  server.describe({})
  assert.equal((await addresses()).introspection.href, server.introspectionEndpoint)
})

test('metadata of another issuer is refused, be it by one slash', async (t) => {
  const { server, addresses } = await setUp(t)
  server.describe({ issuer: `${server.issuer}/` })
  await assert.rejects(addresses(), { code: 'metadata_wrong', message: /make them identical/ })
  server.describe({ issuer: undefined })
  await assert.rejects(addresses(), { code: 'metadata_wrong' })
})

test('metadata without a usable introspection endpoint is refused', async (t) => {
  const { server, addresses } = await setUp(t)
  for (const introspection_endpoint of [undefined, 7, 'x', 'http://mandate.example/introspect']) {
    server.describe({ introspection_endpoint })
    await assert.rejects(addresses(), { code: 'metadata_wrong' })
  }
})
