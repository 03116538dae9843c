import type { Act } from '../../facts/actor.ts'
import type { NewFact } from '../../facts/fact.ts'
import { type Engine, type Row, type Step, step } from '../engine.ts'
import type { AccountStore } from '../port.ts'
import { settleDeletion } from '../queries/account-deletions.ts'
import * as ends from '../queries/account-ends.ts'
import * as queries from '../queries/accounts.ts'
import { insertIdentity } from '../queries/identities.ts'
import { deleteKnownBrowsersOfAccount, listKnownBrowsers } from '../queries/known-browsers.ts'
import { deleteSessionsOfAccount, endSessionsOfAccount, hasSessions } from '../queries/sessions.ts'
import type { Account, IdentityName } from '../records.ts'
import { LAST_CHARACTER, pageBefore, pageInput, pageOf, readerOf } from '../rows.ts'
import { accounts } from '../tables/accounts.ts'
import { nameKeyOf } from '../tables/person-name.ts'
import { writerOf } from '../tables/table.ts'
import { createAccountDeletions } from './account-deletions.ts'
import { createAccountEnds } from './account-ends.ts'
import { record } from './facts.ts'
import { createIdentityVerbs } from './identities.ts'
import { afterNewPassword } from './new-password.ts'
import { newRevision } from './revisions.ts'

