import { hash } from 'node:crypto'
import { type Engine, step } from '../engine.ts'
import type { AccountStore } from '../port.ts'
import * as queries from '../queries/account-deletions.ts'
import { deleteKnownBrowsersOfAccount } from '../queries/known-browsers.ts'
import { deleteSessionsOfAccount } from '../queries/sessions.ts'
import { text } from '../rows.ts'
import { deletion } from './account-ends.ts'
import { record } from './facts.ts'

export function createAccountDeletions(
  engine: Engine,
  find: AccountStore['find'],
): Pick<AccountStore, 'askForDeletion' | 'keep'> {
  return {
    async askForDeletion(id, deleteAfter, act) {
      const [asked = []] = await engine.write([
        step(queries.askForDeletion, { id, at: act.at, delete_after: deleteAfter }),
        step(deleteSessionsOfAccount, { account_id: id }),
        step(deleteKnownBrowsersOfAccount, { account_id: id, except: null }),
        ...record({ kind: 'account.deletion_asked', accountId: id, deleteAfter }, act, {
          about: aboutOf(deleteAfter),
          id: factId('asked', id, deleteAfter),
        }),
      ])
      return asked.length > 0
    },
    async keep(id, act) {
      const deleteAfter = (await find(id))?.deletion?.after
      if (deleteAfter === undefined) return false
      const results = await engine.write([
        // While the account is still waiting.
        ...record({ kind: 'account.deletion_stopped', accountId: id }, act, {
          about: aboutOf(deleteAfter),
          id: factId('stopped', id, deleteAfter),
        }),
        step(queries.keepAccount, { id }),
      ])
      return results.at(-1)?.length === 1
    },
  }
}

/**
 * Deletes at most `limit` accounts whose time is over at `now` (seconds since 1970), oldest first;
 * returns how many.
 */
export async function deleteDueAccounts(
  engine: Engine,
  { now, limit }: { readonly now: number; readonly limit: number },
): Promise<number> {
  const due = await engine.read(step(queries.listDueAccounts, { now, limit }))
  let deleted = 0
  for (const row of due) {
    const id = text(row, 'id')
    const about = { table: 'accounts_in_deletion', id } as const
    const [, kept = []] = await engine.write([
      step(queries.holdDueAccount, { id, now }),
      step(queries.keepDueId, { id, now }),
      ...record({ kind: 'account.deleted', accountId: id }, { by: { kind: 'system' } }, { about }),
      ...(await deletion(engine, id)),
    ])
    deleted += kept.length
  }
  return deleted
}

const aboutOf = (deleteAfter: number) => ({ table: 'deletions', id: String(deleteAfter) }) as const

/** Named by what it is about, so that a button pressed twice is told once. */
function factId(what: string, accountId: string, deleteAfter: number): string {
  return hash('sha256', `${what} ${accountId} ${deleteAfter}`, 'hex').slice(0, 32)
}
