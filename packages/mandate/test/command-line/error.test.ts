import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { run } from '../../src/cli/program.ts'
import type { Explanation } from '../../src/store/records.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { serving, temporaryDirectory } from './mandate-process.ts'
import { commandContext, runCommand, runDocument } from './run-command.ts'

const wrongRedirect: Explanation = {
  id: 'AbCdEfGh-_12',
  error: 'invalid_request',
  reason: 'unknown_redirect_uri',
  at: 1_772_546_700,
  standing: 'named',
  clientId: 'client_one',
  request: {
    method: 'GET',
    endpoint: '/oauth2/authorize',
    mediaType: null,
    userAgent: 'curl\u001b[31m/8',
    authentication: null,
    parameters: [{ name: 'state', value: '(24 characters)' }],
  },
  details: { sent: 'https://a.example/CB', registered: ['https://a.example/cb'] },
}

const MOST = { perClient: 9, perStanding: 9 }

/** A data directory with a refused request from each of two clients. */
async function keepingData(): Promise<string> {
  const data = join(temporaryDirectory(), 'data')
  const user = ['user', 'create', '--init', 'ada@example.com']
  await runDocument([...user, '--data', data])
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  const other = { id: 'other', clientId: 'client_two', at: wrongRedirect.at + 60 }
  const kept = [wrongRedirect, { ...wrongRedirect, ...other }]
  await store.explanations.put(kept, MOST)
  await store.close()
  return data
}

test('error list --since leaves out what is older, and --follow prints each as it is refused', async () => {
  const data = await keepingData()
  const list = ['error', 'list', '--json', '--data', data]
  const clock = { now: () => wrongRedirect.at + 90 }
  const recent = await runCommand([...list, '--since', '60s'], { clock })
  assert.deepEqual(
    JSON.parse(recent.output).map((one: { client_id: string }) => one.client_id),
    ['client_two'],
  )
  const stop = Promise.withResolvers<void>()
  const context = { ...commandContext({ clock }), stopSignal: () => stop.promise }
  const lines: string[] = []
  const printed = Promise.withResolvers<void>()
  const print = (line: string) => {
    // The third is stored only after the others are shown.
    if (lines.push(line) === 2) store.explanations.put([late], MOST).catch(printed.reject)
    if (lines.length === 3) printed.resolve()
  }
  const late = { ...wrongRedirect, id: 'late', clientId: 'client_three', at: clock.now() }
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  const terminal = { ...context.terminal, print }
  const ended = run([...list, '--since', '5m', '--follow'], { ...context, terminal })
  await printed.promise
  stop.resolve()
  assert.equal(await ended, 0)
  await store.close()
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).client_id),
    ['client_one', 'client_two', 'client_three'],
  )
})

test('error list shows the latest refused requests, of one client or of all', async () => {
  const data = await keepingData()
  const all = await runCommand(['error', 'list', '--data', data])
  assert.equal(all.code, 0, all.errors)
  assert.match(all.output, /2026-03-03 14:05 {2}client_one.*unknown_redirect_uri/)
  assert.ok(all.output.indexOf('client_two') < all.output.indexOf('client_one'))
  const one = await runCommand([
    'error',
    'list',
    '--client',
    'client_one',
    '--json',
    '--data',
    data,
  ])
  const documents = JSON.parse(one.output)
  assert.deepEqual([documents.length, documents[0].client_id], [1, 'client_one'])
  const none = await runCommand(['error', 'list', '--client', 'nobody', '--data', data])
  assert.match(none.output, /^There are no refused requests/)
  const limited = await runCommand(['error', 'list', '--limit', '1', '--json', '--data', data])
  assert.equal(JSON.parse(limited.output).length, 1)
  assert.equal((await runCommand(['error', 'list', '--limit', '0', '--data', data])).code, 2)
})

test('error show explains one by its reference, its id or the whole error_uri', async () => {
  const data = await keepingData()
  const reference = 'invalid_request.AbCdEfGh-_12'
  const addresses = [reference, 'AbCdEfGh-_12', `https://id.example/errors/${reference}`]
  const shown = await Promise.all(
    addresses.map((address) => runCommand(['error', 'show', address, '--data', data])),
  )
  for (const { code, output, errors } of shown) {
    assert.equal(code, 0, errors)
    assert.equal(output, shown[0]?.output)
  }
  const output = shown[0]?.output ?? ''
  const lines = output.split('\n')
  const sent = lines.findIndex((line) => line.includes('https://a.example/CB'))
  assert.equal(lines[sent + 1]?.trim(), 'expected  https://a.example/cb')
  assert.equal(lines[sent + 2]?.indexOf('^'), lines[sent]?.indexOf('CB'))
  assert.match(output, /What to do next\nSend a registered one/)
  assert.match(output, /state +\(24 characters\)/)
  assert.ok(!output.includes('\u001b'))
  const found = await runDocument(['error', 'show', reference, '--data', data])
  assert.equal(found['reference'], reference)
  assert.equal((found['first_difference'] as { character: number }).character, 19)
})

