import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { breakableStore } from '../breakable-store.ts'
import { operatorOf } from '../platform.ts'
import { startServer } from '../running-server.ts'
import { directoryOf, ERROR, PATCH, USER } from './directory.ts'

const storage = breakableStore()
const server = await startServer({ wrap: storage.wrap })
after(() => server.close())
const directory = await directoryOf(server)
const user = await directory.create({ userName: 'ada@acme.example', externalId: 'secret-oid' })
const path = `/Users/${user.id}`

test('an invalid body is refused with what to send, and changes nothing', async () => {
  const json = { 'content-type': 'application/json' }
  for (const [status, scimType, method, where, request] of [
    [400, 'invalidSyntax', 'POST', '/Users', { body: '' }],
    [400, 'invalidSyntax', 'POST', '/Users', { body: '{"schemas":' }],
    [400, 'invalidSyntax', 'POST', '/Users', { body: '[]', headers: json }],
    [400, 'invalidSyntax', 'POST', '/Users', { body: { userName: 'x' } }],
    [400, 'invalidValue', 'POST', '/Users', { body: { schemas: [USER] } }],
    [400, 'invalidSyntax', 'PATCH', path, { body: { schemas: [PATCH], Operations: {} } }],
    [400, 'invalidSyntax', 'PUT', path, { body: `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}` }],
    [413, undefined, 'POST', '/Users', { body: { schemas: [USER], userName: 'a'.repeat(20_000) } }],
    [415, undefined, 'POST', '/Users', { body: '<a/>', headers: { 'content-type': 'text/xml' } }],
    [415, undefined, 'POST', '/Users', { body: 'x', headers: { 'content-encoding': 'gzip' } }],
    [404, undefined, 'GET', '/Users/x', {}],
    [404, undefined, 'GET', `/Users/${'x'.repeat(700)}`, {}],
    [404, undefined, 'GET', '/Users/%00', {}],
    [404, undefined, 'POST', '/Bulk', { body: {} }],
    [404, undefined, 'GET', '/Me', {}],
    [404, undefined, 'GET', '/Groups/x', {}],
    [404, undefined, 'GET', '/Schemas/x', {}],
    [405, undefined, 'DELETE', '/Users', {}],
    [400, undefined, 'PUT', path, { body: user, headers: { 'if-match': '"a", "b"' } }],
    [412, undefined, 'DELETE', path, { headers: { 'if-match': 'W/"x"' } }],
  ] as const) {
    const answer = await directory.send(method, where, request)
    const where_ = `${method} ${where.slice(0, 40)}`
    assert.deepEqual([answer.status, answer.body?.scimType], [status, scimType], where_)
    assert.equal(answer.headers.get('content-type'), 'application/scim+json; charset=utf-8')
    assert.deepEqual(answer.body.schemas, [ERROR])
    assert.equal(answer.body.status, String(status))
    assert.ok(answer.body.detail.length > 20, where_)
  }
  assert.deepEqual((await directory.send('GET', path)).body, user)
})

test('a key without the permission scim is refused, and so are a client and a token', async () => {
  const { secret } = await operatorOf(server).newKey({ permissions: ['users', 'sign_in'] })
  const headers = { authorization: `Bearer ${secret}` }
  const refused = await directory.send('GET', path, { headers })
  assert.deepEqual([refused.status, refused.body.schemas], [403, [ERROR]])
  assert.match(refused.headers.get('www-authenticate') ?? '', /insufficient_scope/)
  const basic = `Basic ${btoa(`${server.client.id}:${server.clientSecret}`)}`
  for (const authorization of [basic, `Bearer ${server.clientSecret}`]) {
    const answer = await directory.send('GET', path, { headers: { authorization } })
    assert.equal(answer.status, 401)
  }
})

test('attribute names that are special in JavaScript have no effect', async () => {
  const body = `{"schemas":["${PATCH}"],"Operations":[{"op":"add","value":{"__proto__":{"polluted":1},"constructor.prototype":"x"}},{"op":"add","path":"name","value":{"__proto__":"x","toString":"y"}}]}`
  const answer = await directory.send('PATCH', path, { body })
  assert.equal(answer.status, 200)
  assert.equal(answer.body.name, undefined)
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
})

test('the log has no name, no id of a person, and no key', async () => {
  await directory.find('userName eq "ada@acme.example"')
  const refused = 'emails[value eq "ada@acme.example"].secret-oid'
  assert.equal((await directory.patch(user.id, { op: 'remove', path: refused })).status, 400)
  const log = server.log.join('')
  assert.match(log, /\/scim\/v2\/Users/)
  for (const secret of [directory.secret, 'ada@acme', 'secret-oid', directory.secret.slice(30)]) {
    assert.equal(log.includes(secret), false, secret)
  }
})

test('while the database is down, a user is never said to be missing', async () => {
  const body = { schemas: [PATCH], Operations: [{ op: 'replace', value: { active: false } }] }
  for (const [verb, method, where, sent] of [
    ['scimUsers.find', 'GET', path, undefined],
    ['scimUsers.find', 'PATCH', path, body],
    ['scimUsers.update', 'PATCH', path, body],
    ['scimUsers.find', 'DELETE', path, undefined],
    ['accounts.delete', 'DELETE', path, undefined],
    ['scimUsers.insert', 'POST', '/Users', { schemas: [USER], userName: 'new' }],
    ['scimUsers.list', 'GET', '/Users', undefined],
    ['scimUsers.findByUserName', 'GET', '/Users?filter=userName%20eq%20%22x%22', undefined],
  ] as const) {
    storage.broken.add(verb)
    const answer = await directory.send(method, where, sent === undefined ? {} : { body: sent })
    storage.broken.clear()
    assert.deepEqual([answer.status, answer.body.schemas], [503, [ERROR]], `${method} ${verb}`)
    assert.equal(answer.headers.get('retry-after'), '2')
  }
  assert.deepEqual((await directory.send('GET', path)).body, user)
})
