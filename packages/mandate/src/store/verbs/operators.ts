import { hash } from 'node:crypto'
import { type Engine, step } from '../engine.ts'
import type { OperatorStore } from '../port.ts'
import { holdAccountById } from '../queries/accounts.ts'
import { findFact } from '../queries/facts.ts'
import * as queries from '../queries/operators.ts'
import { pageInput, readerOf } from '../rows.ts'
import { operators } from '../tables/operators.ts'
import { writerOf } from '../tables/table.ts'
import { record } from './facts.ts'

const HOUR_MS = 60 * 60 * 1000

export function createOperatorStore(engine: Engine): OperatorStore {
  return {
    async insert(operator, act) {
      const { accountId, role } = operator
      const fact = { kind: 'operator.added', accountId, role } as const
      const recorded = record(fact, act, { about: { table: 'new_operators', id: accountId } })
      const results = await engine.write([
        step(holdAccountById, { id: accountId }),
        ...recorded,
        step(queries.insertOperator, writeOperator({ ...operator, unconfirmedSince: null })),
      ])
      return (results.at(-1) ?? []).length > 0
    },
    async find(accountId) {
      const [row] = await engine.read(step(queries.findOperator, { account_id: accountId }))
      return row && readOperator(row)
    },
    async findActive(accountId) {
      const [row] = await engine.read(step(queries.findActiveOperator, { account_id: accountId }))
      return row && readOperator(row)
    },
    async list(request) {
      const page = pageInput(request)
      const rows = await engine.read(step(queries.listOperators, page))
      const listed = rows.map(readOperator)
      const last = listed.at(-1)
      return { rows: listed, next: rows.length < page.limit ? null : (last?.accountId ?? null) }
    },
    async setRole(accountId, role, act) {
      const fact = { kind: 'operator.role_changed', accountId, role } as const
      const results = await engine.write([
        step(queries.holdOperators, { account_id: accountId }),
        ...record(fact, act, { about: { table: 'changeable_operators', id: role } }),
        step(queries.setOperatorRole, { account_id: accountId, role }),
      ])
      return (results.at(-1) ?? []).length > 0
    },
    async delete(accountId, act) {
      const fact = { kind: 'operator.removed', accountId } as const
      const results = await engine.write([
        step(queries.holdOperators, { account_id: accountId }),
        ...record(fact, act, { about: { table: 'changeable_operators', id: '' } }),
        step(queries.deleteOperator, { account_id: accountId }),
      ])
      return (results.at(-1) ?? []).length > 0
    },
    async confirm(accountId, act) {
      const fact = { kind: 'operator.confirmed', accountId } as const
      const results = await engine.write([
        step(queries.holdOperators, { account_id: accountId }),
        ...record(fact, act, { about: { table: 'unconfirmed_operators', id: accountId } }),
        step(queries.confirmOperator, { account_id: accountId }),
      ])
      return (results.at(-1) ?? []).length > 0
    },
    async noteRefused(permission, by) {
      const hour = Math.floor(Date.now() / HOUR_MS)
      const who = 'id' in by ? by.id : by.via
      const id = `refused.${hash('sha256', `${who} ${permission} ${hour}`, 'hex').slice(0, 32)}`
      // The insert would do nothing either, but those who listen would hear of it.
      const [known] = await engine.read(step(findFact, { id }))
      if (known !== undefined) return
      await engine.write([...record({ kind: 'operator.refused', permission }, { by }, { id })])
    },
  }
}

const readOperator = readerOf(operators)
const writeOperator = writerOf(operators)
