/** The owner of an account downloads everything that is kept about them. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACT } from './act.ts'
import { exchange, tokensOf } from './integrator.ts'
import { PASSWORD, startServer } from './running-server.ts'
import { consent, grant, grantId } from './store/contract/samples.ts'
import { newVisitor, obtainCode } from './visitor.ts'

async function signedIn(server: Awaited<ReturnType<typeof startServer>>) {
  const visitor = newVisitor(server)
  const form = { email: server.account.email, password: PASSWORD }
  await visitor.post('/sign-in', form)
  return { visitor, form, account: server.account.id }
}

test('the download has everything about the person, and no secret', async () => {
  await using server = await startServer()
  const { refreshToken, accessToken } = tokensOf(await exchange(server, await obtainCode(server)))
  const { visitor, account } = await signedIn(server)
  const agreed = { ...consent, accountId: account, clientId: server.client.id, scope: 'all' }
  await server.store.consents.put(agreed, ACT)
  const response = await visitor.post('/account/data/download', { account })
  assert.equal(response.status, 200)
  assert.equal(
    response.headers.get('content-disposition'),
    'attachment; filename="account-data.json"',
  )
  assert.equal(response.headers.get('cache-control'), 'no-store')
  const text = await response.text()
  const data = JSON.parse(text)
  assert.deepEqual(Object.keys(data), [
    ...['version', 'issuer', 'exported_at', 'account', 'identities', 'operator'],
    ...['directory', 'passkeys'],
    ...['authenticator_app', 'recovery_codes', 'sessions', 'known_browsers', 'mailed_links'],
    ...['consents', 'kept_out', 'grants', 'activity'],
  ])
  assert.equal(data.account.email, server.account.email)
  assert.equal(data.account.has_password, true)
  assert.equal(data.sessions.length, 2)
  assert.equal(data.grants[0].client_name, server.client.name)
  assert.equal(data.consents[0].scope, data.grants[0].scope)
  const { browser, network } = data.grants[0].connected_from
  assert.deepEqual([browser, network, data.grants[0].scope_taken_back], [null, '127.0.0.1', null])
  assert.ok(data.activity.some(({ kind }: { kind: string }) => kind === 'grant.created'))
  const stored = await server.store.accounts.find(account)
  const [row] = (await server.store.grants.list({ accountId: account }, { limit: 1 })).rows
  const seed = Buffer.from(row?.seed ?? '')
  const secrets = [stored?.passwordHash, refreshToken, accessToken, seed.toString('hex')]
  secrets.push(seed.toString('base64'), seed.toString('base64url'))
  for (const [name, value] of visitor.cookies) if (name.endsWith('session')) secrets.push(value)
  for (const secret of secrets) assert.ok(secret && !text.includes(secret))
})

test('an old sign-in is asked for again, and then the download begins', async () => {
  await using server = await startServer()
  const { visitor, account, form } = await signedIn(server)
  server.clock.advance(16 * 60)
  const page = await visitor.send('/account/data/download', { account })
  assert.equal(page.address.pathname, '/sign-in')
  const { html } = await visitor.signIn(page, form)
  assert.equal(JSON.parse(html).account.sub, account)
})

test('very many grants are written piece by piece, each once', async () => {
  await using server = await startServer()
  const { visitor, account } = await signedIn(server)
  const many = 1_201
  const of = { subject: { kind: 'account', id: account }, clientId: server.client.id } as const
  await Promise.all(
    Array.from({ length: many }, (_, place) =>
      server.store.grants.insert({ ...grant, ...of, id: grantId(place + 1) }, ACT),
    ),
  )
  const response = await visitor.post('/account/data/download', { account })
  const data = JSON.parse(await response.text())
  const ids = data.grants.map((one: { grant_id: string }) => one.grant_id)
  assert.equal(new Set(ids).size, many)
  assert.equal(ids.length, many)
  assert.equal(
    data.activity.filter((one: { kind: string }) => one.kind === 'grant.created').length,
    many,
  )
})
