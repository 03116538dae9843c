import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import type { JobsFor, NewFact } from '../../../src/facts/fact.ts'
import type { KeyId } from '../../../src/grants/grant.ts'
import type { FactPlace, FactSearch, Store } from '../../../src/store/port.ts'
import type { MailedLink } from '../../../src/store/records.ts'
import { createStore } from '../../../src/store/store.ts'
import { endpoints } from '../../../src/store/tables/endpoints.ts'
import { totpAuthenticators } from '../../../src/store/tables/second-factors.ts'
import { ACT, actAt } from '../../act.ts'
import { sampleOf } from './sample-of.ts'
import {
  account,
  client,
  clientDomain,
  consent,
  grant,
  grantId,
  insertGrants,
  insertParties,
  knownBrowser,
  mailedLink,
  NOW,
  passkey,
  platformKey,
  registrationToken,
  resource,
  scimUser,
  session,
  trustedIssuer,
} from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const pair = { accountId: account.id, clientId: client.id }
const whose = { accountId: account.id }
const { agent, network } = session
const began = { kind: 'session.began', accountId: account.id, agent, network } as const
const rotated = { secretHash: 'd'.repeat(64), previousExpiresAt: NOW }
const otherAccount = { ...account, id: 'account-2', email: 'a@b.example', emailKey: 'a@b.example' }
const otherUri = 'https://other.example'
const otherResource = { ...resource, id: 'resource-2', uri: otherUri, uriKey: otherUri }
const identity = { provider: 'https://login.example', subject: 'ada' }
const scimAccount = { ...otherAccount, id: scimUser.accountId, email: null, emailKey: null }
const ofScimUser = { accountId: scimUser.accountId }
const totp = { ...sampleOf(totpAuthenticators), accountId: account.id }
const recoveryCode = { id: 'code-1', accountId: account.id, createdAt: NOW, usedAt: null }
const invitation: MailedLink & { emailKey: string } = {
  ...{ ...mailedLink, id: 'f'.repeat(32), purpose: 'invitation', accountId: null, email: null },
  emailKey: 'new@b.example',
}
const shown = { email: null, name: null, profile: null }
const recovery = { id: 'recovery-1', restoredAt: NOW, acceptNewerUntil: NOW }

const endpoint = {
  ...sampleOf(endpoints),
  ...({ id: 'endpoint-1', kind: 'webhook', clientId: null, secret: null } as const),
  ...({ disabledAt: null, disabledBecause: null } as const),
}
const newEndpoint = { kind: 'endpoint.created', endpointId: endpoint.id } as const

