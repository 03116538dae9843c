import assert from 'node:assert/strict'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import express from 'express'
import fastify from 'fastify'
import { KEY, startFakeMandate } from '../../test/fake-mandate.ts'
import { createSignIn, type SignIn } from '../index.ts'
import type { LoginRoute, SignedInUser } from '../login-route.ts'

/** A platform whose session cookie contains the user and the time of the login in seconds. */
function userOf(cookie: string | null | undefined): SignedInUser | null {
  const [, subject, second] = /^session=(\w+)@(\d+)$/.exec(cookie ?? '') ?? []
  if (subject === undefined) return null
  const email = `${subject}@platform.example`
  return { subject, email, emailVerified: true, authTime: new Date(Number(second) * 1000) }
}

const loginPage = '/login'
const nodeRoute: LoginRoute<http.IncomingMessage> = {
  loginPage,
  currentUser: (request) =>
    request.headers.cookie === 'session=suspended'
      ? { refused: 'access_denied', reason: 'Your account is suspended.' }
      : userOf(request.headers.cookie),
}

type StartPlatform = (t: TestContext, signIn: SignIn) => Promise<string>

const startNode: StartPlatform = (t, signIn) => serve(t, http.createServer(signIn.node(nodeRoute)))

const startExpress: StartPlatform = (t, signIn) => {
  const router = express.Router()
  router.all('/mandate', signIn.express(nodeRoute))
  const app = express()
  app.use('/sign-in', router)
  return serve(t, http.createServer(app))
}

const startFastify: StartPlatform = async (t, signIn) => {
  const app = fastify()
  const { currentUser } = nodeRoute
  app.route({
    method: ['GET', 'POST'],
    url: '/sign-in/mandate',
    handler: signIn.fastify({
      loginPage,
      currentUser: (
        { raw }: { originalUrl: string; method: string; raw: http.IncomingMessage },
        asked,
      ) => currentUser(raw, asked),
    }),
  })
  t.after(() => app.close())
  return app.listen({ port: 0, host: '127.0.0.1' })
}

/** Stands for a framework that passes `Request`s to a function. */
const startFetch: StartPlatform = (t, signIn) => {
  const handler = signIn.fetch({
    loginPage,
    currentUser: ({ headers }) =>
      headers.get('cookie') === 'session=suspended'
        ? { refused: 'access_denied', reason: 'Your account is suspended.' }
        : userOf(headers.get('cookie')),
  })
  const bridge = http.createServer(async ({ url, method = 'GET', headers }, response) => {
    const cookie = headers.cookie === undefined ? {} : { cookie: headers.cookie }
    const request = new Request(`http://platform.example${url}`, { method, headers: cookie })
    const answer = await handler(request)
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(await answer.text())
  })
  return serve(t, bridge)
}

async function serve(t: TestContext, server: http.Server): Promise<string> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

