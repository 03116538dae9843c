/**
 * curl and a cookie jar: everything a person and an integrator do, without any OAuth library.
 * The demo's trusted client, which needs no consent, is tested in `test/readme.test.ts`.
 */

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { promisify } from 'node:util'
import type { RunningApi } from '../../examples/api/src/api.ts'
import {
  PASSWORD,
  REDIRECT_URI,
  type RunningServer,
  startServer,
} from '../../packages/mandate/test/running-server.ts'
import { hiddenFields } from '../../packages/mandate/test/visitor.ts'
import { startNotesApi } from './notes-api.ts'

const run = promisify(execFile)

let server: RunningServer
let api: RunningApi
let place: string
let jar: string
let client: { readonly id: string; readonly secret: string }

before(async () => {
  server = await startServer()
  api = await startNotesApi(server)
  place = mkdtempSync(join(tmpdir(), 'mandate-curl-'))
})
after(async () => {
  await api.close()
  await server.close()
  rmSync(place, { recursive: true })
})
beforeEach(async () => {
  jar = join(mkdtempSync(join(place, 'person-')), 'cookies.txt')
  const registration = { redirectUris: [REDIRECT_URI], trusted: false }
  const registered = await server.register(registration)
  client = { id: registered.client.id, secret: registered.secret }
})

interface Answer {
  readonly status: number
  /** The address that a browser would be redirected to; empty if none. */
  readonly redirect: string
  readonly body: string
}

async function curl(...parameters: readonly string[]): Promise<Answer> {
  const format = '\n%{http_code} %{redirect_url}'
  const settings = ['--silent', '--show-error', '--noproxy', '*', '--write-out', format]
  const { stdout } = await run('curl', [...settings, ...parameters])
  const end = stdout.lastIndexOf('\n')
  const [status = '', redirect = ''] = stdout.slice(end + 1).split(' ')
  return { status: Number(status), redirect, body: stdout.slice(0, end) }
}

/** The person's browser: curl with the jar. */
function browse(...parameters: readonly string[]): Promise<Answer> {
  return curl('--cookie', jar, '--cookie-jar', jar, ...parameters)
}

function fields(form: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(form).flatMap(([name, value]) => ['--data-urlencode', `${name}=${value}`])
}

/** Opens the login page as the client sends people there; returns where that leads. */
async function openLogin(): Promise<URL> {
  const parameters = { response_type: 'code', client_id: client.id, redirect_uri: REDIRECT_URI }
  const address = `${server.issuer}/oauth2/authorize`
  const form = fields({ ...parameters, state: 'a b&c' })
  const { status, redirect } = await browse('--get', ...form, address)
  assert.equal(status, 303)
  return new URL(redirect)
}

/** Continues to the sign-in page, signs in there, and submits the consent page that follows. */
async function signIn(): Promise<{ readonly address: string; readonly page: Answer }> {
  const { href: form } = await openLogin()
  assert.equal((await browse(form)).status, 200)
  const credentials = { email: server.account.email, password: PASSWORD }
  const { status, redirect: address } = await browse(...fields(credentials), form)
  assert.deepEqual([status, new URL(address).pathname], [303, '/consent'])
  return { address, page: await browse(address) }
}

async function decide(decision: 'allow' | 'deny'): Promise<URL> {
  const { address, page } = await signIn()
  assert.equal(page.status, 200)
  assert.match(page.body, /<title>Let Ledgerline act for you\?/)
  const answer = await browse(...fields({ ...hiddenFields(page.body), decision }), address)
  assert.equal(answer.status, 303)
  return new URL(answer.redirect)
}

/** The client's back end: curl with the client's credentials. */
async function post(path: string, form: Readonly<Record<string, string>>) {
  const credentials = `${client.id}:${client.secret}`
  const { status, body } = await curl(
    ...['--user', credentials, ...fields(form), server.issuer + path],
  )
  return { status, json: body === '' ? {} : JSON.parse(body) }
}

async function connect() {
  const arrived = await decide('allow')
  const code = arrived.searchParams.get('code') ?? ''
  const form = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI }
  const { status, json } = await post('/oauth2/token', form)
  assert.equal(status, 200)
  return json
}

function refresh(token: string) {
  return post('/oauth2/token', { grant_type: 'refresh_token', refresh_token: token })
}

function callApi(token: string): Promise<Answer> {
  return curl('--header', `Authorization: Bearer ${token}`, `${api.url}/me`)
}

test('curl signs in, agrees, gets tokens, calls the API, refreshes and revokes', async () => {
  const tokens = await connect()
  const { status, body } = await callApi(tokens.access_token)
  assert.deepEqual([status, JSON.parse(body).username], [200, server.account.email])

  const { json: refreshed } = await refresh(tokens.refresh_token)
  assert.equal((await callApi(refreshed.access_token)).status, 200)
  const asked = await post('/oauth2/introspect', { token: refreshed.access_token })
  assert.deepEqual([asked.status, asked.json.active], [200, true])

  assert.equal((await post('/oauth2/revoke', { token: refreshed.refresh_token })).status, 200)
  assert.equal((await callApi(refreshed.access_token)).status, 401)
  const late = await refresh(refreshed.refresh_token)
  assert.deepEqual([late.status, late.json.error], [400, 'invalid_grant'])
})

test('curl comes back with exactly the code, the state and the issuer', async () => {
  const arrived = await decide('allow')
  assert.equal(`${arrived.origin}${arrived.pathname}`, `${REDIRECT_URI}/`)
  assert.deepEqual([...arrived.searchParams.keys()], ['code', 'state', 'iss'])
  assert.equal(arrived.searchParams.get('state'), 'a b&c')
  assert.equal(arrived.searchParams.get('iss'), server.issuer)
})

test('curl that denies comes back with access_denied and without a code', async () => {
  const arrived = await decide('deny')
  assert.equal(arrived.searchParams.get('error'), 'access_denied')
  assert.equal(arrived.searchParams.get('state'), 'a b&c')
  assert.equal(arrived.searchParams.has('code'), false)
})

test('curl is asked neither for a password nor for consent the second time', async () => {
  await decide('allow')
  assert.match((await openLogin()).href, /^https:\/\/urltoclient:4443\/\?code=mdt_ac_/)
})

test('curl disconnects the app on the account page, and its tokens are dead once that answers', async () => {
  const tokens = await connect()
  const account = await browse(`${server.issuer}/account`)
  assert.match(account.body, /Ledgerline/)
  const form = fields({ client_id: client.id })
  assert.equal((await browse(...form, `${server.issuer}/account/disconnect`)).status, 200)
  assert.equal((await callApi(tokens.access_token)).status, 401)
  assert.equal((await refresh(tokens.refresh_token)).json.error, 'invalid_grant')
  assert.equal((await openLogin()).pathname, '/consent')
})

test('curl that signed out has to sign in again', async () => {
  await decide('allow')
  assert.equal((await browse('--data', '', `${server.issuer}/sign-out`)).status, 303)
  assert.equal((await openLogin()).pathname, '/sign-in')
})
