/** `/console/users/:id`: one user. */

import { permissionsOf } from '../../operators/roles.ts'
import { userPage } from '../../pages/console/user.ts'
import type { Account } from '../../store/records.ts'
import type { HttpContext } from '../context.ts'
import { clientNames, shownTree } from './grants-shown.ts'
import { consolePage } from './page.ts'
import { stateOf } from './users.ts'
import { may, placeOf, sendConsole, sendMissing, type Visit } from './visit.ts'

const LINES = 15

export const userInConsole = consolePage({
  path: '/console/users/:id',
  needs: 'users:read',
  show: async (context, visit) => {
    const account = await context.store.accounts.find(visit.params['id'] ?? '')
    if (account === undefined) return sendMissing(visit, { current: 'users', what: 'user' })
    const { id } = account
    const { store, clock } = context
    const mayChange = may(visit, 'users:write')
    const mayRead = may(visit, 'audit:read')
    const [row, sessions, installed, facts, directory, ways] = await Promise.all([
      store.operators.find(id),
      store.sessions.listOf(id),
      may(visit, 'grants:read') ? store.grants.listNewest(id, { now: clock.now() }) : null,
      mayRead ? store.facts.listOf(id, { limit: LINES }) : null,
      store.scimUsers.findOf(id),
      waysOf(context, account, mayChange),
    ])
    const isAbove = row !== undefined && isMore(visit, row.role)
    return sendConsole(
      visit,
      userPage({
        ...visit.props,
        user: {
          ...{ id, email: account.email, isVerified: account.emailVerified, name: account.name },
          ...{ state: stateOf(account), createdAt: account.createdAt },
          ...{ disabledAt: account.disabledAt, deleteAfter: account.deletion?.after ?? null },
          ...{ language: account.language, directory: directory?.provider ?? null },
          role: row?.role ?? null,
          profile: mayChange ? claimsOf(account) : [],
        },
        ways,
        sessions,
        grants: installed === null ? [] : await shownTree(store, installed.installations),
        activity: facts && { facts, clients: await clientNames(store, facts) },
        keptSeconds: context.settings.auditDays * 24 * 60 * 60,
        address: placeOf('users', id),
        can: {
          help: may(visit, 'users:help') && !isAbove,
          change: mayChange && !isAbove,
          endGrants: may(visit, 'grants:write'),
        },
      }),
    )
  },
})

/** Nobody touches the account of an operator who may do more (`operations/permitted.ts`). */
function isMore(visit: Visit, role: Parameters<typeof permissionsOf>[0]): boolean {
  return [...permissionsOf(role)].some((permission) => !may(visit, permission))
}

async function waysOf(
  { store }: Pick<HttpContext, 'store'>,
  { id, passwordHash }: Account,
  showsSubjects: boolean,
) {
  const [passkeys, identities, totp, codes] = await Promise.all([
    store.passkeys.listOf(id),
    store.accounts.listIdentities(id),
    store.secondFactors.findTotp(id),
    store.secondFactors.listRecoveryCodes(id),
  ])
  return {
    hasPassword: passwordHash !== null,
    hasApp: totp !== undefined,
    recoveryCodes: codes.filter(({ usedAt }) => usedAt === null).length,
    passkeys: passkeys.map(({ suspendedAt, ...passkey }) => ({
      ...{ id: passkey.id, name: passkey.name, createdAt: passkey.createdAt },
      ...{ lastUsedAt: passkey.lastUsedAt, isSuspended: suspendedAt !== null },
    })),
    identities: identities.map(({ provider, subject, createdAt }) => ({
      ...{ provider, createdAt },
      subject: showsSubjects ? subject : null,
    })),
  }
}

function claimsOf({ profile }: Account): readonly (readonly [string, string])[] {
  return Object.entries(profile ?? {}).map(([claim, value]) => [
    claim,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
}
