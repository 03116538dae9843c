import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fastifyCookie from '@fastify/cookie'
import fastify from 'fastify'
import { ACT } from '../../../test/act.ts'
import { account } from '../../../test/store/contract/samples.ts'
import { browserDigest, knownBrowser } from '../../people/known-browsers.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import type { HttpContext } from '../context.ts'
import { letBrowserIn } from './let-in.ts'

test('a browser that a link lets in gets a new secret, so a copy of the old one stays out', async (t) => {
  const store = await openSqliteStore({ path: ':memory:' })
  const app = fastify()
  t.after(async () => [await app.close(), await store.close()])
  await store.accounts.insert(account, ACT)
  const clock = { now: () => ACT.at }
  const context = { store, clock, random: randomBytes, isHttps: true } as unknown as HttpContext
  await app.register(fastifyCookie)
  app.post('/', async (request, reply) => {
    await letBrowserIn(context, { request, reply }, account)
    return ''
  })

  const old = 'o'.repeat(43)
  const name = '__Host-mandate_browser'
  const answer = await app.inject({ method: 'POST', url: '/', cookies: { [name]: old } })
  const cookie = answer.cookies.find((one) => one.name === name)?.value ?? ''
  assert.notEqual(cookie, old)
  const isKnown = (secret: string) => knownBrowser(store, secret, account.email)
  assert.equal(await isKnown(cookie), browserDigest(cookie))
  assert.equal(await isKnown(old), null)
  const [fact] = await store.facts.list({ accountId: account.id }, 1)
  assert.equal(fact?.kind === 'browser.remembered' && fact.way, 'mail')
})
