import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { RunningServer } from '../running-server.ts'
import { session as sampleSession } from '../store/contract/samples.ts'
import { type Directory, directoryOf, ERROR, endTestServer, onBothEngines } from './directory.ts'

after(endTestServer)

onBothEngines((start) => {
  let server: RunningServer
  let directory: Directory
  before(async () => {
    server = await start()
    directory = await directoryOf(server)
  })
  after(() => server.close())

  test('a provisioned user is an account, linked to the provider by its external id', async () => {
    const user = await directory.create({
      userName: 'Ada@Acme.example',
      externalId: 'oid-ada',
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      nickName: 'Countess',
      timezone: 'Europe/London',
      emails: [{ value: 'ada.lovelace@acme.example', type: 'work', primary: true }],
      active: true,
      title: 'Countess',
      password: 'not kept',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Engines' },
    })
    const { meta, ...said } = user
    assert.deepEqual(said, {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      id: user.id,
      externalId: 'oid-ada',
      userName: 'Ada@Acme.example',
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      nickName: 'Countess',
      timezone: 'Europe/London',
      emails: [{ value: 'ada.lovelace@acme.example', type: 'work', primary: true }],
      active: true,
    })
    assert.equal(meta.location, `${server.issuer}/scim/v2/Users/${user.id}`)
    const account = await server.store.accounts.findByIdentity('acme', 'oid-ada')
    assert.deepEqual(account, {
      ...{ id: user.id, email: 'ada.lovelace@acme.example', emailKey: null, emailVerified: false },
      ...{ name: 'Ada Lovelace', language: null, passwordHash: null, deletion: null, terms: null },
      profile: {
        ...{ given_name: 'Ada', family_name: 'Lovelace', nickname: 'Countess' },
        ...{ zoneinfo: 'Europe/London', updated_at: server.clock.now() },
      },
      ...{ createdAt: server.clock.now(), disabledAt: null },
    })
    const facts = await server.store.facts.list({ accountId: user.id }, 10)
    assert.deepEqual(
      facts.map(({ kind, by }) => [kind, by]).toSorted(),
      ['account.created', 'identity.linked'].map((kind) => [
        kind,
        { kind: 'platform', id: directory.keyId },
      ]),
    )
  })

  test('an account that signed in before is adopted by external id only', async () => {
    const account = await server.createAccount('grace@acme.example')
    const stranger = await directory.create({ userName: 'grace@acme.example', externalId: 'oid-1' })
    assert.notEqual(stranger.id, account.id)
    const act = { by: { kind: 'operator', via: 'shell' }, at: server.clock.now() } as const
    const identity = { provider: 'acme', subject: 'oid-2' }
    assert.equal(await server.store.accounts.link(account.id, identity, act), 'linked')
    const user = await directory.create({ userName: 'grace', externalId: 'oid-2' })
    assert.equal(user.id, account.id)
    const after = await server.store.accounts.find(account.id)
    assert.equal(after?.email, 'grace@acme.example')
    assert.equal(after?.emailKey, 'grace@acme.example')
  })

  test('user names, in any case, and external ids are unique within a directory', async () => {
    await directory.create({ userName: 'unique@acme.example', externalId: 'oid-unique' })
    const other = await directory.create({ userName: 'other@acme.example' })
    for (const [taken, field] of [
      [{ userName: 'UNIQUE@acme.example' }, 'userName'],
      [{ userName: 'new@acme.example', externalId: 'oid-unique' }, 'externalId'],
    ] as const) {
      const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User']
      const created = await directory.send('POST', '/Users', { body: { schemas, ...taken } })
      assert.equal(created.status, 409)
      assert.deepEqual(created.body, {
        schemas: [ERROR],
        status: '409',
        scimType: 'uniqueness',
        detail: `Another user has this ${field}.`,
      })
      const changed = await directory.patch(other.id, { op: 'replace', value: taken })
      assert.equal(changed.status, 409)
      assert.equal(changed.body.scimType, 'uniqueness')
    }
    const again = await directory.send('GET', `/Users/${other.id}`)
    assert.equal(again.body.userName, 'other@acme.example')
    assert.deepEqual(await directory.find('userName eq "new@acme.example"'), [])
  })

  test('of ten equal users at once, one is created', async () => {
    const body = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'ten@acme.example',
      externalId: 'oid-ten',
    }
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => directory.send('POST', '/Users', { body })),
    )
    const statuses = answers.map(({ status }) => status).toSorted()
    assert.deepEqual(statuses, [201, ...Array(9).fill(409)])
    assert.equal((await directory.find('externalId eq "oid-ten"')).length, 1)
  })

  test('a directory neither sees nor changes the users of another provider', async () => {
    const other = await directoryOf(server, 'globex')
    const user = await directory.create({ userName: 'own@acme.example', externalId: 'own' })
    const same = await other.create({ userName: 'own@acme.example', externalId: 'own' })
    assert.notEqual(user.id, same.id)
    const path = `/Users/${user.id}`
    for (const answer of [
      await other.send('GET', path),
      await other.patch(user.id, { op: 'replace', path: 'active', value: false }),
      await other.send('PUT', path, { body: { ...user, userName: 'mine' } }),
      await other.send('DELETE', path),
      await other.send('GET', `/Users/${server.account.id}`),
      await other.send('DELETE', `/Users/${server.account.id}`),
    ]) {
      assert.equal(answer.status, 404)
      assert.deepEqual(answer.body.schemas, [ERROR])
    }
    assert.deepEqual(await other.find(`id eq "${user.id}"`), [])
    const [found] = await other.find('userName eq "own@acme.example"')
    assert.equal(found.id, same.id)
    assert.equal((await directory.send('GET', path)).body.active, true)
  })

  test('a user whose owner has deleted the account stays inactive, whatever the directory says', async () => {
    const user = await directory.create({ userName: 'gone@acme.example', externalId: 'oid-gone' })
    const { accounts } = server.store
    const now = server.clock.now()
    const act = { by: { kind: 'account', id: user.id }, at: now } as const
    assert.equal(await accounts.askForDeletion(user.id, now + 1_000, act), true)
    const deletion = async () => (await accounts.find(user.id))?.deletion
    const setActive = (value: boolean) =>
      directory.patch(user.id, { op: 'replace', path: 'active', value })
    assert.equal((await setActive(true)).body.active, false)
    assert.deepEqual(await deletion(), { after: now + 1_000, canBeKept: true })
    // The directory has dismissed them, so they cannot come back by keeping the account.
    assert.equal((await setActive(false)).body.active, false)
    assert.deepEqual(await deletion(), { after: now + 1_000, canBeKept: false })
    assert.equal((await setActive(true)).body.active, false)
    assert.equal(await accounts.keep(user.id, act), false)
  })

  test('a new external id moves the link, and ends the sessions of the old one', async () => {
    const user = await directory.create({ userName: 'moved@acme.example', externalId: 'oid-old' })
    const { accounts, sessions } = server.store
    const session = {
      ...{ ...sampleSession, id: `session-${user.id}`, accountId: user.id, provider: 'acme' },
      ...{ startedAt: server.clock.now(), expiresAt: server.clock.now() + 1_000 },
    }
    const act = { by: { kind: 'system' }, at: server.clock.now() } as const
    assert.equal(await sessions.insert(session, null, act), true)
    const answer = await directory.patch(user.id, {
      ...{ op: 'replace', path: 'externalId', value: 'oid-new' },
    })
    assert.equal(answer.body.externalId, 'oid-new')
    assert.equal(await accounts.findByIdentity('acme', 'oid-old'), undefined)
    assert.equal((await accounts.findByIdentity('acme', 'oid-new'))?.id, user.id)
    assert.equal(await sessions.find(session.id), undefined)
  })

  test('an account that an operator disabled stays disabled if the directory says active', async () => {
    const user = await directory.create({ userName: 'abuser@acme.example' })
    const act = { by: { kind: 'operator', via: 'shell' }, at: server.clock.now() } as const
    await server.store.accounts.disable(user.id, act)
    const put = await directory.send('PUT', `/Users/${user.id}`, {
      body: { ...user, displayName: 'A. Buser', active: true },
    })
    assert.deepEqual([put.status, put.body.active], [200, false])
    // Nor by turning the user off and on again.
    const activeAfter = async (active: boolean) => {
      const { status, body } = await directory.patch(user.id, { op: 'replace', value: { active } })
      assert.equal(status, 200)
      return body.active
    }
    assert.equal(await activeAfter(false), false)
    assert.equal(await activeAfter(true), false)
    assert.notEqual((await server.store.accounts.find(user.id))?.disabledAt, null)
    await server.store.accounts.enable(user.id, act)
    assert.equal(await activeAfter(false), false)
    assert.equal(await activeAfter(true), true)
    // Nor if the operator acts after the directory.
    assert.equal(await activeAfter(false), false)
    server.clock.advance(1)
    await server.store.accounts.disable(user.id, { ...act, at: server.clock.now() })
    assert.equal(await activeAfter(true), false)
  })

  test('a disabled account that a directory takes over as inactive is not enabled by it', async () => {
    const { accounts } = server.store
    const act = { by: { kind: 'operator', via: 'shell' }, at: server.clock.now() } as const
    const account = await server.createAccount('adopted@example.com')
    await accounts.link(account.id, { provider: 'acme', subject: 'oid-adopted' }, act)
    await accounts.disable(account.id, act)
    const said = { userName: 'adopted', externalId: 'oid-adopted', active: false }
    const user = await directory.create(said)
    assert.equal(user.id, account.id)
    const on = await directory.patch(user.id, { op: 'replace', value: { active: true } })
    assert.equal(on.body.active, false)
    assert.notEqual((await accounts.find(account.id))?.disabledAt, null)
  })

  test('a change is refused if the user has changed since it was read', async () => {
    const user = await directory.create({ userName: 'tagged@acme.example' })
    const path = `/Users/${user.id}`
    const read = await directory.send('GET', path)
    const tag = read.headers.get('etag') ?? ''
    assert.equal(tag, user.meta.version)
    const cached = await directory.send('GET', path, { headers: { 'if-none-match': tag } })
    assert.deepEqual([cached.status, cached.body], [304, undefined])
    const body = { ...user, displayName: 'First' }
    const first = await directory.send('PUT', path, { body, headers: { 'if-match': tag } })
    assert.equal(first.status, 200)
    assert.notEqual(first.headers.get('etag'), tag)
    for (const method of ['PUT', 'DELETE']) {
      const late = await directory.send(method, path, {
        ...(method === 'PUT' && { body: { ...user, displayName: 'Second' } }),
        headers: { 'if-match': tag },
      })
      assert.deepEqual([late.status, late.body.schemas], [412, [ERROR]])
    }
    const same = await directory.send('PUT', path, { body })
    assert.equal(same.headers.get('etag'), first.headers.get('etag'), 'nothing has changed')
  })

  test('concurrent changes are all made', async () => {
    const user = await directory.create({ userName: 'busy@acme.example' })
    const parts = ['givenName', 'familyName', 'middleName', 'honorificPrefix', 'honorificSuffix']
    const answers = await Promise.all(
      parts.map((part) =>
        directory.patch(user.id, { op: 'add', path: `name.${part}`, value: part }),
      ),
    )
    assert.deepEqual(
      answers.map(({ status }) => status),
      parts.map(() => 200),
    )
    const { body } = await directory.send('GET', `/Users/${user.id}`)
    assert.deepEqual(body.name, Object.fromEntries(parts.map((part) => [part, part])))
  })

  test('deletion removes the account, and its names are free again', async () => {
    const said = { userName: 'leaver@acme.example', externalId: 'oid-leaver' }
    const user = await directory.create(said)
    const path = `/Users/${user.id}`
    assert.equal((await directory.send('DELETE', path)).status, 204)
    assert.equal((await directory.send('DELETE', path)).status, 404)
    assert.equal((await directory.send('GET', path)).status, 404)
    assert.equal(await server.store.accounts.find(user.id), undefined)
    assert.notEqual((await directory.create(said)).id, user.id)
  })

  test('a user of a merged or deleted account is gone from the directory', async () => {
    const act = { by: { kind: 'operator', via: 'shell' }, at: server.clock.now() } as const
    const user = await directory.create({ userName: 'twice', externalId: 'oid-twice' })
    await server.store.accounts.merge(user.id, server.account.id, act)
    assert.equal((await directory.send('GET', `/Users/${user.id}`)).status, 404)
    const again = await directory.create({ userName: 'twice', externalId: 'oid-twice' })
    assert.equal(again.id, server.account.id)
  })
})
