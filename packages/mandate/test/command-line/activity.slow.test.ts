/** The sums of what happens, with processes that stop and processes that are killed. */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { serving, temporaryDirectory } from './mandate-process.ts'

/** How often somebody without a client was refused, as the database has it. */
async function refused(data: string): Promise<number> {
  const store = await openSqliteStore({ path: join(data, 'mandate.db'), readOnly: true })
  try {
    const range = {
      span: 'day',
      kind: 'refusal',
      since: 0,
      until: Number.MAX_SAFE_INTEGER,
    } as const
    const sums = await store.activity.sum(range)
    return sums.reduce((sum, { counted }) => sum + counted, 0)
  } finally {
    await store.close()
  }
}

test('workers add up what they count; a killed one loses seconds, and a stopped one nothing', async () => {
  const data = join(temporaryDirectory(), 'data')
  const server = serving([
    ...['serve', '--json', '--port', '0', '--data', data],
    ...['--workers', '2', '--activity-seconds', '1', '--metrics-port', '0'],
  ])
  const [, port] = await server.until(/"issuer":"http:\/\/127\.0\.0\.1:(\d+)/)
  const ask = async (times: number) => {
    for (let i = 0; i < times; i++) {
      // Each on a connection of its own, so that both workers are asked.
      const headers = { connection: 'close', authorization: 'Basic eDp5' }
      const answer = await fetch(`http://127.0.0.1:${port}/oauth2/token`, {
        ...{ method: 'POST', headers },
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x' }),
      })
      assert.equal(answer.status, 401)
    }
  }
  await ask(40)
  // Until both have added theirs.
  for (let look = 0; (await refused(data)) < 40; look++) {
    assert.ok(look < 200, 'the counts do not arrive')
    await pause(50)
  }
  assert.equal(await refused(data), 40)

  await ask(20)
  const [worker] = readFileSync(
    `/proc/${server.child.pid}/task/${server.child.pid}/children`,
    'utf8',
  )
    .trim()
    .split(' ')
  process.kill(Number(worker), 'SIGKILL')
  await server.until(/A worker has died/)
  await ask(10)
  assert.equal(await server.stop('SIGTERM'), 0)
  const counted = await refused(data)
  assert.ok(counted >= 50 && counted <= 70, `${counted} of 70, of which one worker had at most 20`)
})
