/** Who may use the console: every page and act of its registry, for nobody and for each role. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { consoleActs, consolePages } from '../src/http/console/addresses.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { newVisitor } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const places = [...consolePages, ...consoleActs].map(({ path }) => path.replace(/:\w+/g, 'x'))

test('whoever is not signed in is asked to sign in, and nothing is done', async () => {
  const visitor = newVisitor(server)
  for (const path of places) {
    for (const answer of [await visitor.get(path), await visitor.post(path, {})]) {
      // 405 for an act without a question, and for a page without a form.
      if (answer.status === 405) continue
      assert.equal(answer.status, 303, path)
      assert.match(answer.headers.get('location') ?? '', /^\/sign-in\?then=/, path)
    }
  }
})

test('an account without a role sees nothing of the console, whatever it asks for', async () => {
  const visitor = newVisitor(server)
  await visitor.post('/sign-in', { email: server.account.email, password: PASSWORD })
  for (const path of places) {
    for (const answer of [await visitor.get(path), await visitor.post(path, {})]) {
      if (answer.status === 405) continue
      assert.equal(answer.status, 403, path)
      const html = await answer.text()
      assert.match(html, /This account cannot use the console/)
      assert.doesNotMatch(html, /console-places/)
    }
  }
})
