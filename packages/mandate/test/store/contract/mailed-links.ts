import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Store } from '../../../src/store/port.ts'
import type { MailedLink } from '../../../src/store/records.ts'
import { ACT, actAt } from '../../act.ts'
import { account, insertParties, mailedLink, NOW, session } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const idOf = (number: number) => number.toString(16).padStart(32, '0')
const HASH = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$bmV3'

/** A link to another address of the account. */
const change: MailedLink = {
  ...mailedLink,
  id: idOf(100),
  purpose: 'change_address',
  email: 'Zoë@new.example',
  emailKey: 'zoë@new.example',
}

export function mailedLinksContract(subject: ContractSubject): void {
  describe('mailed links', () => {
    const open = async (t: Parameters<typeof openEmpty>[0]) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      return { store, links: store.mailedLinks }
    }
    const stateOf = async (store: Store, { id }: MailedLink) =>
      (await store.mailedLinks.find(id))?.ended
    const kindsOf = async (store: Store) =>
      (await store.facts.list({ accountId: account.id }, 100)).map(({ kind }) => kind)

    it('are kept exactly as they were made, and recorded only if somebody gets them', async (t) => {
      const { store, links } = await open(t)
      await links.insert(mailedLink, 'all', ACT)
      await links.insert({ ...mailedLink, id: idOf(1), accountId: null }, 'all', ACT)
      assert.deepEqual(await links.find(mailedLink.id), mailedLink)
      assert.equal(await links.find(idOf(2)), undefined)
      const made = (await store.facts.list({}, 100)).filter(({ kind }) => kind === 'link.made')
      assert.deepEqual(
        made.map(({ id: _, atMs: __, ...fact }) => fact),
        [
          {
            ...{ kind: 'link.made', accountId: account.id, by: ACT.by },
            ...{ linkId: mailedLink.id, purpose: 'reset_password' },
          },
        ],
      )
    })

    it('replace older ones of their purpose and account, of one browser or of all', async (t) => {
      const { store, links } = await open(t)
      const ofBrowser = (number: number, browser: string | null): MailedLink => ({
        ...{ ...mailedLink, id: idOf(number), browser },
      })
      const [first, elsewhere, nowhere] = [ofBrowser(1, 'a'), ofBrowser(2, 'b'), ofBrowser(3, null)]
      const others: MailedLink[] = [
        { ...ofBrowser(4, 'a'), purpose: 'verify_address' },
        { ...ofBrowser(5, 'a'), accountId: 'account-2' },
        { ...ofBrowser(6, 'a'), accountId: null },
      ]
      for (const link of [first, elsewhere, nowhere, ...others]) {
        await links.insert(link, 'same_browser', ACT)
      }
      await links.insert(ofBrowser(7, 'a'), 'same_browser', ACT)
      assert.equal(await stateOf(store, first), 'replaced')
      await links.insert(ofBrowser(8, null), 'same_browser', ACT)
      assert.equal(await stateOf(store, nowhere), null, 'anybody can ask without a cookie')
      assert.equal(await stateOf(store, elsewhere), null)
      await links.insert(ofBrowser(9, 'c'), 'all', ACT)
      assert.equal(await stateOf(store, elsewhere), 'replaced')
      for (const link of others) assert.equal(await stateOf(store, link), null)
      // An address without an account has links too, so that nobody can tell.
      await links.insert({ ...ofBrowser(10, 'a'), accountId: null }, 'same_browser', ACT)
      assert.equal(await stateOf(store, ofBrowser(6, 'a')), 'replaced')
      const found = await links.listOpen(account.id, NOW)
      assert.deepEqual(found.map(({ id }) => id).sort(), [idOf(4), idOf(9)])
      assert.deepEqual(await links.listOpen(account.id, mailedLink.expiresAt), [])
    })

    it('are used once, however many try at the same time, and never after their end', async (t) => {
      const { store, links } = await open(t)
      const invitation = { ...mailedLink, purpose: 'invitation', accountId: null } as const
      await links.insert(invitation, 'all', ACT)
      const late = { link: invitation, at: invitation.expiresAt }
      assert.equal(await links.use(late), false)
      const used = await Promise.all(
        Array.from({ length: 20 }, () => links.use({ link: invitation, at: NOW })),
      )
      assert.equal(used.filter(Boolean).length, 1)
      assert.equal(await stateOf(store, invitation), 'used')
    })

    it('make one account of an address, however many are used at the same time', async (t) => {
      const { store, links } = await open(t)
      const emailKey = 'new@example.com'
      const toRegister = (number: number): MailedLink => ({
        ...{ ...mailedLink, id: idOf(number), purpose: 'register', accountId: null },
        ...{ email: emailKey, emailKey },
      })
      const made = Array.from({ length: 10 }, (_, number) => toRegister(number))
      for (const link of made) await links.insert(link, 'none', ACT)
      const invitation: MailedLink = { ...toRegister(20), purpose: 'invitation' }
      await links.insert(invitation, 'none', ACT)
      const terms = { version: '2026-05', at: NOW }
      const wanted = (number: number) => ({
        ...{ ...account, id: `new-${number}`, email: emailKey, emailKey, terms },
      })
      const late = { link: toRegister(0), at: mailedLink.expiresAt, account: wanted(99) }
      assert.equal(await links.register(late, ACT), 'link_over')
      const outcomes = await Promise.all(
        made.map((link, number) => links.register({ link, at: NOW, account: wanted(number) }, ACT)),
      )
      assert.equal(outcomes.filter((outcome) => outcome === 'created').length, 1)
      const owner = await store.accounts.findByEmailKey(emailKey)
      assert.deepEqual(owner, wanted(outcomes.indexOf('created')))
      const facts = (await store.facts.list({ accountId: owner.id }, 10)).map(({ kind }) => kind)
      assert.deepEqual(facts.toSorted(), ['account.created', 'account.terms_accepted'])
      assert.equal(await stateOf(store, invitation), 'withdrawn')
      const another: MailedLink = { ...invitation, id: idOf(21) }
      await links.insert(another, 'none', ACT)
      const taken = { link: another, at: NOW, account: wanted(21) }
      assert.equal(await links.register(taken, ACT), 'email_taken')
      assert.equal(await store.accounts.find('new-21'), undefined)
    })

    it('of invitations can be withdrawn by their address', async (t) => {
      const { store, links } = await open(t)
      const invitation: MailedLink = {
        ...{ ...mailedLink, id: idOf(1), purpose: 'invitation', accountId: null, email: null },
      }
      await links.insert(invitation, 'all', ACT)
      await links.insert({ ...invitation, id: idOf(2), purpose: 'register' }, 'all', ACT)
      const key = invitation.emailKey ?? ''
      assert.equal(await links.withdrawInvitations(key, actAt(invitation.expiresAt)), 0)
      assert.equal(await links.withdrawInvitations(key, actAt(NOW)), 1)
      assert.equal(await stateOf(store, invitation), 'withdrawn')
      assert.equal(await stateOf(store, { ...invitation, id: idOf(2) }), null)
    })

    it('set one password, which ends the sessions and all other links', async (t) => {
      const { store, links } = await open(t)
      await store.sessions.insert({ ...session, provider: null }, account.passwordHash, ACT)
      await links.insert(mailedLink, 'all', ACT)
      await links.insert(change, 'all', ACT)
      const reset = (hash: string) =>
        links.resetPassword({ link: mailedLink, at: NOW, passwordHash: hash }, ACT)
      const hashes = Array.from({ length: 20 }, (_, number) => `${HASH}${number}`)
      const done = await Promise.all(hashes.map(reset))
      assert.equal(done.filter(Boolean).length, 1)
      const after = await store.accounts.find(account.id)
      assert.equal(after?.passwordHash, hashes[done.indexOf(true)])
      assert.equal(after?.emailVerified, true)
      assert.equal(await store.sessions.find(session.id), undefined)
      assert.equal(await stateOf(store, mailedLink), 'used')
      assert.equal(await stateOf(store, change), 'withdrawn')
      const kinds = await kindsOf(store)
      assert.equal(kinds.filter((kind) => kind === 'account.password_changed').length, 1)
    })

    it('change nothing once the account is disabled or has another name', async (t) => {
      const { store, links } = await open(t)
      await links.insert(mailedLink, 'all', ACT)
      const reset = () =>
        links.resetPassword({ link: mailedLink, at: NOW, passwordHash: HASH }, ACT)
      await store.accounts.disable(account.id, ACT)
      assert.equal(await reset(), false)
      await store.accounts.enable(account.id, ACT)
      const emailKey = 'other@example.com'
      await store.accounts.update(account.id, { email: emailKey, emailKey }, ACT)
      assert.equal(await reset(), false)
      assert.equal((await store.accounts.find(account.id))?.passwordHash, account.passwordHash)
      assert.equal(await stateOf(store, mailedLink), null)
    })

    it('verify only the address that they were sent to', async (t) => {
      const { store, links } = await open(t)
      const verification = { ...mailedLink, purpose: 'verify_address' } as const
      await store.accounts.update(account.id, { emailVerified: false }, ACT)
      await links.insert(verification, 'all', ACT)
      assert.equal(await links.verifyAddress({ link: verification, at: NOW }, ACT), true)
      assert.equal((await store.accounts.find(account.id))?.emailVerified, true)
      assert.ok((await kindsOf(store)).includes('account.address_verified'))
    })

    it('change the address once, although two changes are confirmed at once', async (t) => {
      const { store, links } = await open(t)
      const second = { ...change, id: idOf(101), email: 'b@new.example', emailKey: 'b@new.example' }
      await links.insert(mailedLink, 'all', ACT)
      await links.insert(change, 'same_browser', ACT)
      await links.insert({ ...second, browser: 'other' }, 'same_browser', ACT)
      const outcomes = await Promise.all(
        [change, second].map((link) => links.changeAddress({ link, at: NOW }, ACT)),
      )
      assert.deepEqual([...outcomes].sort(), ['changed', 'link_over'])
      const winner = outcomes[0] === 'changed' ? change : second
      const after = await store.accounts.find(account.id)
      assert.deepEqual(
        [after?.email, after?.emailKey, after?.emailVerified],
        [winner.email, winner.emailKey, true],
      )
      assert.equal(await stateOf(store, mailedLink), 'withdrawn')
      const kinds = await kindsOf(store)
      assert.equal(kinds.filter((kind) => kind === 'account.address_changed').length, 1)
    })

    it('do not take the address of another account, and stay usable', async (t) => {
      const { store, links } = await open(t)
      const { email, emailKey } = change
      await store.accounts.insert({ ...account, id: 'account-2', email, emailKey }, ACT)
      await links.insert(change, 'all', ACT)
      assert.equal(await links.changeAddress({ link: change, at: NOW }, ACT), 'email_taken')
      assert.equal((await store.accounts.find(account.id))?.email, account.email)
      assert.equal(await stateOf(store, change), null)
    })

    it('take a change back before and after it was confirmed', async (t) => {
      for (const isConfirmed of [false, true]) {
        const { store, links } = await open(t)
        const stop: MailedLink = { ...mailedLink, id: idOf(102), purpose: 'stop_change' }
        await links.insert(change, 'all', ACT)
        await links.insert(stop, 'all', ACT)
        if (isConfirmed) await links.changeAddress({ link: change, at: NOW }, ACT)
        await store.sessions.insert({ ...session, provider: null }, account.passwordHash, ACT)
        const stopping = { link: stop, at: NOW, passwordHash: HASH }
        assert.equal(await links.stopChange(stopping, ACT), 'stopped')
        const after = await store.accounts.find(account.id)
        assert.deepEqual([after?.emailKey, after?.passwordHash], [account.emailKey, HASH])
        assert.equal(await store.sessions.find(session.id), undefined)
        assert.equal(await links.changeAddress({ link: change, at: NOW }, ACT), 'link_over')
        assert.equal(await links.stopChange(stopping, ACT), 'link_over')
      }
    })

    it('end with a password that is set in another way, and with the account', async (t) => {
      const { store, links } = await open(t)
      await links.insert(mailedLink, 'all', ACT)
      await links.insert(change, 'all', ACT)
      assert.equal(await links.withdraw(account.id, 'change_address', ACT), 1)
      assert.equal(await stateOf(store, change), 'withdrawn')
      await store.accounts.setPassword(account.id, HASH, ACT)
      assert.equal(await stateOf(store, mailedLink), 'withdrawn')
      await store.accounts.delete(account.id, ACT)
      assert.equal(await links.find(mailedLink.id), undefined)
    })

    it('are swept a day after they expired', async (t) => {
      const { store, links } = await open(t)
      await links.insert(mailedLink, 'all', ACT)
      const sweep = (now: number) => store.sweep({ now, overBefore: 0, limit: 10 })
      await sweep(mailedLink.expiresAt + 86_400)
      assert.notEqual(await links.find(mailedLink.id), undefined)
      await sweep(mailedLink.expiresAt + 86_401)
      assert.equal(await links.find(mailedLink.id), undefined)
    })
  })
}
