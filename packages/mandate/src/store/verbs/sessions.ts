import type { Act } from '../../facts/actor.ts'
import { type Engine, type Step, step } from '../engine.ts'
import { MOST_SESSIONS, type SessionStore } from '../port.ts'
import * as queries from '../queries/sessions.ts'
import { useSignInAnswer } from '../queries/sign-in-answers.ts'
import type { Session } from '../records.ts'
import { readerOf } from '../rows.ts'
import { accounts } from '../tables/accounts.ts'
import { sessions } from '../tables/sessions.ts'
import { writerOf } from '../tables/table.ts'
import { record } from './facts.ts'

export function createSessionStore(engine: Engine): SessionStore {
  return {
    async insert(session, passwordHash, act) {
      const account = { account_id: session.accountId, password_hash: passwordHash }
      const [, begun = []] = await engine.write([
        step(queries.holdAccount, account),
        step(queries.insertSession, { ...writeSession(session), ...account }),
        ...afterInsertion(session, act),
      ])
      return begun.length > 0
    },
    async insertWithAnswer(session, { answerId, at }, act) {
      const { id } = session
      const account = { account_id: session.accountId, password_hash: null }
      const [, , begun = []] = await engine.write([
        step(queries.holdAccount, account),
        step(useSignInAnswer, { id: answerId, used_by: id, at }),
        step(queries.insertSessionWithAnswer, {
          ...writeSession(session),
          ...account,
          answer_id: answerId,
        }),
        ...afterInsertion(session, act),
      ])
      return begun.length > 0
    },
    async find(id) {
      const [row] = await engine.read(step(queries.findSession, { id }))
      return row && { session: readSession(row), account: readJoinedAccount(row) }
    },
    async see(id, { at, insteadOf }) {
      await engine.write([step(queries.seeSession, { id, at, instead_of: insteadOf })])
    },
    async listOf(accountId) {
      const input = { account_id: accountId, limit: MOST_SESSIONS }
      return (await engine.read(step(queries.listSessionsOfAccount, input))).map(readSession)
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

/** Ends the oldest sessions beyond the limit, and records the new one if it was started. */
function afterInsertion(session: Session, act: Act): readonly Step[] {
  const { id, accountId, agent, network } = session
  const began = { kind: 'session.began', accountId, agent, network } as const
  return [
    step(queries.deleteSessionsBeyond, {
      ...{ account_id: accountId, id },
      ...{ kept: MOST_SESSIONS - 1, limit: MOST_SESSIONS },
    }),
    ...record(began, act, { about: { table: 'sessions', id } }),
  ]
}

const readSession = readerOf(sessions)
const readJoinedAccount = readerOf(accounts, 'account_')
const writeSession = writerOf(sessions)
