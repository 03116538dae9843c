import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { globSync } from 'node:fs'
import { after, test } from 'node:test'
import { ACT } from '../../test/act.ts'
import {
  account,
  grant,
  grantId,
  ofAccount,
  client as sampleClient,
} from '../../test/store/contract/samples.ts'
import type { RemoteOperator } from '../facts/actor.ts'
import { everyPermission, scopeOf } from '../operators/permissions.ts'
import { type Role, roles } from '../operators/roles.ts'
import { readOnly } from '../store/read-only.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { endAccess, mergeAccounts, signOutEverywhere } from './account-ends.ts'
import { disableAccount, setPassword, unlockAccount } from './accounts.ts'
import { operatorOfAccount, operatorOfClient } from './acting-operator.ts'
import { enableClient, rotateClientSecret } from './clients.ts'
import { revokeGrant, revokeGrants } from './grants.ts'
import { linkIdentity } from './identities.ts'
import { importAccounts } from './import-accounts.ts'
import { ruleOf } from './operation.ts'
import { addOperator, removeOperator, setOperatorRole } from './operators.ts'
import { removeAllPasskeys } from './passkeys.ts'
import { NotPermitted, requirePermission } from './permitted.ts'
import { makeResetLink } from './reset-links.ts'
import { removeTotp } from './second-factors.ts'
import { endSessionOf } from './sessions.ts'

const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())

const view = {
  ...{ store: readOnly(store), clock: { now: () => ACT.at }, random: randomBytes },
  settings: { consoleRequiresSecondFactor: true },
}
// What none of these tests reaches.
const context = view as typeof view &
  Parameters<typeof setPassword>[0] &
  Parameters<typeof makeResetLink>[0]

/** Everyone has an account of the same name as their role; `user` has none. */
for (const id of [...roles, 'user', 'another-owner']) {
  await store.accounts.insert(
    { ...account, id, email: `${id}@b.example`, emailKey: `${id}@b.example` },
    ACT,
  )
}
for (const role of roles) await store.operators.insert({ accountId: role, role, createdAt: 1 }, ACT)

async function actingAs(role: Role): Promise<RemoteOperator> {
  const actor = await operatorOfAccount(view, { accountId: role, via: 'console' })
  assert.ok(typeof actor === 'object')
  return actor
}

test('an auditor who tries every act is refused every act', async () => {
  const auditor = await actingAs('auditor')
  const files = globSync('*.ts', {
    cwd: import.meta.dirname,
    exclude: (name) => name.endsWith('.test.ts'),
  })
  const tried: string[] = []
  for (const file of files) {
    for (const [name, act] of Object.entries<unknown>(await import(`./${file}`))) {
      const rule = typeof act === 'function' ? ruleOf(act) : undefined
      if (rule?.by.includes('operator') !== true || typeof act !== 'function') continue
      assert.ok(rule.needs !== undefined && !rule.needs.endsWith(':read'), `${name} reads`)
      // Refused before it looks at what is asked, which is nothing that it could read.
      await assert.rejects(Promise.resolve(act(view, auditor, null)), NotPermitted, name)
      tried.push(name)
    }
  }
  assert.ok(tried.length > 40, `only ${tried.length} acts`)
})

const takeovers: Readonly<
  Record<string, (actor: RemoteOperator, accountId: string) => Promise<unknown>>
> = {
  'sets a password': (actor, accountId) =>
    setPassword(context, actor, { accountId, password: 'mine from now on' }),
  'makes a reset link': (actor, id) =>
    makeResetLink(context, actor, { account: { ...account, id } }),
  'links an identity': (actor, accountId) =>
    linkIdentity(view, actor, { accountId, provider: 'https://evil.example', subject: 'me' }),
  'imports an identity': (actor, subject) =>
    importAccounts(view, actor, {
      users: [
        {
          ...{ subject, identity: { provider: 'https://evil.example', subject: 'me' } },
          ...{ email: null, emailVerified: false, name: null, profile: {}, createdAt: null },
          ...{ passwordHash: null, disabled: false },
        },
      ],
      lookFirst: false,
    }),
  'removes the app of second factors': (actor, accountId) => removeTotp(view, actor, { accountId }),
  'removes the passkeys': (actor, accountId) => removeAllPasskeys(view, actor, { accountId }),
  'clears the failed guesses': (actor, accountId) => unlockAccount(view, actor, { accountId }),
  'merges it into a user': (actor, from) => mergeAccounts(view, actor, { from, into: 'user' }),
  'merges a user into it': (actor, into) => mergeAccounts(view, actor, { from: 'user', into }),
  'disables it': (actor, accountId) => disableAccount(view, actor, { accountId }),
}

