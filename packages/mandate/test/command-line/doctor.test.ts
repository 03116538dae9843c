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

test('the doctor shows jobs that were given up, and nothing if there are none', async () => {
  const data = await freshData()
  assert.equal((await checks(['--data', data], {}))['jobs'], undefined)
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  const [account] = (await store.accounts.list({ limit: 1 })).rows
  const jobs = [{ kind: 'mail', input: {} }]
  await store.accounts.setPassword(account?.id ?? '', 'a hash', { ...ACT, jobs })
  const [job] = await store.jobs.take('mail', { leaseMs: 60_000, limit: 1 })
  assert.ok(job)
  await store.jobs.giveUp(job, 'nobody answers')
  await store.close()
  const found = (await checks(['--data', data], {}))['jobs']
  assert.deepEqual([found?.ok, found?.notice], [true, true])
  assert.match(
    found?.message ?? '',
    /^one was given up; the last was mail, at .* after one attempt: nobody answers$/,
  )
})
