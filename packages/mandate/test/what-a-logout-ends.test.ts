/** The table of what ends with a session: what each row says is done and seen, and the guide shows it. */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import type { GrantId } from '../src/grants/grant.ts'
import { OVER_BY_TIME, sidFor } from '../src/grants/signed-in.ts'
import { type Ending, type EndingName, endings, type Fate } from '../src/oidc/what-a-logout-ends.ts'
import { endAccess, signOutEverywhere } from '../src/operations/account-ends.ts'
import { disconnectClient } from '../src/operations/connections.ts'
import { endSessionOf, signOutElsewhere } from '../src/operations/sessions.ts'
import type { Session } from '../src/store/records.ts'
import { ACT } from './act.ts'
import { PASSWORD, startServer } from './running-server.ts'
import { sampleGrant } from './sample-grant.ts'
import { sampleSigningKeys } from './sample-signing-keys.ts'
import { newVisitor, type Visitor } from './visitor.ts'

const server = await startServer()
after(() => server.close())
const { store, clock } = server
const operator = { kind: 'operator', via: 'shell' } as const
const context = { store, clock }

const clientIds = await Promise.all(
  ['app', 'another', 'earlier'].map(async () => (await server.register({})).client.id),
)
const [app = '', another = '', earlier = ''] = clientIds
let made = 0

/** A person with two browsers, and grants of each kind. */
async function signedIn() {
  made += 1
  const { id: accountId, email } = await server.createAccount(`person.${made}@example.com`)
  const signIn = async (visitor: Visitor, as = email) => {
    await visitor.post('/sign-in', { email: as, password: PASSWORD })
  }
  const begin = async () => {
    const before = new Set((await store.sessions.listOf(accountId)).map(({ id }) => id))
    const visitor = newVisitor(server)
    await signIn(visitor)
    const session = (await store.sessions.listOf(accountId)).find(({ id }) => !before.has(id))
    return { visitor, session: session ?? assert.fail() }
  }
  const [one, other] = [await begin(), await begin()]
  const grant = async (scope: string, sid: string | null, clientId = app) => {
    made += 1
    const id = made.toString(16).padStart(32, '0') as GrantId
    const subject = { kind: 'account', id: accountId } as const
    const times = { createdAt: clock.now(), expiresAt: clock.now() + 1e9 }
    await store.grants.insert(sampleGrant({ id, clientId, subject, scope, sid, ...times }), ACT)
    return id
  }
  const grants = {
    online: await grant('openid all', one.session.sid),
    offline: await grant('openid offline_access', one.session.sid),
    ofAnother: await grant('openid', one.session.sid, another),
    ofOtherSession: await grant('openid', other.session.sid),
    overByTime: await grant('openid', `${OVER_BY_TIME}${'z'.repeat(22)}`, earlier),
    plain: await grant('all', null),
  }
  return { accountId, ...one, otherSession: other.session, grants, signIn }
}
type Person = Awaited<ReturnType<typeof signedIn>>

const acts: Readonly<Record<EndingName, (person: Person) => Promise<unknown>>> = {
  client_logout: ({ visitor, accountId, session: { sid } }) => {
    const claims = { iss: server.issuer, aud: app, sub: accountId, sid: sidFor(sid, app) }
    const hint = sampleSigningKeys.sign(claims, { alg: 'ES256', typ: 'JWT' })
    return visitor.get(`/oauth2/logout?id_token_hint=${hint}`)
  },
  sign_out: ({ visitor }) => visitor.post('/sign-out', {}),
  another_person: ({ visitor, signIn }) => signIn(visitor, server.account.email),
  session_ended: ({ accountId, session: { id } }) =>
    endSessionOf(context, operator, { accountId, id }),
  sessions_ended: ({ accountId, otherSession: kept }) =>
    signOutElsewhere(context, { kind: 'account', id: accountId }, { kept }),
  signed_out_everywhere: ({ accountId }) => signOutEverywhere(context, operator, { accountId }),
  password_changed: async ({ accountId, otherSession }) => {
    const from = (await store.accounts.find(accountId))?.passwordHash ?? assert.fail()
    const change = { from, to: 'another hash', keptSession: otherSession.id }
    assert.ok(await store.accounts.changePassword(accountId, change, ACT))
  },
  password_reset: ({ accountId }) => store.accounts.setPassword(accountId, 'another hash', ACT),
  authenticator_added: ({ accountId, otherSession: { id: except } }) =>
    store.sessions.endProvenSince(0, { accountId, except }),
  expired: async ({ session: { expiresAt } }) => {
    const now = expiresAt + 1
    await store.sweep({ now, overBefore: 0, limit: 1_000 })
  },
  signed_in_again: ({ visitor, signIn }) => signIn(visitor),
  access_ended: ({ accountId }) => endAccess(context, operator, { accountId }),
  account_disabled: ({ accountId }) => store.accounts.disable(accountId, ACT),
  deletion_asked: ({ accountId }) =>
    store.accounts.askForDeletion(accountId, clock.now() + 1e6, ACT),
  account_deleted: ({ accountId }) => store.accounts.delete(accountId, ACT),
  app_disconnected: ({ accountId }) =>
    disconnectClient(context, { kind: 'account', id: accountId }, { clientId: app }),
}

