import type { Act } from '../../facts/actor.ts'
import { type Engine, type Step, step } from '../engine.ts'
import { MOST_KNOWN_BROWSERS, MOST_SESSIONS, type SessionStore } from '../port.ts'
import {
  deleteKnownBrowser,
  deleteKnownBrowsersOfAccount,
  listKnownBrowsers,
} from '../queries/known-browsers.ts'
import * as queries from '../queries/sessions.ts'
import { useSignInAnswer } from '../queries/sign-in-answers.ts'
import type { Session } from '../records.ts'
import { readerOf } from '../rows.ts'
import { accounts } from '../tables/accounts.ts'
import { sessions } from '../tables/sessions.ts'
import { writerOf } from '../tables/table.ts'
import { record } from './facts.ts'
import { createLogoutStore } from './logouts.ts'

export function createSessionStore(engine: Engine): SessionStore {
  const logouts = createLogoutStore(engine)
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
      const session = await find(id)
      if (session === undefined) return
      // Anybody with the cookie acts as the account.
      await engine.write(ending(session, { by: { kind: 'account', id: session.accountId } }))
    },
    async end({ accountId, id }, act) {
      const session = await find(id)
      if (session?.accountId !== accountId) return false
      const whose = { account_id: accountId, browser: session.browser }
      const steps = ending(session, act)
      const results = await engine.write([...steps, step(deleteKnownBrowser, whose)])
      return results[steps.length - 1]?.length === 1
    },
    async endProvenSince(since, { accountId, except }) {
      const input = { account_id: accountId, except, since }
      const [rows = []] = await engine.write([step(queries.deleteSessionsProvenSince, input)])
      // Without a fact, nothing follows by itself.
      const at = Math.floor(Date.now() / 1000)
      if (rows.length > 0) await logouts.next(accountId, { everywhere: false, at })
      return rows.length
    },
    async endOthers({ id, accountId, browser }, act) {
      const whose = { account_id: accountId }
      const [sessions, browsers] = await Promise.all([
        engine.read(step(queries.listSessionsOfAccount, { ...whose, limit: MOST_SESSIONS })),
        engine.read(step(listKnownBrowsers, { ...whose, limit: MOST_KNOWN_BROWSERS })),
      ])
      // Without a change no fact is written.
      const isAlone =
        sessions.every((row) => row['id'] === id) &&
        browsers.every((row) => row['browser'] === browser)
      if (isAlone) return 0
      const about = { table: 'accounts', id: accountId } as const
      const [rows = []] = await engine.write([
        step(queries.deleteOtherSessions, { ...whose, except: id }),
        step(deleteKnownBrowsersOfAccount, { ...whose, except: browser }),
        ...record({ kind: 'sessions.ended', accountId }, act, { about }),
      ])
      return rows.length
    },
  }

  async function find(id: string): Promise<Session | undefined> {
    const [row] = await engine.read(step(queries.findSession, { id }))
    return row && readSession(row)
  }
}

/** The last step returns a row if the session was still there. */
function ending(
  { accountId, id }: { readonly accountId: string; readonly id: string },
  act: Omit<Act, 'at'>,
): readonly Step[] {
  return [
    ...record({ kind: 'session.ended', accountId }, act, { about: { table: 'sessions', id } }),
    step(queries.deleteSession, { id }),
  ]
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
