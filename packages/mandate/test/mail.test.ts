/** Mail, from the change to the mailbox. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setPassword } from '../src/operations/accounts.ts'
import { createPasswords } from '../src/people/password.ts'
import { openMailbox } from './mailbox.ts'
import { startServer } from './running-server.ts'

const cost = { memory: 64, passes: 1, parallelism: 1 }
const passwords = createPasswords({ random: (bytes) => new Uint8Array(bytes), cost })

test('who has a new password is told by mail, as text and as HTML', async () => {
  await using mailbox = await openMailbox()
  await using server = await startServer({
    settings: { mailUrl: mailbox.url, brandName: 'Ac<me>' },
  })
  const { account, store, clock, issuer } = server
  const context = { store, clock, passwords, settings: { brandName: 'Acme' } }
  const wanted = { accountId: account.id, password: 'a wholly different passphrase' }
  const changed = await setPassword(context, { kind: 'operator', via: 'shell' }, wanted)
  assert.deepEqual(changed, { is: 'changed' })
  const mail = await mailbox.next(account.email)
  assert.equal(mail.subject, 'Your Ac<me> password was changed')
  assert.equal(mail.from, 'no-reply@acme.example')
  assert.ok(mail.text.includes(`The password of your Ac<me> account ${account.email} was changed.`))
  assert.ok(mail.html.includes('The password of your Ac&#60;me&#62; account'))
  assert.deepEqual(mail.links, [`${issuer}/forgot`])
  assert.equal(mail.headers.get('auto-submitted'), 'auto-generated')
  assert.match(mail.headers.get('message-id') ?? '', /^<[0-9a-f]{32}@127\.0\.0\.1>$/)
})
