/** The way back: the platform reports changes to its users. */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { deriveRedeemable } from '../src/grants/derivation.ts'
import { ACT } from './act.ts'
import { breakableStore } from './breakable-store.ts'
import { introspect, refresh } from './integrator.ts'
import { operatorOf } from './platform.ts'
import { account, session } from './store/contract/samples.ts'
import { type Crowd, gather, PROVIDER, tell } from './users-of-a-platform.ts'

const NOTHING = { changed: 0, unchanged: 0, unknown: [], unknown_count: 0 }
const nobody = { ...NOTHING, refused: [], refused_count: 0 }

/** Whether the tokens of these users are valid. */
async function areActive({ server, users }: Crowd, ...numbers: readonly number[]) {
  const asked = numbers.map((number) => introspect(server, users[number]?.token ?? ''))
  return (await Promise.all(asked)).map(({ body }) => body['active'])
}

async function signIn({ server }: Crowd, id: string, accountId: string): Promise<void> {
  const expiresAt = server.clock.now() + 60
  const begun = { ...session, id, accountId, provider: PROVIDER, expiresAt }
  assert.equal(await server.store.sessions.insert(begun, null, ACT), true)
}

const idOf = async ({ server }: Crowd, subject: string) =>
  (await server.store.accounts.findByIdentity(PROVIDER, subject))?.id

test('a disabled user is refused, an enabled one is not, and a repeated change does nothing', async (t) => {
  const crowd = await gather(t, 3)
  await signIn(crowd, 's1', 'account-1')
  const changes = [
    { subject: 'user-1', change: 'disable' },
    { account_id: 'account-2', change: 'disable' },
    { subject: 'stranger', change: 'disable' },
    { subject: 'user-0', change: 'enable' },
  ]
  const unknown = { unknown: ['stranger'], unknown_count: 1 }
  assert.deepEqual(await crowd.send(changes), { ...nobody, ...unknown, changed: 2, unchanged: 1 })
  assert.deepEqual(await areActive(crowd, 0, 1, 2), [true, false, false])
  assert.equal(await crowd.server.store.sessions.find('s1'), undefined)
  const facts = await crowd.server.store.facts.list({ accountId: 'account-1' }, 9)
  assert.deepEqual(
    facts.filter(({ kind }) => kind === 'account.disabled').map(({ by }) => by.kind),
    ['platform'],
  )
  const before = await crowd.server.store.facts.list({}, 1000)
  assert.deepEqual(await crowd.send(changes), { ...nobody, ...unknown, unchanged: 3 })
  assert.deepEqual(await crowd.server.store.facts.list({}, 1000), before)
  const back = [1, 2].map((number) => ({ subject: `user-${number}`, change: 'enable' }))
  assert.deepEqual(await crowd.send(back), { ...nobody, changed: 2 })
  assert.deepEqual(await areActive(crowd, 0, 1, 2), [true, true, true])
})

test('a signed-out user keeps apps, and end_access ends them too', async (t) => {
  const crowd = await gather(t, 3)
  const { store } = crowd.server
  for (const number of [0, 1, 2]) await signIn(crowd, `s${number}`, `account-${number}`)
  const changes = [
    { subject: 'user-0', change: 'sign_out' },
    { subject: 'user-1', change: 'end_access' },
  ]
  assert.deepEqual(await crowd.send(changes), { ...nobody, changed: 2 })
  assert.deepEqual(await crowd.send(changes), { ...nobody, unchanged: 2 })
  const left = await Promise.all([0, 1, 2].map((number) => store.sessions.find(`s${number}`)))
  assert.deepEqual(left.map(Boolean), [false, false, true])
  assert.deepEqual(await areActive(crowd, 0, 1, 2), [true, false, true])
  const [, ended] = crowd.users
  assert.ok(ended)
  const found = await store.grants.find(ended.grantId)
  assert.equal(found?.grant.revokedBecause, 'revoked_by_platform')
})

test('a deleted user loses all apps and comes back with a new account', async (t) => {
  const crowd = await gather(t, 2)
  const gone = { subject: 'user-0', change: 'delete' }
  assert.deepEqual(await crowd.send([gone]), { ...nobody, changed: 1 })
  const unknown = { unknown: ['user-0'], unknown_count: 1 }
  assert.deepEqual(await crowd.send([gone]), { ...nobody, ...unknown })
  assert.deepEqual(await areActive(crowd, 0, 1), [false, true])
  assert.equal(await crowd.server.store.accounts.find('account-0'), undefined)
})

