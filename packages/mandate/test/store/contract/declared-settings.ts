import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ACT, actAt } from '../../act.ts'
import { NOW } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const declared = { code_seconds: { value: 30, at: NOW, by: 'operator' } }
const first = { id: 'v1', version: 1, settings: declared, declaredAt: NOW }

export function declaredSettingsContract(subject: ContractSubject): void {
  describe('settings in the database', () => {
    it('returns the newest version exactly as it was declared, with a fact', async (t) => {
      const { store } = await openEmpty(t, subject)
      assert.deepEqual(
        [await store.declaredSettings.version(), await store.declaredSettings.current()],
        [0, undefined],
      )
      assert.equal(await store.declaredSettings.declare(first, ['code_seconds'], ACT), true)
      const second = { id: 'v2', version: 2, settings: {}, declaredAt: NOW + 5 }
      assert.equal(
        await store.declaredSettings.declare(second, ['code_seconds'], actAt(NOW + 5)),
        true,
      )
      assert.equal(await store.declaredSettings.version(), 2)
      assert.deepEqual(await store.declaredSettings.current(), second)
      const facts = await store.facts.list({}, 10)
      const versions = facts.flatMap((fact) =>
        fact.kind === 'settings.declared' ? [[fact.version, fact.changed]] : [],
      )
      assert.deepEqual(versions.toSorted(), [
        ['1', ['code_seconds']],
        ['2', ['code_seconds']],
      ])
    })

    it('lets only one of two declare the version after the same one', async (t) => {
      const { store } = await openEmpty(t, subject)
      const both = ['one', 'other'].map((id) =>
        store.declaredSettings.declare({ ...first, id }, [], ACT),
      )
      assert.deepEqual((await Promise.all(both)).toSorted(), [false, true])
      const facts = await store.facts.list({}, 10)
      assert.equal(facts.filter(({ kind }) => kind === 'settings.declared').length, 1)
    })

    it('names the running servers that cannot use a version', async (t) => {
      const { store } = await openEmpty(t, subject)
      const fault = { id: 'node-1', version: 1, problem: 'brand_logo is gone', at: NOW }
      await store.keys.adopt({
        ...{ node: 'node-1', held: [], wanted: [], publishedSeconds: 0, at: NOW },
      })
      await store.declaredSettings.noteFault({ ...fault, problem: 'something else' })
      await store.declaredSettings.noteFault(fault)
      await store.declaredSettings.noteFault({ ...fault, id: 'gone' })
      assert.deepEqual(await store.declaredSettings.listFaults(), [fault])
      await store.declaredSettings.clearFault('node-1')
      assert.deepEqual(await store.declaredSettings.listFaults(), [])
    })
  })
}
