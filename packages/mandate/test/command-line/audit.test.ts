import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { runCommand, runDocument } from './run-command.ts'

let data: string
before(async () => {
  data = await mkdtemp(join(tmpdir(), 'mandate-audit-'))
  await runDocument(['client', 'create', '--name', 'Ledgerline', '--init', ...there(), ...redirect])
  await runDocument(['user', 'create', 'jo@example.com', '--password-stdin', ...there()], {
    input: 'correct horse battery staple',
  })
})
after(() => rm(data, { recursive: true }))

const redirect = ['--redirect-uri', 'https://urltoclient:4443']
const there = () => ['--data', data]
const verify = (...more: string[]) => runCommand(['audit', 'verify', ...more, ...there()])

/** As somebody who can write to the file. */
function tamper(statement: string): void {
  const database = new DatabaseSync(join(data, 'mandate.db'))
  database.exec(statement)
  database.close()
}

test('events of commands are sealed when they end, and verify says that all is whole', async () => {
  const { code, output } = await verify()
  assert.equal(code, 0, output)
  assert.match(output, /^✓ \d+ events in 2 seals: all are there, unchanged and in order\./)
  const head = /--head (\S+)/.exec(output)?.[1] ?? ''
  assert.equal((await verify('--head', head)).code, 0)
  const refused = await verify('--head', '7')
  assert.equal(refused.code, 2)
  assert.match(refused.errors, /give what the log has as audit_head/)
})

test('a changed event is a sentence and exit 1, and with --json a finding with its id', async () => {
  tamper("UPDATE facts SET actor_id = 'x' WHERE kind = 'client.created'")
  const { code, output, errors } = await verify()
  assert.equal(code, 1)
  assert.match(
    output,
    /^✗ The event client\.created \(.+\) of .+ UTC was changed after it was sealed\./,
  )
  assert.match(
    errors,
    /^mandate: The audit events are not what the servers recorded: one finding\./,
  )
  const json = await verify('--json')
  const { whole, findings } = JSON.parse(json.output)
  assert.equal(json.code, 1)
  assert.deepEqual([whole, findings[0].kind], [false, 'event_changed'])
  tamper("UPDATE facts SET actor_id = NULL WHERE kind = 'client.created'")
  assert.equal((await verify()).code, 0)
})

test('the keys of another server vouch for nothing', async () => {
  const other = await mkdtemp(join(tmpdir(), 'mandate-audit-'))
  await runDocument(['client', 'create', '--name', 'X', '--init', '--data', other, ...redirect])
  const database = new DatabaseSync(join(other, 'mandate.db'))
  database.exec(`ATTACH '${join(data, 'mandate.db')}' AS ours`)
  database.exec('DELETE FROM audit_seals; INSERT INTO audit_seals SELECT * FROM ours.audit_seals')
  database.exec('DELETE FROM facts; INSERT INTO facts SELECT * FROM ours.facts')
  database.close()
  const { code, output } = await runCommand(['audit', 'verify', '--data', other])
  await rm(other, { recursive: true })
  assert.equal(code, 1)
  assert.match(output, /which is not in the key file, and no later seal vouches for them/)
})
