/** SCENARIO 57 on the embedded database: the disk is full, then there is room again. */

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { createSqliteEngine } from '../src/store/sqlite/engine.ts'
import { openSqliteStore } from '../src/store/sqlite/open.ts'
import { createStore } from '../src/store/store.ts'
import { type Answer, introspect, obtainTokens, refresh, revoke, tokensOf } from './integrator.ts'
import { PASSWORD, startServer } from './running-server.ts'
import { newVisitor, simplestRequest } from './visitor.ts'

const folder = mkdtempSync(join(tmpdir(), 'mandate-full-'))
const path = join(folder, 'mandate.db')
await (await openSqliteStore({ path })).close()
const database = new DatabaseSync(path)
database.exec('PRAGMA synchronous = FULL; CREATE TABLE filler (bytes BLOB) STRICT')
const server = await startServer({ open: async () => createStore(createSqliteEngine(database)) })
after(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

function assertUnavailable({ status, headers, body }: Answer): void {
  assert.deepEqual([status, body['error']], [503, 'temporarily_unavailable'])
  assert.match(headers.get('retry-after') ?? '', /^[1-9]\d*$/)
}

test('SCENARIO 57: on a full disk what needs room is 503, and everything recovers when there is some', async () => {
  const { accessToken, refreshToken } = await obtainTokens(server)
  const visitor = newVisitor(server)
  await visitor.post('/sign-in', { email: server.account.email, password: PASSWORD })
  // No fewer pages than now: the file cannot grow.
  database.exec('PRAGMA max_page_count = 1')
  // Some rows still fit into existing pages; triggers make those fail.
  for (const act of ['INSERT', 'UPDATE']) {
    database.exec(`CREATE TEMP TRIGGER no_room_to_${act} BEFORE ${act} ON grants
      BEGIN INSERT INTO filler VALUES (zeroblob(100000)); END`)
  }
  const refused = (await visitor.open(simplestRequest(server))).address
  assert.equal(refused.searchParams.get('error'), 'temporarily_unavailable')
  assert.equal((await introspect(server, accessToken)).body['active'], true)
  const headers = { 'idempotency-key': '"3b7d"' }
  assertUnavailable(await refresh(server, refreshToken, { headers }))
  assertUnavailable(await revoke(server, refreshToken))
  assert.equal((await introspect(server, accessToken)).body['active'], true)
  assert.equal((await fetch(`${server.issuer}/health/live`)).status, 200)

  database.exec(
    'PRAGMA max_page_count = 1000000; DROP TRIGGER no_room_to_INSERT; DROP TRIGGER no_room_to_UPDATE',
  )
  const next = tokensOf(await refresh(server, refreshToken, { headers }))
  const { address } = await visitor.open(simplestRequest(server))
  assert.match(address.searchParams.get('code') ?? '', /^mdt_ac_/)
  assert.equal((await revoke(server, next.refreshToken)).status, 200)
  assert.equal((await introspect(server, next.accessToken)).body['active'], false)
})
