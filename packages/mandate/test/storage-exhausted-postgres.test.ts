/** SCENARIO 57 on PostgreSQL: no connection is available, or another transaction holds a row lock. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import pg from 'pg'
import { parseToken } from '../src/grants/token.ts'
import { openPostgresStore } from '../src/store/postgres/open.ts'
import { type Answer, introspect, obtainTokens, refresh, tokensOf } from './integrator.ts'
import { startServer } from './running-server.ts'
import { administer, createTestPlace, endTestServer } from './store/test-places.ts'

const { location, remove } = await createTestPlace()
const role = `limited_${randomBytes(4).toString('hex')}`
const [, schema] = /search_path=(\w+)/.exec(decodeURIComponent(location)) ?? []
await administer(`CREATE ROLE ${role} LOGIN PASSWORD 'limited'`)
await administer(`GRANT ALL ON SCHEMA ${schema} TO ${role}`)
const asRole = new URL(location)
asRole.username = role
asRole.password = 'limited'
const server = await startServer({
  open: () => openPostgresStore({ url: asRole.href, patience: 1_000 }),
})
after(async () => {
  await server.close()
  await administer(`DROP OWNED BY ${role}`)
  await remove()
  await administer(`DROP ROLE ${role}`)
  await endTestServer()
})

function assertUnavailable({ status, headers, body }: Answer): void {
  assert.deepEqual([status, body['error']], [503, 'temporarily_unavailable'])
  assert.match(headers.get('retry-after') ?? '', /^[1-9]\d*$/)
}

test('SCENARIO 57: while others hold all connections it is 503, and recovers when one is free', async () => {
  const { accessToken, refreshToken } = await obtainTokens(server)
  await administer(`ALTER ROLE ${role} CONNECTION LIMIT 0`)
  await administer(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role}'`,
  )
  const answers = await Promise.all([
    refresh(server, refreshToken),
    refresh(server, refreshToken),
    introspect(server, accessToken),
  ])
  for (const answer of answers) assertUnavailable(answer)
  assert.equal((await fetch(`${server.issuer}/health/ready`)).status, 503)
  assert.equal((await fetch(`${server.issuer}/health/live`)).status, 200)
  await administer(`ALTER ROLE ${role} CONNECTION LIMIT -1`)
  const next = tokensOf(await refresh(server, refreshToken))
  assert.equal((await introspect(server, next.accessToken)).body['active'], true)
})

test('SCENARIO 57: a row that stays locked is 503 for its client only', async () => {
  const held = await obtainTokens(server)
  const free = await obtainTokens(server)
  const other = new pg.Client({ connectionString: location })
  await other.connect()
  const id = parseToken(held.refreshToken)?.grantId
  await other.query('BEGIN')
  const locked = await other.query('SELECT id FROM grants WHERE id = $1 FOR UPDATE', [id])
  assert.equal(locked.rows.length, 1)
  const waiting = refresh(server, held.refreshToken)
  assert.equal((await refresh(server, free.refreshToken)).status, 200)
  assertUnavailable(await waiting)
  assert.equal((await introspect(server, held.accessToken)).body['active'], true)
  await other.query('ROLLBACK')
  await other.end()
  assert.equal((await refresh(server, held.refreshToken)).status, 200)
})
