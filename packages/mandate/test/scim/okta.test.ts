/**
 * What Okta's published tests send ("Okta SCIM 2.0 SPEC Test", "… CRUD Test"), step by step. Not
 * tested against the real service.
 */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { RunningServer } from '../running-server.ts'
import {
  type Directory,
  directoryOf,
  ERROR,
  endTestServer,
  LIST,
  onBothEngines,
  USER,
} from './directory.ts'

const headers = {
  'accept-charset': 'utf-8',
  'content-type': 'application/scim+json; charset=utf-8',
  accept: 'application/scim+json',
  'user-agent': 'OKTA SCIM Integration',
}
const riley = {
  schemas: [USER],
  userName: 'riley.okta@atko.example',
  name: { givenName: 'Riley', familyName: 'Okta' },
  emails: [{ primary: true, value: 'riley.okta@atko.example', type: 'work' }],
  displayName: 'Riley Okta',
  locale: 'en-US',
  externalId: '00ujl29u0le5T6Aj10h7',
  groups: [],
  password: '1mz050nq',
  active: true,
}

after(endTestServer)

onBothEngines((start) => {
  let server: RunningServer
  let okta: Directory
  before(async () => {
    server = await start()
    okta = await directoryOf(server)
    const { externalId: _, ...known } = riley
    await okta.create({ ...known, userName: 'first@atko.example' })
  })
  after(() => server.close())

  test('SPEC: users are listed, and one of them is read', async () => {
    const path = '/Users?count=1&startIndex=1'
    const { status, body } = await okta.send('GET', path, { headers })
    assert.equal(status, 200)
    assert.deepEqual(body.schemas, [LIST])
    assert.deepEqual([body.itemsPerPage, body.startIndex, body.totalResults], [1, 1, 1])
    const [listed] = body.Resources
    const read = await okta.send('GET', `/Users/${listed.id}`, { headers })
    assert.deepEqual([read.status, read.body], [200, listed])
    for (const value of [
      ...[listed.id, listed.name.familyName, listed.name.givenName, listed.userName],
      ...[listed.active, listed.emails[0].value],
    ]) {
      assert.ok(value)
    }
  })

  test('SPEC: users that do not exist', async () => {
    const filter = new URLSearchParams({ filter: 'userName eq "nobody@atko.example"' })
    const found = await okta.send('GET', `/Users?${filter}`, { headers })
    assert.deepEqual([found.status, found.body.totalResults], [200, 0])
    assert.deepEqual(found.body.schemas, [LIST])
    for (const id of ['010101001010101011001010101011', '00919288221112222']) {
      const read = await okta.send('GET', `/Users/${id}`, { headers })
      assert.deepEqual([read.status, read.body.status], [404, '404'])
      assert.deepEqual(read.body.schemas, [ERROR])
      assert.ok(read.body.detail)
    }
  })

  test('SPEC: a user is created once, and found in any case of letters', async () => {
    const body = riley
    const created = await okta.send('POST', '/Users', { body, headers })
    assert.equal(created.status, 201)
    assert.deepEqual(created.body.schemas, [USER])
    assert.equal(created.body.active, true)
    assert.deepEqual(created.body.name, riley.name)
    assert.equal(created.body.password, undefined)
    const read = await okta.send('GET', `/Users/${created.body.id}`, { headers })
    assert.deepEqual(read.body, created.body)
    const again = await okta.send('POST', '/Users', { body, headers })
    assert.deepEqual([again.status, again.body.scimType], [409, 'uniqueness'])
    const [found] = await okta.find('userName eq "RILEY.OKTA@ATKO.EXAMPLE"')
    assert.equal(found.id, created.body.id)
  })

  test('SPEC: groups are an empty list', async () => {
    const { status, body } = await okta.send('GET', '/Groups?startIndex=1&count=100', { headers })
    assert.deepEqual([status, body.totalResults, body.Resources], [200, 0, []])
  })

  test('SPEC: without a valid token, everything is refused', async () => {
    for (const authorization of ['non-token', 'Bearer wrong', `Basic ${btoa('okta:okta')}`, '']) {
      const answer = await okta.send('GET', '/Users', { headers: { ...headers, authorization } })
      assert.deepEqual([answer.status, answer.body.status], [401, '401'])
      assert.deepEqual(answer.body.schemas, [ERROR])
      assert.ok(answer.body.detail)
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer realm="platform"/)
    }
  })

  test('CRUD: PUT updates a profile, and PATCH deactivates and activates', async () => {
    const [user] = await okta.find('userName eq "riley.okta@atko.example"')
    const path = `/Users/${user.id}`
    const name = { ...user.name, givenName: 'Ryley' }
    const put = await okta.send('PUT', path, { body: { ...user, name }, headers })
    assert.deepEqual([put.status, put.body.name], [200, name])
    for (const active of [false, true, false]) {
      const answer = await okta.patch(user.id, { op: 'replace', value: { active } })
      assert.deepEqual([answer.status, answer.body.active], [200, active])
      assert.equal((await okta.send('GET', path, { headers })).body.active, active)
    }
    assert.deepEqual((await okta.find('userName eq "riley.okta@atko.example"'))[0].name, name)
  })

  test('an import goes through all pages', async () => {
    for (let number = 0; number < 5; number++) {
      await okta.create({ userName: `page${number}@atko.example` })
    }
    const ids: string[] = []
    let total = 1
    for (let startIndex = 1; startIndex <= total; startIndex += 3) {
      const path = `/Users?startIndex=${startIndex}&count=3`
      const { body } = await okta.send('GET', path, { headers })
      total = body.totalResults
      ids.push(...body.Resources.map((user: { id: string }) => user.id))
    }
    assert.equal(total, 7)
    assert.equal(new Set(ids).size, 7)
  })
})
