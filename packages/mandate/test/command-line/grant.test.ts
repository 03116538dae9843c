import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { test } from 'node:test'
import { deriveAccessToken, deriveRedeemable } from '../../src/grants/derivation.ts'
import { type Grant, type GrantId, NO_END, subjectId } from '../../src/grants/grant.ts'
import { signInText } from '../../src/grants/sign-in-text.ts'
import { withChecksum } from '../../src/grants/token.ts'
import { readKeyFile } from '../../src/keys/key-file.ts'
import { keyFilePath } from '../../src/keys/place.ts'
import { detailsId } from '../../src/oauth/details/details.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { ACT } from '../act.ts'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

const DETAILS = '[{"calls":3,"type":"bills"}]'

/** A data directory where a person has authorized a client, which has redeemed the code. */
async function grantedData() {
  const data = join(temporaryDirectory(), 'data')
  const user = await runDocument(['user', 'create', '--init', 'ada@example.com', '--data', data])
  const client = await runDocument([
    ...['client', 'create', '--init', '--name', 'Acme', '--redirect-uri', 'https://a.example/cb'],
    ...['--data', data],
  ])
  const keys = readKeyFile({ path: keyFilePath(data) })?.keys
  assert.ok(keys)
  const now = Math.floor(Date.now() / 1000)
  const grant: Grant = {
    id: randomBytes(16).toString('hex') as GrantId,
    clientId: String(client['client_id']),
    subject: { kind: 'account', id: String(user['sub']) },
    scope: 'all',
    resource: [],
    seed: randomBytes(32),
    redirectUri: null,
    codeChallenge: null,
    authTime: now,
    signIn: signInText({ amr: ['mfa', 'pwd'], acr: 'high' }),
    extras: null,
    sid: null,
    createdAt: now,
    generation: 1,
    keyId: keys.current,
    expiresAt: now + 1000,
    redeemedAt: now,
    retryKeyHash: null,
    recentRedemptions: null,
    details: detailsId(DETAILS),
    parent: null,
    revokedAt: null,
    revokedBecause: null,
  }
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  await store.grants.insert(grant, ACT, { details: DETAILS })
  await store.close()
  const redeemable = (generation: number) =>
    deriveRedeemable(keys, grant, { generation, keyId: keys.current })
  const access = (expiresAt: number) =>
    deriveAccessToken(keys, grant, {
      ...{ generation: 1, keyId: keys.current, issuedAt: now, expiresAt, narrowing: null },
    })
  return {
    data,
    grant,
    client,
    tokens: {
      code: redeemable(0),
      refresh: redeemable(1),
      newer: redeemable(2),
      access: access(now + 300),
      expired: access(now - 1),
    },
  }
}

test('grants are listed with their parties, and revoked one by one or all at once', async () => {
  const { data, grant, client } = await grantedData()
  const list = () => runDocument(['grant', 'list', '--data', data, '--user', 'ada@example.com'])
  assert.deepEqual(await list(), [
    {
      grant_id: grant.id,
      active: true,
      client_id: client['client_id'],
      client_name: 'Acme',
      sub: subjectId(grant),
      username: 'ada@example.com',
      scope: 'all',
      aud: [],
      auth_time: grant.authTime,
      amr: ['mfa', 'pwd'],
      acr: 'high',
      generation: 1,
      iat: grant.createdAt,
      exp: grant.expiresAt,
      redeemed_at: grant.redeemedAt,
      revoked_at: null,
      revoked_because: null,
    },
  ])
  const shown = await runDocument(['grant', 'show', grant.id, '--data', data])
  assert.equal(shown['grant_id'], grant.id)
  assert.deepEqual(shown['authorization_details'], JSON.parse(DETAILS))
  const { output } = await runCommand(['grant', 'show', grant.id, '--data', data])
  assert.match(output, /Client +Acme[\s\S]*Detail +\{"calls":3,"type":"bills"\}/)
  assert.equal((await runCommand(['grant', 'show', 'x', '--data', data])).code, 1)
  const people = await runCommand(['grant', 'list', '--data', data])
  assert.match(
    people.output,
    /^GRANT +USER +CLIENT +SCOPE +STATE +LAST USED \(UTC\)\n[0-9a-f]{32} /,
  )

  assert.deepEqual(await runDocument(['grant', 'revoke', grant.id, '--data', data]), { revoked: 1 })
  assert.deepEqual(await runDocument(['grant', 'revoke', grant.id, '--data', data]), { revoked: 0 })
  const ended = JSON.parse(JSON.stringify(await list()))
  assert.deepEqual([ended[0].active, ended[0].revoked_because], [false, 'revoked_by_operator'])
})

