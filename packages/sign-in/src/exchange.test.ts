import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KEY, startFakeMandate, type Trouble } from '../test/fake-mandate.ts'
import { createSignIn, type SignIn } from './index.ts'

const ada = { subject: 'ada' }

for (const [what, trouble] of Object.entries({
  'a cut connection': 'cut',
  'a server that is starting': { status: 503, headers: { 'retry-after': '0' } },
  'a proxy without a server': { status: 502, body: '<html>Bad Gateway</html>' },
} satisfies Record<string, Trouble>)) {
  test(`${what} is tried again, and the sign-in continues`, async (t) => {
    const mandate = await startFakeMandate(t)
    const signIn = createSignIn({ issuer: mandate.issuer, key: KEY })
    const id = mandate.begin()
    mandate.troubles.push(trouble)
    await signIn.read(id)
    mandate.troubles.push(trouble, trouble)
    const { continueUrl } = await signIn.answer(id, ada)
    assert.ok(continueUrl.startsWith(`${mandate.issuer}/sign-in/with/acme/callback`))
    assert.equal(mandate.requests.length, 5)
  })
}

test('a server that never answers is given up after three tries within the time limit', async (t) => {
  const mandate = await startFakeMandate(t)
  const signIn = createSignIn({ issuer: mandate.issuer, key: KEY, timeoutMs: 50 })
  mandate.troubles.push('silence', 'silence', 'silence')
  await assert.rejects(signIn.read(mandate.begin()), {
    code: 'mandate_unavailable',
    message: /read \(no answer in time\)$/,
  })
  assert.equal(mandate.requests.length, 3)
})

test('a server that asks for a long pause is not tried again', async (t) => {
  const mandate = await startFakeMandate(t)
  const signIn = createSignIn({ issuer: mandate.issuer, key: KEY })
  mandate.troubles.push({ status: 429, headers: { 'retry-after': '30' } })
  await assert.rejects(signIn.read(mandate.begin()), {
    code: 'mandate_unavailable',
    retryAfterSeconds: 30,
  })
  assert.equal(mandate.requests.length, 1)
})

test('an unused port is mandate_unavailable, with the reason', async (t) => {
  const mandate = await startFakeMandate(t)
  const { port } = new URL(mandate.issuer)
  // Nothing listens at this loopback address.
  const signIn = createSignIn({ issuer: `http://127.0.0.77:${port}`, key: KEY })
  await assert.rejects(signIn.read('x'), { code: 'mandate_unavailable', message: /ECONNREFUSED/ })
})

const UNREADABLE: Readonly<Record<string, Trouble>> = {
  'a redirect, which is not followed with the key': {
    status: 307,
    headers: { location: 'https://evil.example/' },
  },
  'an endless response': 'endless',
  'a page': { status: 200, body: '<!doctype html>' },
  'an unexpected JSON document': { status: 200, body: '{"hello":"world"}' },
  'a list': { status: 200, body: '[]' },
  'a 404 of another program': { status: 404, body: 'Not found' },
  'a URL of another host': {
    status: 200,
    body: '{"continue_url":"https://evil.example/sign-in/with/acme/callback"}',
  },
  'a javascript: URL': { status: 200, body: '{"continue_url":"javascript:alert(1)"}' },
}
for (const [what, trouble] of Object.entries(UNREADABLE)) {
  test(`${what} is answer_unreadable, once`, async (t) => {
    const mandate = await startFakeMandate(t)
    const signIn = createSignIn({ issuer: mandate.issuer, key: KEY })
    const id = mandate.begin()
    const calls: ((signIn: SignIn) => Promise<unknown>)[] = [
      (signIn) => signIn.read(id),
      (signIn) => signIn.answer(id, ada),
      (signIn) => signIn.users.disable('ada'),
    ]
    for (const call of calls) {
      mandate.troubles.push(trouble)
      await assert.rejects(call(signIn), { name: 'SignInError', code: 'answer_unreadable' })
    }
    assert.equal(mandate.requests.length, calls.length)
  })
}

test('a wrong key is key_refused, and no error contains the key or the id', async (t) => {
  const mandate = await startFakeMandate(t)
  const key = 'mdt_pk_ofanotherserver'
  const signIn = createSignIn({ issuer: mandate.issuer, key })
  await assert.rejects(signIn.read('the-id'), (error: Error) => {
    assert.equal(Object(error).code, 'key_refused')
    assert.doesNotMatch(`${error.stack}${JSON.stringify(error)}`, /ofanotherserver|the-id/)
    return true
  })
  mandate.troubles.push({
    status: 403,
    body: '{"code":"not_permitted","detail":"Needs users."}',
  })
  await assert.rejects(createSignIn({ issuer: mandate.issuer, key }).users.disable('ada'), {
    code: 'permission_missing',
    message: /Needs users\./,
  })
})

test('a value that Mandate does not accept is named', async (t) => {
  const mandate = await startFakeMandate(t)
  const signIn = createSignIn({ issuer: mandate.issuer, key: KEY })
  const body = '{"code":"invalid_request","detail":"email is no address.","field":"email"}'
  mandate.troubles.push({ status: 422, body })
  await assert.rejects(signIn.answer(mandate.begin(), { subject: 'ada', email: 'x' }), {
    code: 'request_refused',
    serverCode: 'invalid_request',
    field: 'email',
    message: /email is no address\.$/,
  })
})

test('the same answer twice counts once; a different one is already_answered', async (t) => {
  const mandate = await startFakeMandate(t)
  const signIn = createSignIn({ issuer: mandate.issuer, key: KEY })
  const id = mandate.begin()
  const first = await signIn.answer(id, ada)
  assert.deepEqual(await signIn.answer(id, ada), first)
  await assert.rejects(signIn.answer(id, { subject: 'bob' }), { code: 'already_answered' })
  await assert.rejects(signIn.refuse(id, 'access_denied'), { code: 'already_answered' })
})
