import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { listen } from '../event-stream.ts'
import { basic, obtainTokens, ownCredentials, revoke } from '../integrator.ts'
import { slowForm, startLoad } from '../settings-under-load.ts'
import { serving, temporaryDirectory } from './mandate-process.ts'
import { makeParties } from './parties.ts'
import { runCommand, runDocument } from './run-command.ts'

const data = join(temporaryDirectory(), 'data')
const flags = ['--data', data, '--metrics-port', '0', '--brand-name', 'From a flag']
const process = serving(['serve', '--json', '--port', '0', ...flags])
const [, issuer = ''] = await process.until(/\{"issuer":"(http:[^"]+)"/)
const store = await openSqliteStore({ path: join(data, 'mandate.db') })
after(() => store.close())
const server = await makeParties({ store, data, issuer })
const run = (...args: string[]) => runCommand([...args, '--data', data])
const set = async (name: string, value: string) => {
  const { output, errors } = await run('setting', 'set', name, value, '--json')
  assert.equal(errors, '')
  return JSON.parse(output).version as number
}
const inForce = (version: number) =>
  process.until(new RegExp(`Version ${version} of the settings in the database is in force`))
const title = async () =>
  /<title>([^<]*)/.exec(await (await fetch(`${issuer}/sign-in`)).text())?.[1]

test('a running server takes settings over without failing a request or cutting a stream', async (t) => {
  const stream = await listen(t, server)
  assert.equal((await stream.next()).event, 'ready')
  const load = await startLoad(server, { clients: 2 })
  const { accessToken } = await obtainTokens(server)
  const slow = slowForm(server, {
    path: '/oauth2/introspect',
    form: `token=${accessToken}`,
    authorization: basic({ id: server.resource.id, secret: server.resourceSecret }),
  })
  for (const seconds of [100, 200, 400]) {
    await inForce(await set('access_token_seconds', `${seconds}`))
  }
  const answer = await slow.finish()
  assert.deepEqual([answer.status, JSON.parse(answer.body).active], [200, true])
  assert.equal(await slow.again(), true, 'the connection is kept')
  slow.close()
  const before = load.answered()
  while (load.answered() < before + 6 && load.failures.length === 0) await load.rest()
  await load.stop()
  assert.deepEqual(load.failures, [])
  assert.deepEqual([...load.lifetimes], [300, 100, 200, 400])
  await revoke(server, accessToken, ownCredentials(server))
  assert.equal((await stream.next()).event, 'revoked', 'the same stream still brings news')
})

test('what a flag of the server says wins, and others learn where a setting comes from', async () => {
  const version = await set('brand_name', 'From the database')
  await inForce(version)
  assert.match((await title()) ?? '', /From a flag/)
  const shown = await runDocument(['settings', '--data', data])
  const sources = shown['sources'] as Record<string, string>
  assert.match(sources['brand_name'] ?? '', /^declared by operator on \d{4}-\d\d-\d\d$/)
  assert.equal(shown['access_token_seconds'], 400)
  const environment = { MANDATE_BRAND_NAME: 'Here' }
  const noted = await runCommand(['setting', 'set', 'brand_name', 'Again', '--data', data], {
    environment,
  })
  assert.match(
    noted.output,
    /Here brand_name comes from MANDATE_BRAND_NAME all the same, which wins/,
  )
})

test('a version that a server cannot use leaves the one before in force; log and doctor say so', async () => {
  const way = { way: 'oidc', preset: 'google', client_id: 'us', client_secret: 'file:google' }
  const signIn = JSON.stringify({ password: {}, google: way })
  const version = await set('sign_in', signIn)
  const [line] = await process.until(
    /Version \d+ of the settings in the database cannot be used[^"]*/,
  )
  assert.match(
    line,
    /goes on with version \d+: declared by operator on .*sign_in\.google\.client_secret names \/run\/secrets\/google, which cannot be read \(ENOENT\)/,
  )
  assert.doesNotMatch(await (await fetch(`${issuer}/sign-in`)).text(), /google/i)
  const doctor = await run('doctor')
  assert.match(
    doctor.output,
    new RegExp(`database settings +the server \\S+ does not use version ${version}`),
  )
  assert.equal((await run('setting', 'unset', 'sign_in')).code, 0)
  await inForce(version + 1)
  assert.match((await run('doctor')).output, /✓ database settings +version \d+, with 2 settings/)
})

test('a wrong setting is refused with what would be right, and a secret is never repeated', async () => {
  const cases: readonly [string, string, RegExp][] = [
    [
      'code_seconds',
      '3',
      /^mandate: code_seconds is 3; give a whole number of seconds from 5 to 600\n$/,
    ],
    ['code_secs', '30', /code_secs is no setting; did you mean code_seconds\?/],
    ['database', '/tmp/x.db', /database is not kept in the database; put it in mandate\.yaml/],
    [
      'default_scope',
      'nope',
      /default_scope is "nope"; give scope tokens that are listed in scopes \(all\)/,
    ],
    ['registration', 'open', /registration is open and mail_url is not set/],
    [
      'sign_in',
      '{google: {way: oidc, preset: google, client_id: us, client_secret: hunter2-secret}}',
      /sign_in\.google\.client_secret is a value; give a reference, such as file:/,
    ],
    [
      'sign_in',
      '{google: {way: oidc, preset: google, client_id: us, client_secret: "file:../../etc/shadow"}}',
      /client_secret leads out of \/run\/secrets/,
    ],
    [
      'sign_in',
      '{google: {way: oidc, preset: google, client_id: us, client_secret: "env:MANDATE_KEY_PASSPHRASE"}}',
      /client_secret is no variable that may be named/,
    ],
    [
      'issuer',
      'https://login.example',
      /issuer cannot be declared any more: tokens and clients name/,
    ],
  ]
  const before = await store.declaredSettings.version()
  for (const [name, value, expected] of cases) {
    const { code, errors } = await run('setting', 'set', name, value)
    assert.notEqual(code, 0)
    assert.match(errors, expected)
    assert.doesNotMatch(errors, /hunter2/)
  }
  assert.equal(await store.declaredSettings.version(), before)
})

test('the issuer can be declared before anybody has a grant, and then a server starts without it', async () => {
  const empty = join(temporaryDirectory(), 'data')
  await runDocument(['user', 'create', '--init', 'a@example.com', '--data', empty])
  const issuer = 'https://login.example'
  const set = ['setting', 'set', 'issuer', issuer, '--data', empty]
  assert.equal((await runCommand(set)).code, 0)
  const environment = { MANDATE_HOST: '0.0.0.0' }
  const shown = await runDocument(['settings', '--data', empty], { environment })
  assert.equal(shown['issuer'], issuer)
})
