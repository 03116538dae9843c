import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { trustedIssuers } from '../../../src/store/tables/trusted-issuers.ts'
import { ACT, actAt } from '../../act.ts'
import { sampleOf } from './sample-of.ts'
import { NOW, trustedIssuer } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

export function trustedIssuersContract(subject: ContractSubject): void {
  describe('trusted issuers', () => {
    it('returns an issuer exactly as it was inserted, once for each purpose and tenant', async (t) => {
      const { store } = await openEmpty(t, subject)
      const others = [
        { ...trustedIssuer, id: 'issuer-2', purpose: 'workload' as const },
        { ...trustedIssuer, id: 'issuer-3', tenant: 'other', jwks: null, jwksUri: null },
        { ...trustedIssuer, id: 'issuer-4', issuer: `${trustedIssuer.issuer}/` },
      ]
      const all = [trustedIssuer, ...others]
      for (const one of all) assert.equal(await store.trustedIssuers.insert(one, ACT), true)
      const again = { ...trustedIssuer, id: 'issuer-5', name: 'Again' }
      assert.equal(await store.trustedIssuers.insert(again, ACT), false)
      for (const one of all) assert.deepEqual(await store.trustedIssuers.find(one.id), one)
      assert.equal(await store.trustedIssuers.find(again.id), undefined)
      assert.deepEqual(await store.trustedIssuers.listByIssuer(trustedIssuer.issuer), [
        ...all.slice(0, 3),
      ])
      assert.deepEqual(await store.trustedIssuers.listByIssuer('https://ACME.idp.example'), [])
      const { rows, next } = await store.trustedIssuers.list({ limit: 3 })
      assert.deepEqual([rows, next], [all.slice(0, 3), 'issuer-3'])
    })

    it('changes what is given, to a value and to nothing', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.trustedIssuers.insert(trustedIssuer, ACT)
      const { id, issuer, purpose, tenant, provider, createdAt, disabledAt, ...change } = {
        ...sampleOf(trustedIssuers, 'other'),
        jwks: null,
        logoutAudience: null,
      }
      assert.equal(
        await store.trustedIssuers.update(trustedIssuer.id, { ...change, endsGrants: false }, ACT),
        true,
      )
      const changed = { ...trustedIssuer, ...change }
      assert.deepEqual(await store.trustedIssuers.find(trustedIssuer.id), changed)
      assert.equal(
        await store.trustedIssuers.update('x', { ...change, endsGrants: true }, ACT),
        false,
      )
    })

    it('disables, enables and deletes one', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.trustedIssuers.insert(trustedIssuer, ACT)
      assert.equal(await store.trustedIssuers.disable(trustedIssuer.id, actAt(NOW + 7)), true)
      assert.equal((await store.trustedIssuers.find(trustedIssuer.id))?.disabledAt, NOW + 7)
      assert.equal(await store.trustedIssuers.enable(trustedIssuer.id, ACT), true)
      assert.deepEqual(await store.trustedIssuers.find(trustedIssuer.id), trustedIssuer)
      assert.equal(await store.trustedIssuers.delete(trustedIssuer.id, ACT), true)
      assert.equal(await store.trustedIssuers.delete(trustedIssuer.id, ACT), false)
      assert.equal(await store.trustedIssuers.find(trustedIssuer.id), undefined)
    })
  })
}
