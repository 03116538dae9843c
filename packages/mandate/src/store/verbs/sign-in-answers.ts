import { type Engine, step } from '../engine.ts'
import type { SignInAnswerStore } from '../port.ts'
import * as queries from '../queries/sign-in-answers.ts'
import { readerOf } from '../rows.ts'
import { signInAnswers } from '../tables/sign-in-answers.ts'
import { writerOf } from '../tables/table.ts'

export function createSignInAnswerStore(engine: Engine): SignInAnswerStore {
  return {
    async insert(answer) {
      const [rows = []] = await engine.write([
        step(queries.insertSignInAnswer, writeAnswer(answer)),
      ])
      return rows.length > 0
    },
    async find(id) {
      const [row] = await engine.read(step(queries.findSignInAnswer, { id }))
      return row && readAnswer(row)
    },
    async use(id, at) {
      const [rows = []] = await engine.write([
        step(queries.useSignInAnswer, { id, at, used_by: 'nobody' }),
      ])
      return rows.length > 0
    },
  }
}

const readAnswer = readerOf(signInAnswers)
const writeAnswer = writerOf(signInAnswers)
