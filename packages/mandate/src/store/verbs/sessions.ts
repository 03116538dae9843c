import { type Engine, type Row, step } from '../engine.ts'
import { MOST_SESSIONS, type SessionStore } from '../port.ts'
import * as queries from '../queries/sessions.ts'
import type { Session } from '../records.ts'
import { integer, text, texts } from '../rows.ts'
import { readAccount } from './accounts.ts'
import { record, recordEndOfSession } from './facts.ts'

export function createSessionStore(engine: Engine): SessionStore {
  return {
    async insert({ id, accountId, authTime, amr, expiresAt }, passwordHash, act) {
      const account = { account_id: accountId, password_hash: passwordHash }
      const session = { id, auth_time: authTime, amr: JSON.stringify(amr), expires_at: expiresAt }
      const [, begun = []] = await engine.write([
        step(queries.holdAccount, account),
        step(queries.insertSession, { ...session, ...account }),
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
      await engine.write([recordEndOfSession(id), step(queries.deleteSession, { id })])
    },
  }
}

const readJoinedAccount = readAccount('account_')

function readSession(row: Row): Session {
  return {
    id: text(row, 'id'),
    accountId: text(row, 'account_id'),
    authTime: integer(row, 'auth_time'),
    amr: texts(row, 'amr'),
    expiresAt: integer(row, 'expires_at'),
  }
}
