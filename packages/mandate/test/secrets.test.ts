/**
 * SCENARIO 36: runs whole flows, then searches the database and the log for everything that was
 * issued. Whatever is found there must be useless to a thief.
 */

import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import {
  exchange,
  introspect,
  ownCredentials,
  post,
  refresh,
  revoke,
  tokensOf,
} from './integrator.ts'
import { PASSWORD, REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, simplestRequest } from './visitor.ts'

let folder: string
let server: RunningServer
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mandate-secrets-'))
  server = await startServer({ database: join(folder, 'mandate.db') })
})
after(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

/** Runs through everything, mishaps included; returns each secret by name. */
async function liveThroughEverything(): Promise<ReadonlyMap<string, string>> {
  const secrets = new Map<string, string>()
  const keep = (name: string, value: string | null | undefined) => {
    assert.ok(value !== undefined && value !== null && value.length >= 12, name)
    secrets.set(name, value)
    return value
  }
  keep('password', PASSWORD)
  keep('client secret', server.clientSecret)
  keep('API secret', server.resourceSecret)

  const asking = await server.register({ name: 'Asking', trusted: false })
  keep('second client secret', asking.secret)
  const as = { id: asking.client.id, secret: asking.secret }
  const visitor = newVisitor(server)
  const verifier = keep('verifier', 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')
  const state = keep('state', 'state-1f0e9d8c7b6a')
  const page = await visitor.open({
    ...simplestRequest(server),
    client_id: as.id,
    state,
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  })
  keep('sealed request', page.address.searchParams.get('pending'))
  const wrong = keep('wrong password', 'hunter2-hunter2')
  await visitor.signIn(page, { password: wrong })
  await visitor.signIn(page, { email: keep('password as address', 'my-pass-phrase-9') })
  const asked = await visitor.signIn(page)
  const { address } = await visitor.decide(asked, 'allow')
  for (const [name, value] of visitor.cookies) keep(`cookie ${name}`, value)

  const code = keep('code', address.searchParams.get('code'))
  const key = keep('retry key', 'retry-key-5c2f8e')
  const headers = { 'idempotency-key': key }
  const form = { code_verifier: verifier }
  const first = tokensOf(await exchange(server, code, { as, form, headers }))
  tokensOf(await exchange(server, code, { as, form, headers }))
  const narrow = { as, form: { resource: server.resource.uri } }
  const second = tokensOf(await refresh(server, first.refreshToken, narrow))
  for (const [name, tokens] of Object.entries({ first, second })) {
    keep(`${name} access token`, tokens.accessToken)
    keep(`${name} refresh token`, tokens.refreshToken)
  }
  await introspect(server, first.accessToken)
  await introspect(server, second.refreshToken, as)
  await revoke(server, first.accessToken, as)
  await revoke(server, second.refreshToken)

  const misplaced = { grant_type: 'refresh_token', refresh_token: second.refreshToken }
  const inUrl = `${server.issuer}/oauth2/token?${new URLSearchParams(misplaced)}`
  await post(inUrl, {}, { as })
  const credentials = new URLSearchParams({ client_id: as.id, client_secret: as.secret })
  await post(`${server.issuer}/oauth2/revoke?${credentials}`, {})
  await post(`${server.issuer}/oauth2/token`, misplaced, { as: { ...as, secret: `${as.secret}x` } })
  await fetch(`${server.issuer}/nothing?code=${code}`)
  await refresh(server, first.refreshToken, { as })
  await post(`${server.issuer}/oauth2/token`, { ...misplaced, redirect_uri: REDIRECT_URI })
  await visitor.post('/account/disconnect', { client_id: as.id })
  await revoke(server, second.accessToken, ownCredentials(server))
  return secrets
}

/** The database and its write-ahead log, and what the server wrote to its own log. */
async function everythingKept(): Promise<ReadonlyMap<string, Buffer>> {
  const files = await readdir(folder)
  assert.ok(files.includes('mandate.db') && files.includes('mandate.db-wal'), String(files))
  const kept = new Map([['the log', Buffer.from(server.log.join(''))]])
  for (const file of files) kept.set(file, await readFile(join(folder, file)))
  return kept
}

/** The forms in which a secret might be written down: whole, in part, and as bytes. */
function spellings(secret: string): readonly (string | Buffer)[] {
  const bytes = Buffer.from(secret)
  const whole = [
    secret,
    encodeURIComponent(secret),
    bytes.toString('base64'),
    bytes.toString('hex'),
  ]
  if (!secret.startsWith('mdt_')) return whole
  const payload = Buffer.from(secret.slice('mdt_ac_'.length, -6), 'base64url')
  const mac = payload.subarray(-32)
  return [...whole, secret.slice(-26), mac, mac.toString('hex'), mac.toString('base64url')]
}

test('no secret that was issued or entered is in the database or the log', async () => {
  const secrets = await liveThroughEverything()
  const kept = await everythingKept()
  for (const [place, content] of kept) {
    for (const [name, secret] of secrets) {
      const found = spellings(secret).filter((spelling) => content.includes(spelling))
      assert.deepEqual(found, [], `${name} is in ${place}`)
    }
  }
  // Proves that the search works: the names of the parties are not secret.
  const everywhere = Buffer.concat([...kept.values()])
  for (const name of [server.client.id, server.account.email, server.resource.uri]) {
    assert.ok(everywhere.includes(name), name)
  }
  assert.ok(kept.get('the log')?.includes('generation_reused'))
})
