import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ACT } from '../../act.ts'
import { account, insertParties, NOW, session, signInAnswer } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const HOUR = 3_600

export function signInAnswersContract(subject: ContractSubject): void {
  describe('sign-in answers', () => {
    it('keeps the first answer to a sign-in, exactly as it was given', async (t) => {
      const { store } = await openEmpty(t, subject)
      const { signInAnswers } = store
      const others = Array.from({ length: 20 }, (_, number) => ({
        ...signInAnswer,
        answerHash: `${number}`,
        subject: `user-${number}`,
      }))
      const inserted = await Promise.all(others.map((answer) => signInAnswers.insert(answer)))
      assert.equal(inserted.filter(Boolean).length, 1)
      const first = others[inserted.indexOf(true)]
      assert.deepEqual(await signInAnswers.find(signInAnswer.id), first)
      assert.equal(await signInAnswers.find('another'), undefined)
    })

    it('is used up once, however many try at the same time', async (t) => {
      const { store } = await openEmpty(t, subject)
      const { signInAnswers } = store
      await signInAnswers.insert(signInAnswer)
      await signInAnswers.insert({ ...signInAnswer, id: 'another' })
      const used = await Promise.all(
        Array.from({ length: 20 }, () => signInAnswers.use(signInAnswer.id, NOW)),
      )
      assert.equal(used.filter(Boolean).length, 1)
      assert.equal(await signInAnswers.use(signInAnswer.id, NOW), false)
      assert.notEqual((await signInAnswers.find(signInAnswer.id))?.usedBy, null)
      assert.equal((await signInAnswers.find('another'))?.usedBy, null)
    })

    it('is not used after its end', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.signInAnswers.insert(signInAnswer)
      assert.equal(await store.signInAnswers.use(signInAnswer.id, signInAnswer.expiresAt), false)
      assert.equal(await store.signInAnswers.use(signInAnswer.id, signInAnswer.expiresAt - 1), true)
    })

    it('begins one session, and is used up by it', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      const answer = { answerId: signInAnswer.id, at: NOW }
      const began = { ...session, provider: null }
      assert.equal(await store.sessions.insertWithAnswer(began, answer, ACT), false)
      await store.signInAnswers.insert(signInAnswer)
      const late = { ...answer, at: signInAnswer.expiresAt }
      assert.equal(await store.sessions.insertWithAnswer(began, late, ACT), false)
      const sessions = Array.from({ length: 20 }, (_, number) => ({ ...began, id: `${number}` }))
      const inserted = await Promise.all(
        sessions.map((one) => store.sessions.insertWithAnswer(one, answer, ACT)),
      )
      assert.equal(inserted.filter(Boolean).length, 1)
      const found = await Promise.all(sessions.map(({ id }) => store.sessions.find(id)))
      assert.deepEqual(
        found.map((one) => one !== undefined),
        inserted,
      )
      const facts = await store.facts.list({ accountId: account.id }, 100)
      assert.equal(facts.filter(({ kind }) => kind === 'session.began').length, 1)
      assert.equal(await store.signInAnswers.use(signInAnswer.id, NOW), false)
    })

    it('begins no session of a disabled account', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.signInAnswers.insert(signInAnswer)
      await store.accounts.disable(account.id, ACT)
      const answer = { answerId: signInAnswer.id, at: NOW }
      const began = { ...session, provider: null }
      assert.equal(await store.sessions.insertWithAnswer(began, answer, ACT), false)
      assert.equal(await store.sessions.find(began.id), undefined)
    })

    it('is kept for an hour after its end, so that no sign-in is answered twice', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.signInAnswers.insert(signInAnswer)
      const sweepAt = (now: number) => store.sweep({ now, overBefore: 0, limit: 10 })
      await sweepAt(signInAnswer.expiresAt + HOUR)
      assert.deepEqual(await store.signInAnswers.find(signInAnswer.id), signInAnswer)
      await sweepAt(signInAnswer.expiresAt + HOUR + 1)
      assert.equal(await store.signInAnswers.find(signInAnswer.id), undefined)
    })
  })
}
