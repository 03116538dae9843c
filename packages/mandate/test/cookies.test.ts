/** The attributes of the cookies, on loopback and behind https (RFC 6265bis §4.1.3.2). */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, simplestRequest } from './visitor.ts'

/** Every cookie that a sign-in sets: its name and its attributes, unparsed. */
async function cookiesOf(
  server: RunningServer,
  keep: Readonly<Record<string, string>> = {},
): Promise<ReadonlyMap<string, readonly string[]>> {
  const visitor = newVisitor(server)
  const opened = await visitor.get(
    `/oauth2/authorize?${new URLSearchParams(simplestRequest(server))}`,
  )
  const form = { email: server.account.email, password: PASSWORD, ...keep }
  const signedIn = await visitor.post(opened.headers.get('location') ?? '', form)
  assert.match(signedIn.headers.get('location') ?? '', /code=mdt_ac_/)
  return new Map(
    [opened, signedIn]
      .flatMap(({ headers }) => headers.getSetCookie())
      .map((cookie) => {
        const [pair = '', ...attributes] = cookie.split('; ')
        return [pair.slice(0, pair.indexOf('=')), attributes] as const
      }),
  )
}

test('on loopback cookies are out of reach of scripts and other sites', async () => {
  const server = await startServer()
  try {
    const cookies = await cookiesOf(server)
    assert.deepEqual([...cookies.keys()].sort(), ['mandate_browser', 'mandate_session'])
    for (const attributes of cookies.values()) {
      assert.deepEqual(attributes.slice(-3), ['Path=/', 'HttpOnly', 'SameSite=Lax'])
    }
    assert.match(cookies.get('mandate_browser')?.[0] ?? '', /^Max-Age=\d+$/)
    // It ends with the browser, unless the person asked to stay signed in.
    assert.equal(cookies.get('mandate_session')?.length, 3)
    const kept = await cookiesOf(server, { keep: '1' })
    assert.equal(kept.get('mandate_session')?.[0], 'Max-Age=2592000')
  } finally {
    await server.close()
  }
})

test('where nobody is asked, the cookie lasts as long as the session', async () => {
  const server = await startServer({ settings: { keepSignedInSeconds: 0 } })
  try {
    const cookies = await cookiesOf(server, { keep: '1' })
    assert.equal(cookies.get('mandate_session')?.[0], 'Max-Age=604800')
    assert.doesNotMatch(await (await fetch(`${server.issuer}/sign-in`)).text(), /name="keep"/)
  } finally {
    await server.close()
  }
})

test('behind https they are __Host- cookies: Secure, no Domain, path /', async () => {
  const server = await startServer({ settings: { issuer: 'https://id.example' } })
  try {
    const cookies = await cookiesOf(server)
    assert.deepEqual([...cookies.keys()].sort(), [
      '__Host-mandate_browser',
      '__Host-mandate_session',
    ])
    for (const attributes of cookies.values()) {
      assert.deepEqual(attributes.slice(-4), ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax'])
    }
    const { headers } = await fetch(`${server.issuer}/sign-in`)
    assert.match(headers.get('strict-transport-security') ?? '', /^max-age=\d+/)
  } finally {
    await server.close()
  }
})

test('behind https a cookie without the prefix is not accepted as a session', async () => {
  const server = await startServer({ settings: { issuer: 'https://id.example' } })
  try {
    const visitor = newVisitor(server)
    await visitor.post('/sign-in', { email: server.account.email, password: PASSWORD })
    const secret = visitor.cookies.get('__Host-mandate_session') ?? ''
    assert.equal((await visitor.get('/account')).status, 200)
    const other = newVisitor(server)
    other.cookies.set('mandate_session', secret)
    assert.equal((await other.get('/account')).status, 303)
  } finally {
    await server.close()
  }
})
