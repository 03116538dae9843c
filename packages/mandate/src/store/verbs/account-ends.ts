/**
 * Deletes an account and everything that belongs to it, in one unit. Very many grants are left to
 * the sweep; without their account they are refused.
 */

import type { Act } from '../../facts/actor.ts'
import { type Engine, type Step, step } from '../engine.ts'
import type { AccountStore } from '../port.ts'
import * as queries from '../queries/account-ends.ts'
import { holdAccountById } from '../queries/accounts.ts'
import { erasePersonal } from '../queries/audit.ts'
import { measureGrantsOfAccount } from '../queries/grants.ts'
import { deleteSessionsOfAccount } from '../queries/sessions.ts'
import { isMore } from './bulk-revocation.ts'
import { doubtUnlessProven } from './doubted-operators.ts'
import { record } from './facts.ts'
import { createLogoutStore } from './logouts.ts'

export function createAccountEnds(
  engine: Engine,
  find: AccountStore['find'],
): Pick<AccountStore, 'delete' | 'merge'> {
  const logouts = createLogoutStore(engine)

  /** First, because nobody could tell afterwards which clients the person was signed in to. */
  async function endSessions(id: string, { at }: Act): Promise<void> {
    await engine.write([step(deleteSessionsOfAccount, { account_id: id })])
    while ((await logouts.next(id, { everywhere: true, at })) > 0);
  }

  return {
    async delete(id, act) {
      await endSessions(id, act)
      const about = { table: 'accounts_in_deletion', id } as const
      const [rows = []] = await engine.write([
        step(queries.keepDeletedId, { id }),
        ...record({ kind: 'account.deleted', accountId: id }, act, { about }),
        ...(await deletion(engine, id)),
      ])
      return rows.length > 0
    },
    async merge(from, into, act) {
      if (from === into || (await find(into)) === undefined) return false
      await endSessions(from, act)
      const about = { table: 'accounts_in_deletion', id: from } as const
      const [, rows = []] = await engine.write([
        // The identities must not move to an account that is deleted at the same time.
        step(holdAccountById, { id: into }),
        step(queries.keepMergedId, { id: from, into_id: into }),
        ...record({ kind: 'account.merged', accountId: from, into }, act, { about }),
        step(queries.moveIdentities, { account_id: from, into_id: into }),
        ...doubtUnlessProven(into, act),
        ...(await deletion(engine, from)),
      ])
      return rows.length > 0
    },
  }
}

/** Deletes the account if this unit has kept its id, and everything that belongs to it. */
export async function deletion(engine: Engine, accountId: string): Promise<readonly Step[]> {
  const whose = { account_id: accountId }
  const areMany = await isMore(engine, step(measureGrantsOfAccount, whose))
  return [
    step(queries.deleteAccount, whose),
    step(queries.deleteRestOfSessions, whose),
    step(queries.deleteRestOfKnownBrowsers, whose),
    step(queries.deleteRestOfIdentities, whose),
    step(queries.deleteRestOfPasskeys, whose),
    step(queries.deleteRestOfConsents, whose),
    step(queries.deleteRestOfEndedAssertions, whose),
    step(queries.deleteRestOfMailedLinks, whose),
    step(queries.deleteRestOfTotp, whose),
    step(queries.deleteRestOfRecoveryCodes, whose),
    step(queries.deleteRestOfScimUsers, whose),
    step(queries.deleteRestOfOperators, whose),
    step(erasePersonal, whose),
    step(queries.deleteRestOfDeliveries, whose),
    ...(areMany ? [] : [step(queries.deleteRestOfGrants, whose)]),
  ]
}
