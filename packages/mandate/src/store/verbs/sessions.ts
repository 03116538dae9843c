import { type Engine, step } from '../engine.ts'
import { MOST_SESSIONS, type SessionStore } from '../port.ts'
import * as queries from '../queries/sessions.ts'
import { readerOf } from '../rows.ts'
import { accounts } from '../tables/accounts.ts'
import { sessions } from '../tables/sessions.ts'
import { writerOf } from '../tables/table.ts'
import { record } from './facts.ts'

export function createSessionStore(engine: Engine): SessionStore {
  return {
    async insert(session, passwordHash, act) {
      const { id, accountId } = session
      const account = { account_id: accountId, password_hash: passwordHash }
      const [, begun = []] = await engine.write([
        step(queries.holdAccount, account),
        step(queries.insertSession, { ...writeSession(session), ...account }),
        step(queries.deleteSessionsBeyond, {
          ...{ account_id: accountId, id },
          ...{ kept: MOST_SESSIONS - 1, limit: MOST_SESSIONS },
        }),
        ...record({ kind: 'session.began', accountId }, act, { about: { table: 'sessions', id } }),
      ])
      return begun.length > 0
    },
    async find(id) {
      const [row] = await engine.read(step(queries.findSession, { id }))
      return row && { session: readSession(row), account: readJoinedAccount(row) }
    },
    async delete(id) {
      const [row] = await engine.read(step(queries.findSession, { id }))
      if (row === undefined) return
      // Anybody with the cookie acts as the account.
      const { accountId } = readSession(row)
      const by = { kind: 'account', id: accountId } as const
      const about = { table: 'sessions', id } as const
      await engine.write([
        ...record({ kind: 'session.ended', accountId }, { by }, { about }),
        step(queries.deleteSession, { id }),
      ])
    },
  }
}

const readSession = readerOf(sessions)
const readJoinedAccount = readerOf(accounts, 'account_')
const writeSession = writerOf(sessions)
