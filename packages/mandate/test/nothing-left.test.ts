/** What is left of a person once their account is deleted: every table is searched. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { emailKey } from '../src/people/email.ts'
import { newLink } from '../src/people/mailed-links.ts'
import { ACT } from './act.ts'
import { setUpApp } from './authenticator-app.ts'
import { exchange } from './integrator.ts'
import { openMailbox } from './mailbox.ts'
import { PASSWORD, startServer } from './running-server.ts'
import { consent, passkey, scimUser } from './store/contract/samples.ts'
import { newVisitor, obtainCode, simplestRequest } from './visitor.ts'

const DAY = 24 * 60 * 60

test('after the deletion of an account, no table has anything of the person but the id', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-nothing-left-'))
  const database = join(folder, 'mandate.db')
  try {
    await using mailbox = await openMailbox()
    await using server = await startServer({ database, settings: { mailUrl: mailbox.url } })
    const { store, clock } = server
    const address = 'person.to.forget@example.com'
    const { id: accountId } = await server.createAccount(address)
    const form = { email: address, password: PASSWORD }
    await exchange(server, await obtainCode(server, simplestRequest(server), form))
    const visitor = newVisitor(server)
    await visitor.post('/sign-in', { ...form, password: 'wrong' })
    await visitor.get('/forgot')
    await visitor.post('/forgot', { email: address })
    await mailbox.next(address)
    // A refused request that names the person.
    await visitor.open({ ...simplestRequest(server), login_hint: address, response_type: 'token' })
    await visitor.post('/sign-in', form)
    await store.accounts.update(accountId, { name: 'Forgotten Name' }, ACT)
    await store.accounts.link(accountId, { provider: 'acme', subject: 'forgotten-subject' }, ACT)
    await store.passkeys.insert({ ...passkey, accountId }, ACT)
    await store.operators.insert({ accountId, role: 'support', createdAt: clock.now() }, ACT)
    const user = { ...scimUser, accountId, userName: address, userNameKey: address }
    const known = {
      email: address,
      name: 'Forgotten Name',
      profile: { nickname: 'forgotten-nick' },
      disables: false,
    }
    await store.scimUsers.adopt({ ...user, externalId: 'forgotten-subject' }, known, ACT)
    const random = (bytes: number) => randomBytes(bytes)
    const wanted = { purpose: 'stop_change', language: 'en', browser: null } as const
    const link = newLink(
      { ...wanted, accountId, email: address, emailKey: emailKey(address), details: {} },
      { keys: server.keys, random, now: clock.now() },
    )
    await store.mailedLinks.insert(link, 'none', ACT)

    await store.trustedIssuers.signOut({ issuerId: 'issuer_1', accountId }, ACT)
    await store.consents.put({ ...consent, accountId, clientId: server.client.id }, ACT)
    const page = `${server.issuer}/account/security/authenticator`
    const setUp = { ...(await visitor.follow(page)), address: new URL(`${page}/add`) }
    await setUpApp(visitor, setUp, clock.now())

    using rows = new DatabaseSync(database, { readOnly: true })
    const tables = rows
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all()
      .map(({ name }) => String(name))
    const holding = (sign: string) =>
      tables.filter((name) =>
        rows
          .prepare(`SELECT * FROM "${name}"`)
          .all()
          .some((row) => Object.values(row).some((value) => String(value).includes(sign))),
      )
    const naming = tables.filter((name) =>
      rows
        .prepare(`SELECT name FROM pragma_table_info('${name}')`)
        .all()
        .some((column) => column['name'] === 'account_id'),
    )
    // Otherwise the search below would find nothing for lack of rows.
    const before = holding(accountId)
    const missing = naming.filter((name) => name !== 'bulk_revocations' && !before.includes(name))
    assert.deepEqual(missing, [])
    const signs = [address, 'Forgotten Name', 'forgotten-nick', 'forgotten-subject']
    for (const sign of signs) assert.notDeepEqual(holding(sign), [], sign)

    await visitor.send('/account/data/delete', { account: accountId, confirmed: 'yes' })
    await store.sweep({ now: clock.now() + 31 * DAY, overBefore: 0, limit: 100 })
    assert.equal(await store.accounts.find(accountId), undefined)
    for (const sign of signs) assert.deepEqual(holding(sign), [], sign)
    assert.deepEqual(holding(accountId), ['deleted_accounts', 'facts', 'jobs'])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
