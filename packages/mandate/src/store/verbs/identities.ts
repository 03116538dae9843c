/** The external identities of accounts. */

import { type Engine, step } from '../engine.ts'
import { type AccountStore, MOST_IDENTITIES } from '../port.ts'
import { holdAccountById } from '../queries/accounts.ts'
import * as queries from '../queries/identities.ts'
import { deleteSessionsOfProvider } from '../queries/sessions.ts'
import { readerOf } from '../rows.ts'
import { accounts } from '../tables/accounts.ts'
import { identities } from '../tables/identities.ts'
import { doubtUnlessProven } from './doubted-operators.ts'
import { record } from './facts.ts'

export function createIdentityVerbs(
  engine: Engine,
): Pick<AccountStore, 'findByIdentity' | 'listIdentities' | 'link' | 'unlink'> {
  const findByIdentity: AccountStore['findByIdentity'] = async (provider, subject) => {
    const [row] = await engine.read(step(queries.findAccountByIdentity, { provider, subject }))
    return row && readAccount(row)
  }
  return {
    findByIdentity,
    async listIdentities(accountId) {
      const input = { account_id: accountId }
      const rows = await engine.read(step(queries.listIdentitiesOfAccount, input))
      return rows.slice(0, MOST_IDENTITIES).map(readIdentity)
    },
    async link(accountId, { provider, subject }, act) {
      const ownerOf = async () => (await findByIdentity(provider, subject))?.id
      const known = await ownerOf()
      if (known !== undefined) return known === accountId ? 'linked' : 'identity_taken'
      const input = { provider, subject, account_id: accountId, created_at: act.at }
      const about = { table: 'accounts', id: accountId } as const
      try {
        const [, rows = []] = await engine.write([
          // The account must not be deleted at the same time, without its new identity.
          step(holdAccountById, { id: accountId }),
          step(queries.linkIdentity, input),
          ...record({ kind: 'identity.linked', accountId, provider }, act, { about }),
          ...doubtUnlessProven(accountId, act),
        ])
        return rows.length > 0 ? 'linked' : 'no_such_account'
      } catch (error) {
        // It may have been linked concurrently.
        const owner = await ownerOf()
        if (owner === undefined) throw error
        return owner === accountId ? 'linked' : 'identity_taken'
      }
    },
    async unlink(accountId, { provider, subject, mayBeLast = true }, act) {
      if ((await findByIdentity(provider, subject))?.id !== accountId) return false
      const about = { table: 'identities', id: `${provider} ${subject}` } as const
      const recorded = record({ kind: 'identity.unlinked', accountId, provider }, act, { about })
      const results = await engine.write([
        // A concurrent sign-in with this provider either ends before this unit or finds the
        // identity unlinked.
        step(holdAccountById, { id: accountId }),
        ...recorded,
        step(queries.deleteIdentity, {
          ...{ provider, subject, account_id: accountId },
          may_be_last: Number(mayBeLast),
        }),
        step(deleteSessionsOfProvider, { account_id: accountId, provider, subject }),
      ])
      return (results[1 + recorded.length] ?? []).length > 0
    },
  }
}

const readAccount = readerOf(accounts)
const readIdentity = readerOf(identities)