for (const [name, startPlatform] of Object.entries({
  'node:http': startNode,
  Express: startExpress,
  Fastify: startFastify,
  'web-standard': startFetch,
} satisfies Record<string, StartPlatform>)) {
  const setUp = async (t: TestContext) => {
    const mandate = await startFakeMandate(t)
    const told: string[] = []
    const onProblem = ({ code }: { code: string }) => told.push(code)
    const signIn = createSignIn({ issuer: mandate.issuer, key: KEY, onProblem })
    const platform = await startPlatform(t, signIn)
    const visit = async (path: string, session?: string, method = 'GET') => {
      const headers = session === undefined ? {} : { cookie: `session=${session}` }
      const answer = await fetch(platform + path, { method, headers, redirect: 'manual' })
      return {
        status: answer.status,
        to: answer.headers.get('location'),
        headers: answer.headers,
        page: await answer.text(),
      }
    }
    const answered = () => JSON.parse(mandate.requests.at(-1)?.body ?? '{}')
    return { mandate, visit, answered, told }
  }

  test(`${name}: a signed-in user continues at once, after two requests`, async (t) => {
    const { mandate, visit, answered } = await setUp(t)
    const id = mandate.begin()
    const { status, to, headers } = await visit(`/sign-in/mandate?sign_in=${id}`, 'ada@1000')
    assert.equal(status, 303)
    assert.equal(to, `${mandate.issuer}/sign-in/with/acme/callback?id=${id}&continuation=c`)
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.equal(headers.get('referrer-policy'), 'no-referrer')
    assert.equal(mandate.requests.length, 2)
    assert.deepEqual(answered(), {
      id,
      subject: 'ada',
      email: 'ada@platform.example',
      email_verified: true,
      auth_time: 1000,
    })
  })

  test(`${name}: a visitor who is not signed in logs in first and comes back here`, async (t) => {
    const { mandate, visit } = await setUp(t)
    const id = mandate.begin({ login_hint: 'ada@x' })
    const { status, to } = await visit(`/sign-in/mandate?sign_in=${id}`)
    assert.equal(status, 303)
    const login = new URL(to ?? '', 'http://platform.example')
    assert.equal(login.pathname, '/login')
    assert.equal(login.searchParams.get('login_hint'), 'ada@x')
    assert.equal(login.searchParams.get('reauthenticate'), null)
    const back = login.searchParams.get('return_to') ?? ''
    assert.equal(back, `/sign-in/mandate?sign_in=${id}`)
    assert.match((await visit(back, 'ada@1000')).to ?? '', /\/sign-in\/with/)
  })

  test(`${name}: prompt=none shows no page and answers login_required`, async (t) => {
    const { mandate, visit, answered } = await setUp(t)
    const id = mandate.begin({ interactive: false })
    assert.match((await visit(`/sign-in/mandate?sign_in=${id}`)).to ?? '', /\/sign-in\/with/)
    assert.deepEqual(answered(), { id, refused: 'login_required' })
    const stale = mandate.begin({ interactive: false, auth_time_after: 2000 })
    await visit(`/sign-in/mandate?sign_in=${stale}`, 'ada@1999')
    assert.deepEqual(answered(), { id: stale, refused: 'login_required' })
  })

  test(`${name}: a login that is too old must be repeated, and a page that skips it causes no loop`, async (t) => {
    const { mandate, visit, answered, told } = await setUp(t)
    const id = mandate.begin({ prompt: ['login'], auth_time_after: 2000 })
    // A user who logged in slightly too early must log in again.
    const { to } = await visit(`/sign-in/mandate?sign_in=${id}`, 'ada@1999')
    const login = new URL(to ?? '', 'http://platform.example')
    assert.equal(login.searchParams.get('reauthenticate'), '1')
    const back = login.searchParams.get('return_to') ?? ''

    const skipped = await visit(back, 'ada@1969')
    assert.equal(skipped.status, 403)
    assert.match(skipped.page, /href="\/login\?[^"]*reauthenticate=1/)
    assert.equal(mandate.requests.length, 2)

    // The platform's clock is slightly behind Mandate's.
    assert.match((await visit(back, 'ada@1990')).to ?? '', /\/sign-in\/with/)
    assert.equal(answered().auth_time, 1990)
    assert.deepEqual(told, [])
  })

  test(`${name}: a person who wants to use another account sees the login page once`, async (t) => {
    const { mandate, visit, answered } = await setUp(t)
    const id = mandate.begin({ prompt: ['select_account'] })
    const { to } = await visit(`/sign-in/mandate?sign_in=${id}`, 'ada@1000')
    const { searchParams } = new URL(to ?? '', 'http://platform.example')
    assert.equal(searchParams.get('reauthenticate'), '1')
    assert.equal(searchParams.get('select_account'), '1')
    await visit(searchParams.get('return_to') ?? '', 'bob@1000')
    assert.equal(answered().subject, 'bob')
  })

  test(`${name}: a user whom the platform refuses gets the reason`, async (t) => {
    const { mandate, visit, answered } = await setUp(t)
    const id = mandate.begin()
    const { to } = await visit(`/sign-in/mandate?sign_in=${id}`, 'suspended')
    assert.match(to ?? '', /\/sign-in\/with/)
    const reason = 'Your account is suspended.'
    assert.deepEqual(answered(), { id, refused: 'access_denied', reason })
  })

  test(`${name}: a problem gets a page with its status, and operators are told if they can fix it`, async (t) => {
    const { mandate, visit, told } = await setUp(t)
    const expired = mandate.begin()
    mandate.expire(expired)
    const twice = mandate.begin()
    await visit(`/sign-in/mandate?sign_in=${twice}`, 'ada@1000')
    mandate.accounts.set('eve', { disabled: true })
    for (const [path, session, status, words] of [
      ['/sign-in/mandate', 'ada@1000', 400, /starts in another application/],
      ['/sign-in/mandate?sign_in=a&sign_in=b', 'ada@1000', 400, /starts in another application/],
      ['/sign-in/mandate?sign_in=nonsense', 'ada@1000', 400, /damaged/],
      [`/sign-in/mandate?sign_in=${expired}`, 'ada@1000', 400, /has expired/],
      [`/sign-in/mandate?sign_in=${twice}`, 'bob@1000', 409, /already been used/],
      [`/sign-in/mandate?sign_in=${mandate.begin()}`, 'eve@1000', 403, /Ask your administrator/],
    ] as const) {
      const answer = await visit(path, session)
      assert.equal(answer.status, status, path)
      assert.match(answer.page, words)
      assert.match(answer.headers.get('content-type') ?? '', /^text\/html/)
    }
    assert.deepEqual(told, [])

    mandate.troubles.push({ status: 503, headers: { 'retry-after': '60' } })
    const down = await visit(`/sign-in/mandate?sign_in=${mandate.begin()}`, 'ada@1000')
    assert.deepEqual([down.status, down.headers.get('retry-after')], [503, '60'])
    assert.deepEqual(told, ['mandate_unavailable'])
  })

  test(`${name}: no URL makes the route redirect to another host`, async (t) => {
    const { mandate, visit } = await setUp(t)
    const id = mandate.begin()
    for (const path of [
      `/sign-in/mandate?sign_in=${id}&return_to=https://evil.example/`,
      `/sign-in/mandate?return_to=//evil.example&sign_in=${id}&login_hint=x`,
    ]) {
      const { to } = await visit(path)
      assert.equal(to, `/login?return_to=${encodeURIComponent(`/sign-in/mandate?sign_in=${id}`)}`)
    }
  })

  test(`${name}: HEAD and POST do not answer a sign-in`, async (t) => {
    const { mandate, visit } = await setUp(t)
    const id = mandate.begin()
    const path = `/sign-in/mandate?sign_in=${id}`
    assert.equal((await visit(path, 'ada@1000', 'POST')).status, 405)
    const head = await visit(path, 'ada@1000', 'HEAD')
    assert.ok([404, 405].includes(head.status), String(head.status))
    assert.equal(mandate.requests.length, 0)
  })
}

