/** `mandate user import` and `mandate user export`, through the command line. */

import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { run } from '../../src/cli/program.ts'
import { openTerminal } from '../../src/cli/terminal.ts'
import { commandContext, runCommand, runDocument } from './run-command.ts'
import { importsIntoDatabase } from './user-import-on-engine.ts'
import { BCRYPT, counts, HEADER, newPlace } from './user-import-place.ts'

describe('on SQLite', () => importsIntoDatabase(async () => ({})))

test('many refused lines go to a private file next to it, with number and reason and no hash', async () => {
  const place = newPlace()
  const bad = Array.from({ length: 30 }, (_, n) => `s-${n},${BCRYPT},,,${BCRYPT}x,,`)
  const file = place.file(
    'users.csv',
    [HEADER, ...bad, `ok,ok@example.com,,,${BCRYPT},,`].join('\n'),
  )
  const { code, told, errors } = await place.import(file)
  assert.equal(code, 1)
  assert.deepEqual(
    [told['imported'], told['refused'], told['report']],
    [1, 30, `${file}.refused.csv`],
  )
  const report = readFileSync(`${file}.refused.csv`, 'utf8')
  assert.match(report, /^line,reason\n2,email is not an e-mail address; password_hash is /)
  assert.equal(report.trim().split('\n').length, 31)
  assert.doesNotMatch(report + errors + JSON.stringify(told), /5u3SCfEThCX/)
  assert.equal(statSync(`${file}.refused.csv`).mode & 0o777, 0o600)
  // Run again, the report is replaced; any other file stays.
  assert.equal((await place.import(file)).code, 1)
  const other = await place.import(file, '--report', file)
  assert.equal(other.code, 2)
  assert.match(other.errors, /already exists and is not an import report/)
})

test('the subject of a deleted user is never used again', async () => {
  const place = newPlace()
  const file = place.file('users.csv', 'subject,email\ngone,gone@example.com\n')
  await place.import(file)
  await runDocument(['user', 'delete', 'gone@example.com', '--yes', '--data', place.data])
  for (const options of [['--dry-run'], []]) {
    const told = await place.import(file, ...options)
    assert.deepEqual(counts(told), { imported: 0, already_there: 0, refused: 1 })
    assert.match(told.errors, /^line 2: subject was the id of a deleted user/m)
  }
})

test('a provider must be a way from the settings or an https issuer', async () => {
  const place = newPlace()
  place.file(
    'mandate.yaml',
    'sign_in:\n  acme:\n    way: handoff\n    label: Acme\n    login_url: https://acme.example/login\n',
  )
  const file = place.file(
    'users.csv',
    'subject,provider,provider_subject\na,acme,1\nb,https://x.example/y,1\nc,http://x.example,1\nd,other,1\n',
  )
  const told = await place.import(file, '--config', join(place.folder, 'mandate.yaml'))
  assert.deepEqual(counts(told), { imported: 2, already_there: 0, refused: 2 })
  assert.match(
    told.errors,
    /^line 4: provider is neither a way to sign in from the settings \(acme\)/m,
  )
})

test('the users whose passwords the platform verifies are linked to it', async () => {
  const place = newPlace()
  const config = place.file(
    'mandate.yaml',
    `sign_in:\n  password:\n    verify_url: https://app.example/verify\n    verify_secret: ${'s'.repeat(32)}\n`,
  )
  const file = place.file('users.csv', 'subject,provider,provider_subject\na,platform,42\n')
  const told = await place.import(file, '--config', config)
  assert.deepEqual(counts(told), { imported: 1, already_there: 0, refused: 0 })
})

test('standard input needs its format, and gzip is unpacked', async () => {
  const { data, folder, file, ...place } = newPlace()
  const args = ['user', 'import', '-', '--init', '--data', data]
  const input = '\ufeffemail\r\njo@example.com\r\n'
  const unclear = await runCommand(args, { input })
  assert.deepEqual([unclear.code, unclear.errors.includes('--format csv')], [2, true])
  const told = await runCommand([...args, '--format', 'csv'], { input, workingDirectory: folder })
  assert.equal(told.code, 0, told.errors)
  const packed = file('users.csv.gz', gzipSync('email\njo@example.com\nmax@example.com\n'))
  assert.deepEqual(counts(await place.import(packed)), {
    ...{ imported: 1, already_there: 1, refused: 0 },
  })
})

