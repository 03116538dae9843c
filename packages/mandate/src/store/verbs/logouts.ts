import { hash } from 'node:crypto'
import type { NewJob } from '../../facts/actor.ts'
import type { RecordedFact } from '../../facts/fact.ts'
import { LOGOUT_TOKEN, logoutAfter } from '../../facts/logouts.ts'
import { OVER_BY_TIME } from '../../grants/signed-in.ts'
import { type Engine, type Row, type Step, step } from '../engine.ts'
import type { LogoutStore } from '../port.ts'
import { ROWS_PER_WRITE } from '../queries/grants.ts'
import * as queries from '../queries/logouts.ts'
import { integer, pageInput, text } from '../rows.ts'
import { record } from './facts.ts'

/** Each is an update, a fact and a job: together about 20 milliseconds on SQLite. */
const GROUPS_PER_WRITE = 100
/** Sorts after every id, marked or not. */
const BEYOND_ALL = '~~'

export function createLogoutStore(engine: Engine): LogoutStore {
  return {
    async next(accountId, { everywhere, at }) {
      const rows = await engine.read(
        step(queries.listLoggedOut, {
          account_id: accountId,
          beyond: everywhere ? BEYOND_ALL : OVER_BY_TIME,
          limit: ROWS_PER_WRITE,
        }),
      )
      if (rows.length === 0) return 0
      const some = groups(rows).slice(0, GROUPS_PER_WRITE)
      const told = new Set<string>()
      await engine.write(
        some.flatMap(({ clientId, sid, lastId, hears, needsSid }): readonly Step[] => {
          // One token for all sessions, or one for each.
          const isForAll = everywhere && !needsSid
          const isNew = hears && !(isForAll && told.has(clientId))
          told.add(clientId)
          const which = isForAll ? {} : { sid: sid.replace(OVER_BY_TIME, '') }
          const input = { accountId, clientId, ...which }
          const jobs: readonly NewJob[] = isNew ? [{ kind: LOGOUT_TOKEN, input }] : []
          const fact = { kind: 'grants.logged_out', accountId, clientId } as const
          const act = { by: { kind: 'system' }, at, jobs } as const
          const end = { account_id: accountId, client_id: clientId, sid, last_id: lastId, at }
          return [
            step(queries.logOutGrants, end),
            // Another process may do the same at the same time; one of the two writes the fact.
            ...record(fact, act, { id: factId(accountId, sid, clientId, lastId) }),
          ]
        }),
      )
      return some.reduce((sum, { grants }) => sum + grants, 0)
    },
    async listClients({ accountId, sid }, most) {
      const { limit } = pageInput({ limit: most })
      const input = { account_id: accountId, sid, limit }
      const rows = await engine.read(step(queries.listClientsOfSession, input))
      return rows.map((row) => text(row, 'client_id'))
    },
  }
}

interface Group {
  readonly clientId: string
  readonly sid: string
  readonly lastId: string
  readonly hears: boolean
  readonly needsSid: boolean
  readonly grants: number
}

/** The grants of one client in one session. */
function groups(rows: readonly Row[]): readonly Group[] {
  const found = new Map<string, Group>()
  for (const row of rows) {
    const [clientId, sid] = [text(row, 'client_id'), text(row, 'sid')]
    const hears = integer(row, 'hears') === 1
    const needsSid = integer(row, 'needs_sid') === 1
    const grants = (found.get(`${sid} ${clientId}`)?.grants ?? 0) + 1
    const lastId = text(row, 'id')
    found.set(`${sid} ${clientId}`, { clientId, sid, lastId, hears, needsSid, grants })
  }
  return [...found.values()]
}

function factId(...parts: readonly string[]): string {
  return hash('sha256', `logged out ${parts.join(' ')}`, 'hex').slice(0, 32)
}

/**
 * Ends what the ended sessions of these facts leave behind, before the verb that ended them resolves.
 * More than one write may change, and what fails, is left to the job that follows from the fact.
 */
export async function followSessions(
  logouts: LogoutStore,
  facts: readonly RecordedFact[],
): Promise<void> {
  const accounts = new Map<string, boolean>()
  for (const fact of facts) {
    // After the begin of a session, the account's oldest one may have ended.
    const isBegin = fact.kind === 'session.began'
    const { accountId = isBegin ? fact.accountId : undefined, everywhere = false } =
      logoutAfter(fact) ?? {}
    if (accountId === undefined) continue
    accounts.set(accountId, everywhere || accounts.get(accountId) === true)
  }
  const at = Math.floor(Date.now() / 1000)
  await Promise.all(
    [...accounts].map(([id, everywhere]) => logouts.next(id, { everywhere, at }).catch(() => 0)),
  )
}
