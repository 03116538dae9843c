import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { openProtocol, refusalFrom } from '../../../test/protocol.ts'
import { parseToken } from '../../grants/token.ts'

let protocol: Awaited<ReturnType<typeof openProtocol>>
beforeEach(async () => {
  protocol = await openProtocol()
})
const API = 'https://notes.example'

function narrowingOf(token: string) {
  const parsed = parseToken(token)
  assert.ok(parsed?.kind === 'at')
  return parsed.narrowing
}

test('a narrower scope applies to one access token; the next is as broad as the grant', async () => {
  const whole = await protocol.login({ scope: 'all read write' })
  const two = await protocol.refresh(whole.refresh_token, { scope: 'write read' })
  assert.equal(two.scope, 'write read')
  const { refresh_token } = await protocol.login({ scope: 'read write' })
  const narrow = await protocol.refresh(refresh_token, { scope: 'write' })
  assert.equal(narrow.scope, 'write')
  assert.deepEqual(narrowingOf(narrow.access_token), { scope: 'write', resource: [] })
  const wide = await protocol.refresh(narrow.refresh_token)
  assert.equal(wide.scope, 'read write')
  assert.equal(narrowingOf(wide.access_token), null)
})

test('offline_access that was not granted is left out of a narrower scope', async () => {
  const { refresh_token } = await protocol.login({ scope: 'read write' })
  const narrow = await protocol.refresh(refresh_token, { scope: 'read offline_access' })
  assert.equal(narrow.scope, 'read')
  const rest = await protocol.refresh(narrow.refresh_token, { scope: 'offline_access' })
  assert.equal(rest.scope, 'read write')
})

test('a scope broader than granted, or an empty one, is refused without side effects', async () => {
  const { refresh_token } = await protocol.login({ scope: 'read' })
  const wider = await refusalFrom(protocol.refresh(refresh_token, { scope: 'read write' }))
  assert.equal(wider.reason, 'scope_wider')
  assert.deepEqual(wider.details, { too_much: ['write'], possible: ['read'] })
  const malformed = await refusalFrom(protocol.refresh(refresh_token, { scope: 'a  b' }))
  assert.equal(malformed.reason, 'scope_malformed')
  await protocol.refresh(refresh_token, { scope: 'read' })
})

test('a grant for every API can be narrowed to registered ones', async () => {
  const { refresh_token } = await protocol.login()
  const one = await protocol.refresh(refresh_token, { resource: [API, API] })
  assert.deepEqual(narrowingOf(one.access_token), { scope: 'all', resource: [API] })
  const next = one.refresh_token
  const unknown = await refusalFrom(
    protocol.refresh(next, { resource: [API, 'https://other.example'] }),
  )
  assert.equal(unknown.reason, 'unknown_resource')
  assert.deepEqual(unknown.details, { uris: ['https://other.example'] })
  const uris = (count: number) => Array.from({ length: count }, (_, at) => `https://a${at}.example`)
  const many = await refusalFrom(protocol.refresh(next, { resource: uris(21) }))
  assert.deepEqual([many.reason, many.details], ['unknown_resource', { count: 21 }])
  const twenty = await refusalFrom(protocol.refresh(next, { resource: uris(20) }))
  assert.notEqual(twenty.details['count'], 20)
})

test('a grant for some APIs is never extended to others', async () => {
  const { refresh_token } = await protocol.login({ resource: API })
  const refusal = await refusalFrom(
    protocol.refresh(refresh_token, { resource: [API, 'https://other.example'] }),
  )
  assert.equal(refusal.reason, 'resource_not_granted')
  assert.deepEqual(refusal.details, { uris: ['https://other.example'], granted: [API] })
  const same = await protocol.refresh(refresh_token, { resource: API })
  assert.deepEqual(narrowingOf(same.access_token), { scope: 'all', resource: [API] })
  const scoped = await protocol.refresh(same.refresh_token, { scope: 'all' })
  assert.deepEqual(narrowingOf(scoped.access_token), { scope: 'all', resource: [API] })
})
