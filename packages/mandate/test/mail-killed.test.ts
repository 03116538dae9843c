/** A server that is killed while it sends a mail, and another that goes on with its outbox. */

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { openSqliteStore } from '../src/store/sqlite/open.ts'
import { serving, temporaryDirectory } from './command-line/mandate-process.ts'
import { runCommand } from './command-line/run-command.ts'
import { openTroubledServer } from './troubled-mail-server.ts'

test('a mail is sent again after a kill before its dot, and never after one behind it', async () => {
  await using mailServer = await openTroubledServer({ DATA: 'hang' }, { DOT: 'hang' })
  const data = join(temporaryDirectory(), 'data')
  const environment = {
    MANDATE_DATA: data,
    MANDATE_MAIL_URL: mailServer.url,
    MANDATE_MAIL_FROM: 'no-reply@acme.example',
  }
  const run = async (...args: readonly string[]) => {
    const { code, errors } = await runCommand(args, { environment })
    assert.equal(code, 0, errors)
  }
  const serve = () => serving(['serve', '--port', '0', '--metrics-port', '0'], { environment })
  await run('user', 'create', '--init', 'ada@example.com')
  await run('user', 'reset-password', 'ada@example.com')

  const first = serve()
  await mailServer.until('DATA', 1)
  await first.stop('SIGKILL')
  endLeases(data)

  const second = serve()
  await mailServer.until('DOT', 1)
  await second.stop('SIGKILL')
  endLeases(data)

  const third = serve()
  await third.until(/A job was given up/)
  await third.stop('SIGTERM')
  assert.equal(mailServer.received.length, 1)
  const store = await openSqliteStore({ path: join(data, 'mandate.db') })
  const [failed] = await store.jobs.listFailed(10)
  await store.close()
  assert.equal(failed?.attempts, 3)
  assert.match(failed?.problem ?? '', /it may be done and is not repeated/)
})

/** As if a minute had passed. */
function endLeases(data: string): void {
  const database = new DatabaseSync(join(data, 'mandate.db'))
  database.exec('UPDATE jobs SET due_at_ms = 0 WHERE due_at_ms IS NOT NULL')
  database.close()
}
