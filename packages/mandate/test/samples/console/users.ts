import type { Fact } from '../../../src/facts/fact.ts'
import type { ShownGrant } from '../../../src/pages/console/grant-tree.ts'
import type { UserProps } from '../../../src/pages/console/user.ts'
import type { UserFormProps } from '../../../src/pages/console/user-form.ts'
import type { ShownUser, UsersProps } from '../../../src/pages/console/users.ts'
import { branded } from '../brand.ts'
import type { Sample } from '../sample.ts'
import { arabic, as, DAY, hostile, long, now, owner, support } from './operators.ts'

const jo: ShownUser = {
  ...{ id: '0195597e8a00c1a5', address: '/console/users/0195597e8a00c1a5', name: 'Jo Martin' },
  ...{ email: 'jo.martin@example.com', createdAt: now - 3 * DAY, state: 'active' },
}

const users: Sample<UsersProps> = {
  ...owner,
  users: [
    jo,
    { ...jo, id: 'u2', email: 'kim@example.com', name: null, state: 'disabled' },
    { ...jo, id: 'u3', email: 'layla@example.com', name: arabic },
    { ...jo, id: '0195597e8a00c1a50195597e8a00c1a5', email: null, name: long },
    { ...jo, id: 'u4', email: `${'long.'.repeat(12)}@example.com`, name: hostile },
    { ...jo, id: 'u5', email: 'leaving@example.com', name: 'Sam', state: 'toBeDeleted' },
  ],
  ...{ begins: '', name: '', first: null, next: '/console/users?before=u5', canAdd: true },
}

export const list: Readonly<Record<string, Sample<UsersProps>>> = {
  plain: users,
  'none yet': { ...users, users: [], next: null },
  'none matching': { ...users, users: [], begins: 'nobody@', next: null },
  'as support, second page': {
    ...users,
    ...support,
    begins: 'j',
    first: '/console/users',
    next: null,
    canAdd: false,
  },
  branded: { ...users, ...branded },
}

const grant: ShownGrant = {
  ...{ id: 'g1', address: '/console/grants/g1', clientAddress: '/console/clients/ledgerline' },
  ...{ clientName: 'Ledgerline', scope: 'openid read write', createdAt: now - 90 * DAY },
  ...{ redeemedAt: now - 4_000, isLive: true, below: [] },
}

const fact = { id: 'f1', atMs: (now - 3_600) * 1000, accountId: jo.id } as const

const user: Sample<UserProps> = {
  ...owner,
  user: {
    ...{ id: jo.id, email: jo.email, isVerified: true, name: jo.name, state: 'active' },
    ...{ createdAt: jo.createdAt, disabledAt: null, deleteAfter: null, language: 'sv' },
    ...{ directory: null, role: null, profile: [['phone_number', '+46 8 123 456']] },
  },
  ways: {
    ...{ hasPassword: true, hasApp: true, recoveryCodes: 7 },
    passkeys: [
      {
        id: 'p1',
        name: 'Phone',
        createdAt: now - 50 * DAY,
        lastUsedAt: now - 60,
        isSuspended: false,
      },
      { id: 'p2', name: hostile, createdAt: now - 400 * DAY, lastUsedAt: null, isSuspended: true },
    ],
    identities: [
      {
        provider: 'https://accounts.example.com',
        subject: '110169484474386276334',
        createdAt: now - DAY,
      },
    ],
  },
  sessions: [
    {
      ...{ id: 's1', agent: 'Firefox (Linux)', network: '192.0.2.7' },
      ...{ startedAt: now - 2 * DAY, lastSeenAt: now - 90 },
    },
    {
      ...{ id: 's2', agent: '', network: '2001:db8:1234:5678:9abc:def0:1234:5678' },
      ...{ startedAt: now - 9 * DAY, lastSeenAt: now - 7_200 },
    },
  ],
  grants: [
    {
      ...grant,
      below: [
        {
          ...grant,
          ...{ id: 'g2', clientName: 'Invoice agent', scope: 'read', redeemedAt: null },
          below: [{ ...grant, id: 'g3', clientName: null, scope: 'read' }],
        },
      ],
    },
    { ...grant, id: 'g4', clientName: hostile, scope: 'all' },
  ],
  activity: {
    facts: [
      {
        ...fact,
        kind: 'session.began',
        agent: 'Firefox (Linux)',
        network: '192.0.2.7',
        by: { kind: 'account', id: jo.id },
      },
      { ...fact, kind: 'account.unlocked', by: { kind: 'operator', via: 'shell' } },
      {
        ...fact,
        kind: 'consent.given',
        clientId: 'x',
        scope: 'read',
        app: 'new',
        by: { kind: 'account', id: jo.id },
      },
    ] satisfies readonly Fact[],
    clients: new Map([['x', hostile]]),
  },
  keptSeconds: 30 * DAY,
  address: '/console/users/0195597e8a00c1a5',
  can: { help: true, change: true, endGrants: true },
}

export const one: Readonly<Record<string, Sample<UserProps>>> = {
  plain: user,
  'with a name from right to left': {
    ...user,
    user: { ...user.user, email: null, name: arabic },
    grants: [{ ...grant, clientName: arabic }],
    told: { tone: 'done', lines: [`\u2068${arabic}\u2069 is enabled.`] },
  },
  'as support': {
    ...user,
    ...support,
    user: { ...user.user, profile: [], email: null, name: long, isVerified: false },
    activity: null,
    can: { help: true, change: false, endGrants: true },
    told: { tone: 'done', lines: ['The session was ended.'] },
  },
  'as auditor, disabled, with nothing': {
    ...user,
    ...as('auditor'),
    user: {
      ...{ ...user.user, state: 'disabled', disabledAt: now - DAY, deleteAfter: now + 20 * DAY },
      ...{ directory: hostile, role: 'operator', profile: [] },
    },
    ways: { hasPassword: false, hasApp: false, recoveryCodes: 0, passkeys: [], identities: [] },
    ...{ sessions: [], grants: [], activity: { facts: [], clients: new Map() } },
    can: { help: false, change: false, endGrants: false },
  },
}

const form: Sample<UserFormProps> = {
  ...{ ...owner, choices: ['link', 'invitation', 'provider'], isMailed: true, problem: null },
  fields: { email: '', name: '', firstSignIn: 'link', language: 'en' },
}

export const forms: Readonly<Record<string, Sample<UserFormProps>>> = {
  new: form,
  'without mail, refused': {
    ...{ ...form, isMailed: false, problem: 'A user with this address exists already.' },
    fields: { email: hostile, name: long, firstSignIn: 'invitation', language: 'ar' },
  },
  'without passwords': {
    ...{ ...form, choices: ['provider'] },
    fields: { ...form.fields, firstSignIn: 'provider' },
  },
}