test('standard input that breaks off in the middle tells how many were imported', async () => {
  const { data } = newPlace()
  const good = Array.from({ length: 5_000 }, (_, n) => `p${n}@example.com\n`).join('')
  const input = Readable.from([Buffer.from(`email\n${good}`), Buffer.from([0xe9, 0x0a])])
  const context = { ...commandContext(), input }
  const args = ['user', 'import', '-', '--format', 'csv', '--init', '--data', data]
  assert.equal(await run(args, context), 1)
  const { errors } = context.written()
  const [, imported = ''] =
    /not UTF-8: line 5002 .*\(([\d,]+) users of the lines/.exec(errors) ?? []
  const exported = await runCommand(['user', 'export', '--data', data])
  const there = exported.output.trim().split('\n').length - 1
  assert.equal(imported.replace(',', ''), String(there), errors)
  assert.ok(there > 1_000)
})

describe('a broken file is refused before any user is imported', () => {
  const good = Array.from({ length: 5_000 }, (_, n) => `p${n}@example.com,Name ${n}\n`).join('')
  const whole = `email,name\n${good}`
  const latin = Buffer.concat([Buffer.from(whole), Buffer.from([0x61, 0xe9, 0x0a])])
  const packed = gzipSync(whole)
  const cases: readonly (readonly [string, string | Uint8Array, RegExp, number])[] = [
    ['Latin-1', latin, /not UTF-8: line 5002 has invalid bytes.*iconv/, 1],
    ['UTF-16', Buffer.from(`\ufeff${whole}`, 'utf16le'), /is UTF-16.*iconv/, 1],
    ['a picture', Buffer.concat([Buffer.from(whole), Buffer.alloc(9)]), /is not text/, 1],
    ['gzip without its end', packed.subarray(0, -20), /ends too early/, 1],
    ['gzip with other bytes', Buffer.concat([packed.subarray(0, 40), packed]), /is damaged/, 1],
    ['no header', good, /first line must name the columns/, 2],
  ]
  for (const [title, content, message, code] of cases) {
    test(title, async () => {
      const place = newPlace()
      const ended = await place.import(place.file('users.csv', content))
      assert.equal(ended.code, code)
      assert.match(ended.errors, message)
      assert.match(ended.errors, /^mandate: [^\n]+\n$/)
      assert.equal((await place.export('all.csv')).trim().split('\n').length, 1)
    })
  }

  test('nothing, a folder, an unknown ending', async () => {
    const place = newPlace()
    mkdirSync(join(place.folder, 'folder.csv'))
    for (const [name, message] of [
      ['none.csv', /There is no file/],
      ['folder.csv', /is a directory/],
      ['users.txt', /add --format csv or --format jsonl/],
    ] as const) {
      const { code, errors } = await place.import(join(place.folder, name))
      assert.equal(code, 2)
      assert.match(errors, message)
    }
  })
})

test('Ctrl-C finishes the batch and shows the command to continue', async () => {
  const place = newPlace()
  const lines = Array.from({ length: 5_000 }, (_, n) => `s-${n},p${n}@example.com,,,,,`)
  const file = place.file('users.csv', [HEADER, ...lines].join('\n'))
  const args = ['user', 'import', file, '--data', place.data, '--init']
  const context = { ...commandContext(), stopSignal: async () => 'SIGINT' }
  assert.equal(await run(args, context), 1)
  const { errors } = context.written()
  assert.match(
    errors,
    /interrupted\. To go on, run the same command again: mandate user import \S+/,
  )
  const { told } = await place.import(file)
  const { imported, already_there } = told as Record<string, number>
  assert.ok((already_there ?? 0) > 0 && (imported ?? 0) > 0)
  assert.equal((imported ?? 0) + (already_there ?? 0), 5_000)
})

describe('an export', () => {
  test('leaves password hashes out, is private, and overwrites nothing', async () => {
    const place = newPlace()
    await place.import(place.file('users.csv', `${HEADER}\na,a@example.com,,,${BCRYPT},,\n`))
    const text = await place.export('all.csv')
    assert.doesNotMatch(text, /password|\$2b/)
    const file = join(place.folder, 'all.csv')
    assert.equal(statSync(file).mode & 0o777, 0o600)
    const again = await runCommand(['user', 'export', file, '--data', place.data])
    assert.deepEqual([again.code, existsSync(file)], [1, true])
    assert.match(again.errors, /already exists/)
  })

  test('shows no password hash at a terminal without asking', async () => {
    const place = newPlace()
    await place.import(place.file('users.csv', `${HEADER}\na,a@example.com,,,${BCRYPT},,\n`))
    const output = Object.assign(new PassThrough(), { isTTY: true })
    const context = commandContext()
    const terminal = openTerminal(output, new PassThrough())
    const args = ['user', 'export', '--with-password-hashes', '--data', place.data]
    assert.equal(await run(args, { ...context, terminal }), 2)
    assert.equal(output.read(), null)
    assert.equal(await run([...args, '--yes'], { ...context, terminal }), 0)
    assert.match(String(output.read()), /password_hash/)
  })

  test('to standard output contains only users', async () => {
    const place = newPlace()
    await place.import(place.file('users.csv', 'subject,email\na,a@example.com\n'))
    const args = ['user', 'export', '--data', place.data]
    const csv = await runCommand(args)
    assert.match(csv.output, /^email,.*\na@example\.com,false,+a,,,\d{4}-\S+Z,\n$/)
    const jsonl = await runCommand([...args, '--format', 'jsonl'])
    assert.equal(JSON.parse(jsonl.output).subject, 'a')
    assert.equal((await runCommand([...args, '--json'])).code, 2)
  })
})
