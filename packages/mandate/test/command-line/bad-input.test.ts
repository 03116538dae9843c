import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { before, describe, test } from 'node:test'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

/** Exit 1, nothing on standard output, one sentence on standard error. */
async function refusal(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { code, output, errors } = await runCommand(args, { environment })
  assert.deepEqual({ code, output }, { code: 1, output: '' }, errors)
  assert.match(errors, /^mandate: [^\n]+\n$/)
  return errors
}

describe('a data directory', () => {
  let whole: string
  before(async () => {
    whole = join(temporaryDirectory(), 'data')
    await runDocument(['user', 'create', '--init', 'ada@example.com', '--data', whole])
  })

  /** A copy to break, and a snapshot to compare it with, without what SQLite keeps beside it to read. */
  function copy() {
    const data = join(temporaryDirectory(), 'data')
    cpSync(whole, data, { recursive: true })
    const contents = () =>
      readdirSync(data)
        .filter((name) => !/-(shm|wal)$/.test(name))
        .map((name) => [name, hash('sha256', readFileSync(join(data, name)))])
    return { data, contents }
  }

  test('whose key file is missing is not given new keys', async () => {
    const { data, contents } = copy()
    rmSync(join(data, 'keys.json'))
    const before = contents()
    for (const args of [['serve'], ['user', 'create', 'bob@example.com'], ['client', 'list']]) {
      const sentence = await refusal([...args, '--data', data])
      assert.match(sentence, /keys\.json is missing, but the database .* put the key file back/)
    }
    assert.deepEqual(contents(), before)
    const doctor = await runCommand(['doctor', '--data', data])
    assert.equal(doctor.code, 1)
    assert.match(doctor.output, /✗ keys +The key file .* is missing/)
  })

  test('whose key file is damaged is left alone', async () => {
    const { data, contents } = copy()
    writeFileSync(join(data, 'keys.json'), '{"current": ')
    const before = contents()
    assert.match(await refusal(['serve', '--data', data]), /keys\.json is not JSON: put it back/)
    assert.deepEqual(contents(), before)
  })

  test('from a newer version is left alone', async () => {
    const { data } = copy()
    const database = new DatabaseSync(join(data, 'mandate.db'))
    database.exec(
      "INSERT INTO schema_migrations (number, name, checksum, applied_at, needs) VALUES (9999, 'later', 'x', 0, 9999)",
    )
    const rows = () => database.prepare('SELECT * FROM schema_migrations').all()
    const before = rows()
    assert.match(
      await refusal(['serve', '--data', data]),
      /schema version 9999.*start the newer program/,
    )
    assert.deepEqual(rows(), before)
    database.close()
  })

  test('whose database belongs to another program is left alone', async () => {
    const { data, contents } = copy()
    writeFileSync(join(data, 'mandate.db'), 'Dear diary, today I wrote no database. '.repeat(100))
    for (const name of ['mandate.db-wal', 'mandate.db-shm'])
      rmSync(join(data, name), { force: true })
    const before = contents()
    assert.match(await refusal(['serve', '--data', data]), /is not a database, or it is damaged/)
    assert.deepEqual(contents(), before)
    const doctor = await runCommand(['doctor', '--data', data])
    assert.equal(doctor.code, 1)
    assert.match(doctor.output, /✗ database/)
  })

  test('that others can access is reported by the doctor, with the command that closes it', async () => {
    const { data } = copy()
    const doctor = () =>
      runCommand(['doctor', '--data', data], { environment: { MANDATE_PORT: '0' } })
    for (const [path, mode, sentence] of [
      [data, 0o777, /^✗ data +\S+ can be written to by every user of this machine$/m],
      [join(data, 'mandate.db'), 0o640, /^✗ database +\S+mandate\.db.* by other users/m],
      [join(data, 'keys.json'), 0o604, /^✗ keys +.* by other users/m],
    ] as const) {
      chmodSync(path, mode)
      const told = await doctor()
      assert.equal(told.code, 1)
      assert.match(told.output, sentence)
      const [, line = ''] = told.output.match(/run: (chmod .*)$/m) ?? []
      execFileSync('sh', ['-c', line])
      const healed = await doctor()
      assert.deepEqual([healed.code, healed.errors], [0, ''], healed.output)
    }
  })

  test('that is a file is refused, with advice', async () => {
    const file = join(temporaryDirectory(), 'file')
    writeFileSync(file, 'mine')
    for (const data of [file, join(file, 'below')]) {
      assert.match(await refusal(['serve', '--data', data]), /give --data a directory/)
      assert.match(
        await refusal(['demo', '--port', '0', '--data', data]),
        /give --data a directory/,
      )
      const doctor = await runCommand(['doctor', '--data', data])
      assert.equal(doctor.code, 1)
      assert.match(doctor.output, /✗ data .*not a directory/)
    }
    assert.equal(readFileSync(file, 'utf8'), 'mine')
  })

  test('that does not exist is made only by the servers and by --init', async () => {
    const parent = temporaryDirectory()
    const data = join(parent, 'nowhere')
    const backup = join(parent, 'backup.db')
    for (const args of [
      ['user', 'list'],
      ['user', 'create', 'ada@example.com'],
      ['user', 'disable', 'ada@example.com'],
      ['client', 'create', '--name', 'Acme', '--redirect-uri', 'https://a.example/cb'],
      ['resource', 'create', '--name', 'Notes', '--uri', 'https://notes.example'],
      ['grant', 'list'],
      ['token', 'inspect', 'x'],
      ['error', 'list'],
      ['migrate'],
      ['backup', backup],
      ['restore', '--accept-newer-generations', '24h'],
    ]) {
      const told = await refusal([...args, '--data', data])
      assert.match(
        told,
        /There is no database in \S+\/nowhere yet \(mandate\.db\): give --data .*or /,
      )
      const mayInit = args[1] === 'create'
      assert.equal(told.includes('--init'), mayInit, told)
      assert.deepEqual(readdirSync(parent), [], args.join(' '))
    }
    await runDocument(['doctor', '--data', data], { environment: { MANDATE_PORT: '0' } })
    await runDocument(['settings', '--data', data])
    assert.deepEqual(readdirSync(parent), [])
    await runDocument(['user', 'create', 'ada@example.com', '--init', '--data', data])
    assert.deepEqual(readdirSync(data).sort(), ['keys.json', 'mandate.db'])
  })

  test('with real data cannot be used for a demo', async () => {
    const { data, contents } = copy()
    const before = contents()
    assert.match(await refusal(['demo', '--port', '0', '--data', data]), /for the demo alone/)
    assert.deepEqual(contents(), before)
  })
})