test('merged users are one person from then on', async (t) => {
  const crowd = await gather(t, 3)
  const merge = (subject: string, into: string) => ({ subject, change: 'merge', into })
  assert.deepEqual(await crowd.send([merge('user-0', 'user-1')]), { ...nobody, changed: 1 })
  assert.equal(await idOf(crowd, 'user-0'), 'account-1')
  assert.deepEqual(await areActive(crowd, 0, 1), [false, true])
  assert.deepEqual(await crowd.send([merge('user-0', 'user-1')]), { ...nobody, unchanged: 1 })
  // The other user has no account yet: the person keeps account and apps, and can sign in as
  // either.
  assert.deepEqual(await crowd.send([merge('user-2', 'new name')]), { ...nobody, changed: 1 })
  assert.equal(await idOf(crowd, 'new name'), 'account-2')
  assert.deepEqual(await areActive(crowd, 2), [true])
})

test('a merge never gives access to an unrelated account and never lifts a ban', async (t) => {
  const crowd = await gather(t, 3)
  const byId = { account_id: 'account-1', change: 'merge', into: 'account-2' }
  const disable = { subject: 'user-0', change: 'disable' }
  const report = await crowd.send([
    { ...byId, into: 'user-2' },
    byId,
    disable,
    { subject: 'user-0', change: 'merge', into: 'user-1' },
    { subject: 'user-0', change: 'merge', into: 'new name' },
  ])
  const refused = report['refused'] as readonly { index: number; code: string }[]
  const codes = refused.map(({ index, code }) => [index, code])
  assert.deepEqual(codes, [
    [0, 'invalid_change'],
    [1, 'invalid_change'],
    [3, 'merge_impossible'],
    [4, 'merge_impossible'],
  ])
  assert.equal(await idOf(crowd, 'user-0'), 'account-0')
  assert.equal(await idOf(crowd, 'new name'), undefined)
})

test('changes to one user take effect in order, under any name', async (t) => {
  const crowd = await gather(t, 3)
  const report = await crowd.send([
    { subject: 'user-0', change: 'disable' },
    { subject: 'user-1', change: 'disable' },
    { subject: 'user-0', change: 'enable' },
    { account_id: 'account-1', change: 'enable' },
    { account_id: 'account-0', change: 'disable' },
    { subject: 'user-1', change: 'merge', into: 'user-2' },
    { subject: 'user-1', change: 'disable' },
    { subject: 'user-2', change: 'delete' },
    { subject: 'user-1', change: 'enable' },
  ])
  assert.deepEqual(report, { ...nobody, changed: 8, unknown: ['user-1'], unknown_count: 1 })
  assert.deepEqual(await areActive(crowd, 0, 1, 2), [false, false, false])
  assert.notEqual((await crowd.server.store.accounts.find('account-0'))?.disabledAt, null)
})

test('an invalid line is refused with its index, and the others are made', async (t) => {
  const crowd = await gather(t, 1_000)
  const lines = crowd.users.map(({ subject }) => JSON.stringify({ subject, change: 'disable' }))
  lines[700] = '{"subject":"user-700","change":"disa'
  lines[701] = `{"subject":"${'x'.repeat(5_000)}","change":"disable"}`
  lines[702] = '{"subject":"user-702","change":"destroy"}'
  lines[703] = '{"subject":"user-703","account_id":"account-703","change":"disable"}'
  lines[704] = '["user-704"]'
  lines[705] = '{"subject":"user-705","change":"disable","until":5}'
  lines[706] = '{"subject":"user-706","change":"disable","into":"user-1"}'
  lines[707] = '{"subject":707,"change":"disable"}'
  lines[708] = '{"subject":"user-708\\u0000","change":"disable"}'
  // Blank lines and Windows line ends do not count.
  const body = `${lines.join('\r\n')}\n\n\r\n`
  const { status, body: report } = await tell(crowd.server.issuer, body, { key: crowd.key })
  assert.equal(status, 200)
  const { refused, ...rest } = report
  const counts = { changed: 991, unchanged: 0, unknown: ['user-708\0'], unknown_count: 1 }
  assert.deepEqual(rest, { ...counts, refused_count: 8 })
  const places = (refused as { index: number; code: string }[]).map(({ index, code }) => [
    index,
    code,
  ])
  assert.deepEqual(places, [
    [700, 'not_json'],
    [701, 'not_json'],
    ...[702, 703].map((index) => [index, 'invalid_change']),
    [704, 'not_json'],
    ...[705, 706, 707].map((index) => [index, 'invalid_change']),
  ])
  assert.doesNotMatch(JSON.stringify(refused), /user-7/, 'a report does not quote the input')
  assert.deepEqual(await areActive(crowd, 699, 700, 709), [false, true, false])
})

