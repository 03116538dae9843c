import assert from 'node:assert/strict'
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { ACT } from '../act.ts'
import { serving, temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

interface Check {
  readonly name: string
  readonly ok: boolean
  readonly notice?: true
  readonly message: string
  readonly remedy?: string
}

async function checks(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, Check>>> {
  const { output } = await runCommand(['doctor', '--json', ...args], { environment })
  return Object.fromEntries(JSON.parse(output).checks.map((check: Check) => [check.name, check]))
}

async function freshData(): Promise<string> {
  const data = join(temporaryDirectory(), 'data')
  await runDocument(['user', 'create', '--init', 'ada@example.com', '--data', data])
  return data
}

describe('the doctor asks the server on the port', () => {
  test('and distinguishes it from one with the same issuer but other keys or another database', async () => {
    const data = await freshData()
    const server = serving(['serve', '--port', '0', '--data', data, '--metrics-port', '0'])
    const [, port = ''] = await server.until(/is ready at http:\/\/127\.0\.0\.1:(\d+)/)
    const portOf = async (one: string) =>
      (await checks(['--data', one], { MANDATE_PORT: port }))['port']
    assert.deepEqual(await portOf(data), {
      ...{ name: 'port', ok: true, message: `the server answers on ${port}` },
    })

    const sameKeys = join(temporaryDirectory(), 'data')
    mkdirSync(sameKeys, { mode: 0o700 })
    cpSync(join(data, 'keys.json'), join(sameKeys, 'keys.json'))
    await runDocument(['user', 'create', '--init', 'bob@example.com', '--data', sameKeys])
    for (const other of [await freshData(), sameKeys, join(temporaryDirectory(), 'none')]) {
      const found = await portOf(other)
      assert.equal(found?.ok, false)
      assert.match(found?.message ?? '', /has this issuer, but other keys or another database$/)
    }
    assert.equal(await server.stop('SIGTERM'), 0)
  })

  test('which proves nothing for an invalid challenge and reveals nothing about its keys', async () => {
    const data = await freshData()
    const server = serving(['serve', '--port', '0', '--data', data, '--metrics-port', '0'])
    const [, issuer] = await server.until(/is ready at (http:\S+\d)/)
    for (const challenge of ['', 'x', 'a'.repeat(44)]) {
      const answer = await fetch(`${issuer}/health/identity?challenge=${challenge}`)
      assert.equal(answer.status, 400)
    }
    const proofs = await Promise.all(
      ['a', 'a', 'b'].map(async (letter) => {
        const answer = await fetch(`${issuer}/health/identity?challenge=${letter.repeat(43)}`)
        return Object(await answer.json())
      }),
    )
    assert.deepEqual(proofs.map(Object.keys), [['proof'], ['proof'], ['proof']])
    assert.deepEqual(proofs[0], proofs[1])
    assert.notDeepEqual(proofs[0], proofs[2])
    assert.equal(await server.stop('SIGTERM'), 0)
  })
})

test('the doctor says who can read the database password, and the command it suggests fixes that', async () => {
  const folder = temporaryDirectory()
  const config = join(folder, 'mandate.yaml')
  const secret = join(folder, 'database')
  const database = 'postgres://u:opensesame@127.0.0.1:1/m'
  writeFileSync(secret, `${database}\n`)
  writeFileSync(config, `database: ${database}\nport: 0\n`)
  for (const [args, environment, path] of [
    [['--config', config], {}, config],
    [[], { MANDATE_DATABASE_FILE: secret, MANDATE_PORT: '0' }, secret],
  ] as const) {
    const settings = async () =>
      (await checks([...args, '--data', join(folder, 'd')], environment))['settings']
    chmodSync(path, 0o644)
    const found = await settings()
    assert.equal(found?.ok, false)
    assert.match(
      found?.message ?? '',
      /can be read by every user of this machine, and has the password/,
    )
    assert.equal(found?.remedy, `run: chmod o-rwx ${path}`)
    assert.doesNotMatch(JSON.stringify(found), /opensesame/)
    chmodSync(path, 0o640)
    assert.equal((await settings())?.ok, true)
  }
  // Without a password in it, the file may be readable by all.
  writeFileSync(config, 'port: 0\n')
  chmodSync(config, 0o644)
  const found = await checks(['--config', config, '--data', join(folder, 'd')], {})
  assert.deepEqual(found['settings'], { name: 'settings', ok: true, message: 'all are understood' })
})

test('the doctor says who can read the secrets of ways to sign in, wherever they are', async () => {
  const folder = temporaryDirectory()
  const config = join(folder, 'mandate.yaml')
  const secret = join(folder, 'google.secret')
  writeFileSync(secret, 'opensesame\n')
  const settings = async (google: string) => {
    const way = `{way: oidc, preset: google, client_id: me, ${google}}`
    writeFileSync(config, `port: 0\nsign_in:\n  google: ${way}\n`)
    return (await checks(['--config', config, '--data', join(folder, 'd')], {}))['settings']
  }
  for (const [google, path] of [
    ['client_secret_file: google.secret', secret],
    ['client_secret: opensesame', config],
  ] as const) {
    writeFileSync(config, '')
    chmodSync(config, 0o644)
    chmodSync(secret, 0o644)
    const found = await settings(google)
    assert.equal(found?.ok, false)
    assert.match(found?.message ?? '', /can be read by .*has sign_in\.google\.client_secret$/)
    assert.equal(found?.remedy, `run: chmod o-rwx ${path}`)
    assert.doesNotMatch(JSON.stringify(found), /opensesame/)
    chmodSync(path, 0o640)
    assert.equal((await settings(google))?.ok, true)
  }
  const missing = await settings('client_secret_file: elsewhere')
  assert.match(missing?.message ?? '', /client_secret_file names a file that cannot be read/)
})

describe('the doctor checks the ways to sign in without calling other servers', () => {
  /** What it says of them, a line each. */
  async function ways(settings: object, environment: Readonly<Record<string, string>> = {}) {
    const folder = temporaryDirectory()
    const config = join(folder, 'mandate.yaml')
    const given = { issuer: 'https://login.example', port: 0, data: 'data', ...settings }
    writeFileSync(config, JSON.stringify(given), { mode: 0o600 })
    const run = (...command: string[]) =>
      runDocument([...command, '--config', config], { environment })
    const found = async () => {
      const { output } = await runCommand(['doctor', '--json', '--config', config], { environment })
      return (JSON.parse(output).checks as Check[])
        .filter(({ name }) => name === 'sign-in')
        .map(({ ok, notice, message }) => `${ok ? (notice ? '!' : '✓') : '✗'} ${message}`)
    }
    return { run, found, config }
  }

  const login = 'https://acme.example/login'
  const acme = { way: 'handoff', label: 'Acme', login_url: login }

  test('and lists them, with the command that tries them', async () => {
    assert.deepEqual(await (await ways({})).found(), ['✓ password, passkey'])
    const google = { way: 'oidc', preset: 'google', client_id: 'me' }
    assert.deepEqual(await (await ways({ sign_in: { google, password: {} } })).found(), [
      '✓ google (oidc), password; check one with: mandate provider check NAME',
    ])
  })

  test('and says why there are no passkeys', async () => {
    const issuer = 'http://127.0.0.1:4000'
    const none = 'no passkeys, because the issuer has an IP address instead of a host name'
    assert.deepEqual(await (await ways({ issuer })).found(), [`✓ password; ${none}`])
    const only = await ways({ issuer, sign_in: { passkey: {} } })
    assert.deepEqual(await only.found(), [`✗ no one can sign in: ${none}`])
  })

  test('and warns of a login page without a key, and of keys without a way', async () => {
    const { run, found, config } = await ways({ sign_in: { acme } })
    const warning = '! no platform key may answer sign-ins by acme, so no one can sign in with it'
    const [list = '', ...warnings] = await found()
    assert.deepEqual(warnings, [warning])
    const create = ['platform-key', 'create', '--name', 'Login page', '--init', '--may']
    await run(...create, 'users')
    assert.deepEqual(await found(), [list, warning])
    await run(...create, 'users,sign_in')
    assert.deepEqual(await found(), [list])
    writeFileSync(config, JSON.stringify({ sign_in: { globex: acme }, port: 0, data: 'data' }))
    const [, ...others] = await found()
    assert.match(others[0] ?? '', /^! no platform key may answer sign-ins by globex/)
    assert.match(
      others[1] ?? '',
      /^! the platform key Login page is for users of acme, which is no longer/,
    )
    assert.equal(others.length, 3)
  })

  test('and tells addresses that are refused from those that others can read or not reach', async () => {
    const verify = (host: string) => ({
      password: { verify_url: `http://${host}/verify`, verify_secret: 'a'.repeat(32) },
    })
    const own = 'http://127.0.0.1:4000/login'
    for (const [settings, message] of [
      [{ sign_in: verify('verify.example') }, /^✗ sign_in\.password\.verify_url .*refuses$/],
      [
        { sign_in: verify('verify.example'), fetch_allowed_hosts: ['verify.example'] },
        /^! .*uses http: anyone on the network in between can read/,
      ],
      [{ sign_in: verify('127.0.0.1:1'), fetch_allowed_hosts: ['127.0.0.1:1'] }, undefined],
      [
        { sign_in: { idp: { way: 'oidc', issuer: 'http://idp.example', client_id: 'me' } } },
        /^✗ sign_in\.idp\.issuer /,
      ],
      [
        { sign_in: { acme: { ...acme, login_url: own } } },
        /^! sign_in\.acme\.login_url .*is a loopback address, which other machines cannot/,
      ],
      [{ fetch_allowed_hosts: ['idp.internal'] }, /^! fetch_allowed_hosts has idp\.internal/],
    ] as const) {
      const [, found] = await (await ways(settings)).found()
      if (message === undefined) assert.equal(found, undefined)
      else assert.match(found ?? '', message)
    }
  })
})

test('the doctor describes the connection to PostgreSQL without failing because of it', async () => {
  const folder = temporaryDirectory()
  const between = async (database: string) =>
    (await checks(['--data', folder], { MANDATE_DATABASE: database, MANDATE_PORT: '0' }))[
      'encryption'
    ]
  // Addresses reserved for documentation (RFC 5737, RFC 2606): nothing answers there.
  for (const [database, notice, message] of [
    ['postgres://u@db.invalid/m', true, /^no TLS to the database/],
    ['postgres://u@db.invalid/m?sslmode=disable', true, /^no TLS to the database/],
    ['postgres://u@db.invalid/m?sslmode=require', true, /anyone can impersonate it/],
    ['postgres://u@db.invalid/m?sslmode=verify-full', undefined, /certificate is checked/],
    ['postgres://u@localhost:1/m', undefined, /on this machine/],
    ['postgres://u@[::1]:1/m', undefined, /on this machine/],
    ['postgres:///m?host=/run/nowhere', undefined, /on this machine/],
  ] as const) {
    const found = await between(database)
    assert.deepEqual([found?.ok, found?.notice], [true, notice], database)
    assert.match(found?.message ?? '', message)
  }
  assert.equal((await checks(['--data', folder], { MANDATE_PORT: '0' }))['encryption'], undefined)
})

test('the doctor reports Kubernetes variables that look like settings', async () => {
  const found = await checks(['--data', join(temporaryDirectory(), 'd')], {
    MANDATE_PORT: 'tcp://10.0.0.1:9400',
    MANDATE_SERVICE_HOST: '10.0.0.1',
  })
  assert.match(found['settings']?.message ?? '', /; 2 of Kubernetes are not read as settings$/)
})

test('the doctor names the domains of clients that wait for the operator', async () => {
  const data = await freshData()
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  for (const host of ['a.example', 'b.example', 'c.example', 'd.example']) {
    await store.clientDomains.hold({ id: host, clientId: `https://${host}/client.json` }, 10, ACT)
  }
  await store.clientDomains.decide('a.example', 'allowed', ACT)
  await store.close()
  assert.equal(
    (await checks(['--data', data], {}))['client-domains'],
    undefined,
    'documents are off',
  )
  const environment = { MANDATE_CLIENT_DOCUMENTS: 'ask' }
  const waits = (await checks(['--data', data], environment))['client-domains']
  assert.deepEqual([waits?.ok, waits?.notice], [true, true])
  assert.match(waits?.message ?? '', /^clients of b\.example, c\.example, d\.example are refused/)
  assert.match(waits?.remedy ?? '', /mandate client-domain list/)
})

test('the doctor shows jobs that were given up, and nothing if there are none', async () => {
  const data = await freshData()
  assert.equal((await checks(['--data', data], {}))['jobs'], undefined)
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  const [account] = (await store.accounts.list({ limit: 1 })).rows
  const jobs = [{ kind: 'mail', input: {} }]
  await store.accounts.setPassword(account?.id ?? '', 'a hash', { ...ACT, jobs })
  const take = async () => (await store.jobs.take('mail', { leaseMs: 0, limit: 1 }))[0]
  const first = await take()
  assert.ok(first)
  await store.jobs.postpone(first, { afterMs: 0, problem: 'no service' })
  const waits = (await checks(['--data', data], {}))['jobs']
  assert.match(
    waits?.message ?? '',
    /^mail that failed and will be tried again: 1; the reason: no service$/,
  )
  assert.match(waits?.remedy ?? '', /mandate mail test/)
  const job = await take()
  assert.ok(job)
  await store.jobs.giveUp(job, 'nobody answers')
  await store.close()
  const found = (await checks(['--data', data], {}))['jobs']
  assert.deepEqual([found?.ok, found?.notice], [true, true])
  assert.match(
    found?.message ?? '',
    /^one was given up; the last was mail, at .* after 2 attempts: nobody answers$/,
  )
})
