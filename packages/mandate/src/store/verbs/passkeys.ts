import { type Engine, step } from '../engine.ts'
import { MOST_PASSKEYS, type PasskeyStore } from '../port.ts'
import { holdAccountById } from '../queries/accounts.ts'
import * as queries from '../queries/passkeys.ts'
import { readerOf } from '../rows.ts'
import { accounts } from '../tables/accounts.ts'
import { passkeys } from '../tables/passkeys.ts'
import { writerOf } from '../tables/table.ts'
import { doubtUnlessProven } from './doubted-operators.ts'
import { record } from './facts.ts'

export function createPasskeyStore(engine: Engine): PasskeyStore {
  const find: PasskeyStore['find'] = async (id) => {
    const [row] = await engine.read(step(queries.findPasskey, { id }))
    return row && { passkey: readPasskey(row), account: readOwner(row) }
  }
  const listOf: PasskeyStore['listOf'] = async (accountId) => {
    const rows = await engine.read(step(queries.listPasskeysOfAccount, { account_id: accountId }))
    return rows.map(readPasskey)
  }
  return {
    find,
    listOf,
    async insert(passkey, act) {
      const { id, accountId, name } = passkey
      if ((await find(id)) !== undefined) return 'id_taken'
      try {
        const [, rows = []] = await engine.write([
          // So that no two are added at once, and the account is not deleted at the same time.
          step(holdAccountById, { id: accountId }),
          step(queries.insertPasskey, { ...writePasskey(passkey), most: MOST_PASSKEYS }),
          ...record({ kind: 'passkey.added', accountId, name }, act, {
            about: { table: 'passkeys', id },
          }),
          ...doubtUnlessProven(accountId, act),
        ])
        if (rows.length > 0) return 'inserted'
      } catch (error) {
        // It may have been added concurrently.
        if ((await find(id)) === undefined) throw error
        return 'id_taken'
      }
      return (await listOf(accountId)).length > 0 ? 'too_many' : 'no_such_account'
    },
    async rename(accountId, { id, name }, act) {
      const [rows = []] = await engine.write([
        step(queries.renamePasskey, { id, account_id: accountId, name }),
        ...record({ kind: 'passkey.renamed', accountId, name }, act, {
          about: { table: 'passkeys', id },
        }),
      ])
      return rows.length > 0
    },
    async remove(accountId, { id, mayBeLast }, act) {
      const found = await find(id)
      if (found === undefined) return false
      const { name } = found.passkey
      const table = mayBeLast ? 'passkeys' : 'removable_passkeys'
      const recorded = record({ kind: 'passkey.removed', accountId, name }, act, {
        about: { table, id },
      })
      const results = await engine.write([
        step(holdAccountById, { id: accountId }),
        ...recorded,
        step(queries.deletePasskey, { id, account_id: accountId, may_be_last: Number(mayBeLast) }),
      ])
      return (results[1 + recorded.length] ?? []).length > 0
    },
    async use(id, { counter, isBackedUp }, act) {
      const [used = []] = await engine.write([
        step(queries.usePasskey, { id, counter, is_backed_up: Number(isBackedUp), at: act.at }),
      ])
      if (used.length > 0) return 'used'
      const found = await find(id)
      if (found === undefined) return 'refused'
      const { accountId, name } = found.passkey
      const recorded = record({ kind: 'passkey.cloned', accountId, name }, act, {
        about: { table: 'active_passkeys', id },
      })
      const results = await engine.write([
        // Of two uses at once, only one records it.
        step(holdAccountById, { id: accountId }),
        ...recorded,
        step(queries.suspendPasskey, { id, counter, at: act.at }),
      ])
      return (results[1 + recorded.length] ?? []).length > 0 ? 'cloned' : 'refused'
    },
  }
}

const readPasskey = readerOf(passkeys)
const readOwner = readerOf(accounts, 'owner_')
const writePasskey = writerOf(passkeys)
