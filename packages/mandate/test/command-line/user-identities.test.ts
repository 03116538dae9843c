import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { ACT } from '../act.ts'
import { account, insertGrants, scimUser, session } from '../store/contract/samples.ts'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

/** A data directory with one user, and the commands on it. */
async function withUser(email: string, ...options: readonly string[]) {
  const data = join(temporaryDirectory(), 'data')
  const user = await runDocument(['user', 'create', '--init', email, ...options, '--data', data])
  const on = (args: readonly string[]) => [...args, '--data', data]
  return {
    ...{ data, user, id: String(user['sub']) },
    run: (...args: readonly string[]) => runCommand(on(['user', ...args])),
    document: (...args: readonly string[]) => runDocument(on(['user', ...args])),
  }
}

test('a user without a password is linked to an identity, shown, and unlinked', async () => {
  const email = 'ada@example.com'
  const { run, document, id } = await withUser(email, '--no-password', '--name', 'Ada Lovelace')
  const made = await document('show', email)
  assert.deepEqual(made, {
    ...{ sub: id, username: email, name: 'Ada Lovelace', created_at: made['created_at'] },
    ...{ disabled: false, email_verified: false, username_is_own: true, has_password: false },
    ...{ identities: [], sessions: [], live_grants: 0 },
  })
  const google = 'https://accounts.google.com'
  const linked = await run('link', email, google, '1101')
  assert.equal(linked.code, 0)
  assert.match(linked.output, /^ada@example\.com can sign in as 1101 of https:\/\/accounts/)
  assert.match(linked.errors, /No way in the setting sign_in has the provider/)
  const { identities } = await document('show', id)
  assert.deepEqual(
    (identities as Record<string, unknown>[]).map(({ linked_at, ...name }) => name),
    [{ provider: google, subject: '1101' }],
  )
  const shown = await run('show', email)
  assert.match(
    shown.output,
    /\n {2}password +none\n {2}identity +1101 of https:.*\n {2}sessions +none/,
  )

  const refused = await run('unlink', email, google, '1101')
  assert.equal(refused.code, 2, 'it cannot be undone, and nobody is there to be asked')
  assert.match(refused.errors, /last way to sign in.*--yes/)
  const unlinked = await run('unlink', email, google, '1101', '--yes')
  assert.match(unlinked.output, /^ada@example\.com can no longer sign in\..*mandate user link/s)
  const again = await run('unlink', email, google, '1101', '--yes')
  assert.deepEqual([again.code, again.output], [1, ''])
  assert.match(again.errors, /ada@example\.com has no such identity.*mandate user show/)
})

test('an identity is one user’s, and a mistake is refused in a sentence', async () => {
  const { run, document } = await withUser('ada@example.com')
  await document('create', 'bob@example.com')
  await document('link', 'bob@example.com', 'acme', '4711')
  await document('link', 'bob@example.com', 'acme', '4711')
  const refusals: readonly [args: readonly string[], sentence: RegExp][] = [
    [
      ['link', 'ada@example.com', 'acme', '4711'],
      /belongs to bob@example\.com; unlink it there first: mandate user unlink/,
    ],
    [['link', 'ada@example.com', 'acme', 'x'.repeat(256)], /1 to 255 visible characters/],
    [['link', 'nobody', 'acme', '1'], /There is no user nobody; .* mandate user list/],
    [['create', 'eve@example.com', '--name', 'x'.repeat(201)], /longer than 200 characters/],
    [['show', 'nobody'], /There is no user nobody/],
    [['delete', 'nobody', '--yes'], /There is no user nobody/],
  ]
  for (const [args, sentence] of refusals) {
    const { code, output, errors } = await run(...args)
    assert.deepEqual({ code, output }, { code: 1, output: '' }, errors)
    assert.match(errors, sentence)
  }
  const both = await run('create', 'eve@example.com', '--no-password', '--password-stdin')
  assert.equal(both.code, 2)
})