test('a JSON document with one change works, and an invalid one is explained', async (t) => {
  const crowd = await gather(t, 1)
  const { issuer } = crowd.server
  const json = 'application/json'
  const say = (body: string, type = json, key = crowd.key) => tell(issuer, body, { key, type })
  const list = JSON.stringify({ changes: [{ subject: 'user-0', change: 'disable' }] })
  assert.deepEqual((await say(list)).body, { ...nobody, changed: 1 })
  assert.deepEqual((await say('{"changes":[]}')).body, nobody)
  const refusals: readonly [answer: ReturnType<typeof say>, status: number, code: string][] = [
    [say('{"change":"disable"}'), 400, 'invalid_request'],
    [say('[]'), 400, 'not_json'],
    [say(list, 'text/plain'), 415, 'wrong_content_type'],
    [say(list, json, 'mdt_pk_wrong'), 401, 'invalid_key'],
    [tell(issuer, list, { type: json }), 401, 'no_key'],
  ]
  for (const [answer, status, code] of refusals) {
    const { body } = await answer
    assert.deepEqual([body['status'], body['code']], [status, code])
  }
  const { secret } = await operatorOf(crowd.server).newKey({ permissions: ['sign_in'] })
  const forbidden = await say(list, json, secret)
  assert.deepEqual([forbidden.status, forbidden.body['code']], [403, 'not_permitted'])
  const other = await operatorOf(crowd.server).newKey({ permissions: ['users'], provider: 'other' })
  const strangers = await say(list, json, other.secret)
  assert.deepEqual(strangers.body, { ...nobody, unknown: ['user-0'], unknown_count: 1 })
})

test('a list that is too long changes nothing, and one without a key is not read', async (t) => {
  const crowd = await gather(t, 1)
  const { issuer } = crowd.server
  const line = '{"subject":"user-0","change":"disable"}\n'
  const many = await tell(issuer, line.repeat(200_001), { key: crowd.key })
  assert.deepEqual([many.status, many.body['code']], [413, 'too_many_changes'])
  const huge = await tell(issuer, `${line}${' '.repeat(33 * 1024 * 1024)}`, { key: crowd.key })
  assert.deepEqual([huge.status, huge.body['code']], [413, 'too_many_changes'])
  assert.deepEqual(await areActive(crowd, 0), [true])
  // The response comes before the body.
  const stranger = halfSent(issuer, {})
  assert.match(await stranger.answer, /^HTTP\/1\.1 401 /)
  stranger.end()
})

test('long lists are limited, so that they cannot fill the memory', async (t) => {
  const crowd = await gather(t, 1)
  const lists = [1, 2, 3].map(() => halfSent(crowd.server.issuer, crowd))
  const first = await Promise.race(lists.map(({ answer }) => answer))
  assert.match(first, /^HTTP\/1\.1 503 [\s\S]*retry-after: \d+[\s\S]*temporarily_unavailable/i)
  for (const { end } of lists) end()
})

