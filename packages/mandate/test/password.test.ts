/** The password of an account, changed by its owner. */

import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, type Visitor } from './visitor.ts'

const NEW_PASSWORD = 'four unlikely words together'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

let people = 0
async function newPerson() {
  const account = await server.createAccount(`owner${++people}@example.com`)
  const visitor = newVisitor(server)
  await signIn(visitor, account.email)
  return { ...account, visitor }
}
const signIn = (visitor: Visitor, email: string, password = PASSWORD) =>
  visitor.send('/sign-in', { email, password })
const change = (visitor: Visitor, account: string, password: string) =>
  visitor.send('/account/password/change', { account, password, password_again: password })

test('a password manager is sent to the page, and finds its fields', async () => {
  const { email, visitor } = await newPerson()
  const found = await visitor.get('/.well-known/change-password')
  assert.deepEqual([found.status, found.headers.get('location')], [302, '/account/password'])
  const html = await (await visitor.get('/account/password')).text()
  assert.match(html, /name="password" type="password" autocomplete="new-password" minlength="15"/)
  assert.ok(html.includes(`autocomplete="username" value="${email}"`))
  assert.doesNotMatch(html, /maxlength|onpaste/)
})

test('a changed password signs out every other browser, and this one stays', async () => {
  const { id, email, visitor } = await newPerson()
  const elsewhere = newVisitor(server)
  await signIn(elsewhere, email)
  const page = await change(visitor, id, NEW_PASSWORD)
  assert.match(page.html, /Your password was changed/)
  assert.equal((await visitor.get('/account')).status, 200)
  assert.equal((await elsewhere.get('/account')).status, 303)
  assert.equal((await signIn(newVisitor(server), email, PASSWORD)).address.pathname, '/sign-in')
  assert.equal((await signIn(newVisitor(server), email, NEW_PASSWORD)).address.pathname, '/account')
  assert.equal((await change(visitor, id, `${NEW_PASSWORD} again`)).status, 200, 'and again')
})

test('it needs a recent sign-in, and the form is filled in again after it', async () => {
  const { id, email, visitor } = await newPerson()
  server.clock.advance(16 * 60)
  const signInPage = await change(visitor, id, NEW_PASSWORD)
  assert.equal(signInPage.address.pathname, '/sign-in')
  assert.ok(!signInPage.address.href.includes(NEW_PASSWORD))
  const form = await visitor.signIn(signInPage, { email })
  assert.equal(form.address.pathname, '/account/password')
  assert.equal((await signIn(newVisitor(server), email)).address.pathname, '/account')
})

test('a refused password says why beside the field, and is not kept', async () => {
  const { id, email, visitor } = await newPerson()
  for (const [password, told] of [
    ['too short 4 us', /at least 15 characters/i],
    ['passwordpassword', /easy to guess/],
    [email, /easy to guess/],
  ] as const) {
    const page = await change(visitor, id, password)
    assert.equal(page.status, 400)
    assert.match(page.html, told)
    assert.match(page.html, /aria-invalid="true" aria-describedby="password-told"/)
    assert.doesNotMatch(page.html, /type="password"[^>]* value=/)
  }
  assert.equal((await signIn(newVisitor(server), email)).address.pathname, '/account')
})

test('a short password that somebody has stays valid', async () => {
  const { email, passwordHash } = server.account
  const short = 'zqxjkvbp'
  const kept = await server.createAccount('short@example.com')
  const { createPasswords } = await import('../src/people/password.ts')
  const cost = { memory: 64, passes: 1, parallelism: 1 }
  const to = await createPasswords({ random: (n) => new Uint8Array(n), cost }).hash(short)
  assert.ok(typeof to === 'string' && kept.passwordHash !== null && email !== passwordHash)
  await server.store.accounts.replacePasswordHash(kept.id, { from: kept.passwordHash, to })
  assert.equal((await signIn(newVisitor(server), kept.email, short)).address.pathname, '/account')
})

test('a leaked password is refused through the safe fetcher, and a silent service stops nobody', async () => {
  const digest = hash('sha1', NEW_PASSWORD, 'hex').toUpperCase()
  const asked: string[] = []
  const service = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end(`${'0'.repeat(35)}:1\r\n${digest.slice(5)}:7\r\n`)
  })
  await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening))
  const { port } = service.address() as AddressInfo
  const passwordRangeUrl = `http://127.0.0.1:${port}/range`
  try {
    // Without fetch_allowed_hosts, no address of this machine is called.
    await using careful = await startServer({ settings: { passwordRangeUrl } })
    await using leaky = await startServer({
      settings: { passwordRangeUrl, fetchAllowedHosts: [`127.0.0.1:${port}`] },
    })
    const changeAt = async (site: RunningServer, password: string) => {
      const visitor = newVisitor(site)
      await visitor.send('/sign-in', { email: site.account.email, password: PASSWORD })
      return change(visitor, site.account.id, password)
    }
    const refused = await changeAt(leaky, NEW_PASSWORD)
    assert.match(refused.html, /was found in a data leak/)
    assert.deepEqual(asked, [`/range/${digest.slice(0, 5)}`])
    assert.match((await changeAt(leaky, `${NEW_PASSWORD} too`)).html, /Your password was changed/)
    assert.match((await changeAt(careful, NEW_PASSWORD)).html, /Your password was changed/)
    assert.match(careful.log.join('\n'), /was not compared with leaked ones/)
    assert.ok(!careful.log.join('\n').includes(digest.slice(0, 5)))
    assert.equal(asked.length, 2)
  } finally {
    service.close()
  }
})