test('an identity at a trusted issuer is for its assertions, and nobody signs in with it', async () => {
  const { data, run } = await withUser('ada@example.com')
  const iss = 'https://acme.idp.example'
  const client = await runDocument([
    ...['client', 'create', '--name', 'Agent', '--data', data],
    ...['--grant-type', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
  ])
  await runDocument([
    ...['issuer', 'create', '--name', 'Acme', '--for', 'jwt-bearer', '--issuer', iss],
    ...['--jwks-uri', `${iss}/keys`, '--scope', 'all', '--data', data],
    ...['--client', String(client['client_id'])],
  ])
  const { output, errors } = await run('link', 'ada@example.com', iss, '4711')
  assert.match(output, /is 4711 in the assertions of https:\/\/acme\.idp\.example; nobody signs in/)
  assert.equal(errors, '')
})

test('the name of a way stands for its provider', async () => {
  const { data, document } = await withUser('ada@example.com')
  writeFileSync(join(data, 'mandate.yaml'), 'sign_in:\n  password:\n')
  const { identity } = await document('link', 'ada@example.com', 'password', '1')
  assert.deepEqual(identity, { provider: 'password', subject: '1' }, 'the form has no provider')
})

test('a user is signed out everywhere, and deleted permanently with everything they had', async () => {
  const { data, run, document } = await withUser('else@example.com')
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  await insertGrants(store, 2)
  await store.sessions.insert({ ...session, expiresAt: 2_000_000_000 }, null, ACT)
  const email = account.email
  const { sessions } = await document('show', email)
  assert.equal(Array.isArray(sessions) && sessions.length, 1)
  const [shown = { session_id: '' }] = sessions as { session_id: string }[]
  const onSession = (...args: readonly string[]) => runCommand(['session', ...args, '--data', data])
  assert.match((await onSession('list', email)).output, /^SESSION +BROWSER.*\ncccccccccccc /)
  assert.match((await onSession('end', email, 'dddd')).errors, /has no session dddd; see/)
  const ended = await onSession('end', email, shown.session_id.slice(0, 12))
  assert.match(ended.output, /^Zoë@example\.com is signed out of /, ended.errors)
  await store.sessions.insert({ ...session, expiresAt: 2_000_000_000 }, null, ACT)
  const out = await document('sign-out', email)
  assert.equal(out['sessions_ended'], 1)
  const refused = await run('delete', email)
  assert.equal(refused.code, 2)
  assert.match(refused.errors, /Delete Zoë@example\.com\?.*This cannot be undone: add --yes/)
  const deleted = await document('delete', email, '--yes')
  assert.equal(deleted['deleted'], true)
  assert.equal((await run('show', email)).code, 1)
  assert.equal(await store.accounts.insert(account, ACT), 'id_taken')
  assert.deepEqual((await store.grants.list({}, { limit: 9 })).rows, [])
  await store.close()
})

test('two users that are one person are merged, after a question', async () => {
  const { run, document, id } = await withUser('ada@example.com')
  await document('create', 'twice@example.com')
  await document('link', 'twice@example.com', 'acme', '4711')
  const refused = await run('merge', 'twice@example.com', 'ada@example.com')
  assert.equal(refused.code, 2)
  assert.match(
    refused.errors,
    /1 identity goes to ada@example\.com.*0 grants for 0 clients end.*cannot be undone/,
  )
  const merged = await document('merge', 'twice@example.com', 'ada@example.com', '--yes')
  assert.equal(merged['sub'], id)
  assert.equal((await run('show', 'twice@example.com')).code, 1)
  const { identities } = await document('show', 'ada@example.com')
  assert.equal(Array.isArray(identities) && identities[0].subject, '4711')
  const same = await run('merge', 'ada@example.com', id, '--yes')
  assert.deepEqual([same.code, same.output], [1, ''])
  assert.match(same.errors, /is one user; name two/)
})

test('an imported id that looks like another user’s address is never taken for it', async () => {
  const { data, run, id } = await withUser('ada@example.com')
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  const imported = { ...account, id: 'ada@example.com', email: 'other@example.com' }
  await store.accounts.insert({ ...imported, emailKey: 'other@example.com' }, ACT)
  await store.close()
  const { code, errors } = await run('delete', 'ada@example.com', '--yes')
  assert.equal(code, 1)
  assert.match(errors, new RegExp(`the address of ${id} and also the id of another user`))
  assert.equal((await run('show', 'other@example.com')).code, 0)
})

test('a list of very many users ends, and says how to go on', async () => {
  const { data, run, document } = await withUser('first@example.com')
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  const bare = { ...account, email: null, emailKey: null }
  await Promise.all(
    Array.from({ length: 1_500 }, (_, index) =>
      store.accounts.insert({ ...bare, id: `z${String(index).padStart(4, '0')}` }, ACT),
    ),
  )
  await store.close()
  const list = async (...args: readonly string[]) => Object.values(await document('list', ...args))
  assert.equal((await list()).length, 1_000)
  const { errors } = await run('list', '--limit', '3')
  const [, next = ''] =
    /There are more users: mandate user list --limit 3 --after (\S+)/.exec(errors) ?? []
  assert.equal(next, 'z0001')
  assert.equal((await list('--limit', '1000000', '--after', next)).length, 1_498)
  const { errors: none } = await run('list', '--after', 'z1400')
  assert.equal(none, '')
})

test('a directory’s user is found by user name', async () => {
  const { data, run, document } = await withUser('ada@example.com')
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  const nameless = { ...account, email: null, emailKey: null }
  const insert = (number: number) =>
    store.scimUsers.insert(
      {
        ...{ ...scimUser, accountId: `account-${number}`, provider: `directory-${number}` },
        revision: `${number}`,
      },
      { ...nameless, id: `account-${number}` },
      ACT,
    )
  await insert(2)
  assert.equal((await document('show', 'ZOË'))['sub'], 'account-2')
  await insert(3)
  await store.close()
  const { code, errors } = await run('show', 'zoë')
  assert.equal(code, 1)
  assert.match(
    errors,
    /Several directories .* account-2 \(directory-2\), account-3 \(directory-3\)/,
  )
})

test('a user whose owner has deleted the account is shown as such, and support can keep it', async () => {
  const { data, run, document, id } = await withUser('leaving@example.com')
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  const after = 1_900_000_000
  assert.equal(await store.accounts.askForDeletion(id, after, ACT), true)
  assert.equal((await document('show', id))['delete_after'], after)
  assert.match((await run('show', id)).output, /deletion +after 2030-03-17 .*a sign-in can keep it/)
  assert.match((await run('list')).output, /leaving@example\.com.*to be deleted/)
  await document('create', 'other@example.com')
  const merged = await run('merge', 'other@example.com', id, '--yes')
  assert.match(merged.errors, /is to be deleted, as its owner asked/)
  await document('disable', id)
  assert.match((await run('enable', id)).output, /is enabled to keep the account/)
  assert.match((await run('enable', id)).output, /leaving@example\.com is enabled\./)
  assert.equal((await document('show', id))['delete_after'], undefined)
  await store.close()
})
