import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

const ALLOWED = { MANDATE_FETCH_ALLOWED_HOSTS: '127.0.0.1:9' }
const PUSH = 'http://127.0.0.1:9/events'

async function newClient() {
  const data = join(temporaryDirectory(), 'data')
  const made = await runDocument([
    ...['client', 'create', '--init', '--name', 'Notes', '--scope', 'all', '--data', data],
    ...['--redirect-uri', 'https://notes.example/cb'],
  ])
  const id = String(made['client_id'])
  const command = (args: readonly string[], input?: string) =>
    runDocument(['stream', ...args, '--data', data], {
      environment: ALLOWED,
      ...(input !== undefined && { input }),
    })
  return { data, id, command }
}

test('the life of a stream: create, update, pause, test, delete; the header is kept encrypted', async () => {
  const { data, id, command } = await newClient()
  const push = ['--push', PUSH, '--authorization-stdin', '--event', 'connection_ended']
  const made = await command(['create', id, ...push], 'Bearer agreed-header\n')
  assert.deepEqual(made['delivery'], { method: 'urn:ietf:rfc:8935', endpoint_url: PUSH })
  assert.deepEqual(made['events_delivered'], ['urn:mandate:security-event:connection-ended'])
  for (const file of ['mandate.db', 'mandate.db-wal']) {
    const kept = readFileSync(join(data, file), { flag: 'a+' })
    assert.equal(kept.includes('agreed-header'), false)
  }
  const client = await runDocument(['client', 'show', id, '--data', data])
  assert.equal(client['grant_ids'], true)
  const wider = await command(['update', id, '--all-events', '--no-authorization'])
  assert.equal(wider['events_requested'], undefined)
  assert.equal((await command(['test', id, '--state', 'hello']))['asked'], true)
  assert.equal((await command(['pause', id]))['status'], 'paused')
  const paused = await runCommand(['stream', 'test', id, '--data', data])
  assert.match(paused.errors, /paused; resume it with/)
  assert.equal((await command(['resume', id]))['status'], 'enabled')
  assert.equal((await command(['delete', id, '--yes']))['deleted'], true)
  assert.deepEqual(await command(['list']), [])
})

test('a stream that cannot be meant is refused in a sentence', async () => {
  const { data, id, command } = await newClient()
  const refused = async (...args: string[]) =>
    (await runCommand(['stream', ...args, '--data', data])).errors
  assert.match(await refused('create', id), /either --push with a URL, or --poll/)
  assert.match(await refused('create', id, '--push', PUSH), /without TLS/)
  assert.match(await refused('create', id, '--push', 'https://10.0.0.1/'), /does not call/)
  assert.match(await refused('create', id, '--poll', '--event', 'x'), /no event "x"; give one of/)
  assert.match(await refused('create', 'nobody', '--poll'), /no client nobody/)
  assert.match(await refused('show', id), /has no stream/)
  await command(['create', id, '--poll'])
  assert.match(await refused('create', id, '--poll'), /has a stream already/)
  assert.match(await refused('update', id, '--push', 'https://1.1.1.1/'), /polls this stream/)
})
