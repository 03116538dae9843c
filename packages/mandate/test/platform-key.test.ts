import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import Fastify from 'fastify'
import { requirePlatformKey } from '../src/http/platform/platform-key.ts'
import { Problem } from '../src/http/problem.ts'
import { createPlatformKey, rotatePlatformKeySecret } from '../src/operations/platform-keys.ts'
import { readOnly } from '../src/store/read-only.ts'
import { operatorOf } from './platform.ts'
import { startServer } from './running-server.ts'

const server = await startServer()
after(() => server.close())
const { context, newKey } = operatorOf(server)
const operator = { kind: 'operator', via: 'shell' } as const

function tryKey(...authorization: readonly string[]): Promise<Response> {
  const headers = authorization.map((value): [string, string] => ['authorization', value])
  return fetch(`${server.issuer}/platform/v1/key`, { headers })
}

test('a platform can test its key and see its permissions', async () => {
  const { key, secret } = await newKey({ permissions: ['users', 'sign_in'], provider: 'acme' })
  assert.match(secret, /^mdt_pk_[A-Za-z0-9_-]{69}$/)
  const response = await tryKey(`Bearer ${secret}`)
  assert.equal(response.status, 200)
  assert.deepEqual(await response.json(), {
    platform_key_id: key.id,
    name: 'Login page',
    permissions: ['sign_in', 'users'],
    provider: 'acme',
  })
})

test('without a key, or with a wrong one, the answer is 401 with a challenge (RFC 6750 §3)', async () => {
  const { secret } = await newKey({})
  const other = await newKey({})
  const swapped = secret.slice(0, 27) + other.secret.slice(27)
  for (const [sent, code, error] of [
    [undefined, 'no_key', ''],
    [`Basic ${btoa(`x:${secret}`)}`, 'no_key', ''],
    ['Bearer', 'no_key', ''],
    ['Bearer x', 'invalid_key', ', error="invalid_token"'],
    [`Bearer ${secret.slice(0, -1)}`, 'invalid_key', ', error="invalid_token"'],
    [`Bearer ${swapped}`, 'invalid_key', ', error="invalid_token"'],
    [`Bearer ${server.clientSecret}`, 'invalid_key', ', error="invalid_token"'],
  ] as const) {
    const response = await tryKey(...(sent === undefined ? [] : [sent]))
    assert.equal(response.status, 401, `${sent}`)
    assert.equal(response.headers.get('content-type'), 'application/problem+json')
    assert.equal(response.headers.get('www-authenticate'), `Bearer realm="platform"${error}`)
    const { detail, ...problem } = (await response.json()) as Record<string, unknown>
    assert.deepEqual(problem, { type: 'about:blank', title: 'Unauthorized', status: 401, code })
    assert.equal(typeof detail, 'string')
  }
})

test('after a rotation both secrets work until the old one expires, and none after deletion', async () => {
  const { key, secret } = await newKey({})
  const rotated = await rotatePlatformKeySecret(context, operator, {
    id: key.id,
    overlapSeconds: 60,
  })
  assert.ok(rotated.is === 'rotated')
  assert.equal((await tryKey(`Bearer ${secret}`)).status, 200)
  assert.equal((await tryKey(`Bearer ${rotated.secret}`)).status, 200)
  server.clock.advance(60)
  assert.equal((await tryKey(`Bearer ${secret}`)).status, 401)
  assert.equal((await tryKey(`Bearer ${rotated.secret}`)).status, 200)
  await server.store.platformKeys.delete(key.id, { by: operator, at: server.clock.now() })
  assert.equal((await tryKey(`Bearer ${rotated.secret}`)).status, 401)
})

test('a key without the permission gets 403, and says which permission is missing', async () => {
  const { secret, key } = await newKey({ permissions: ['scim'] })
  await using fastify = Object.assign(Fastify(), {
    [Symbol.asyncDispose]: () => fastify.close(),
  })
  fastify.get('/', async (request, reply) => {
    try {
      return await requirePlatformKey(
        { ...context, store: readOnly(server.store) },
        { request, reply },
        'users',
      )
    } catch (error) {
      assert.ok(error instanceof Problem)
      return reply.code(error.status).send({ code: error.code, detail: error.message })
    }
  })
  const answer = await fastify.inject({ url: '/', headers: { authorization: `Bearer ${secret}` } })
  assert.equal(answer.statusCode, 403)
  assert.equal(
    answer.headers['www-authenticate'],
    'Bearer realm="platform", error="insufficient_scope"',
  )
  assert.equal(answer.json().code, 'not_permitted')
  assert.match(answer.json().detail, new RegExp(`${key.id} .* permission users`))
})

test('a wrong method is also refused with problem details', async () => {
  const response = await fetch(`${server.issuer}/platform/v1/key`, { method: 'DELETE' })
  assert.equal(response.status, 405)
  assert.equal(response.headers.get('allow'), 'GET, HEAD')
  assert.equal(((await response.json()) as Record<string, unknown>)['code'], 'wrong_method')
})

test('a key needs known permissions and a name', async () => {
  for (const wrong of [{ permissions: [] }, { permissions: ['all'] }, { name: ' ' }]) {
    const description = { name: 'Login page', permissions: ['users'], provider: 'acme', ...wrong }
    assert.equal((await createPlatformKey(context, operator, description)).is, 'invalid')
  }
})

test('no secret of a key reaches the log', async () => {
  const { secret } = await newKey({})
  await fetch(`${server.issuer}/platform/v1/key/${secret}?key=${secret}`)
  await tryKey(`Bearer ${secret}`)
  assert.equal(server.log.join('').includes(secret.slice(30, 60)), false)
})