test('a wrong setting is named with its source before anything is made', async () => {
  const workingDirectory = temporaryDirectory()
  writeFileSync(
    join(workingDirectory, 'mandate.yaml'),
    'issuer: http://login.example.com\nprot: 1\n',
  )
  const { code, errors } = await runCommand(['serve'], {
    workingDirectory,
    environment: { MANDATE_CODE_SECONDS: 'soon' },
  })
  assert.equal(code, 1)
  assert.deepEqual(errors.trim().split('\n').sort(), [
    'mandate: MANDATE_CODE_SECONDS is "soon"; give a whole number of seconds from 5 to 600',
    'mandate: mandate.yaml:1:9: issuer is "http://login.example.com"; give an https:// URL; http:// is for loopback addresses only',
    'mandate: mandate.yaml:2:1: there is no setting prot; did you mean port?',
  ])
  assert.deepEqual(readdirSync(workingDirectory), ['mandate.yaml'])
})

test('a command with wrong arguments exits with 2 and one sentence', async () => {
  for (const [args, sentence] of [
    [['usr'], /unknown command 'usr' \(Did you mean user\?\); see --help/],
    [['user', 'create'], /missing required argument 'email'/],
    [['client', 'list', '--jsn'], /unknown option '--jsn' \(Did you mean --json\?\)/],
    [['serve', '--port', 'http'], /--port is "http"; give a whole number from 0 to 65535/],
    [['demo', '--port', '70000'], /--port is "70000"; give a whole number from 0 to 65531/],
  ] as const) {
    const { code, output, errors } = await runCommand(args)
    assert.deepEqual({ code, output }, { code: 2, output: '' }, errors)
    assert.match(errors, sentence)
    assert.match(errors, /^mandate: [^\n]+\n$/)
  }
})

test('help is not an error', async () => {
  const help = await runCommand(['client', 'create', '--help'])
  assert.equal(help.code, 0)
  assert.match(help.output, /--redirect-uri <uri\.\.\.>/)
  for (const option of ['--data', '--json', '--help']) assert.match(help.output, RegExp(option))
})
