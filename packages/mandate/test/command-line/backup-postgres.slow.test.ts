/** Backups between PostgreSQL and the embedded database, and what can go wrong. */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openGate } from '../store/database-gate.ts'
import { administer, createTestPlace, endTestServer } from '../store/test-places.ts'
import { filledData } from './filled-data.ts'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const places: Awaited<ReturnType<typeof createTestPlace>>[] = []
after(async () => {
  for (const place of places) await place.remove()
  await endTestServer()
})

/** The URL of an empty database, and its schema. */
async function newPlace(): Promise<{ readonly url: string; readonly schema: string }> {
  const place = await createTestPlace()
  places.push(place)
  const [, schema = ''] = /search_path=(\w+)/.exec(decodeURIComponent(place.location)) ?? []
  return { url: place.location, schema }
}

async function tablesIn(schema: string): Promise<number> {
  const tables = await administer(`SELECT tablename FROM pg_tables WHERE schemaname = '${schema}'`)
  return tables.length
}

test('a database moves from SQLite to PostgreSQL and back with all its data', async () => {
  const { folder, data } = await filledData(2_300)
  const [there, back] = [join(folder, 'there.db'), join(folder, 'back.db')]
  const { url } = await newPlace()
  const environment = { MANDATE_DATABASE: url }
  await runDocument(['backup', there, '--data', data])
  await runDocument(['restore', there, '--data', data], { environment })
  const told = await runDocument(['backup', back, '--data', data], { environment })
  const keys = join(data, 'keys.json')
  const restored = join(folder, 'restored')
  await runDocument(['restore', back, '--keys', keys, '--data', restored])
  assert.equal((told['rows'] as Record<string, number>)['grants'], 2_300)
  for (const noun of ['user', 'client', 'resource', 'grant']) {
    const [first, second, third] = await Promise.all([
      runDocument([noun, 'list', '--data', data]),
      runDocument([noun, 'list', '--data', data], { environment }),
      runDocument([noun, 'list', '--data', restored]),
    ])
    assert.deepEqual(second, first, noun)
    assert.deepEqual(third, first, noun)
  }
})

test('a restore changes nothing in a database that is in use or belongs to another program', async () => {
  const { folder, data } = await filledData()
  const backup = join(folder, 'monday.db')
  await runDocument(['backup', backup, '--data', data])
  const { url, schema } = await newPlace()
  await administer(`CREATE TABLE ${schema}.theirs (id TEXT)`)
  const restore = ['restore', backup, '--data', data]
  const strange = await runCommand(restore, { environment: { MANDATE_DATABASE: url } })
  assert.deepEqual([strange.code, strange.output], [1, ''])
  assert.match(strange.errors, /^mandate: The database \S+ belongs to another program: [^\n]+\n$/)
  assert.equal(await tablesIn(schema), 1)
  await administer(`DROP TABLE ${schema}.theirs`)

  const environment = { MANDATE_DATABASE: url }
  await runDocument(restore, { environment })
  const again = await runCommand(restore, { environment })
  assert.deepEqual([again.code, again.output], [1, ''])
  assert.match(
    again.errors,
    /^mandate: There is a database \S+ already, and a restore replaces nothing/,
  )
  assert.doesNotMatch(again.errors, /\/\/[^/]*@/)
})

test('a restore killed half-way leaves no tables behind and can be repeated', async () => {
  const { folder, data } = await filledData(4_000)
  const backup = join(folder, 'monday.db')
  await runDocument(['backup', backup, '--data', data])
  const { url, schema } = await newPlace()
  const gate = await openGate(url)
  const environment = { MANDATE_DATABASE: gate.url }
  const restore = ['restore', backup, '--data', data]
  const child = spawn(process.execPath, [program, ...restore], {
    env: { ...process.env, ...environment },
    stdio: 'ignore',
  })
  const closed = once(child, 'close')
  while (child.exitCode === null && !hasBegunInserting(gate.sent)) await pause(1)
  child.kill('SIGKILL')
  const [, signal] = await closed
  assert.equal(signal, 'SIGKILL', 'it ended before it could be killed')
  assert.equal(await tablesIn(schema), 0)
  await runDocument(restore, { environment })
  await gate.shut()
})

test('a backup whose database becomes unavailable half-way is refused and leaves nothing', async () => {
  const { folder, data } = await filledData(3_000)
  const { url } = await newPlace()
  const first = join(folder, 'first.db')
  await runDocument(['backup', first, '--data', data])
  await runDocument(['restore', first, '--data', data], { environment: { MANDATE_DATABASE: url } })
  const gate = await openGate(url)
  const environment = { MANDATE_DATABASE: gate.url }
  const place = temporaryDirectory()
  const backup = runCommand(['backup', join(place, 'second.db'), '--data', data], { environment })
  while (!Buffer.concat(gate.sent.flat()).includes('FETCH')) await pause(1)
  await gate.shut()
  const { code, output, errors } = await backup
  assert.deepEqual([code, output], [1, ''])
  assert.match(errors, /^mandate: The connection to \S+ failed[^\n]*\n$/)
  assert.deepEqual(readdirSync(place), [])
})

function hasBegunInserting(sent: readonly (readonly Buffer[])[]): boolean {
  return sent.some((chunks) => chunks.some((chunk) => chunk.includes('INSERT INTO grants')))
}
