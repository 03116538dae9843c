import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { KeyId } from '../../../src/grants/grant.ts'
import { totpAuthenticators } from '../../../src/store/tables/second-factors.ts'
import { ACT } from '../../act.ts'
import { sampleOf } from './sample-of.ts'
import { account, insertParties, NOW } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const totp = { ...sampleOf(totpAuthenticators), accountId: account.id, createdAt: NOW }
const code = (id: string) => ({ id, accountId: account.id, createdAt: NOW, usedAt: null })
const codes = [code('one'), code('two')]

export function secondFactorsContract(subject: ContractSubject): void {
  describe('second factors', () => {
    it('keeps one authenticator app for an account, the latest', async (t) => {
      const { store } = await openEmpty(t, subject)
      const { secondFactors } = store
      assert.equal(await secondFactors.putTotp(totp, codes, ACT), false, 'nobody’s')
      await insertParties(store)
      assert.equal(await secondFactors.putTotp(totp, codes, ACT), true)
      assert.deepEqual(await secondFactors.findTotp(account.id), totp)
      const newer = { ...totp, ...sampleOf(totpAuthenticators, 'other'), accountId: account.id }
      assert.equal(await secondFactors.putTotp(newer, null, ACT), true)
      // A use of the old one that comes too late does not bring it back.
      await secondFactors.noteTotpUse(totp, NOW + 5)
      assert.deepEqual(await secondFactors.findTotp(account.id), newer)
      await secondFactors.noteTotpUse({ ...newer, keyId: totp.keyId }, NOW + 5)
      const noted = { ...newer, keyId: totp.keyId, lastUsedAt: NOW + 5 }
      assert.deepEqual(await secondFactors.findTotp(account.id), noted)
      assert.equal((await secondFactors.listRecoveryCodes(account.id)).length, 2)
    })

    it('moves secrets to another key, unless they were changed meanwhile', async (t) => {
      const { store } = await openEmpty(t, subject)
      const { secondFactors } = store
      await insertParties(store)
      await secondFactors.putTotp(totp, null, ACT)
      const moved = { keyId: '0000000b' as KeyId, secret: totp.secret.toReversed() }
      const page = { after: '', limit: 10 }
      assert.deepEqual(await secondFactors.listTotpNotUnder(totp.keyId, page), [])
      assert.deepEqual(await secondFactors.listTotpNotUnder(moved.keyId, page), [totp])
      const further = { after: account.id, limit: 10 }
      assert.deepEqual(await secondFactors.listTotpNotUnder(moved.keyId, further), [])
      await secondFactors.rekeyTotp(totp, moved)
      assert.deepEqual(await secondFactors.findTotp(account.id), { ...totp, ...moved })
      await secondFactors.rekeyTotp(totp, { ...moved, secret: totp.secret })
      assert.deepEqual(await secondFactors.findTotp(account.id), { ...totp, ...moved })
    })

    it('uses each recovery code once, by its owner, and records it once', async (t) => {
      const { store } = await openEmpty(t, subject)
      const { secondFactors } = store
      await insertParties(store)
      await secondFactors.putTotp(totp, codes, ACT)
      assert.equal(await secondFactors.useRecoveryCode({ id: 'one', accountId: 'eve' }, ACT), false)
      const uses = await Promise.all(
        Array.from({ length: 10 }, () => secondFactors.useRecoveryCode(code('one'), ACT)),
      )
      assert.equal(uses.filter(Boolean).length, 1)
      const kept = (await secondFactors.listRecoveryCodes(account.id)).toSorted((a, b) =>
        a.id < b.id ? -1 : 1,
      )
      assert.deepEqual(kept, [{ ...code('one'), usedAt: ACT.at }, code('two')])
      const facts = await store.facts.list({ accountId: account.id }, 100)
      assert.equal(facts.filter(({ kind }) => kind === 'recovery_codes.used').length, 1)
      await secondFactors.putRecoveryCodes(account.id, [code('three')], ACT)
      assert.equal(await secondFactors.useRecoveryCode(code('two'), ACT), false)
      assert.equal(await secondFactors.useRecoveryCode(code('three'), ACT), true)
    })

    it('removes an app with its codes, and both with their account', async (t) => {
      const { store } = await openEmpty(t, subject)
      const { secondFactors } = store
      await insertParties(store)
      assert.equal(await secondFactors.removeTotp(account.id, ACT), false)
      for (const end of [
        () => secondFactors.removeTotp(account.id, ACT),
        () => store.accounts.delete(account.id, ACT),
      ]) {
        await secondFactors.putTotp(totp, codes, ACT)
        assert.equal(await end(), true)
        assert.equal(await secondFactors.findTotp(account.id), undefined)
        assert.deepEqual(await secondFactors.listRecoveryCodes(account.id), [])
      }
      const facts = await store.facts.list({ accountId: account.id }, 100)
      assert.equal(facts.filter(({ kind }) => kind === 'totp.removed').length, 1)
    })
  })
}
