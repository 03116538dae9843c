import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { document, mandate, temporaryDirectory } from './mandate-process.ts'

test('an API gets its introspection credentials, once', async () => {
  const data = join(temporaryDirectory(), 'data')
  const create = ['resource', 'create', '--name', 'Notes', '--data', data]
  const made = await document([...create, '--uri', 'https://notes.example'])
  const { client_secret: secret, ...shown } = made
  assert.match(String(secret), /^mdt_cs_[A-Za-z0-9_-]{49}$/)
  assert.deepEqual(shown, {
    client_id: shown['client_id'],
    client_id_issued_at: shown['client_id_issued_at'],
    client_name: 'Notes',
    resource: 'https://notes.example',
  })
  assert.deepEqual(await document(['resource', 'list', '--data', data]), [shown])

  const taken = await mandate([...create, '--uri', 'https://notes.example'])
  assert.equal(taken.code, 1)
  assert.match(taken.errors, /The URI https:\/\/notes\.example is taken.*mandate resource list/)
  const relative = await mandate([...create, '--uri', 'notes'])
  assert.equal(relative.code, 1)
  assert.match(relative.errors, /has to be absolute/)
})