test('a client that refreshes twice at once is identified, with the command that helps', async () => {
  const data = join(temporaryDirectory(), 'data')
  const made = await runDocument([
    ...['client', 'create', '--init', '--name', 'Acme', '--redirect-uri', 'https://a.example/cb'],
    ...['--data', data],
  ])
  const clientId = String(made['client_id'])
  const at = wrongRedirect.at
  const details = {
    ...{ grant: 'grant', presented: 3, live: 4, live_since: at - 1, live_until: at + 3600 },
    retry_key: 'absent',
  }
  const reused = (id: string, change: Explanation['details']): Explanation => ({
    ...{ ...wrongRedirect, id, clientId, at, standing: 'authenticated' },
    ...{ error: 'invalid_grant', reason: 'generation_reused' },
    details: { ...details, retry_seconds: 0, ...change },
  })
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  await store.explanations.put(
    [
      reused('parallel', {}),
      reused('again', {}),
      reused('late', { live_since: at - 3600 }),
      reused('old', { presented: 1 }),
      reused('code', { presented: 0, live: 1 }),
      reused('keyed', { retry_key: 'another' }),
    ],
    { perClient: 9, perStanding: 9 },
  )
  await store.close()
  const advice = `mandate client update ${clientId} --refresh-retry-seconds 60 --data ${data}`
  for (const command of [
    ['error', 'list'],
    ['client', 'show', clientId],
  ]) {
    const { output } = await runCommand([...command, '--data', data])
    assert.match(output, /same refresh token twice within a minute, 2 times/)
    assert.ok(output.includes(advice), output)
  }
  const shown = await runDocument(['client', 'show', clientId, '--data', data])
  assert.equal(shown['refused_parallel_refreshes'], 2)
  const one = await runCommand(['error', 'show', 'parallel', '--data', data])
  assert.ok(one.output.includes(`Command\n  ${advice}`), one.output)
  await runDocument(['client', 'update', clientId, '--refresh-retry-seconds', '60', '--data', data])
  const after = await runCommand(['client', 'show', clientId, '--data', data])
  assert.doesNotMatch(after.output, /twice within a minute/)
})

test('a strict public client that shares a token is told of the seconds for sharing', async () => {
  const data = join(temporaryDirectory(), 'data')
  const on = (...args: readonly string[]) => [...args, '--data', data]
  const made = await runDocument(
    on(
      ...['client', 'create', '--init', '--name', 'Acme', '--public'],
      ...['--redirect-uri', 'https://a.example/cb', '--shared-refresh-seconds', '0'],
    ),
  )
  const clientId = String(made['client_id'])
  const { at } = wrongRedirect
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  const refused: Explanation = {
    ...{ ...wrongRedirect, id: 'shared', clientId, standing: 'authenticated' },
    ...{ error: 'invalid_grant', reason: 'generation_reused' },
    details: {
      ...{ grant: 'grant', presented: 3, live: 4, live_since: at - 1, live_until: at + 3600 },
      ...{ retry_key: 'absent', retry_seconds: 0, shared_seconds: 0 },
    },
  }
  await store.explanations.put([refused], { perClient: 9, perStanding: 9 })
  await store.close()
  const shared = ['client', 'update', clientId, '--shared-refresh-seconds', '600']
  for (const command of [
    ['error', 'list'],
    ['client', 'show', clientId],
  ]) {
    const { output } = await runCommand(on(...command))
    assert.ok(output.includes(`mandate ${on(...shared).join(' ')}`), output)
    assert.doesNotMatch(output, /refresh-retry-seconds/)
  }
  await runDocument(on(...shared))
  const { output } = await runCommand(on('client', 'show', clientId))
  assert.doesNotMatch(output, /twice within a minute/)
})

test('error show refuses an unknown reference and says where else to look', async () => {
  const data = await keepingData()
  const { code, errors } = await runCommand([
    'error',
    'show',
    'invalid_grant.nothing',
    '--data',
    data,
  ])
  assert.equal(code, 1)
  assert.match(
    errors,
    /^mandate: Nothing is stored about invalid_grant\.nothing: .*log.*error list/,
  )
})

test('the operator can see why the running server refused a request', async () => {
  const data = join(temporaryDirectory(), 'data')
  const server = serving(['serve', '--port', '0', '--data', data, '--json'])
  const [, issuer] = await server.until(/"issuer":"([^"]+)"/)
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'hunter2' })
  const response = await fetch(`${issuer}/oauth2/token`, { method: 'POST', body })
  const { error_uri } = (await response.json()) as { readonly error_uri: string }
  // Stopping the server flushes what is still queued.
  await server.stop('SIGTERM')
  const { code, output } = await runCommand(['error', 'show', error_uri, '--data', data])
  assert.equal(code, 0)
  assert.match(output, /no_credentials/)
  assert.doesNotMatch(output, /hunter2/)
})