test('a delegated grant is listed below the one that it came of, and is not active without it', async () => {
  const { data, grant } = await grantedData()
  const id = randomBytes(16).toString('hex') as GrantId
  const child = { ...grant, id, parent: grant.id, expiresAt: NO_END }
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  assert.ok(await store.grants.insertStanding(child, { key: `child:${grant.id}:x` }, ACT))
  await store.close()
  const { output } = await runCommand(['grant', 'list', '--data', data])
  const rows = output.split('\n').slice(1)
  assert.ok(rows[0]?.startsWith(grant.id), output)
  assert.ok(rows[1]?.startsWith(`  ${id}`), output)
  assert.deepEqual(await runDocument(['grant', 'revoke', grant.id, '--data', data]), { revoked: 1 })
  const listed = JSON.parse(JSON.stringify(await runDocument(['grant', 'list', '--data', data])))
  const one = listed.find((document: { grant_id: string }) => document.grant_id === id)
  assert.deepEqual(
    [one.active, one.revoked_because, one.delegated_from, one.exp],
    [false, 'parent_ended', grant.id, null],
  )
  const shown = await runDocument(['grant', 'show', id, '--data', data])
  assert.deepEqual([shown['active'], shown['revoked_because']], [false, 'parent_ended'])
})

test('one command revokes all grants of a client', async () => {
  const { data, client } = await grantedData()
  const revoke = ['grant', 'revoke', '--yes', '--data', data]
  const all = [...revoke, '--client', String(client['client_id']), '--user', 'ada@example.com']
  assert.deepEqual(await runDocument(all), { revoked: 1 })

  for (const [args, code, sentence] of [
    [revoke, 2, /Give either a grant_id, or/],
    [[...revoke, 'x', '--user', 'ada@example.com'], 2, /Give either a grant_id, or/],
    [[...revoke, 'x'], 1, /There is no grant x; .*grant list/],
    [[...revoke, '--client', 'x'], 1, /There is no client x/],
    [[...revoke, '--user', 'x'], 1, /There is no user x/],
  ] as const) {
    const ended = await runCommand(args)
    assert.equal(ended.code, code, ended.errors)
    assert.match(ended.errors, sentence)
  }
})

test('a token is explained: what it is and whether and why it is good, never its secret part', async () => {
  const { data, grant, tokens } = await grantedData()
  const inspect = async (token: string) => {
    const ended = await runCommand(['token', 'inspect', '-', '--json', '--data', data], {
      input: `${token}\n`,
    })
    assert.equal(ended.code, 0, ended.errors)
    assert.equal(ended.output.includes(token.slice(-30)), false)
    return JSON.parse(ended.output)
  }
  const refresh = await inspect(tokens.refresh)
  assert.deepEqual(
    [refresh.active, refresh.reason, refresh.kind, refresh.generation, refresh.live_generation],
    [true, null, 'refresh_token', 1, 1],
  )
  assert.deepEqual([refresh.username, refresh.exp], ['ada@example.com', grant.expiresAt])
  const access = await inspect(tokens.access)
  assert.deepEqual([access.active, access.kind, access.scope], [true, 'access_token', 'all'])

  const { access: genuine } = tokens
  const forged = withChecksum(`${genuine.slice(0, -20)}AAAA${genuine.slice(-16, -6)}`)
  for (const [token, reason] of [
    [tokens.code, /already used/],
    [tokens.newer, /newer than the database/],
    [tokens.expired, /expired at/],
    [forged, /its secret part is not genuine/],
    [genuine.slice(0, -1), /damaged/],
    ['abc', /not a token of this kind/],
  ] as const) {
    const told = await inspect(token)
    assert.equal(told.active, false)
    assert.match(told.reason, reason)
  }

  await runDocument(['user', 'disable', 'ada@example.com', '--data', data])
  assert.match((await inspect(tokens.access)).reason, /its user is disabled/)
  await runDocument(['user', 'enable', 'ada@example.com', '--data', data])
  await runDocument(['grant', 'revoke', grant.id, '--data', data])
  assert.match((await inspect(tokens.access)).reason, /revoked at .* \(revoked_by_operator\)/)
  const people = await runCommand(['token', 'inspect', tokens.refresh, '--data', data])
  assert.match(people.output, /^The token is not active: its grant was revoked/)
})

test('a client secret is recognized instead of being looked up as a token', async () => {
  const { data, client } = await grantedData()
  const told = await runDocument([
    'token',
    'inspect',
    String(client['client_secret']),
    '--data',
    data,
  ])
  assert.deepEqual(told, { active: false, reason: 'it is a client secret, not a token' })
})

test('a new password leaves the grants alone, says so, and says how to revoke them', async () => {
  const { data } = await grantedData()
  const reset = ['user', 'reset-password', 'ada@example.com', '--data', data]
  assert.equal((await runDocument(reset))['live_grants'], 1)
  const told = await runCommand([...reset, '--password-stdin'], { input: 'four brown horses\n' })
  const [command = ''] = told.output.match(/mandate grant revoke --user ada@example\.com .*/) ?? []
  assert.match(told.output, /One grant of this user is still live/)
  assert.deepEqual(await runDocument([...command.split(' ').slice(1), '--yes']), { revoked: 1 })

  assert.equal((await runDocument(reset))['live_grants'], 0)
  assert.doesNotMatch((await runCommand(reset)).output, /grant/)
})
