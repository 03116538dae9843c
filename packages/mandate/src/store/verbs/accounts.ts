import type { Act } from '../../facts/actor.ts'
import { type Engine, type Step, step } from '../engine.ts'
import type { AccountStore } from '../port.ts'
import * as queries from '../queries/accounts.ts'
import { deleteSessionsOfAccount } from '../queries/sessions.ts'
import { pageInput, pageOf, readerOf } from '../rows.ts'
import { accounts } from '../tables/accounts.ts'
import { writerOf } from '../tables/table.ts'
import { record } from './facts.ts'

export function createAccountStore(engine: Engine): AccountStore {
  return {
    async insert(account, act) {
      const [rows = []] = await engine.write([
        step(queries.insertAccount, writeAccount(account)),
        ...recordOf(account.id, 'account.created', act),
      ])
      return rows.length > 0
    },
    async find(id) {
      const [row] = await engine.read(step(queries.findAccount, { id }))
      return row && readAccount(row)
    },
    async findByEmailKey(emailKey) {
      const input = { email_key: emailKey }
      const [row] = await engine.read(step(queries.findAccountByEmailKey, input))
      return row && readAccount(row)
    },
    async list(request) {
      const page = pageInput(request)
      const rows = await engine.read(step(queries.listAccounts, page))
      return pageOf(rows.map(readAccount), page)
    },
    async disable(id, act) {
      const [rows = []] = await engine.write([
        step(queries.setAccountDisabled, { id, disabled_at: act.at }),
        step(deleteSessionsOfAccount, { account_id: id }),
        ...recordOf(id, 'account.disabled', act),
      ])
      return rows.length > 0
    },
    async enable(id, act) {
      const [rows = []] = await engine.write([
        step(queries.setAccountDisabled, { id, disabled_at: null }),
        ...recordOf(id, 'account.enabled', act),
      ])
      return rows.length > 0
    },
    async setPassword(id, passwordHash, act) {
      const [rows = []] = await engine.write([
        step(queries.setAccountPassword, { id, password_hash: passwordHash }),
        step(deleteSessionsOfAccount, { account_id: id }),
        ...recordOf(id, 'account.password_changed', act),
      ])
      return rows.length > 0
    },
    async replacePasswordHash(id, { from, to }) {
      const [rows = []] = await engine.write([
        step(queries.replaceAccountPasswordHash, { id, password_hash: from, next_hash: to }),
      ])
      return rows.length > 0
    },
  }
}

function recordOf(
  accountId: string,
  kind: 'account.created' | 'account.disabled' | 'account.enabled' | 'account.password_changed',
  act: Act,
): readonly Step[] {
  return record({ kind, accountId }, act, { about: { table: 'accounts', id: accountId } })
}

const readAccount = readerOf(accounts)
const writeAccount = writerOf(accounts)