async function fateOf(id: GrantId): Promise<Fate> {
  const found = await store.grants.find(id)
  if (found === undefined || found.grant.revokedAt !== null) return 'end'
  return found.account?.disabledAt === null ? 'stay' : 'paused'
}

async function isThere({ sid, accountId }: Session): Promise<boolean> {
  return (await store.sessions.listOf(accountId)).some((one) => one.sid === sid)
}

const toldBy = { of_these_sessions: [app, another], of_all_sessions: clientIds, that_app: [app] }

for (const [name, ending] of Object.entries(endings) as [EndingName, Ending][]) {
  test(`${ending.name}: what ends, and who is told`, async () => {
    const person = await signedIn()
    await acts[name](person)
    const { grants, session, otherSession, accountId } = person
    const { ofTheseSessions, ofOtherSessions, sessions, backChannel } = ending
    assert.equal(await isThere(session), sessions === 'none')
    // When a session is over by time, so is the other one here.
    if (name !== 'expired') assert.equal(await isThere(otherSession), sessions !== 'all')

    const isOfApp = ending.backChannel === 'that_app'
    const expected = {
      online: ofTheseSessions.online,
      offline: ofTheseSessions.offline,
      ofAnother: isOfApp ? 'stay' : ofTheseSessions.online,
      ofOtherSession: sessions === 'all' ? ofTheseSessions.online : ofOtherSessions,
      overByTime: isOfApp ? 'stay' : ofOtherSessions,
      plain: ending.plain,
    }
    const found = await Promise.all(
      Object.entries(grants).map(async ([kind, id]) => [kind, await fateOf(id)]),
    )
    assert.deepEqual(Object.fromEntries(found), expected)

    const facts = await store.facts.list({ accountId }, 100)
    const told = facts.flatMap(({ kind, clientId }) =>
      kind === 'grants.logged_out' && clientId !== undefined ? [clientId] : [],
    )
    const listeners = backChannel === 'nobody' ? [] : toldBy[backChannel]
    assert.deepEqual([...new Set(told)].toSorted(), [...listeners].toSorted())
  })
}

const words = {
  this: 'that one',
  others: 'all but the present one',
  all: 'all',
  none: 'none',
  stay: 'stay',
  end: '**end**',
  paused: 'are paused',
  of_these_sessions: 'clients of these sessions',
  of_all_sessions: 'every client of the person',
  that_app: 'that app',
  nobody: 'nobody',
}

test('the guide shows the table', () => {
  const columns = [
    ...['What happens', 'Sessions that end', 'Their grants without `offline_access`'],
    ...['Their grants with it', 'Grants with `openid` of other sessions'],
    ...['Grants without `openid`', 'Logout tokens to', 'Frames'],
  ]
  const rows = Object.values<Ending>(endings).map((row) => [
    ...[row.name, words[row.sessions], words[row.ofTheseSessions.online]],
    ...[words[row.ofTheseSessions.offline], words[row.ofOtherSessions], words[row.plain]],
    ...[words[row.backChannel], row.frontChannel ? 'yes' : 'no'],
  ])
  const table = [columns, columns.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
  const page = readFileSync(new URL('../../../docs/guides/log-out.md', import.meta.url), 'utf8')
  assert.ok(page.includes(table), `docs/guides/log-out.md needs this table:\n${table}`)
})