/** An endless list, and the response to it. */
function halfSent(issuer: string, { key }: { readonly key?: string }) {
  const socket = connect(Number(new URL(issuer).port), '127.0.0.1')
  const head = [
    ...['POST /platform/v1/users HTTP/1.1', 'Host: x', 'Content-Type: application/x-ndjson'],
    ...['Content-Length: 30000000', ...(key === undefined ? [] : [`Authorization: Bearer ${key}`])],
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n{`)
  const answer = once(socket, 'data').then(([data]) => String(data))
  return { answer, end: () => socket.destroy() }
}

test('if the storage fails half-way, changes made so far stay, and the list can be sent again', async (t) => {
  const { wrap, broken } = breakableStore()
  let disabled = 0
  const crowd = await gather(t, 1_000, {
    wrap: (store) => {
      const { accounts, ...rest } = wrap(store)
      const disable: typeof accounts.disable = async (...given) => {
        if (++disabled === 450) broken.add('accounts.findByIdentity')
        return accounts.disable(...given)
      }
      return {
        ...rest,
        accounts: { ...store.accounts, findByIdentity: accounts.findByIdentity, disable },
      }
    },
  })
  const changes = crowd.users.map(({ subject }) => ({ subject, change: 'disable' }))
  const lines = changes.map((change) => JSON.stringify(change)).join('\n')
  const { status, headers } = await tell(crowd.server.issuer, lines, { key: crowd.key })
  assert.equal(status, 503)
  assert.ok(headers.has('retry-after'))
  broken.clear()
  const { changed, unchanged } = await crowd.send(changes)
  assert.deepEqual([changed, unchanged], [500, 500])
})

test('a stopping server interrupts a long list, which can be sent again', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-way-back-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const crowd = await gather(t, 3_000, { database: join(folder, 'mandate.db') })
  const changes = crowd.users.map(({ subject }) => ({ subject, change: 'disable' }))
  const lines = changes.map((change) => JSON.stringify(change)).join('\n')
  const sending = tell(crowd.server.issuer, lines, { key: crowd.key })
  while ((await crowd.server.store.accounts.find('account-0'))?.disabledAt === null) await turn()
  await crowd.server.restart()
  const { status, body } = await sending
  assert.deepEqual([status, body['code']], [503, 'temporarily_unavailable'])
  const { changed, unchanged } = await crowd.send(changes)
  assert.ok(Number(changed) > 0 && Number(unchanged) > 0, `${changed} ${unchanged}`)
  assert.equal(Number(changed) + Number(unchanged), 3_000)
})

test('a disabled user’s refresh token is refused for now, and works once enabled', async (t) => {
  const crowd = await gather(t, 1)
  const { server } = crowd
  const [user] = crowd.users
  const found = user && (await server.store.grants.find(user.grantId))
  assert.ok(found)
  const token = deriveRedeemable(server.keys, found.grant, {
    generation: 1,
    keyId: server.keys.current,
  })
  await crowd.send([{ subject: 'user-0', change: 'disable' }])
  assert.equal((await refresh(server, token)).body['error'], 'invalid_grant')
  await crowd.send([{ subject: 'user-0', change: 'enable' }])
  assert.equal((await refresh(server, token)).status, 200)
})

test('global token revocation accepts RFC 9493 identifiers and ends all access', async (t) => {
  const crowd = await gather(t, 5)
  const { server, key } = crowd
  const path = '/platform/v1/global-token-revocation'
  const revoke = (identifier: unknown, type = 'application/json') =>
    tell(server.issuer, JSON.stringify({ sub_id: identifier }), { key, type, path })
  await signIn(crowd, 's0', 'account-0')
  const email = 'ada@example.com'
  const ada = { ...account, id: 'ada', email, emailKey: email, passwordHash: null }
  await server.store.accounts.insert(ada, ACT)
  const { issuer } = server
  const good: readonly object[] = [
    { format: 'opaque', id: 'user-0' },
    { format: 'iss_sub', iss: issuer, sub: 'account-1' },
    { format: 'iss_sub', iss: PROVIDER, sub: 'user-2' },
    { format: 'email', email: 'ADA@example.com' },
    { format: 'account', uri: `acct:${email}` },
    {
      format: 'aliases',
      identifiers: [
        { format: 'phone_number', phone_number: '+1' },
        { format: 'opaque', id: 'user-3' },
      ],
    },
  ]
  for (const identifier of good) {
    const { status } = await revoke(identifier)
    assert.equal(status, 204, JSON.stringify(identifier))
    assert.equal((await revoke(identifier)).status, 204, 'again')
  }
  assert.deepEqual(await areActive(crowd, 0, 1, 2, 3, 4), [false, false, false, false, true])
  assert.equal(await server.store.sessions.find('s0'), undefined)

  const bad: readonly [identifier: unknown, status: number, code: string][] = [
    [undefined, 400, 'invalid_request'],
    ['user-4', 400, 'invalid_request'],
    [{ format: 'opaque' }, 400, 'invalid_request'],
    [{ format: 'opaque', id: 'user-4\0' }, 400, 'invalid_request'],
    [{ format: 'iss_sub', iss: issuer, sub: 'account 4' }, 400, 'invalid_request'],
    [{ format: 'email', email: 'ada' }, 400, 'invalid_request'],
    [{ format: 'iss_sub', iss: issuer }, 400, 'invalid_request'],
    [{ format: 'aliases', identifiers: [] }, 400, 'invalid_request'],
    [{ format: 'aliases', identifiers: [{ format: 'aliases' }] }, 400, 'invalid_request'],
    [{ format: 'account', uri: 'mailto:ada@example.com' }, 400, 'invalid_request'],
    [{ format: 'phone_number', phone_number: '+1' }, 400, 'unsupported_subject'],
    [
      { format: 'iss_sub', iss: 'https://other.example', sub: 'user-4' },
      400,
      'unsupported_subject',
    ],
    [{ format: 'opaque', id: 'stranger' }, 404, 'unknown_subject'],
    [{ format: 'email', email: 'nobody@example.com' }, 404, 'unknown_subject'],
    [
      {
        format: 'aliases',
        identifiers: [
          { format: 'opaque', id: 'user-0' },
          { format: 'opaque', id: 'user-4' },
        ],
      },
      ...([422, 'subject_ambiguous'] as const),
    ],
  ]
  for (const [identifier, status, code] of bad) {
    const { body } = await revoke(identifier)
    assert.deepEqual([body['status'], body['code']], [status, code], JSON.stringify(identifier))
  }
  assert.deepEqual(await areActive(crowd, 4), [true])
})
