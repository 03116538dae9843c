/** Users in the console: how operators add, invite and find them. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newOperator, type Operator } from './console-visitor.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { newVisitor } from './visitor.ts'

const NEW = '/console/users/new'

let server: RunningServer
let owner: Operator
before(async () => {
  server = await startServer({ settings: { registration: 'invited' } })
  owner = await newOperator(server, 'owner')
})
after(() => server.close())

/** The path of the link that the page shows, as a browser opens it. */
function linkIn(html: string): string {
  const { pathname, search } = new URL(/data-copy[^>]*>(http[^<]+)</.exec(html)?.[1] ?? '')
  return pathname + search
}

test('an operator adds a user, whose link leads to a first password', async () => {
  const form = await owner.visitor.follow(NEW)
  const fields = { email: 'Added@example.com', name: 'Ada', first_sign_in: 'link' }
  const added = await owner.submit(form, fields)
  const page = await newVisitor(server).follow(linkIn(added.html))
  assert.match(page.html, /name="password"/)
  const again = await owner.submit(form, fields)
  assert.match(again.html, /already sent/)
  const anew = await owner.submit(await owner.visitor.follow(NEW), fields)
  assert.equal(anew.status, 400)
  assert.match(anew.html, /A user with this address exists already/)
})

test('an operator invites somebody, and withdraws the invitation', async () => {
  const email = 'invited@example.com'
  const form = await owner.visitor.follow(NEW)
  const invited = await owner.submit(form, { email, first_sign_in: 'invitation' })
  const path = linkIn(invited.html)
  assert.match((await newVisitor(server).follow(path)).html, /name="password"/)
  assert.equal(await server.store.accounts.findByEmailKey(email), undefined)
  const withdrawal = '/console/users/invitations/withdraw'
  const withdrawn = await owner.submit(form, { invited: email }, withdrawal)
  assert.match(withdrawn.html, /is withdrawn/)
  assert.doesNotMatch((await newVisitor(server).follow(path)).html, /name="password"/)
  assert.match(
    (await owner.submit(form, { invited: email }, withdrawal)).html,
    /no open invitation/,
  )
})

test('a server without invitations does not make one, whatever the form says', async () => {
  await using closed = await startServer({ settings: { registration: 'off' } })
  const { visitor, submit } = await newOperator(closed, 'operator')
  const form = await visitor.follow(NEW)
  assert.doesNotMatch(form.html, /value="invitation"/)
  const refused = await submit(form, { email: 'a@example.com', first_sign_in: 'invitation' })
  assert.equal(refused.status, 400)
})

test('an operator finds users by a name, in the list and by the search box', async () => {
  const form = await owner.visitor.follow(NEW)
  const fields = { email: 'bjork@example.com', name: 'Björk Ångström', first_sign_in: 'provider' }
  const { pathname } = (await owner.submit(form, fields)).address
  const list = await owner.visitor.follow('/console/users?name=bjork%20a')
  assert.match(list.html, new RegExp(`href="${pathname}"`))
  const nobody = await owner.visitor.follow('/console/users?name=bjorn')
  assert.match(nobody.html, /No user has such an address or name/)
  const found = await owner.submit(list, { q: 'BJÖRK' }, '/console/search')
  assert.equal(found.address.pathname, pathname)
})