for (const [what, attempt] of Object.entries(takeovers)) {
  test(`an operator who ${what} does not get at the account of an owner`, async () => {
    const operator = await actingAs('operator')
    const before = await store.accounts.find('owner')
    await assert.rejects(attempt(operator, 'owner'), { permission: 'operators:write' })
    assert.deepEqual(await store.accounts.find('owner'), before)
    assert.deepEqual(await store.accounts.listIdentities('owner'), [])
  })
}

test('a support person helps users, and neither operators nor owners nor themselves to more', async () => {
  const support = await actingAs('support')
  assert.equal((await unlockAccount(view, support, { accountId: 'user' })).is, 'unlocked')
  await endSessionOf(view, support, { accountId: 'user', id: 'none' })
  await revokeGrants(view, support, { accountId: 'user' })
  for (const accountId of ['owner', 'operator', 'auditor']) {
    await assert.rejects(unlockAccount(view, support, { accountId }), NotPermitted)
  }
  await store.clients.insert(sampleClient, ACT)
  for (const [accountId, isEnded] of [
    ['owner', false],
    ['user', true],
  ] as const) {
    const one = { ...grant, id: grantId(isEnded ? 1 : 2), subject: ofAccount(accountId) }
    await store.grants.insert(one, ACT)
    const ending = revokeGrant(view, support, { grantId: one.id })
    if (isEnded) assert.equal((await ending).is, 'revoked')
    else await assert.rejects(ending, { permission: 'operators:write' })
  }
  const more = { accountId: 'support', role: 'owner' } as const
  await assert.rejects(setOperatorRole(view, support, more), NotPermitted)
  await assert.rejects(addOperator(view, support, { ...more, accountId: 'user' }), NotPermitted)
  await assert.rejects(removeOperator(view, support, { accountId: 'owner' }), NotPermitted)
  await assert.rejects(setPassword(context, support, { accountId: 'user', password: 'x' }), {
    permission: 'users:write',
  })
})

test('attack: a support person keeps throwing an owner out of the console', async () => {
  const support = await actingAs('support')
  const accountId = 'owner'
  const ways = [
    () => signOutEverywhere(view, support, { accountId }),
    () => endAccess(view, support, { accountId }),
    () => endSessionOf(view, support, { accountId, id: 'of-the-owner' }),
    () => revokeGrants(view, support, { accountId }),
  ]
  for (const way of ways) await assert.rejects(way(), { permission: 'operators:write' })
  assert.equal((await endAccess(view, support, { accountId: 'user' })).is, 'ended')
})

test('attack: a support person ends every connection of an app, whoever its users are', async () => {
  const support = await actingAs('support')
  const whole = { clientId: 'app-of-everybody' }
  await assert.rejects(revokeGrants(view, support, whole), { permission: 'clients:write' })
  const ofOne = { ...whole, accountId: 'user' }
  assert.equal((await revokeGrants(view, support, ofOne)).is, 'revoked')
  assert.equal((await revokeGrants(view, await actingAs('operator'), whole)).is, 'revoked')
})

test('the token of an owner with one scope does not become the whole owner', async () => {
  const narrow = await operatorOfAccount(view, {
    ...{ accountId: 'owner', via: 'api', scope: 'admin:users:write all' },
  })
  assert.ok(typeof narrow === 'object')
  assert.deepEqual([...narrow.permissions], ['users:write'])
  const password = 'mine from now on'
  await assert.rejects(setPassword(context, narrow, { accountId: 'owner', password }), NotPermitted)
  await assert.rejects(
    addOperator(view, narrow, { accountId: 'user', role: 'owner' }),
    NotPermitted,
  )
})

