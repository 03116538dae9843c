/** The users that directories provision. A change to a user and its account is one unit. */

import type { Act } from '../../facts/actor.ts'
import type { NewFact } from '../../facts/fact.ts'
import { type Engine, type Row, type Step, step } from '../engine.ts'
import { MOST_SCIM_USERS, type ProvisionedUser, type ScimUserStore } from '../port.ts'
import { holdAccountById, insertAccount } from '../queries/accounts.ts'
import { findAccountByIdentity } from '../queries/identities.ts'
import * as queries from '../queries/scim-users.ts'
import type { Account, ScimUser } from '../records.ts'
import { integer, integerOrNull, readerOf } from '../rows.ts'
import { accounts } from '../tables/accounts.ts'
import { personName } from '../tables/person-name.ts'
import { scimUsers } from '../tables/scim-users.ts'
import { writerOf } from '../tables/table.ts'
import { doubtUnlessProven } from './doubted-operators.ts'
import { record } from './facts.ts'

export function createScimUserStore(engine: Engine): ScimUserStore {
  const one = async (found: Step) => (await engine.read(found)).map(readProvisioned)[0]
  const findByUserName: ScimUserStore['findByUserName'] = (provider, key) =>
    one(step(queries.findScimUserByName, { provider, user_name_key: key }))
  const findByExternalId: ScimUserStore['findByExternalId'] = (provider, externalId) =>
    one(step(queries.findScimUserByExternalId, { provider, external_id: externalId }))

  /** After a failed unit: which value of the user is already taken; undefined if none is. */
  async function taken({ accountId, provider, userNameKey, externalId }: ScimUser) {
    const namesake = await findByUserName(provider, userNameKey)
    if (namesake !== undefined && namesake.accountId !== accountId) return 'user_name_taken'
    if (externalId === null) return undefined
    const identity = step(findAccountByIdentity, { provider, subject: externalId })
    const [owner] = await engine.read(identity)
    const other = (await findByExternalId(provider, externalId))?.accountId ?? owner?.['id']
    return other !== undefined && other !== accountId ? 'external_id_taken' : undefined
  }

  /** Whether the account already belongs to a directory, this one or another. */
  async function provisioned(accountId: string) {
    const [row] = await engine.read(step(queries.findProvisionedAccount, { account_id: accountId }))
    return row && 'external_id_taken'
  }

  return {
    findByUserName,
    findByExternalId,
    find: (provider, accountId) =>
      one(step(queries.findScimUser, { provider, account_id: accountId })),
    findOf: (accountId) => one(step(queries.findScimUserOfAccount, { account_id: accountId })),
    async listNamed(key) {
      const input = { user_name_key: key, limit: MOST_SCIM_USERS }
      return (await engine.read(step(queries.listScimUsersNamed, input))).map(readProvisioned)
    },
    async listByEmail(provider, emailKey) {
      const input = { provider, email_key: emailKey, limit: MOST_SCIM_USERS }
      return (await engine.read(step(queries.listScimUsersByEmail, input))).map(readProvisioned)
    },
    async list(provider, { after = '', skipped = 0, limit }) {
      const input = { provider, after, skipped, limit: Math.min(limit, MOST_SCIM_USERS) }
      return (await engine.read(step(queries.listScimUsers, input))).map(readProvisioned)
    },
    async tally(provider) {
      const [row = {}] = await engine.read(step(queries.countScimUsers, { provider }))
      return integer(row, 'counted')
    },
    async insert(user, account, act) {
      const written = writtenBy(user, act)
      try {
        await engine.write([
          step(queries.insertScimUser, writeScimUser(user)),
          step(insertAccount, writeAccount(account)),
          written.link,
          ...recordOf(user, { kind: 'account.created', accountId: account.id }, act),
          ...(user.externalId === null ? [] : written.linked),
        ])
        return 'inserted'
      } catch (error) {
        const problem = await taken(user)
        if (problem === undefined) throw error
        return problem
      }
    },
    async adopt(user, { disables, ...shown }, act) {
      const written = writtenBy(user, act)
      try {
        const [, rows = []] = await engine.write([
          // The account must not be deleted at the same time, without its user.
          step(holdAccountById, { id: user.accountId }),
          step(queries.adoptScimUser, writeScimUser(user)),
          written.describe(shown),
          ...(disables ? written.disable : []),
          ...written.updated(['userName', 'externalId']),
        ])
        return rows.length > 0 ? 'adopted' : 'no_such_identity'
      } catch (error) {
        const problem = (await taken(user)) ?? (await provisioned(user.accountId))
        if (problem === undefined) throw error
        return problem
      }
    },
    async update(user, { from, changed, turns, ...shown }, act) {
      const written = writtenBy(user, act)
      const isMoved = from.externalId !== user.externalId
      try {
        const [rows = []] = await engine.write([
          step(queries.updateScimUser, {
            ...writeScimUser(user),
            from_revision: from.revision,
          }),
          written.describe(shown),
          ...(isMoved && from.externalId !== null ? written.unlink(from.externalId) : []),
          ...(isMoved && user.externalId !== null
            ? [written.link, ...written.linked, ...doubtUnlessProven(user.accountId, act)]
            : []),
          ...(turns === 'off' ? written.disable : []),
          ...(turns === 'on' ? written.enable(from.deactivatedAt) : []),
          ...written.updated(changed),
        ])
        return rows.length > 0 ? 'updated' : 'changed_meanwhile'
      } catch (error) {
        const problem = await taken(user)
        if (problem === undefined) throw error
        return problem
      }
    },
  }
}

