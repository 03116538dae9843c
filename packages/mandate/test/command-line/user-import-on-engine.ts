/** What an import does to a database, whichever engine it has. */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { program } from './mandate-process.ts'
import { runCommand } from './run-command.ts'
import { BCRYPT, counts, HEADER, newPlace } from './user-import-place.ts'

/** Declares the tests. `environment` has the settings of a new, empty database. */
export function importsIntoDatabase(
  environment: () => Promise<Readonly<Record<string, string>>>,
): void {
  test('an export is imported into an empty database, and its export is the same bytes', async () => {
    const first = newPlace(await environment())
    const lines = [
      {
        subject: 'a-1',
        email: 'Ada@Example.com',
        email_verified: true,
        name: 'Ada, "the first"',
        nickname: 'Countess',
        phone_number: '+44 1',
        phone_number_verified: true,
        address: { street_address: 'St James’s Square\n12', locality: 'London' },
      },
      { subject: 'b-2', password_hash: BCRYPT, email: 'bo@example.com' },
      { subject: 'c-3', disabled: true, created_at: '2020-02-29T12:00:00Z' },
      {
        subject: 'd-4',
        provider: 'https://acme.example',
        provider_subject: '4',
        email: 'd@b.example',
      },
      {
        subject: 'd-4',
        provider: 'https://other.example',
        provider_subject: '4',
        email: 'd@b.example',
      },
      { email: 'eve@example.com', email_verified: true },
      { provider: 'https://acme.example', provider_subject: '6' },
    ]
    const jsonl = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
    const made = await first.import(first.file('users.jsonl', jsonl))
    assert.equal(made.code, 0, made.errors)
    assert.equal(made.told['imported'], 6)
    assert.equal(made.told['linked'], 1)
    for (const ending of ['csv', 'jsonl']) {
      const exported = await first.export(`all.${ending}`, '--with-password-hashes')
      assert.match(exported, /\$2b\$10\$/)
      const second = newPlace(await environment())
      const told = await second.import(second.file(`copy.${ending}`, exported))
      assert.deepEqual([told.code, told.told['imported']], [0, 6], told.errors)
      assert.equal(await second.export(`all.${ending}`, '--with-password-hashes'), exported)
    }
  })

  test('a second import finds all users, and refuses a changed line', async () => {
    const place = newPlace(await environment())
    const users = Array.from({ length: 1_500 }, (_, n) => `s-${n},p${n}@example.com,true,P,,,`)
    const file = place.file('users.csv', [HEADER, ...users].join('\n'))
    assert.deepEqual(counts(await place.import(file)), {
      ...{ imported: 1_500, already_there: 0, refused: 0 },
    })
    const changed = [...users, `s-2000,x@example.com,,,,,`]
    changed[700] = 's-700,p700@example.com,true,Other,,,true'
    const again = await place.import(place.file('users.csv', [HEADER, ...changed].join('\n')))
    assert.deepEqual(counts(again), { imported: 1, already_there: 1_499, refused: 1 })
    assert.equal(again.code, 1)
    assert.match(
      again.errors,
      /^line 702: .*already exists with different values for name, disabled; /m,
    )
  })

  test('only users whose subject, address or identity is taken are refused', async () => {
    const place = newPlace(await environment())
    const header = 'subject,email,email_verified,provider,provider_subject\n'
    const acme = 'https://acme.example'
    await place.import(
      place.file('first.csv', `${header}a,ada@example.com,true,${acme},1\nb,bo@example.com,,,\n`),
    )
    const told = await place.import(
      place.file(
        'more.csv',
        [
          header.trim(),
          'c,ADA@EXAMPLE.COM,true,,',
          `d,,,${acme},1`,
          `a,ada@example.com,true,${acme},2`,
          'b,other@example.com,,,',
          `e,bo@example.com,true,${acme},3`,
          'f,fay@example.com,,,',
        ].join('\n'),
      ),
    )
    assert.deepEqual(counts(told), { imported: 2, already_there: 0, refused: 3 })
    assert.match(told.errors, /^line 2: email already belongs to another user, a$/m)
    assert.match(told.errors, /^line 3: provider_subject already belongs to another user, a$/m)
    assert.match(told.errors, /^line 5: .*different values for email; /m)
    // A second identity is added to the same user; an address that another user has is only
    // shown.
    assert.equal(told.told['linked'], 1)
  })

  test('a dry run finds duplicates inside the file, in any spelling', async () => {
    const place = newPlace(await environment())
    const file = place.file(
      'users.csv',
      'subject,email,name\n1,jo@bücher.example,Jo\n2,JO@xn--bcher-kva.example,Max\n1,jo@bücher.example,Jo\n1,x@b.example,Jo\n',
    )
    const dry = await place.import(file, '--dry-run')
    assert.deepEqual(counts(dry), { imported: 1, already_there: 1, refused: 2 })
    assert.match(dry.errors, /^line 3: email already belongs to the user of an earlier line$/m)
    assert.match(
      dry.errors,
      /^line 5: is the user of an earlier line with different values for email$/m,
    )
    assert.equal((await place.export('none.csv')).split('\n').length, 2, 'nobody is there')
    assert.deepEqual(counts(await place.import(file)), counts(dry))
  })

  test('after kill -9, the same command imports the rest', async () => {
    const env = await environment()
    const place = newPlace(env)
    const lines = Array.from({ length: 6_000 }, (_, n) => `s-${n},p${n}@example.com,true,P,,,`)
    await place.import(place.file('nobody.csv', HEADER))
    const args = ['user', 'import', '-', '--format', 'csv', '--data', place.data]
    const child = spawn(process.execPath, [program, ...args], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'ignore', 'inherit'],
    })
    const ended = once(child, 'close')
    // The other half never arrives, so the command cannot end by itself.
    child.stdin.write([HEADER, ...lines.slice(0, 3_000), ''].join('\n'))
    const count = async () => {
      const exported = ['user', 'export', '--data', place.data]
      const { output } = await runCommand(exported, { environment: env })
      return output.trim().split('\n').length - 1
    }
    while ((await count()) < 256) assert.equal(child.exitCode, null)
    child.kill('SIGKILL')
    await ended
    const before = await count()
    const all = place.file('users.csv', [HEADER, ...lines].join('\n'))
    const again = counts(await place.import(all))
    // A database server may finish statements sent before the kill.
    assert.ok(Number(again.already_there) >= before, JSON.stringify(again))
    assert.equal(again.imported, 6_000 - Number(again.already_there))
    assert.equal(again.refused, 0)
  })
}
