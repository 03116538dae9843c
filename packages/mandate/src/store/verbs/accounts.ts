import type { Act } from '../../facts/actor.ts'
import { type Engine, type Row, type Step, step } from '../engine.ts'
import type { AccountStore } from '../port.ts'
import * as queries from '../queries/accounts.ts'
import { deleteSessionsOfAccount } from '../queries/sessions.ts'
import type { Account, AccountStanding } from '../records.ts'
import { integer, integerOrNull, pageInput, pageOf, text, textOrNull } from '../rows.ts'
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
      return row && readWhole(row)
    },
    async findByEmailKey(emailKey) {
      const input = { email_key: emailKey }
      const [row] = await engine.read(step(queries.findAccountByEmailKey, input))
      return row && readWhole(row)
    },
    async list(request) {
      const page = pageInput(request)
      const rows = await engine.read(step(queries.listAccounts, page))
      return pageOf(rows.map(readWhole), page)
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

/** Reads the account of a grant, whose columns are beside those of the grant; null where there is none. */
export function readAccountStanding(row: Row): AccountStanding | null {
  const id = textOrNull(row, 'accounts_id')
  if (id === null) return null
  return {
    id,
    email: textOrNull(row, 'accounts_email'),
    disabledAt: integerOrNull(row, 'accounts_disabled_at'),
  }
}

/** Reads an account whose columns carry a prefix, as they do in a join. */
export function readAccount(prefix: string): (row: Row) => Account {
  const columns = {
    id: `${prefix}id`,
    email: `${prefix}email`,
    emailKey: `${prefix}email_key`,
    passwordHash: `${prefix}password_hash`,
    createdAt: `${prefix}created_at`,
    disabledAt: `${prefix}disabled_at`,
  }
  return (row) => ({
    id: text(row, columns.id),
    email: textOrNull(row, columns.email),
    emailKey: textOrNull(row, columns.emailKey),
    passwordHash: textOrNull(row, columns.passwordHash),
    createdAt: integer(row, columns.createdAt),
    disabledAt: integerOrNull(row, columns.disabledAt),
  })
}

const readWhole = readAccount('')

function writeAccount(account: Account) {
  return {
    id: account.id,
    email: account.email,
    email_key: account.emailKey,
    password_hash: account.passwordHash,
    created_at: account.createdAt,
    disabled_at: account.disabledAt,
  }
}