/** The steps of the unit that writes this revision of the user. */
function writtenBy(user: ScimUser, act: Act) {
  const { accountId, provider, revision } = user
  const who = { account_id: accountId, revision }
  return {
    describe: ({ email, name, profile }: Pick<Account, 'email' | 'name' | 'profile'>) =>
      step(queries.describeAccount, {
        ...{ ...who, account_name: name, email },
        account_name_key: personName.split(name).nameKey,
        account_profile: profile === null ? null : JSON.stringify(profile),
      }),
    link: step(queries.linkDescribed, { created_at: act.at, revision }),
    linked: recordOf(user, { kind: 'identity.linked', accountId, provider }, act),
    unlink: (subject: string) => [
      step(queries.unlinkDescribed, { ...who, provider, subject }),
      step(queries.deleteSessionsOfDirectory, { ...who, provider }),
      ...recordOf(user, { kind: 'identity.unlinked', accountId, provider }, act),
    ],
    disable: [
      step(queries.disableDescribed, { ...who, disabled_at: act.at }),
      step(queries.deleteSessionsOfDescribed, who),
      ...recordOf(user, { kind: 'account.disabled', accountId }, act),
    ],
    enable: (deactivatedAt: number | null) => [
      step(queries.enableDescribed, { ...who, deactivated_at: deactivatedAt }),
      ...recordOf(user, { kind: 'account.enabled', accountId }, act),
    ],
    updated: (changed: readonly string[]) =>
      changed.length === 0
        ? []
        : recordOf(user, { kind: 'account.updated', accountId, changed }, act),
  }
}

/** Recorded only if this unit wrote this revision. */
function recordOf({ revision }: ScimUser, fact: NewFact, act: Act): readonly Step[] {
  return record(fact, act, { about: { table: 'scim_users', id: revision } })
}

const readScimUser = readerOf(scimUsers)
const writeScimUser = writerOf(scimUsers)
const writeAccount = writerOf(accounts)

function readProvisioned(row: Row): ProvisionedUser {
  return {
    ...readScimUser(row),
    disabledAt: integerOrNull(row, 'disabled_at'),
    canBeKept: integerOrNull(row, 'deletion_can_be_kept') === 1,
  }
}