test('node:http: a path with two slashes does not redirect to another host', async (t) => {
  const mandate = await startFakeMandate(t)
  const platform = await startNode(t, createSignIn({ issuer: mandate.issuer, key: KEY }))
  const { port } = new URL(platform)
  const to = await new Promise<string | undefined>((resolve) => {
    const path = `//evil.example/x?sign_in=${mandate.begin()}`
    http.get({ port, host: '127.0.0.1', path, agent: false }, (answer) => {
      answer.resume()
      resolve(answer.headers.location)
    })
  })
  const back = new URL(to ?? '', 'http://platform.example').searchParams.get('return_to')
  assert.match(back ?? '', /^\/evil\.example\/x\?/)
})

test('an error in the platform’s own function goes to the framework’s error handling', async (t) => {
  const mandate = await startFakeMandate(t)
  const told: unknown[] = []
  const signIn = createSignIn({
    issuer: mandate.issuer,
    key: KEY,
    onProblem: ({ code, cause }) => told.push(code, cause),
  })
  const failure = new Error('the session store is down')
  const currentUser = () => Promise.reject(failure)
  const path = `/?sign_in=${mandate.begin()}`

  const bare = await serve(t, http.createServer(signIn.node({ currentUser, loginPage })))
  const answer = await fetch(bare + path)
  assert.equal(answer.status, 500)
  assert.doesNotMatch(await answer.text(), /session store/)
  assert.deepEqual(told, ['platform_failed', failure])

  const handler = signIn.fetch({ currentUser, loginPage })
  await assert.rejects(handler(new Request(`http://p.example${path}`)), failure)

  const middleware = signIn.express({ currentUser, loginPage })
  const usual = http.createServer((request, response) =>
    middleware(request, response, (error) => response.end(String(error === failure))),
  )
  assert.equal(await (await fetch((await serve(t, usual)) + path)).text(), 'true')
})

test('the platform can provide its own login URL and its own page for problems', async (t) => {
  const mandate = await startFakeMandate(t)
  const signIn = createSignIn({ issuer: mandate.issuer, key: KEY })
  const handler = signIn.fetch({
    currentUser: () => null,
    loginPage: ({ returnTo, asked, request }) =>
      `https://accounts.example/in?for=${asked.client?.name}&next=${encodeURIComponent(new URL(returnTo, request.url).href)}`,
    problemPage: ({ code }) => `<p>${code}</p>`,
  })
  const to = (await handler(new Request(`https://p.example/m?sign_in=${mandate.begin()}`))).headers
  assert.equal(
    to.get('location'),
    'https://accounts.example/in?for=CRM&next=https%3A%2F%2Fp.example%2Fm%3Fsign_in%3Did_0',
  )
  assert.equal(
    await (await handler(new Request('https://p.example/m'))).text(),
    '<p>sign_in_missing</p>',
  )
})
