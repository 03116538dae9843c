/** Limits that a person lowers while an agent works, at an API whose guard had its token in memory. */

import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { exchange, tokensOf } from '../packages/mandate/test/integrator.ts'
import { startServer } from '../packages/mandate/test/running-server.ts'
import { newVisitor, simplestRequest } from '../packages/mandate/test/visitor.ts'
import { guardApi } from './guarded-api.ts'

const TYPES = `
bills:
  title: Pay bills
  limits: { total: amount, calls: calls }
  scope: all
  schema: { type: object, properties: {} }
`

test('a guard that had the token in memory has the lower limits within a second', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'mandate-limits-'))
  const authorizationDetailsFile = join(folder, 'types.yaml')
  await writeFile(authorizationDetailsFile, TYPES)
  const server = await startServer({ settings: { authorizationDetailsFile } })
  t.after(async () => {
    await server.close()
    await rm(folder, { recursive: true })
  })
  const metadata = { authorization_details_types: ['bills'] }
  const { client, secret } = await server.register({ trusted: false, metadata })
  const details = [{ type: 'bills', total: { currency: 'EUR', value: '50' }, calls: 9 }]
  const visitor = newVisitor(server)
  const login = { ...simplestRequest(server), client_id: client.id }
  const page = await visitor.signIn(
    await visitor.open({ ...login, authorization_details: JSON.stringify(details) }),
  )
  const { address } = await visitor.decide(page, 'allow')
  const code = address.searchParams.get('code') ?? ''
  const tokens = await exchange(server, code, { as: { id: client.id, secret } })
  const { accessToken } = tokensOf(tokens)
  const api = guardApi(t, server)
  await api.learn(accessToken)
  const calls = async () => {
    const outcome = await api.check(accessToken)
    assert.ok(outcome.outcome === 'granted')
    return outcome.principal.authorizationDetails?.[0]?.['calls']
  }
  assert.equal(await calls(), 9)
  const now = server.clock.now()
  const { installations } = await server.store.grants.listNewest(server.account.id, { now })
  const grant = installations[0]?.id ?? ''
  const form = { grant, account: server.account.id, 'limit.0.calls': '2' }
  const { html } = await visitor.send('/account/lower-limits', form)
  const answered = performance.now()
  assert.match(html, /are now lower/)
  while ((await calls()) !== 2) await pause(1)
  const took = performance.now() - answered
  t.diagnostic(`${took.toFixed(1)} ms after the account page answered`)
  assert.ok(took < 1_000, `${took} ms`)
})
