/**
 * What Microsoft Entra ID sends, by its documentation ("Develop and plan provisioning for a SCIM
 * endpoint", "Known issues … with SCIM 2.0 protocol compliance"), in the order of its sample
 * requests. Not tested against the real service.
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
  PATCH,
  USER,
} from './directory.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const EXTERNAL_ID = '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef'

after(endTestServer)

onBothEngines((start) => {
  let server: RunningServer
  let entra: Directory
  let id: string
  before(async () => {
    server = await start()
    entra = await directoryOf(server)
  })
  after(() => server.close())

  /** PATCH as Entra sends it; the user as answered. */
  async function patch(...operations: readonly object[]) {
    const { status, body } = await entra.patch(id, ...operations)
    assert.equal(status, 200, JSON.stringify(body))
    return body
  }

  test('"Test Connection" asks for a user that cannot exist', async () => {
    const filter = 'filter=userName+eq+%22b2c5e3d0-6f2c-4f04-8a5c-1d2f%22'
    const { status, body, headers } = await entra.send('GET', `/Users?${filter}`)
    assert.equal(status, 200)
    assert.equal(headers.get('content-type'), 'application/scim+json; charset=utf-8')
    assert.deepEqual(body, {
      ...{ schemas: [LIST], totalResults: 0, itemsPerPage: 0, startIndex: 1 },
      Resources: [],
    })
    const groups = '/Groups?excludedAttributes=members&filter=displayName%20eq%20%22sales%22'
    const none = await entra.send('GET', groups)
    assert.deepEqual([none.status, none.body.totalResults, none.body.Resources], [200, 0, []])
  })

  test('a user is created', async () => {
    const { status, body, headers } = await entra.send('POST', '/Users', {
      body: {
        schemas: [USER, ENTERPRISE],
        externalId: EXTERNAL_ID,
        userName: 'Test_User_ab6490ee-1e48-479e-a20b-2d77186b5dd1',
        active: true,
        emails: [{ primary: true, type: 'work', value: 'Test_User_fd0ea19b@testuser.com' }],
        meta: { resourceType: 'User' },
        name: {
          formatted: 'givenName familyName',
          familyName: 'familyName',
          givenName: 'givenName',
        },
        roles: [],
      },
    })
    assert.equal(status, 201)
    id = body.id
    assert.equal(headers.get('location'), `${server.issuer}/scim/v2/Users/${id}`)
    assert.equal(body.userName, 'Test_User_ab6490ee-1e48-479e-a20b-2d77186b5dd1')
    assert.equal(body.externalId, EXTERNAL_ID)
    assert.deepEqual(body.name, {
      formatted: 'givenName familyName',
      familyName: 'familyName',
      givenName: 'givenName',
    })
    assert.equal(body.active, true)
  })

  test('the user is found by id, name and external id, and another is not', async () => {
    assert.equal((await entra.send('GET', `/Users/${id}`)).body.id, id)
    const missing = await entra.send('GET', '/Users/5171a35d82074e068ce2')
    assert.deepEqual([missing.status, missing.body.schemas], [404, [ERROR]])
    for (const filter of [
      'userName eq "Test_User_ab6490ee-1e48-479e-a20b-2d77186b5dd1"',
      'userName eq "test_user_AB6490EE-1e48-479e-a20b-2d77186b5dd1"',
      `externalId eq "${EXTERNAL_ID}"`,
      'emails[type eq "work"].value eq "test_user_fd0ea19b@testuser.com"',
      `id eq "${id}" and active eq "True"`,
    ]) {
      assert.deepEqual(
        (await entra.find(filter)).map((user) => user.id),
        [id],
        filter,
      )
    }
    assert.deepEqual(await entra.find('userName eq "non-existent user"'), [])
    assert.deepEqual(await entra.find(`externalId eq "${EXTERNAL_ID.toUpperCase()}"`), [])
  })

  test('multi-valued attributes are updated', async () => {
    const user = await patch(
      {
        op: 'Replace',
        path: 'emails[type eq "work"].value',
        value: 'updatedEmail@microsoft.com',
      },
      { op: 'Replace', path: 'name.familyName', value: 'updatedFamilyName' },
    )
    assert.deepEqual(user.emails, [
      { value: 'updatedEmail@microsoft.com', type: 'work', primary: true },
    ])
    assert.equal(user.name.familyName, 'updatedFamilyName')
    assert.deepEqual(user.name.givenName, 'givenName')
  })

  test('single-valued attributes are updated', async () => {
    const value = '5b50642d-79fc-4410-9e90-4c077cdd1a59@testuser.com'
    assert.equal((await patch({ op: 'Replace', path: 'userName', value })).userName, value)
  })

  test('default attributes that are not stored are accepted', async () => {
    const user = await patch(
      { op: 'Add', path: 'title', value: 'Engineer' },
      { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+46 70 000 00 00' },
      { op: 'Replace', path: 'addresses[type eq "work"].formatted', value: 'Storgatan 1' },
      { op: 'Add', path: `${ENTERPRISE}:department`, value: 'Engines' },
      { op: 'Add', path: `${ENTERPRISE}:manager`, value: [{ value: 'b5d0' }] },
      { op: 'Remove', path: `${ENTERPRISE}:employeeNumber` },
      { op: 'Add', path: 'preferredLanguage', value: 'sv-SE' },
    )
    assert.deepEqual(Object.keys(user).toSorted(), [
      ...['active', 'emails', 'externalId', 'id', 'meta', 'name', 'schemas', 'userName'],
    ])
  })

  test('paths as member names are accepted', async () => {
    const user = await patch({
      op: 'add',
      value: {
        displayName: 'Given Family',
        'name.givenName': 'Given',
        'emails[type eq "work"].value': 'given@testuser.com',
        [`${ENTERPRISE}:department`]: 'Engines',
        'addresses[type eq "work"].country': 'SE',
      },
    })
    assert.equal(user.displayName, 'Given Family')
    assert.equal(user.name.givenName, 'Given')
    assert.equal(user.emails[0].value, 'given@testuser.com')
  })

  test('single values in lists, as the older service sends them, are accepted', async () => {
    const user = await patch(
      { op: 'Replace', path: 'displayName', value: [{ $ref: null, value: 'Wrapped' }] },
      { op: 'Replace', path: 'active', value: [{ $ref: null, value: 'True' }] },
    )
    assert.deepEqual([user.displayName, user.active], ['Wrapped', true])
  })

  test('an address that was never added is replaced, and a removed one added', async () => {
    const removed = await patch({ op: 'Remove', path: 'emails[type eq "work"]' })
    assert.equal(removed.emails, undefined)
    const home = 'emails[type eq "home"].value'
    const replaced = await patch({ op: 'Replace', path: home, value: 'home@testuser.com' })
    assert.deepEqual(replaced.emails, [{ value: 'home@testuser.com', type: 'home', primary: true }])
    const added = await patch({
      ...{ op: 'Add', path: 'emails[type eq "work"].value', value: 'work@testuser.com' },
    })
    // One address is kept, and nothing has made the new one primary.
    assert.equal(added.emails[0].value, 'home@testuser.com')
  })

  test('a user is disabled and enabled, with booleans and with texts', async () => {
    for (const value of [false, 'False', 'false']) {
      const body = { Operations: [{ op: 'Replace', path: 'active', value }], schemas: [PATCH] }
      const answer = await entra.send('PATCH', `/Users/${id}`, { body })
      assert.deepEqual([answer.status, answer.body.active], [200, false])
      const [found] = await entra.find(`id eq "${id}"`)
      assert.equal(found.active, false)
      assert.notEqual((await server.store.accounts.find(id))?.disabledAt, null)
      assert.equal((await patch({ op: 'Replace', path: 'active', value: 'True' })).active, true)
      assert.equal((await server.store.accounts.find(id))?.disabledAt, null)
    }
  })

  test('a group cannot be created', async () => {
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group']
    const answer = await entra.send('POST', '/Groups', { body: { schemas, displayName: 'x' } })
    assert.deepEqual([answer.status, answer.body.schemas], [405, [ERROR]])
  })

  test('a user is deleted', async () => {
    const { status, body } = await entra.send('DELETE', `/Users/${id}`)
    assert.deepEqual([status, body], [204, undefined])
    assert.equal((await entra.send('GET', `/Users/${id}`)).status, 404)
  })
})