/** Each change that a verb can make, with the facts that it records. */
const changes: readonly (readonly [
  string,
  (store: Store) => Promise<unknown>,
  readonly NewFact[],
])[] = [
  [
    'what an endpoint was sent is sent again',
    async (store) => {
      await store.endpoints.insert(endpoint, ACT)
      await store.endpoints.rewind(endpoint.id, 0, ACT)
      return store.endpoints.replay(endpoint.id, [], ACT)
    },
    [
      newEndpoint,
      { kind: 'endpoint.replayed', endpointId: endpoint.id },
      { kind: 'endpoint.replayed', endpointId: endpoint.id },
    ],
  ],
  [
    'an endpoint is asked to answer, and falls behind',
    async (store) => {
      await store.endpoints.insert(endpoint, ACT)
      const asked = { clientId: client.id, state: 'x' }
      await store.endpoints.askVerification(endpoint.id, asked, ACT)
      await store.endpoints.fallBehind(endpoint.id, NOW * 1_000, ACT)
    },
    [
      newEndpoint,
      {
        kind: 'endpoint.verification_asked',
        endpointId: endpoint.id,
        clientId: client.id,
        state: 'x',
      },
      { kind: 'endpoint.fell_behind', endpointId: endpoint.id, missedUntil: NOW },
    ],
  ],
  [
    'a client is registered',
    (store) => store.clients.insert({ ...client, id: 'new' }, ACT),
    [{ kind: 'client.created', clientId: 'new' }],
  ],
  [
    'a client is changed',
    (store) => store.clients.update(client.id, { name: 'New' }, ACT),
    [{ kind: 'client.updated', clientId: client.id, changed: ['name'] }],
  ],
  [
    'a client gets another scope',
    (store) => store.clients.update(client.id, { scope: 'read' }, ACT),
    [{ kind: 'client.scope_changed', clientId: client.id, changed: ['scope'], scope: 'read' }],
  ],
  [
    'a client is disabled',
    (store) => store.clients.disable(client.id, ACT),
    [{ kind: 'client.disabled', clientId: client.id }],
  ],
  [
    'a client is enabled',
    (store) => store.clients.enable(client.id, ACT),
    [{ kind: 'client.enabled', clientId: client.id }],
  ],
  [
    'a client gets a new secret',
    (store) => store.clients.rotateSecret(client.id, rotated, ACT),
    [{ kind: 'client.secret_rotated', clientId: client.id, previousExpiresAt: NOW }],
  ],
  [
    'a client is deleted',
    (store) => store.clients.delete(client.id, ACT),
    [{ kind: 'client.deleted', clientId: client.id }],
  ],
  [
    'an API is registered',
    (store) => store.resources.insert(otherResource, ACT),
    [{ kind: 'resource.created', resourceId: otherResource.id }],
  ],
  [
    'an API is changed',
    (store) => store.resources.update(resource.id, { name: 'New' }, ACT),
    [{ kind: 'resource.updated', resourceId: resource.id, changed: ['name'] }],
  ],
  [
    'an API gets a new secret',
    (store) => store.resources.rotateSecret(resource.id, rotated, ACT),
    [{ kind: 'resource.secret_rotated', resourceId: resource.id, previousExpiresAt: NOW }],
  ],
  [
    'an API is deleted',
    (store) => store.resources.delete(resource.id, ACT),
    [{ kind: 'resource.deleted', resourceId: resource.id }],
  ],
  [
    'an initial access token is made',
    (store) =>
      store.registrationTokens.insert({ ...registrationToken, id: 'new', tokenHash: 'new' }, ACT),
    [{ kind: 'registration_token.created', registrationTokenId: 'new' }],
  ],
  [
    'an initial access token is deleted',
    (store) => store.registrationTokens.delete(registrationToken.id, ACT),
    [{ kind: 'registration_token.deleted', registrationTokenId: registrationToken.id }],
  ],
  [
    'a platform key is made',
    (store) => store.platformKeys.insert({ ...platformKey, id: 'platform-2' }, ACT),
    [{ kind: 'platform_key.created', platformKeyId: 'platform-2' }],
  ],
  [
    'a platform key gets a new secret',
    (store) => store.platformKeys.rotateSecret(platformKey.id, rotated, ACT),
    [
      {
        kind: 'platform_key.secret_rotated',
        platformKeyId: platformKey.id,
        previousExpiresAt: NOW,
      },
    ],
  ],
  [
    'a platform key is deleted',
    (store) => store.platformKeys.delete(platformKey.id, ACT),
    [{ kind: 'platform_key.deleted', platformKeyId: platformKey.id }],
  ],
  [
    'a domain of clients waits, is allowed, denied and forgotten',
    async (store) => {
      const { id, clientId } = clientDomain
      await store.clientDomains.hold({ id, clientId }, 1, ACT)
      await store.clientDomains.decide(id, 'allowed', ACT)
      await store.clientDomains.decide(id, 'denied', ACT)
      await store.clientDomains.delete(id, ACT)
    },
    [
      { kind: 'client_domain.held', domain: clientDomain.id, client: clientDomain.clientId },
      { kind: 'client_domain.allowed', domain: clientDomain.id },
      { kind: 'client_domain.denied', domain: clientDomain.id },
      { kind: 'client_domain.forgotten', domain: clientDomain.id },
    ],
  ],
  [
    'an issuer is trusted, limited, disabled, enabled and deleted',
    async (store) => {
      const { id } = trustedIssuer
      await store.trustedIssuers.insert(trustedIssuer, ACT)
      await store.trustedIssuers.update(id, { scope: 'read', endsGrants: true }, ACT)
      await store.trustedIssuers.disable(id, ACT)
      await store.trustedIssuers.enable(id, ACT)
      await store.trustedIssuers.delete(id, ACT)
    },
    [
      { kind: 'issuer.created', issuerId: trustedIssuer.id },
      { kind: 'issuer.updated', issuerId: trustedIssuer.id, changed: ['scope'] },
      { kind: 'issuer.disabled', issuerId: trustedIssuer.id },
      { kind: 'issuer.enabled', issuerId: trustedIssuer.id },
      { kind: 'issuer.deleted', issuerId: trustedIssuer.id },
    ],
  ],
  [
    'an account is made',
    (store) => store.accounts.insert(otherAccount, ACT),
    [{ kind: 'account.created', accountId: otherAccount.id }],
  ],
  [
    'an account is disabled',
    (store) => store.accounts.disable(account.id, ACT),
    [{ kind: 'account.disabled', accountId: account.id }],
  ],
  [
    'an account is enabled',
    (store) => store.accounts.enable(account.id, ACT),
    [{ kind: 'account.enabled', accountId: account.id }],
  ],
  [
    'an account is corrected',
    (store) => store.accounts.update(account.id, { name: 'Ada', emailVerified: true }, ACT),
    [{ kind: 'account.updated', accountId: account.id, changed: ['name', 'emailVerified'] }],
  ],
  [
    'an account is deleted',
    (store) => store.accounts.delete(account.id, ACT),
    [{ kind: 'account.deleted', accountId: account.id }],
  ],
  [
    'a directory provisions a user',
    (store) => store.scimUsers.insert(scimUser, scimAccount, ACT),
    [
      { kind: 'account.created', ...ofScimUser },
      { kind: 'identity.linked', ...ofScimUser, provider: 'acme' },
    ],
  ],
  [
    'a directory provisions a user without an external id',
    (store) => store.scimUsers.insert({ ...scimUser, externalId: null }, scimAccount, ACT),
    [{ kind: 'account.created', ...ofScimUser }],
  ],
  [
    'a directory adopts a person and disables the account',
    async (store) => {
      await store.accounts.insert(scimAccount, ACT, [{ provider: 'acme', subject: 'Oid 1' }])
      await store.scimUsers.adopt(scimUser, { ...shown, disables: true }, ACT)
    },
    [
      { kind: 'account.created', ...ofScimUser },
      { kind: 'account.updated', ...ofScimUser, changed: ['userName', 'externalId'] },
      { kind: 'account.disabled', ...ofScimUser },
    ],
  ],
  [
    'a directory changes, moves, disables and enables a user',
    async (store) => {
      await store.scimUsers.insert(scimUser, scimAccount, ACT)
      const moved = { ...scimUser, externalId: 'moved', revision: 'moved' }
      const off = { ...moved, revision: 'off' }
      const on = { ...off, revision: 'on' }
      const change = { ...shown, changed: [], turns: null }
      const changed = ['externalId']
      await store.scimUsers.update(moved, { ...change, changed, from: scimUser }, ACT)
      await store.scimUsers.update(off, { ...change, turns: 'off', from: moved }, ACT)
      await store.scimUsers.update(on, { ...change, turns: 'on', from: off }, ACT)
    },
    [
      { kind: 'account.created', ...ofScimUser },
      { kind: 'identity.linked', ...ofScimUser, provider: 'acme' },
      { kind: 'identity.unlinked', ...ofScimUser, provider: 'acme' },
      { kind: 'identity.linked', ...ofScimUser, provider: 'acme' },
      { kind: 'account.updated', ...ofScimUser, changed: ['externalId'] },
      { kind: 'account.disabled', ...ofScimUser },
      { kind: 'account.enabled', ...ofScimUser },
    ],
  ],
  [
    'an account is merged into another',
    async (store) => {
      await store.accounts.insert(otherAccount, ACT)
      await store.accounts.merge(account.id, otherAccount.id, ACT)
    },
    [
      { kind: 'account.created', accountId: otherAccount.id },
      { kind: 'account.merged', accountId: account.id, into: otherAccount.id },
    ],
  ],
  [
    'an identity is linked and unlinked',
    async (store) => {
      await store.accounts.link(account.id, identity, ACT)
      await store.accounts.unlink(account.id, identity, ACT)
    },
    [
      { kind: 'identity.linked', accountId: account.id, provider: identity.provider },
      { kind: 'identity.unlinked', accountId: account.id, provider: identity.provider },
    ],
  ],
  [
    'a passkey is added, renamed, used and removed',
    async (store) => {
      await store.passkeys.insert(passkey, ACT)
      await store.passkeys.rename(account.id, { id: passkey.id, name: 'Key' }, ACT)
      await store.passkeys.use(passkey.id, { counter: 6, isBackedUp: true }, ACT)
      await store.passkeys.remove(account.id, { id: passkey.id, mayBeLast: false }, ACT)
    },
    [
      { kind: 'passkey.added', accountId: account.id, name: passkey.name },
      { kind: 'passkey.renamed', accountId: account.id, name: 'Key' },
      { kind: 'passkey.removed', accountId: account.id, name: 'Key' },
    ],
  ],
  [
    'a copy of a passkey is used, several times',
    async (store) => {
      await store.passkeys.insert(passkey, ACT)
      const use = () => store.passkeys.use(passkey.id, { counter: 5, isBackedUp: true }, ACT)
      await Promise.all([use(), use(), use()])
      await use()
    },
    [
      { kind: 'passkey.added', accountId: account.id, name: passkey.name },
      { kind: 'passkey.cloned', accountId: account.id, name: passkey.name },
    ],
  ],
  [
    'a password is changed',
    (store) => store.accounts.setPassword(account.id, 'another', ACT),
    [{ kind: 'account.password_changed', accountId: account.id }],
  ],
  [
    'a person adds an authenticator app, uses a recovery code and removes both',
    async (store) => {
      await store.secondFactors.putTotp(totp, [recoveryCode], ACT)
      await store.secondFactors.useRecoveryCode(recoveryCode, ACT)
      await store.secondFactors.removeTotp(account.id, ACT)
    },
    [
      { kind: 'totp.added', accountId: account.id },
      { kind: 'recovery_codes.made', accountId: account.id },
      { kind: 'recovery_codes.used', accountId: account.id },
      { kind: 'totp.removed', accountId: account.id },
    ],
  ],
  [
    'an open invitation is withdrawn, and none that is over',
    async ({ mailedLinks }) => {
      await mailedLinks.insert(invitation, 'all', ACT)
      await mailedLinks.withdrawInvitations(invitation.emailKey, actAt(invitation.expiresAt))
      await mailedLinks.withdrawInvitations(invitation.emailKey, ACT)
      await mailedLinks.withdrawInvitations(invitation.emailKey, ACT)
    },
    [
      { kind: 'link.made', purpose: 'invitation', linkId: invitation.id },
      { kind: 'link.withdrawn', purpose: 'invitation' },
    ],
  ],
  [
    'a person withdraws the open change of the address',
    async ({ mailedLinks }) => {
      await mailedLinks.insert({ ...mailedLink, purpose: 'change_address' }, 'all', ACT)
      await mailedLinks.withdraw(account.id, 'reset_password', ACT)
      await mailedLinks.withdraw(account.id, 'change_address', ACT)
      await mailedLinks.withdraw(account.id, 'change_address', ACT)
    },
    [
      { kind: 'link.made', ...whose, purpose: 'change_address', linkId: mailedLink.id },
      { kind: 'link.withdrawn', ...whose, purpose: 'change_address' },
    ],
  ],
  [
    'a person changes the password',
    (store) =>
      store.accounts.changePassword(
        account.id,
        { from: account.passwordHash, to: 'other', keptSession: session.id },
        ACT,
      ),
    [{ kind: 'account.password_changed', ...whose }],
  ],
  [
    'a client gets a logo',
    (store) =>
      store.clients.setLogo(
        client.id,
        { contentType: 'image/png', image: new Uint8Array([1]), digest: 'digest' },
        ACT,
      ),
    [{ kind: 'client.updated', clientId: client.id, changed: ['logo'] }],
  ],
  [
    'failed sign-ins are forgotten',
    (store) => store.attempts.clearBeginningWith('x', { accountId: account.id, act: ACT }),
    [{ kind: 'account.unlocked', accountId: account.id }],
  ],
  [
    'a person signs in',
    (store) => store.sessions.insert(session, account.passwordHash, ACT),
    [began],
  ],
  [
    'a browser is remembered, and seen again',
    async (store) => {
      await store.knownBrowsers.remember(knownBrowser, 'sign_in', ACT)
      await store.knownBrowsers.remember(knownBrowser, 'sign_in', ACT)
      await store.knownBrowsers.remember(knownBrowser, 'mail', actAt(NOW + 1))
    },
    [
      {
        kind: 'browser.remembered',
        ...whose,
        way: 'sign_in',
        agent: knownBrowser.agent,
        network: knownBrowser.network,
      },
    ],
  ],
  [
    'a person is signed out everywhere',
    async (store) => {
      await store.sessions.insert(session, account.passwordHash, ACT)
      await store.accounts.endSessions(account.id, ACT)
    },
    [began, { kind: 'sessions.ended', accountId: account.id }],
  ],
  [
    'a person agrees',
    (store) => store.consents.put(consent, ACT),
    [{ kind: 'consent.given', ...pair, scope: consent.scope, app: 'new' }],
  ],
  [
    'a person disconnects an app',
    (store) => store.consents.withdraw(pair, 'revoked_by_user', ACT),
    [{ kind: 'consent.withdrawn', ...pair }],
  ],
  [
    'a grant is made',
    (store) => store.grants.insert(grant, ACT),
    [{ kind: 'grant.created', grantId: grant.id, ...pair, scope: grant.scope }],
  ],
  [
    'all grants of an account end',
    (store) => store.grants.revokeAllOf(whose, 'revoked_by_operator', ACT),
    [{ kind: 'grants.ended', ...whose, because: 'revoked_by_operator' }],
  ],
  [
    'an access token is revoked',
    (store) => store.grants.denyAccessToken('token-1', NOW, ACT),
    [{ kind: 'access_token.revoked', accessTokenId: 'token-1' }],
  ],
  [
    'a clock is said to be right',
    async (store) => {
      await store.trustedTime.begin(NOW)
      const { version } = await store.trustedTime.read()
      assert.equal(await store.trustedTime.move(version, NOW + 1, ACT), true)
      assert.equal(await store.trustedTime.move(version, NOW + 1, ACT), false)
    },
    [{ kind: 'clock.trusted', trusted: NOW + 1 }],
  ],
  [
    'a server key is retired',
    async (store) => {
      const key = { id: '0000000a' as KeyId, slot: 'token' } as const
      await store.keys.adopt({ held: [key], wanted: [], publishedSeconds: 0, at: NOW })
      assert.equal(await store.keys.retire(key.id, ACT), true)
      assert.equal(await store.keys.retire(key.id, ACT), false)
    },
    [{ kind: 'key.retired', keyId: '0000000a' }],
  ],
  [
    'a key is added',
    (store) => store.keys.noteAdded(['0000000b' as KeyId], ACT),
    [{ kind: 'key.added', keyId: '0000000b' }],
  ],
  [
    'a backup was restored',
    (store) => store.recoveries.insert(recovery, ACT),
    [{ kind: 'recovery.noted', acceptNewerUntil: NOW }],
  ],
]

