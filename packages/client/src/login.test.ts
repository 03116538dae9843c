import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { readConfiguration } from './configuration.ts'
import { buildLogin, readCallback } from './login.ts'
import { memoryStore } from './stores/memory.ts'

const configuration = readConfiguration({
  issuer: 'https://login.example',
  clientId: 'notes',
  clientSecret: 'secret',
  redirectUri: 'https://app.example:443/cb?tenant=1',
  scope: 'read write',
  store: memoryStore(),
})
const endpoint = 'https://login.example/oauth2/authorize'
const metadata = {
  issuer: 'https://login.example',
  authorization_response_iss_parameter_supported: true,
}

describe('starting a login', () => {
  it('asks for a code with state and an S256 challenge of the pending verifier', async () => {
    const { url, pending } = await buildLogin(configuration, endpoint, {})
    const asked = Object.fromEntries(new URL(url).searchParams)
    assert.deepEqual(asked, {
      response_type: 'code',
      client_id: 'notes',
      redirect_uri: 'https://app.example:443/cb?tenant=1',
      scope: 'read write',
      state: pending.state,
      code_challenge: createHash('sha256').update(pending.codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
    })
  })

  it('gives every login its own state, verifier, grant key and idempotency key', async () => {
    const one = (await buildLogin(configuration, endpoint, {})).pending
    const other = (await buildLogin(configuration, endpoint, {})).pending
    for (const name of ['state', 'codeVerifier', 'grantKey', 'idempotencyKey'] as const) {
      assert.notEqual(one[name], other[name])
      assert.ok(one[name].length >= 32)
    }
  })

  it('names each API that the tokens are for, and the scope of this login', async () => {
    const resource = ['https://a.example', 'https://b.example']
    const { url } = await buildLogin(configuration, endpoint, { resource, scope: 'read' })
    assert.deepEqual(new URL(url).searchParams.getAll('resource'), resource)
    assert.equal(new URL(url).searchParams.get('scope'), 'read')
  })

  it('keeps a query that the authorization endpoint has of its own', async () => {
    const { url } = await buildLogin(configuration, `${endpoint}?tenant=7`, {})
    assert.equal(new URL(url).searchParams.get('tenant'), '7')
  })
})

describe('the callback', async () => {
  const { pending } = await buildLogin(configuration, endpoint, {})
  const good = { code: 'the-code', state: pending.state, iss: 'https://login.example' }
  const read = (parameters: Record<string, string> | string) =>
    readCallback(metadata, `/cb?${new URLSearchParams(parameters)}`, pending)

  it('yields the code when state and issuer are right, as a path or a whole URL', () => {
    assert.equal(read(good), 'the-code')
    const whole = new URL(`https://app.example/cb?${new URLSearchParams(good)}`)
    assert.equal(readCallback(metadata, whole, pending), 'the-code')
  })

  it('is refused with a wrong, missing or empty state, even where it carries an error', () => {
    for (const state of ['other', '']) {
      assert.throws(() => read({ ...good, state }), { code: 'state_mismatch' })
      assert.throws(() => read({ error: 'access_denied', state }), { code: 'state_mismatch' })
    }
    assert.throws(() => read({ code: 'the-code' }), { code: 'state_mismatch' })
  })

  it('is refused when it comes from another server, or does not say where from', () => {
    assert.throws(() => read({ ...good, iss: 'https://evil.example' }), { code: 'issuer_mismatch' })
    assert.throws(() => read({ ...good, iss: '' }), { code: 'issuer_mismatch' })
    assert.throws(() => read({ ...good, iss: 'https://login.example/' }), {
      code: 'issuer_mismatch',
    })
  })

  it('needs no issuer from a server that does not promise one', () => {
    const callback = `/cb?code=c&state=${pending.state}`
    assert.equal(readCallback({ issuer: 'https://login.example' }, callback, pending), 'c')
  })

  it('tells a user who said no from a server that failed and from a wrong request', () => {
    const { code: _, ...answer } = good
    const outcomes = {
      access_denied: 'access_denied',
      temporarily_unavailable: 'server_unavailable',
      server_error: 'server_unavailable',
      invalid_scope: 'authorization_failed',
    }
    for (const [error, code] of Object.entries(outcomes)) {
      assert.throws(() => read({ ...answer, error }), { code, serverError: error })
    }
  })

  it('is refused with a parameter twice, or with neither code nor error', () => {
    const text = new URLSearchParams(good).toString()
    for (const name of ['code', 'state', 'iss']) {
      assert.throws(() => read(`${text}&${name}=again`), { code: 'callback_invalid' })
    }
    assert.throws(() => read({ ...good, code: '' }), { code: 'callback_invalid' })
  })

  it('is never quoted in an error', () => {
    for (const wrong of [{ state: 'x' }, { iss: 'x' }, { error: 'x' }]) {
      assert.throws(
        () => read({ ...good, ...wrong }),
        (error: Error) => !`${error.stack}`.includes('the-code'),
      )
    }
  })
})
