import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

test('activity shows who did what, newest first, for everything, one client or one user', async () => {
  const data = join(temporaryDirectory(), 'data')
  const user = await runDocument(['user', 'create', '--init', 'ada@example.com', '--data', data])
  const client = await runDocument([
    ...['client', 'create', '--name', 'Acme', '--redirect-uri', 'https://a.example/cb'],
    ...['--data', data],
  ])
  const id = String(client['client_id'])
  await runCommand(['client', 'update', id, '--name', 'Acme Inc', '--data', data])
  await runCommand(['user', 'disable', 'ada@example.com', '--yes', '--data', data])

  const activity = async (...flags: string[]) => {
    const ran = await runCommand(['activity', ...flags, '--json', '--data', data])
    const facts: Record<string, unknown>[] = JSON.parse(ran.output)
    return facts.map(({ kind, by, clientId, accountId, changed }) => ({
      ...{ kind, by, about: clientId ?? accountId, changed },
    }))
  }
  const by = { kind: 'operator', via: 'shell' }
  const ofClient = [
    { kind: 'client.updated', by, about: id, changed: ['name'] },
    { kind: 'client.created', by, about: id, changed: undefined },
  ]
  const ofUser = ['account.disabled', 'account.created'].map((kind) => ({
    ...{ kind, by, about: user['sub'], changed: undefined },
  }))
  assert.deepEqual(await activity('--client', id), ofClient)
  assert.deepEqual(await activity('--user', 'ada@example.com'), ofUser)
  assert.deepEqual(await activity('--limit', '1'), ofUser.slice(0, 1))
  assert.equal((await activity()).length, 4)

  const { output } = await runCommand(['activity', '--client', id, '--data', data])
  assert.match(output, /WHEN \(UTC\) +WHAT +BY +CONCERNS/)
  assert.match(output, new RegExp(`client\\.updated +operator +${id}`))
})
