import { type Engine, step } from '../engine.ts'
import type { RegistrationTokenStore } from '../port.ts'
import * as queries from '../queries/registration-tokens.ts'
import { pageInput, pageOf, readerOf } from '../rows.ts'
import { registrationTokens } from '../tables/registration-tokens.ts'
import { writerOf } from '../tables/table.ts'
import { record } from './facts.ts'

export function createRegistrationTokenStore(engine: Engine): RegistrationTokenStore {
  return {
    async insert(token, act) {
      const fact = { kind: 'registration_token.created', registrationTokenId: token.id } as const
      await engine.write([
        step(queries.insertRegistrationToken, writeToken(token)),
        ...record(fact, act),
      ])
    },
    async findByHash(tokenHash) {
      const find = step(queries.findRegistrationToken, { token_hash: tokenHash })
      const [row] = await engine.read(find)
      return row && readToken(row)
    },
    async list(request) {
      const page = pageInput(request)
      const rows = await engine.read(step(queries.listRegistrationTokens, page))
      return pageOf(rows.map(readToken), page)
    },
    async use(id, at) {
      const [rows = []] = await engine.write([step(queries.useRegistrationToken, { id, at })])
      return rows.length > 0
    },
    async delete(id, act) {
      const fact = { kind: 'registration_token.deleted', registrationTokenId: id } as const
      const recorded = record(fact, act, { about: { table: 'registration_tokens', id } })
      const remove = step(queries.deleteRegistrationToken, { id })
      const results = await engine.write([...recorded, remove])
      return (results[recorded.length] ?? []).length > 0
    },
  }
}

const readToken = readerOf(registrationTokens)
const writeToken = writerOf(registrationTokens)
