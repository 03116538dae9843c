import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { ACT } from '../act.ts'
import { client, grant, NOW } from '../store/contract/samples.ts'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

const directory = temporaryDirectory()
const data = join(directory, 'data')
const run = (...args: string[]) => runCommand([...args, '--data', data])
const document = (...args: string[]) => runDocument([...args, '--data', data])
const CLIENT = 'https://agents.example/client.json'

/** A person has connected the client, and somebody else has asked for another. */
async function fill() {
  await document(
    ...['client', 'create', '--init', '--name', 'Own'],
    ...['--redirect-uri', 'https://own.example/cb'],
  )
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  const record = {
    ...{ ...client, id: CLIENT, name: 'Notes for Agents', disabledAt: null, publisher: '' },
    ...{ allowedSchemes: [], redirectUris: ['https://agents.example/cb'], metadata: {} },
    ...{ scope: 'all', optionalScope: '', defaultResources: [], sector: null },
    ...{ clientUri: '', policyUri: '', tosUri: '', refreshRetrySeconds: 0, trusted: false },
    grantTypes: ['authorization_code', 'refresh_token'],
    authentication: { method: 'none' as const },
    registration: {
      ...{ by: 'document' as const, documentDigest: 'd'.repeat(43) },
      ...{ consentSince: NOW, unusedSince: NOW },
    },
  }
  await store.grants.insert({ ...grant, clientId: CLIENT }, ACT, { client: { record, is: 'new' } })
  const asked = { id: 'new.example', clientId: 'https://new.example/client.json' }
  await store.clientDomains.hold(asked, 10, ACT)
  await store.close()
}

test('a domain is listed, allowed, denied with its clients, and forgotten, by host or by URL', async () => {
  await fill()
  const listed = await run('client-domain', 'list')
  assert.match(
    listed.output,
    /new\.example +waits for you +.* https:\/\/new\.example\/client\.json/,
  )
  assert.match(listed.output, /The settings say: off/)
  const allowed = await run('client-domain', 'allow', 'https://new.example/client.json')
  assert.match(allowed.output, /The clients of new\.example are allowed\./)
  assert.match(allowed.output, /refused all the same: the settings .* say off/)
  const denied = await document('client-domain', 'deny', 'agents.example', '--yes')
  assert.partialDeepStrictEqual(denied, { decision: 'denied', client_ids: [CLIENT] })
  assert.equal((await document('client', 'show', CLIENT))['disabled'], true)
  const again = await document('client-domain', 'allow', 'AGENTS.example')
  assert.partialDeepStrictEqual(again, { domain: 'agents.example', client_ids: [CLIENT] })
  assert.equal((await document('client', 'show', CLIENT))['disabled'], false)
  await document('client-domain', 'forget', 'agents.example')
  for (const wrong of ['no host', 'a/b', '', '*.example']) {
    const { code, errors } = await run('client-domain', 'allow', wrong)
    assert.equal(code, 1, wrong)
    assert.match(errors, /is not a host/)
  }
  assert.match((await run('client-domain', 'forget', 'other.example')).errors, /Nothing is known/)
})

test('the commands on clients take a URL; what the document says cannot be changed here', async () => {
  const shown = await run('client', 'show', CLIENT)
  assert.match(shown.output, /the document at its id, as people saw it last/)
  assert.match(
    (await run('client', 'list')).output,
    /https:\/\/agents\.example\/client\.json .*by document/,
  )
  const named = await run('client', 'update', CLIENT, '--name', 'Another')
  assert.match(named.errors, /describes itself in the document at its id/)
  const published = await document('client', 'update', CLIENT, '--publisher', 'Agents Ltd')
  assert.equal(published['publisher'], 'Agents Ltd')
  await document('client', 'disable', CLIENT, '--yes')
  assert.equal((await document('client', 'show', CLIENT))['disabled'], true)
  const grants = await run('grant', 'list', '--client', CLIENT)
  assert.equal(grants.code, 0, grants.errors)
  await document('client', 'delete', CLIENT, '--yes')
  assert.match((await run('client', 'show', CLIENT)).errors, /There is no client/)
})
