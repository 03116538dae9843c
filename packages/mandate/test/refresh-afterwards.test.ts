/** Refresh tokens after the sweep, and after a backup was restored. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { assertError, introspect, obtainTokens, refresh, tokensOf } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'

let folder: string
let database: string
let server: RunningServer
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mandate-afterwards-'))
  database = join(folder, 'mandate.db')
  server = await startServer({ database })
})
after(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

async function sweepAll(): Promise<void> {
  const now = server.clock.now()
  let turnEnded = false
  while (!turnEnded) {
    ;({ turnEnded } = await server.store.sweep({ now, overBefore: now, limit: 1 }))
  }
}

test('SCENARIO 8: a used token is still known as used after the sweep', async () => {
  const robbed = await obtainTokens(server)
  const second = tokensOf(await refresh(server, robbed.refreshToken))
  server.clock.advance(24 * 60 * 60)
  await sweepAll()
  assertError(await refresh(server, robbed.refreshToken), 'invalid_grant')
  assertError(await refresh(server, second.refreshToken), 'invalid_grant')
})

test('SCENARIO 16: after a restore, a newer token is refused and its grant is left alone', async () => {
  const { refreshToken } = await obtainTokens(server)
  const backup = join(folder, 'backup.db')
  new DatabaseSync(database).exec(`VACUUM INTO '${backup}'`)
  const newer = tokensOf(await refresh(server, refreshToken))

  const restored = restoreRows(backup)
  assert.equal(restored, 1)
  assertError(await refresh(server, newer.refreshToken), 'invalid_grant')
  assert.deepEqual((await introspect(server, newer.accessToken)).body, { active: false })
  assert.match(server.log.join(''), /generation_newer/)
  // Refused is not revoked: what is live in the backup stays live.
  assert.equal((await refresh(server, refreshToken)).status, 200)
})

/** Puts the live grants of the backup back, as restoring the file would; returns their number. */
function restoreRows(backup: string): number {
  const connection = new DatabaseSync(database)
  connection.exec(`ATTACH '${backup}' AS backup`)
  const { changes } = connection
    .prepare(
      `UPDATE grants SET generation = old.generation, expires_at = old.expires_at,
         redeemed_at = old.redeemed_at, retry_key_hash = old.retry_key_hash
       FROM backup.grants AS old WHERE old.id = grants.id AND old.revoked_at IS NULL`,
    )
    .run()
  connection.close()
  return Number(changes)
}
