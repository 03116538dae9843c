import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openSqliteStore } from '../src/store/sqlite/open.ts'
import { serving, temporaryDirectory } from './command-line/mandate-process.ts'
import { runCommand, runDocument } from './command-line/run-command.ts'

const folder = temporaryDirectory()
const data = join(folder, 'data')
const CLIENTS = 300
const entries = Array.from(
  { length: CLIENTS },
  (_, number) =>
    `  app-${number}: {client_name: App ${number}, token_endpoint_auth_method: none, redirect_uris: [https://app-${number}.example/callback]}\n`,
)
writeFileSync(join(folder, 'many.yaml'), `clients:\n${entries.join('')}`)
await runDocument(['user', 'create', '--init', 'a@example.com', '--data', data])
const store = await openSqliteStore({ path: join(data, 'mandate.db') })
after(() => store.close())
const applyArgs = ['apply', join(folder, 'many.yaml'), '--data', data]
const made = async () => (await store.clients.list({ limit: 1_000 })).rows.length

test('an apply that is killed in the middle is mended by applying again', async () => {
  const process = serving(applyArgs)
  while ((await made()) < 20) await pause(2)
  await process.stop('SIGKILL')
  const left = CLIENTS - (await made())
  assert.ok(left > 0 && left < CLIENTS, `${left} were left`)
  const plan = await runCommand([...applyArgs, '--plan'])
  assert.equal(plan.code, 3)
  assert.match(plan.output, new RegExp(`^${left} to add, 0 to change`, 'm'))

  let again = await runCommand(applyArgs)
  assert.match(again.errors, /Another apply is under way; .* If it died, its turn ends within 30 s/)
  while (again.errors.includes('under way')) {
    await pause(1_000)
    again = await runCommand(applyArgs)
  }
  assert.deepEqual([again.code, await made()], [0, CLIENTS])
  assert.equal((await runCommand([...applyArgs, '--plan'])).code, 0)
  const facts = await store.facts.list({}, 1_000)
  assert.equal(facts.filter(({ kind }) => kind === 'client.created').length, CLIENTS)
})

test('of two applies at once one waits outside, and the file is applied once', async () => {
  writeFileSync(
    join(folder, 'many.yaml'),
    `clients:\n${entries.map((entry) => entry.replace('client_name: App', 'client_name: Application')).join('')}`,
  )
  const both = await Promise.all([runCommand(applyArgs), runCommand(applyArgs)])
  assert.deepEqual(both.map(({ code }) => code).toSorted(), [0, 1])
  assert.match(both.map(({ errors }) => errors).join(''), /Another apply is under way/)
  const changed = (await store.facts.list({}, 1_000)).filter(
    ({ kind }) => kind === 'client.updated',
  )
  assert.equal(changed.length, CLIENTS)
})
