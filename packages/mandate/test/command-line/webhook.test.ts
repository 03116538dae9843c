import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { ACT } from '../act.ts'
import { receiveWebhooks } from '../webhook-receiver.ts'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

test('the life of a webhook: create, test, update, rotate the secret, pause, delete', async (t) => {
  const data = join(temporaryDirectory(), 'data')
  const receiver = await receiveWebhooks(t, () => ({ status: 200, body: '<b>ok</b>\u001b[2J' }))
  const environment = { MANDATE_FETCH_ALLOWED_HOSTS: receiver.host }
  const command = (...args: string[]) =>
    runDocument(['webhook', ...args, '--data', data], { environment })
  const { webhook_secret: secret, ...made } = await command(
    ...['create', '--init', '--name', 'Acme', '--url', receiver.url, '--events', 'user.*'],
  )
  const id = String(made['webhook_id'])
  assert.match(String(secret), /^whsec_[A-Za-z0-9+/]{43}=$/)
  assert.deepEqual(made['events'], ['user.*'])

  const tried = await command('test', id)
  assert.deepEqual(tried, {
    ...{ webhook_id: id, status: 200, problem: null },
    answer: '<b>ok</b>\\u001b[2J',
  })
  const [first] = receiver.received
  assert.ok(first)
  const payload = new Webhook(String(secret)).verify(first.body, first.headers) as { type: string }
  assert.equal(payload.type, 'webhook.test')

  const rotated = await command('rotate-secret', id, '--overlap-seconds', '60')
  await command('test', id)
  const second = receiver.received[1]
  assert.ok(second)
  for (const one of [secret, rotated['webhook_secret']]) {
    new Webhook(String(one)).verify(second.body, second.headers)
    for (const file of ['mandate.db', 'mandate.db-wal']) {
      const kept = readFileSync(join(data, file), { flag: 'a+' })
      assert.equal(kept.includes(String(one).slice(6)), false, 'the secret is kept encrypted')
    }
  }

  assert.deepEqual((await command('update', id, '--events', 'all'))['events'], [])
  assert.equal((await command('disable', id))['disabled_because'], 'operator')
  assert.equal((await command('enable', id))['disabled_because'], null)
  assert.deepEqual(await command('deliveries', id), [])
  assert.deepEqual(await command('delete', id, '--yes'), { webhook_id: id, deleted: true })
  assert.deepEqual(await command('list'), [])
})

test('an address that points inward, and an event that does not exist, are refused when entered', async () => {
  const data = join(temporaryDirectory(), 'data')
  const create = ['webhook', 'create', '--init', '--name', 'Acme', '--data', data]
  const refused = async (url: string, ...more: string[]) => {
    const ended = await runCommand([...create, '--url', url, ...more])
    assert.equal(ended.code, 1, url)
    return ended.errors
  }
  assert.match(await refused('https://169.254.169.254/latest'), /fetch_allowed_hosts/)
  assert.match(await refused('https://localhost/hook'), /this machine/)
  assert.match(await refused('https://[::ffff:10.0.0.1]/'), /does not call/)
  assert.match(await refused('http://acme.example/hook'), /without TLS/)
  assert.match(await refused('https://ada:secret@acme.example/'), /user name or password/)
  assert.match(await refused('https://1.1.1.1/#x'), /fragment/)
  const unknown = await refused('https://1.1.1.1/', '--events', 'user.exploded')
  assert.match(unknown, /no event "user.exploded".*mandate webhook events/)
})

test('doctor names a webhook that was disabled, and what was given up', async (t) => {
  const data = join(temporaryDirectory(), 'data')
  const receiver = await receiveWebhooks(t)
  const environment = { MANDATE_FETCH_ALLOWED_HOSTS: receiver.host }
  const create = ['webhook', 'create', '--init', '--name', 'Acme', '--url', receiver.url]
  const made = await runDocument([...create, '--data', data], { environment })
  const id = String(made['webhook_id'])
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  const row = {
    endpointId: id,
    factId: 'fact',
    factAtMs: 1,
    event: 'user.created',
    subject: 'server',
  }
  const tries = { attempts: 1, accepted: [], firstTriedMs: 1, lastTriedMs: 1, dueAtMs: null }
  await store.endpoints.replay(id, [{ ...row, ...tries, state: 'dead', tries: [] }], ACT)
  await store.endpoints.disable(id, 'gone', ACT)
  await store.close()
  const { output } = await runCommand(['doctor', '--data', data])
  assert.match(output, /Acme was disabled \(gone\)/)
  assert.match(output, /one event for Acme was given up/)
  assert.match(output, new RegExp(`mandate webhook replay ${id} --dead`))
})
