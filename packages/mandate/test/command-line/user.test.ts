import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { passkeys } from '../../src/store/tables/passkeys.ts'
import { totpAuthenticators } from '../../src/store/tables/second-factors.ts'
import { ACT } from '../act.ts'
import { sampleOf } from '../store/contract/sample-of.ts'
import { serving, temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

test('a user is created with a password from standard input, listed, disabled and enabled', async () => {
  const data = join(temporaryDirectory(), 'data')
  const input = 'correct horse battery\n'
  const made = await runDocument(
    ['user', 'create', '--init', 'Ada@example.com', '--password-stdin', '--data', data],
    { input },
  )
  assert.deepEqual(Object.keys(made), ['sub', 'username', 'created_at', 'disabled'])
  assert.equal(made['username'], 'Ada@example.com')

  const disabled = await runDocument(['user', 'disable', 'ada@EXAMPLE.com', '--data', data])
  assert.equal(disabled['disabled'], true)
  assert.deepEqual(await runDocument(['user', 'list', '--data', data]), [
    { ...made, disabled: true },
  ])
  await runDocument(['user', 'enable', String(made['sub']), '--data', data])
  assert.deepEqual(await runDocument(['user', 'list', '--data', data]), [made])

  const list = await runCommand(['user', 'list', '--data', data])
  assert.match(
    list.output,
    /^EMAIL +SUBJECT +STATE +SINCE \(UTC\)\nAda@example\.com +[0-9a-f]{32} /,
  )
  for (const file of ['mandate.db', 'mandate.db-wal']) {
    const kept = readFileSync(join(data, file), { flag: 'a+' })
    assert.equal(kept.includes('correct horse'), false, 'the password itself is kept nowhere')
  }
})

test('a user without an address is listed and named by id, and may be given a password', async () => {
  const data = join(temporaryDirectory(), 'data')
  await runDocument(['user', 'create', '--init', 'ada@example.com', '--data', data])
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  const bare = {
    id: 'b'.repeat(32),
    email: null,
    emailKey: null,
    language: null,
    profile: null,
    deletion: null,
    terms: null,
    passwordHash: null,
    emailVerified: false,
    name: null,
  }
  await store.accounts.insert({ ...bare, createdAt: 1_700_000_000, disabledAt: null }, ACT)
  await store.close()
  const document = { sub: bare.id, created_at: 1_700_000_000, disabled: false }
  const listed: unknown = await runDocument(['user', 'list', '--data', data])
  assert.deepEqual(Array.isArray(listed) && listed[1], document)
  const list = await runCommand(['user', 'list', '--data', data])
  assert.match(list.output, new RegExp(`^- +${bare.id} +active`, 'm'))
  const disabled = await runCommand(['user', 'disable', bare.id, '--yes', '--data', data])
  assert.match(disabled.output, new RegExp(`^${bare.id} is disabled`))
  const unlocked = await runDocument(['user', 'unlock', bare.id, '--data', data])
  assert.equal(unlocked['counters_cleared'], 0)
  const given = await runDocument(['user', 'reset-password', bare.id, '--data', data])
  assert.match(String(given['password']), /^[a-z2-9-]+$/)
})

test('without --password-stdin a password is generated and shown once', async () => {
  const data = join(temporaryDirectory(), 'data')
  const made = await runDocument(['user', 'create', '--init', 'ada@example.com', '--data', data])
  assert.match(String(made['password']), /^([a-z2-9]{5}-){3}[a-z2-9]{5}$/)
  const again = await runDocument(['user', 'reset-password', 'ada@example.com', '--data', data])
  assert.match(String(again['password']), /^([a-z2-9]{5}-){3}[a-z2-9]{5}$/)
  assert.notEqual(again['password'], made['password'])

  const told = await runCommand(['user', 'create', '--init', 'bob@example.com', '--data', data])
  assert.match(told.output, /password +([a-z2-9]{5}-){3}[a-z2-9]{5} {2}\(shown only once\)/)
  assert.match(told.output, /mandate client create .*--data /)
  assert.equal(told.output.includes('\u001b'), false, 'no colour without a terminal')
})

test('impossible input is refused in one sentence that says what to do', async () => {
  const data = join(temporaryDirectory(), 'data')
  await runDocument(['user', 'create', '--init', 'ada@example.com', '--data', data])
  const refusals: readonly [args: readonly string[], input: string, sentence: RegExp][] = [
    [
      ['create', 'ADA@example.com'],
      '',
      /^mandate: The user .* already exists.* mandate user reset-password/,
    ],
    [['create', 'ada'], '', /^mandate: "ada" is not an e-mail address; give one such as/],
    [['create', 'c@example.com', '--password-stdin'], 'short\n', /at least 15 characters/],
    [['create', 'c@example.com', '--password-stdin'], 'passwordpassword\n', /give another one/],
    [['disable', 'nobody@example.com'], '', /^mandate: There is no user .* mandate user list/],
  ]
  for (const [args, input, sentence] of refusals) {
    const { code, output, errors } = await runCommand(['user', ...args, '--data', data], { input })
    assert.deepEqual({ code, output }, { code: 1, output: '' }, errors)
    assert.match(errors, sentence)
    assert.equal(errors.trim().split('\n').length, 1, errors)
  }
  const empty = await runCommand([
    'user',
    'create',
    'c@example.com',
    '--password-stdin',
    '--data',
    data,
  ])
  assert.equal(empty.code, 2)
  assert.match(empty.errors, /Standard input has no password/)
})

test('commands that start in a fresh directory at once share one key file and one database', async () => {
  const data = join(temporaryDirectory(), 'data')
  const emails = ['a@example.com', 'b@example.com', 'c@example.com', 'd@example.com']
  await Promise.all(
    emails.map((email) => runDocument(['user', 'create', '--init', email, '--data', data])),
  )
  const list = JSON.parse(JSON.stringify(await runDocument(['user', 'list', '--data', data])))
  const listed = list.map((one: { readonly username: string }) => one.username)
  assert.deepEqual(listed.sort(), emails)
})

test('a user locked out by guessed passwords gets in after reset-password or unlock', async () => {
  const data = join(temporaryDirectory(), 'data')
  const serve = ['serve', '--json', '--port', '0', '--data', data, '--log-level', 'silent']
  const { issuer } = JSON.parse((await serving(serve).until(/^.*\n/))[0])
  const input = 'correct horse battery\n'
  const person = ['jo@example.com', '--data', data]
  await runDocument(['user', 'create', ...person, '--password-stdin'], { input })
  const signIn = async (email: string, password: string) => {
    const body = new URLSearchParams({ email, password })
    const answer = await fetch(`${issuer}/sign-in`, { method: 'POST', body, redirect: 'manual' })
    await answer.body?.cancel()
    return answer.status
  }
  const lockOut = async () => {
    for (let i = 0; i < 11; i++) await signIn(`jo+${i % 3}@example.com`, 'a guess')
    assert.equal(await signIn('jo@example.com', input.trim()), 429)
  }

  await lockOut()
  await runDocument(['user', 'reset-password', ...person, '--password-stdin'], { input })
  assert.equal(await signIn('jo@example.com', input.trim()), 303)

  await lockOut()
  const unlocked = await runDocument(['user', 'unlock', ...person])
  assert.equal(unlocked['username'], 'jo@example.com')
  assert.ok(Number(unlocked['counters_cleared']) > 0)
  assert.equal(await signIn('jo@example.com', input.trim()), 303)

  // Support hands over a link instead of a password; it works once.
  const reset = ['user', 'reset-password', ...person, '--link']
  const { link, ...made } = await runDocument(reset)
  assert.equal(made['username'], 'jo@example.com')
  const token = new URL(String(link)).searchParams.get('token') ?? ''
  assert.match(String(link), /\/link\?token=mdt_ml_/)
  const use = async () => {
    const body = new URLSearchParams({ token, password: 'chosen by the owner' })
    const answer = await fetch(`${issuer}/link`, { method: 'POST', body, redirect: 'manual' })
    await answer.body?.cancel()
    return answer.status
  }
  assert.deepEqual([await use(), await use()], [303, 410])
  assert.equal(await signIn('jo@example.com', 'chosen by the owner'), 303)

  const told = await runCommand(['user', 'unlock', ...person])
  assert.match(told.output, /^jo@example\.com can sign in from new browsers again/)
  const nobody = await runCommand(['user', 'unlock', 'nobody@example.com', '--data', data])
  assert.deepEqual([nobody.code, nobody.output], [1, ''])
})

test('support removes the second factors of a user who has lost the phone, once', async () => {
  const data = join(temporaryDirectory(), 'data')
  const made = await runDocument(['user', 'create', '--init', 'ada@example.com', '--data', data])
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  const accountId = String(made['sub'])
  const totp = { ...sampleOf(totpAuthenticators), accountId }
  await store.secondFactors.putTotp(totp, [], ACT)
  const passkey = { ...sampleOf(passkeys), accountId, suspendedAt: null }
  assert.equal(await store.passkeys.insert(passkey, ACT), 'inserted')
  await store.close()
  const remove = ['user', 'remove-factors', 'ada@example.com', '--data', data]
  const asked = await runCommand(remove, { input: 'no\n', atTerminal: true })
  assert.match(asked.output + asked.errors, /whoever knows the password can sign in/)
  const removed = await runDocument([...remove, '--yes'])
  assert.deepEqual(removed['removed'], ['totp', 'recovery_codes', 'passkeys'])
  const again = await runCommand([...remove, '--yes'])
  assert.match(again.output, /no authenticator app and no passkey; nothing was changed/)
})

test('an operator changes what apps may be told about a user, and is told what is wrong', async () => {
  const data = join(temporaryDirectory(), 'data')
  const made = await runDocument(['user', 'create', '--init', 'ada@example.com', '--data', data])
  const update = (...options: string[]) => ['user', 'update', 'ada@example.com', ...options]
  const told = { nickname: 'Countess', birthdate: '1815-12-10', phone_number: '+44 1' }
  const changed = await runDocument([
    ...update('--name', 'Ada Lovelace', '--nickname', told.nickname),
    ...['--birthdate', told.birthdate, '--phone-number', told.phone_number],
    ...['--phone-number-verified', '--address', '{"locality":"London"}', '--data', data],
  ])
  const { updated_at, password: _, ...all } = { ...made, ...changed }
  const known = { name: 'Ada Lovelace', ...told, phone_number_verified: true }
  assert.deepEqual(all, { ...all, ...known, address: { locality: 'London' } })
  assert.equal(typeof updated_at, 'number')
  const less = await runDocument([...update('--no-address', '--no-name'), '--data', data])
  assert.deepEqual(
    [less['address'], less['name'], less['nickname']],
    [...[undefined, undefined, 'Countess']],
  )
  for (const [options, problem] of [
    [['--picture', 'javascript:alert(1)'], /--picture is invalid; give an address that begins/],
    [[], /Say what to change/],
  ] as const) {
    const refused = await runCommand([...update(...options), '--data', data])
    assert.notEqual(refused.code, 0)
    assert.match(refused.errors, problem)
  }
})
