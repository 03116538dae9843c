/** Authorization requests near the length limit always end on a page, whatever they contain. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { FORM } from './raw-request.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { cookieHeader, newVisitor, simplestRequest, type Visitor } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

/** Posts the request with this parameter added, unencoded, and follows redirects to the page. */
async function post(visitor: Visitor, name: string, value: string): Promise<Response> {
  const form = `${new URLSearchParams(simplestRequest(server))}&${name}=${value}`
  const headers = [FORM, ['Cookie', cookieHeader(visitor)]] as const
  const address = `${server.issuer}/oauth2/authorize`
  const init: RequestInit = { method: 'POST', body: form, redirect: 'manual' }
  let response = await fetch(address, { ...init, headers: Object.fromEntries(headers) })
  for (let hop = 0; hop < 3 && response.status === 303; hop++) {
    response = await visitor.get(response.headers.get('location') ?? '')
  }
  return response
}

// A state travels unchanged, and a login_hint may contain any character.
for (const [name, character] of [
  ['state', 'a'],
  ['state', '"'],
  ['state', '\\'],
  ['login_hint', '\u0001'],
  ['login_hint', '€'],
  ['more', '😀'],
] as const) {
  test(`long requests of ${JSON.stringify(character)} in ${name} get the sign-in page or an explanation`, async () => {
    const arrived = newVisitor(server)
    await arrived.open(simplestRequest(server))
    for (const visitor of [newVisitor(server), arrived]) {
      assert.equal((await post(visitor, name, character.repeat(600))).status, 200)
      for (const times of [1_500, 2_500, 5_000, 7_700, 15_000]) {
        const page = await post(visitor, name, character.repeat(times))
        assert.ok([200, 400, 413].includes(page.status), `${times}: ${page.status}`)
        assert.match(
          await page.text(),
          page.status === 200 ? /name="password"/ : /The request is too long/,
        )
      }
    }
  })
}