export function createAccountStore(engine: Engine): AccountStore {
  const find = async (id: string) => {
    const [row] = await engine.read(step(queries.findAccount, { id }))
    return row && readAccount(row)
  }
  const findByEmailKey = async (emailKey: string) => {
    const [row] = await engine.read(step(queries.findAccountByEmailKey, { email_key: emailKey }))
    return row && readAccount(row)
  }
  const wasDeleted = async (id: string) =>
    (await engine.read(step(ends.findDeletedId, { id }))).length > 0
  const identities = createIdentityVerbs(engine)
  return {
    ...identities,
    ...createAccountEnds(engine, find),
    ...createAccountDeletions(engine, find),
    find,
    findByEmailKey,
    wasDeleted,
    async insert(account, act, names = []) {
      const { id } = account
      const insertion = engine.write([
        step(queries.insertAccount, writeAccount(account)),
        step(ends.refuseDeletedId, { id }),
        ...names.map((name) => step(insertIdentity, identityOf(account, name))),
        ...recordOf({ kind: 'account.created', accountId: id }, act),
      ])
      try {
        const [rows = []] = await insertion
        return rows.length > 0 ? 'inserted' : 'email_taken'
      } catch (error) {
        // A unique value was already taken.
        const takers = await Promise.all(
          names.map(({ provider, subject }) => identities.findByIdentity(provider, subject)),
        )
        if (takers.some((taker) => taker !== undefined)) return 'identity_taken'
        if ((await find(id)) !== undefined || (await wasDeleted(id))) return 'id_taken'
        throw error
      }
    },
    async list(request) {
      const page = pageInput(request)
      const rows = await engine.read(step(queries.listAccounts, page))
      return pageOf(rows.map(readAccount), page)
    },
    async listNewest(request) {
      const page = pageBefore(request)
      const rows = await engine.read(step(queries.listNewestAccounts, page))
      return pageOf(rows.map(readAccount), page)
    },
    async listByAddress(begins, request) {
      const page = pageInput(request)
      const range = { begins, until: begins + LAST_CHARACTER }
      const rows = await engine.read(step(queries.listAccountsByAddress, { ...page, ...range }))
      const found = rows.map(readAccount)
      const { next } = pageOf(found, page)
      return { rows: found, next: next && (found.at(-1)?.emailKey ?? null) }
    },
    async listByName(begins, request) {
      const { after, limit } = pageInput(request)
      const key = nameKeyOf(begins)
      const [afterKey = '', afterId = ''] = after === '' ? [key, ''] : after.split('\n')
      const until = key + LAST_CHARACTER
      const place = { after_key: afterKey, after_id: afterId }
      const found = (
        await engine.read(step(queries.listAccountsByName, { ...place, until, limit }))
      ).map(readAccount)
      const last = found.length < limit ? undefined : found.at(-1)
      return { rows: found, next: last ? `${nameKeyOf(last.name ?? '')}\n${last.id}` : null }
    },
    async update(which, change, act) {
      const [id, asRead] = typeof which === 'string' ? [which] : [which.id, which]
      const fact = { kind: 'account.updated', accountId: id, changed: Object.keys(change) } as const
      const lastUpdate = newRevision()
      const update = engine.write([
        step(queries.updateAccount, {
          ...{ id, last_update: lastUpdate },
          ...queries.accountChange.write(change),
          ...queries.accountAsRead.write(asRead),
        }),
        ...record(fact, act, { about: { table: 'account_updates', id: lastUpdate } }),
      ])
      try {
        const [rows = []] = await update
        return rows.length > 0 ? 'updated' : 'no_such_account'
      } catch (error) {
        const { emailKey = null } = change
        const owner = emailKey === null ? undefined : await findByEmailKey(emailKey)
        if (owner === undefined || owner.id === id) throw error
        return 'email_taken'
      }
    },
    async disable(id, act) {
      const [rows = []] = await engine.write([
        step(queries.setAccountDisabled, { id, disabled_at: act.at }),
        step(settleDeletion, { id }),
        step(deleteSessionsOfAccount, { account_id: id }),
        ...recordOf({ kind: 'account.disabled', accountId: id }, act),
      ])
      return rows.length > 0
    },
    async enable(id, act) {
      const [rows = []] = await engine.write([
        step(queries.setAccountEnabled, { id }),
        ...recordOf({ kind: 'account.enabled', accountId: id }, act),
      ])
      return rows.length > 0
    },
    async setPassword(id, passwordHash, act) {
      const [rows = []] = await engine.write([
        step(queries.setAccountPassword, { id, password_hash: passwordHash }),
        ...afterNewPassword(id, passwordHash),
        ...recordOf({ kind: 'account.password_changed', accountId: id }, act),
      ])
      return rows.length > 0
    },
    async changePassword(id, { from, to, keptSession }, act) {
      const about = { table: 'passwords', id: to } as const
      const [rows = []] = await engine.write([
        step(queries.changeAccountPassword, { id, password_hash: from, next_hash: to }),
        ...afterNewPassword(id, to, keptSession),
        ...record({ kind: 'account.password_changed', accountId: id }, act, { about }),
      ])
      return rows.length > 0
    },
    async keepPassword(id, passwordHash, act) {
      const about = { table: 'passwords', id: passwordHash } as const
      const [rows = []] = await engine.write([
        step(queries.keepAccountPassword, { id, password_hash: passwordHash }),
        ...record({ kind: 'account.password_kept', accountId: id }, act, { about }),
      ])
      return rows.length > 0
    },
    async replacePasswordHash(id, { from, to }) {
      const [rows = []] = await engine.write([
        step(queries.replaceAccountPasswordHash, { id, password_hash: from, next_hash: to }),
      ])
      return rows.length > 0
    },
    async endSessions(id, act) {
      const whose = { account_id: id }
      // Without a change no fact is written; otherwise each repetition would add a row.
      const found = await Promise.all([
        engine.read(step(hasSessions, whose)),
        engine.read(step(listKnownBrowsers, { ...whose, limit: 1 })),
      ])
      if (found.flat().length === 0) return 0
      const [rows = []] = await engine.write([
        step(endSessionsOfAccount, whose),
        step(deleteKnownBrowsersOfAccount, { ...whose, except: null }),
        ...recordOf({ kind: 'sessions.ended', accountId: id }, act),
      ])
      return rows.length
    },
  }
}

function identityOf({ id, createdAt }: Account, { provider, subject }: IdentityName) {
  return { provider, subject, account_id: id, created_at: createdAt }
}

function recordOf(fact: NewFact & { readonly accountId: string }, act: Act): readonly Step[] {
  return record(fact, act, { about: { table: 'accounts', id: fact.accountId } })
}

const readAccount: (row: Row) => Account = readerOf(accounts)
const writeAccount = writerOf(accounts)