test('an operator does not get at a program that may do more, nor brings it back', async () => {
  const scope = `all ${scopeOf('keys:write')}`
  await store.clients.insert({ ...sampleClient, id: 'program', scope }, ACT)
  const operator = await actingAs('operator')
  const rotating = view as typeof view & Parameters<typeof rotateClientSecret>[0]
  await assert.rejects(rotateClientSecret(rotating, operator, { id: 'program' }), NotPermitted)
  await assert.rejects(enableClient(view, operator, { clientId: 'program' }), NotPermitted)
  assert.deepEqual(
    (await store.clients.find('program'))?.authentication,
    sampleClient.authentication,
  )
})

test('a program may do what its token says and its registration still allows', async () => {
  const scope = ['users:read', 'audit:read'].map((one) => `admin:${one}`).join(' ')
  await store.clients.insert({ ...sampleClient, id: 'reader', scope: `all ${scope}` }, ACT)
  const asking = { clientId: 'reader', scope: `${scope} ${everyPermission.map(scopeOf).join(' ')}` }
  const acting = await operatorOfClient(view, { ...asking, from: { network: '192.0.2.1' } })
  assert.deepEqual([...(acting?.permissions ?? [])], ['users:read', 'audit:read'])
  assert.deepEqual([acting?.id, acting?.from], ['client:reader', { network: '192.0.2.1' }])
  await store.clients.update('reader', { scope: 'all' }, ACT)
  assert.equal((await operatorOfClient(view, asking))?.permissions.size, 0)
  await store.clients.disable('reader', ACT)
  assert.equal(await operatorOfClient(view, asking), undefined)
})

test('whoever is removed, demoted or disabled is so with the next request, with the old token too', async () => {
  const owner = await actingAs('owner')
  const asking = { accountId: 'another-owner', via: 'api', scope: 'admin:clients:write' } as const
  const permissions = async () => {
    const acting = await operatorOfAccount(view, asking)
    return typeof acting === 'object' ? acting.permissions.size : undefined
  }
  assert.equal(await operatorOfAccount(view, asking), undefined)
  await addOperator(view, owner, { accountId: 'another-owner', role: 'owner' })
  assert.equal(await permissions(), 1)
  await setOperatorRole(view, owner, { accountId: 'another-owner', role: 'support' })
  assert.equal(await permissions(), 0)
  await setOperatorRole(view, owner, { accountId: 'another-owner', role: 'operator' })
  await store.accounts.disable('another-owner', ACT)
  assert.equal(await operatorOfAccount(view, asking), undefined)
  await store.accounts.enable('another-owner', ACT)
  await removeOperator(view, owner, { accountId: 'another-owner' })
  assert.equal(await operatorOfAccount(view, asking), undefined)
})

test('what was refused can be looked up: who, and what they lacked', async () => {
  const auditor = await actingAs('auditor')
  await requirePermission(view, auditor, 'audit:read')
  await assert.rejects(requirePermission(view, auditor, 'settings:write'), NotPermitted)
  const refused = (await store.facts.list({}, 1000)).flatMap((fact) =>
    fact.kind === 'operator.refused' && 'id' in fact.by ? `${fact.by.id} ${fact.permission}` : [],
  )
  assert.ok(refused.includes('account:auditor settings:write'))
  // Refused inside an act, because a client's grants are those of all its users.
  const support = await actingAs('support')
  await assert.rejects(revokeGrants(view, support, { clientId: 'client-1' }), NotPermitted)
  const { facts } = await store.facts.search({ what: 'operator.refused' }, { limit: 100 })
  assert.ok(facts.some((fact) => 'permission' in fact && fact.permission === 'clients:write'))
  // From the test above.
  assert.ok(refused.includes('account:operator operators:write'))
})
