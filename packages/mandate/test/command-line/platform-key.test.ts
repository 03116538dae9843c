import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

/** A new data directory, with settings. */
function dataWith(signIn: string): string {
  const data = join(temporaryDirectory(), 'data')
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(join(data, 'mandate.yaml'), `sign_in:\n${signIn}`)
  return data
}

const way = (name: string) =>
  `  ${name}: {way: handoff, label: Acme, login_url: "https://${name}.example/login"}\n`

test('the life of a platform key: create, list, rotate the secret, delete', async () => {
  const data = dataWith(way('acme'))
  const command = (...args: string[]) => runDocument(['platform-key', ...args, '--data', data])
  const create = ['create', '--init', '--name', 'Login page', '--may', 'users, sign_in']
  const { platform_key: secret, ...made } = await command(...create)
  assert.match(String(secret), /^mdt_pk_[A-Za-z0-9_-]{69}$/)
  const id = String(made['platform_key_id'])
  const { created_at: createdAt, ...shown } = made
  assert.equal(Number.isInteger(createdAt), true)
  assert.deepEqual(shown, {
    platform_key_id: id,
    name: 'Login page',
    permissions: ['sign_in', 'users'],
    provider: 'acme',
  })
  assert.deepEqual(await command('list'), [made])

  const rotated = await command('rotate-secret', id, '--overlap-seconds', '60')
  assert.equal(rotated['platform_key_id'], id)
  assert.equal(Number.isInteger(rotated['previous_platform_key_expires_at']), true)
  assert.notEqual(rotated['platform_key'], secret)
  for (const file of ['mandate.db', 'mandate.db-wal']) {
    const kept = readFileSync(join(data, file), { flag: 'a+' })
    for (const one of [secret, rotated['platform_key']]) {
      assert.equal(kept.includes(String(one)), false, 'the secret itself is kept nowhere')
    }
  }
  const activity = await runCommand(['activity', '--data', data])
  for (const kind of ['created', 'secret_rotated']) {
    assert.match(activity.output, new RegExp(`platform_key\\.${kind} +operator +${id}`))
  }

  assert.deepEqual(await command('delete', id, '--yes'), { platform_key_id: id, deleted: true })
  assert.deepEqual(await command('list'), [])
})

test('a wrong permission or an unknown key is named, with what to do', async () => {
  const data = join(temporaryDirectory(), 'data')
  const create = ['platform-key', 'create', '--init', '--name', 'Login page', '--data', data]
  const wrong = await runCommand([...create, '--may', 'everything'])
  assert.equal(wrong.code, 1)
  assert.match(wrong.errors, /"everything" is not a permission.*sign_in, users, scim/)
  assert.equal((await runCommand(create)).code, 2)
  const nowhere = await runCommand([...create, '--may', 'sign_in'])
  assert.equal(nowhere.code, 1)
  assert.match(nowhere.errors, /setting sign_in has no way with way: handoff/)
  for (const verb of ['rotate-secret', 'delete']) {
    const { code, errors } = await runCommand(['platform-key', verb, 'none', '--data', data])
    assert.equal(code, 1)
    assert.match(errors, /no platform key none; .*mandate platform-key list --data/)
  }
})

test('a key with sign_in is for one handoff way, which must be named if there are two', async () => {
  const data = dataWith(way('acme') + way('globex'))
  const create = ['platform-key', 'create', '--init', '--name', 'Login', '--data', data]
  for (const provider of [[], ['--provider', 'initech']]) {
    const { code, errors } = await runCommand([...create, '--may', 'sign_in', ...provider])
    assert.equal(code, 1)
    assert.match(errors, /--provider acme or --provider globex/)
  }
  const made = await runDocument([...create, '--may', 'sign_in', '--provider', 'globex'])
  assert.equal(made['provider'], 'globex')
  const other = await runDocument([...create, '--may', 'users', '--provider', 'imported'])
  assert.equal(other['provider'], 'imported')
  assert.equal((await runDocument([...create, '--may', 'users']))['provider'], 'platform')
})

test('a key for the users of an OpenID provider stores its issuer, as identities do', async () => {
  const issuer = 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0'
  const data = dataWith(
    `  entra:\n    way: oidc\n    preset: microsoft\n    issuer: ${issuer}\n    client_id: x\n    client_secret: y\n`,
  )
  const create = ['platform-key', 'create', '--init', '--name', 'Entra', '--data', data]
  for (const provider of [[], ['--provider', 'entra'], ['--provider', issuer]]) {
    const made = await runDocument([...create, '--may', 'scim', ...provider])
    assert.equal(made['provider'], issuer)
  }
})