/** Attempts that change nothing. */
const attempts: readonly (readonly [string, (store: Store) => Promise<unknown>])[] = [
  ['an unknown client is changed', (store) => store.clients.update('x', { name: 'New' }, ACT)],
  ['an unknown client is disabled', (store) => store.clients.disable('x', ACT)],
  ['an unknown client is deleted', (store) => store.clients.delete('x', ACT)],
  [
    'an API whose URI is taken is registered',
    (store) => store.resources.insert({ ...resource, id: 'x' }, ACT),
  ],
  [
    'an account whose address is taken is made',
    (store) => store.accounts.insert({ ...account, id: 'x' }, ACT),
  ],
  ['an unknown domain is forgotten', (store) => store.clientDomains.delete('x', ACT)],
  [
    'one domain too many waits',
    (store) => store.clientDomains.hold({ id: 'x', clientId: '' }, 0, ACT),
  ],
  ['an unknown issuer is deleted', (store) => store.trustedIssuers.delete('x', ACT)],
  ['an unknown platform key is deleted', (store) => store.platformKeys.delete('x', ACT)],
  [
    'an account whose id is taken is made',
    (store) => store.accounts.insert({ ...otherAccount, id: account.id }, ACT),
  ],
  [
    'an account with the address of another is corrected',
    async (store) => {
      const { emailKey } = account
      await store.accounts.update('x', { emailKey }, ACT)
    },
  ],
  ['an unknown account is deleted', (store) => store.accounts.delete('x', ACT)],
  ['an unknown account is merged', (store) => store.accounts.merge('x', account.id, ACT)],
  [
    'a user of a directory has changed since',
    (store) => {
      const change = { ...shown, changed: ['userName'], turns: 'off', from: scimUser } as const
      return store.scimUsers.update({ ...scimUser, revision: 'next' }, change, ACT)
    },
  ],
  [
    'a directory adopts an account that is not linked',
    (store) =>
      store.scimUsers.adopt(
        { ...scimUser, accountId: account.id },
        { ...shown, disables: true },
        ACT,
      ),
  ],
  [
    'an account is merged into itself or an unknown one',
    async (store) => {
      await store.accounts.merge(account.id, account.id, ACT)
      await store.accounts.merge(account.id, 'x', ACT)
    },
  ],
  [
    'an identity is linked to an unknown account',
    (store) => store.accounts.link('x', identity, ACT),
  ],
  [
    'an identity that is not linked is unlinked',
    (store) => store.accounts.unlink(account.id, identity, ACT),
  ],
  [
    'an account without a session is signed out everywhere',
    (store) => store.accounts.endSessions(account.id, ACT),
  ],
  [
    'a passkey of another account is changed',
    async (store) => {
      await store.passkeys.rename('x', { id: passkey.id, name: 'Mine' }, ACT)
      await store.passkeys.remove('x', { id: passkey.id, mayBeLast: true }, ACT)
      await store.passkeys.insert({ ...passkey, accountId: 'x' }, ACT)
    },
  ],
  ['an unknown account is disabled', (store) => store.accounts.disable('x', ACT)],
  [
    'a session begins with another password',
    (store) => store.sessions.insert(session, 'another', ACT),
  ],
  ['a session that is not there ends', (store) => store.sessions.delete('x')],
  ['a grant that is not there ends', (store) => store.grants.revoke(grantId(9), 'reuse', ACT)],
]

