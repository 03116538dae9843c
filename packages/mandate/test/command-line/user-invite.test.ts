import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

test('without mail, an invitation prints the link; it can be withdrawn', async () => {
  const data = join(temporaryDirectory(), 'data')
  await runDocument(['user', 'create', '--init', 'ada@example.com', '--data', data])
  const off = await runCommand(['user', 'invite', 'max@example.com', '--data', data])
  assert.equal(off.code, 1)
  assert.match(off.errors, /registration is off.*set registration to invited/)

  const on = { environment: { MANDATE_REGISTRATION: 'invited', MANDATE_DATA: data } }
  const made = await runDocument(['user', 'invite', 'Max@example.com', '--name', 'Max'], on)
  assert.equal(made['mailed'], false)
  assert.match(String(made['link']), /\/link\?token=mdt_ml_/)
  const taken = await runCommand(['user', 'invite', 'ADA@example.com'], on)
  assert.match(taken.errors, /already exists.*reset-password --link/)
  const ended = await runDocument(['user', 'invite', 'max@example.com', '--withdraw'], on)
  assert.equal(ended['withdrawn'], 1)
})

test('registration that cannot work is refused, with what to do', async () => {
  const refusal = async (environment: Readonly<Record<string, string>>) =>
    (await runCommand(['settings'], { environment })).errors
  const open = { MANDATE_REGISTRATION: 'open' }
  assert.match(await refusal(open), /mail_url .*set registration to invited/)
  assert.match(await refusal({ MANDATE_TERMS_VERSION: '2026-05' }), /give terms_url/)
  assert.match(await refusal({ MANDATE_REGISTRATION_DOMAINS: 'a@b' }), /without an @/)
})
