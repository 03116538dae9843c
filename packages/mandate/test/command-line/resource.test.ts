import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

test('an API gets its introspection credentials once', async () => {
  const data = join(temporaryDirectory(), 'data')
  const create = ['resource', 'create', '--init', '--name', 'Notes', '--data', data]
  const made = await runDocument([...create, '--uri', 'https://notes.example'])
  const { client_secret: secret, ...shown } = made
  assert.match(String(secret), /^mdt_cs_[A-Za-z0-9_-]{49}$/)
  assert.deepEqual(shown, {
    client_id: shown['client_id'],
    client_id_issued_at: shown['client_id_issued_at'],
    client_name: 'Notes',
    resource: 'https://notes.example',
    restricted: false,
    needs_username: false,
  })
  assert.deepEqual(await runDocument(['resource', 'list', '--data', data]), [shown])

  const taken = await runCommand([...create, '--uri', 'https://notes.example'])
  assert.equal(taken.code, 1)
  assert.match(taken.errors, /The URI https:\/\/notes\.example is taken.*mandate resource list/)
  for (const spelling of ['https://notes.example/', 'HTTPS://Notes.Example:443']) {
    const second = await runCommand([...create, '--uri', spelling])
    assert.equal(second.code, 1)
    assert.match(second.errors, /another spelling of https:\/\/notes\.example, which is registered/)
    assert.ok(second.errors.includes(`Notes, ${shown['client_id']}`))
  }
  const relative = await runCommand([...create, '--uri', 'notes'])
  assert.equal(relative.code, 1)
  assert.match(relative.errors, /has to be absolute/)
})

test('the life of an API: show, rotate the secret, delete, and its URI is free again', async () => {
  const data = join(temporaryDirectory(), 'data')
  const resource = (...args: string[]) => runDocument(['resource', ...args, '--data', data])
  const create = ['create', '--init', '--name', 'Notes', '--uri', 'https://notes.example']
  const { client_secret: secret, ...made } = await resource(...create)
  const id = String(made['client_id'])
  assert.deepEqual(await resource('show', id), made)

  const rotated = await resource('rotate-secret', id, '--overlap-seconds', '60')
  assert.match(String(rotated['client_secret']), /^mdt_cs_[A-Za-z0-9_-]{49}$/)
  assert.notEqual(rotated['client_secret'], secret)
  assert.equal(Number.isInteger(rotated['previous_client_secret_expires_at']), true)
  const told = await runCommand(['resource', 'rotate-secret', id, '--data', data])
  assert.match(told.output, /new secret of Notes, shown only once:\n\n {2}mdt_cs_/)
  assert.match(told.output, /old one works until .* UTC\.\n$/)
  for (const file of ['mandate.db', 'mandate.db-wal']) {
    const kept = readFileSync(join(data, file), { flag: 'a+' })
    for (const one of [secret, rotated['client_secret']]) {
      assert.equal(kept.includes(String(one)), false, 'the secret itself is kept nowhere')
    }
  }

  const deleted = await runCommand(['resource', 'delete', id, '--yes', '--data', data])
  assert.match(deleted.output, /^Notes is deleted.* no API honours their tokens until/)
  const again = await resource(...create)
  assert.notEqual(again['client_id'], id)
  const last = String(again['client_id'])
  assert.deepEqual(await resource('delete', last, '--yes'), { client_id: last, deleted: true })
  assert.deepEqual(await resource('list'), [])
})

test('which tokens an API accepts and what it learns can be changed, and is shown', async () => {
  const data = join(temporaryDirectory(), 'data')
  const resource = (...args: string[]) => runDocument(['resource', ...args, '--data', data])
  const made = await resource(
    'create',
    '--name',
    'Notes',
    '--uri',
    'https://bücher.example',
    '--init',
  )
  assert.equal(made['resource'], 'https://xn--bcher-kva.example/')
  const id = String(made['client_id'])
  const changed = await resource('update', id, '--restricted', '--needs-username')
  assert.deepEqual([changed['restricted'], changed['needs_username']], [true, true])
  const shown = await runCommand(['resource', 'show', id, '--data', data])
  assert.match(
    shown.output,
    /takes +only tokens that name it\n +is told +the e-mail address, for grants/,
  )
  const back = await resource('update', id, '--no-needs-username', '--name', 'Books')
  assert.deepEqual(
    [back['restricted'], back['needs_username'], back['client_name']],
    [true, false, 'Books'],
  )
  assert.equal((await runCommand(['resource', 'update', id, '--data', data])).code, 2)
})

test('an API that does not exist is named, with where to look', async () => {
  const data = join(temporaryDirectory(), 'data')
  await runDocument(['user', 'create', '--init', 'ada@example.com', '--data', data])
  for (const verb of ['show', 'rotate-secret', 'delete']) {
    const { code, output, errors } = await runCommand(['resource', verb, 'none', '--data', data])
    assert.deepEqual({ code, output }, { code: 1, output: '' })
    assert.match(errors, /^mandate: There is no API none; .*mandate resource list --data .*\n$/)
  }
  const wrong = ['resource', 'rotate-secret', 'none', '--overlap-seconds', '-1', '--data', data]
  const { code, errors } = await runCommand(wrong)
  assert.equal(code, 2)
  assert.match(errors, /--overlap-seconds is "-1"; give a whole number from 0/)
})