const byKind = (one: NewFact, other: NewFact) => (one.kind < other.kind ? -1 : 1)

/** A store, and another on the same database that leaves one job for each of its facts. */
async function openWithJobs(t: TestContext, subject: ContractSubject) {
  const { engine, store } = await openEmpty(t, subject)
  const jobsFor: JobsFor = ({ kind }) => [{ kind: 'tell', input: { kind } }]
  return { store, subscribed: createStore(engine, { jobsFor }) }
}

/** The kinds of facts that left a job. */
async function jobsDue(store: Store): Promise<readonly unknown[]> {
  const jobs = await store.jobs.take('tell', { leaseMs: 0, limit: 100 })
  return jobs.map(({ input }) => input['kind']).toSorted()
}

/** The facts that the changing verbs record. */
export function factsContract(subject: ContractSubject): void {
  describe('facts', () => {
    for (const [what, change, facts] of changes) {
      it(`records that ${what}, who did it, what follows from it, and nothing else`, async (t) => {
        const { store, subscribed } = await openWithJobs(t, subject)
        await insertParties(store)
        await store.resources.insert(resource, ACT)
        await store.platformKeys.insert(platformKey, ACT)
        await store.registrationTokens.insert(registrationToken, ACT)
        const before = new Set((await store.facts.list({}, 1000)).map(({ id }) => id))
        const heard: unknown[] = []
        subscribed.facts.watch(async (recorded) => void heard.push(...recorded))
        await change(subscribed)
        const recorded = (await store.facts.list({}, 1000)).filter(({ id }) => !before.has(id))
        const said = recorded.map(({ id, atMs, by, ...fact }) => fact)
        // Two facts of the same millisecond have no order.
        assert.deepEqual(said.toSorted(byKind), facts.toSorted(byKind))
        for (const { by } of recorded) assert.deepEqual(by, ACT.by)
        assert.equal(heard.length, facts.length)
        const kinds = facts.map(({ kind }) => kind)
        assert.deepEqual(await jobsDue(store), kinds.toSorted())
      })
    }

    for (const [what, attempt] of attempts) {
      it(`records nothing if ${what}`, async (t) => {
        const { store, subscribed } = await openWithJobs(t, subject)
        await insertParties(store)
        await store.resources.insert(resource, ACT)
        await store.platformKeys.insert(platformKey, ACT)
        const before = await store.facts.list({}, 1000)
        const heard: unknown[] = []
        subscribed.facts.watch(async (recorded) => void heard.push(...recorded))
        await attempt(subscribed)
        assert.deepEqual(await store.facts.list({}, 1000), before)
        assert.deepEqual(heard, [])
        assert.deepEqual(await jobsDue(store), [])
      })
    }

    it('lists what names an account, newest first, a page at a time', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.accounts.insert(account, ACT)
      await store.accounts.insert(otherAccount, ACT)
      for (let time = 0; time < 4; time++) {
        await store.accounts.enable(account.id, ACT)
        await store.accounts.enable(otherAccount.id, ACT)
      }
      const all = await store.facts.listOf(account.id, { limit: 100 })
      assert.equal(all.length, 5)
      assert.ok(all.every(({ accountId }) => accountId === account.id))
      assert.equal(all.at(-1)?.kind, 'account.created')
      const first = await store.facts.listOf(account.id, { limit: 3 })
      const rest = await store.facts.listOf(account.id, { before: first.at(-1), limit: 3 })
      assert.deepEqual([...first, ...rest], all)
    })

    it('records that a person signed out, and who it was', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.sessions.insert(session, account.passwordHash, ACT)
      const heard: unknown[] = []
      store.facts.watch(async (recorded) => void heard.push(...recorded))
      await store.sessions.delete(session.id)
      const ended = (await store.facts.list({ accountId: account.id }, 1000)).find(
        ({ kind }) => kind === 'session.ended',
      )
      const by = { kind: 'account', id: account.id }
      assert.deepEqual(ended?.by, by)
      assert.deepEqual(heard, [{ kind: 'session.ended', accountId: account.id, by, id: ended?.id }])
    })

    it('records which operator acted, how they came and from where, and not what they may do', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      const heard: unknown[] = []
      store.facts.watch(async (recorded) => void heard.push(...recorded.map(({ by }) => by)))
      const named = { kind: 'operator', via: 'api', id: 'client:acme' } as const
      const permissions = new Set<never>()
      const from = { network: '192.0.2.7' }
      await store.accounts.disable(account.id, { by: { ...named, permissions, from }, at: NOW })
      await store.accounts.enable(account.id, { by: { ...named, permissions }, at: NOW })
      await store.grants.insert(grant, ACT)
      // A query of its own writes it.
      await store.grants.revoke(grant.id, 'revoked_by_operator', {
        ...{ by: { ...named, permissions, from }, at: NOW },
      })
      const expected = [{ ...named, ...from }, named, ACT.by, { ...named, ...from }]
      assert.deepEqual(heard, expected)
      const recorded = await store.facts.list({}, expected.length)
      // In the order of milliseconds, of which several acts may share one.
      const sorted = (all: readonly unknown[]) =>
        all.map((one) => JSON.stringify(Object.entries(one as object).toSorted())).toSorted()
      assert.deepEqual(sorted(recorded.map(({ by }) => by)), sorted(expected))
    })

    it('finds the facts about a client, an account, or both; newest first', async (t) => {
      const { store } = await openEmpty(t, subject)
      const ids = await insertGrants(store, 3)
      for (const id of ids) await store.grants.revoke(id, 'reuse', ACT)
      const both = await store.facts.list(pair, 1000)
      assert.equal(both.length, 6)
      assert.deepEqual(
        both.map(({ atMs }) => atMs),
        both.map(({ atMs }) => atMs).toSorted((a, b) => b - a),
      )
      assert.equal((await store.facts.list(pair, 2)).length, 2)
      assert.deepEqual(await store.facts.list({ clientId: 'nobody' }, 1000), [])
    })

    it('are searched newest first by beginning of kind, actor and party, page by page', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      for (let index = 0; index < 3; index += 1) {
        await store.clients.disable(client.id, ACT)
        await store.clients.enable(client.id, { ...ACT, by: { kind: 'platform', id: 'p-1' } })
      }
      const kinds = async (asked: FactSearch, limit = 100) => {
        const found: string[] = []
        for (let before: FactPlace | undefined; ; ) {
          const { facts, next } = await store.facts.search(asked, { before, limit })
          found.push(...facts.map(({ kind }) => kind))
          if (next === null) return found
          before = next
        }
      }
      assert.deepEqual(
        await kinds({ what: 'client.disabled' }, 2),
        Array(3).fill('client.disabled'),
      )
      assert.deepEqual(await kinds({ who: 'p-1' }), Array(3).fill('client.enabled'))
      assert.deepEqual(await kinds({ who: 'platform', what: 'client.dis' }), [])
      assert.ok((await kinds({ about: account.id })).every((kind) => kind.startsWith('account.')))
      const all = await kinds({})
      const place = { after: { atMs: 0, id: '' }, untilMs: Number.MAX_SAFE_INTEGER, limit: 1_000 }
      const walked = (await store.facts.walk(place)).facts.map(({ kind }) => kind)
      assert.deepEqual(walked.toReversed(), all)
      assert.deepEqual(await kinds({ sinceMs: Number.MAX_SAFE_INTEGER - 1 }), [])
    })
  })
}
