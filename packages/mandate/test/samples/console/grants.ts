import type { GrantProps } from '../../../src/pages/console/grant.ts'
import type { ShownGrant } from '../../../src/pages/console/grant-tree.ts'
import type { GrantsProps, ListedGrant } from '../../../src/pages/console/grants.ts'
import type { SearchProps } from '../../../src/pages/console/search.ts'
import type { WhyProps } from '../../../src/pages/console/why.ts'
import { consoleWords } from '../../../src/words/console/console.ts'
import type { Sample } from '../sample.ts'
import { as, DAY, hostile, long, now, owner, support } from './operators.ts'

const { causes, kinds } = consoleWords.endings
const ending = (among: typeof causes, name: string) => among[name] ?? { what: name, say: name }

const listed: ListedGrant = {
  address: '/console/grants/0195597e8a00c1a50195597e8a00c1a5',
  user: { name: 'jo.martin@example.com', address: '/console/users/jo' },
  client: { name: 'Ledgerline', address: '/console/clients/ledgerline' },
  ...{ scope: 'openid read write', state: 'live' },
  ...{ createdAt: now - 90 * DAY, redeemedAt: now - 400 },
}

const grants: Sample<GrantsProps> = {
  ...owner,
  grants: [
    listed,
    { ...listed, state: 'ended', client: { ...listed.client, name: hostile } },
    { ...listed, state: 'expired', user: null, client: { ...listed.client, name: long } },
    { ...listed, state: 'notRedeemed', redeemedAt: null, client: { ...listed.client, name: null } },
  ],
  ...{ user: '', client: '', isUserUnknown: false, first: null, next: '/console/grants?from=x' },
}

export const list: Readonly<Record<string, Sample<GrantsProps>>> = {
  plain: grants,
  'none yet': { ...grants, grants: [], next: null },
  'unknown user, as support': {
    ...{ ...grants, ...support, grants: [], user: 'nobody@example.com', isUserUnknown: true },
    next: null,
  },
}

const shown: ShownGrant = {
  ...{ id: 'g1', address: '/console/grants/g1', clientAddress: '/console/clients/ledgerline' },
  ...{ clientName: 'Ledgerline', scope: 'openid read write', createdAt: now - 90 * DAY },
  ...{ redeemedAt: now - 4_000, isLive: true, below: [] },
}

const grant: Sample<GrantProps> = {
  ...owner,
  grant: {
    ...{ ...listed, id: '0195597e8a00c1a50195597e8a00c1a5', isOverAbove: false },
    ...{
      apis: [],
      refreshes: 4_104,
      expiresAt: now + 275 * DAY,
      signedInBy: ['pwd', 'otp', '2fa'],
    },
    ...{ endedAt: null, because: null },
  },
  tree: {
    ...shown,
    below: [
      { ...shown, id: 'g2', clientName: 'Invoice agent', isHere: true },
      { ...shown, id: 'g3', clientName: hostile, isLive: false },
    ],
  },
  canEnd: true,
}

export const one: Readonly<Record<string, Sample<GrantProps>>> = {
  plain: grant,
  'ended, as auditor': {
    ...{ ...grant, ...as('auditor'), canEnd: false },
    grant: {
      ...{ ...grant.grant, state: 'ended', endedAt: now - DAY, because: 'reuse' },
      ...{ apis: ['https://api.example.com'], user: null, signedInBy: [], expiresAt: null },
    },
    tree: { ...shown, isHere: true, isLive: false },
  },
}

const why: Sample<WhyProps> = {
  ...support,
  ...{ user: 'jo.martin@example.com', client: 'Ledgerline', unknown: null },
  found: {
    user: { name: 'jo.martin@example.com', address: '/console/users/jo' },
    client: { name: 'Ledgerline', address: '/console/clients/ledgerline' },
    now: [
      'The account is active.',
      'Signed in: 2 sessions.',
      'The app is not connected to this account now.',
    ],
    endings: [
      { at: now - 3_600, clientName: 'Ledgerline', ...ending(causes, 'reuse') },
      { at: now - 2 * DAY, clientName: hostile, ...ending(causes, 'expired') },
      { at: now - 5 * DAY, clientName: null, ...ending(kinds, 'account.password_changed') },
    ],
    keptSeconds: 30 * DAY,
  },
}

export const whys: Readonly<Record<string, Sample<WhyProps>>> = {
  plain: why,
  'not asked yet': { ...why, user: '', client: '', found: null },
  unknown: { ...why, user: hostile, found: null, unknown: 'user' },
  nothing: { ...why, client: '', found: why.found && { ...why.found, client: null, endings: [] } },
}

const search: Sample<SearchProps> = {
  ...owner,
  searched: 'led',
  about: null,
  hits: {
    users: [
      { label: 'led@example.com', address: '/console/users/led', detail: long },
      { label: hostile, address: '/console/users/x', detail: '0195597e8a00c1a5' },
    ],
    clients: [
      { label: 'Ledgerline', address: '/console/clients/l', detail: 'client_1T7r9XkQ2mVb' },
    ],
    ...{ apis: [], grants: [] },
  },
  refusal: null,
}
const nothing = { users: [], clients: [], apis: [], grants: [] }

export const searches: Readonly<Record<string, Sample<SearchProps>>> = {
  plain: search,
  empty: { ...search, searched: '', hits: nothing },
  nothing: { ...search, searched: hostile, hits: nothing },
  refusal: {
    ...{ ...search, searched: 'invalid_grant.8a0f3f0e-0000-4000-8000-000000000000', hits: nothing },
    refusal: {
      title: 'The refresh token was used before',
      happened: 'The refresh token was used before, so the connection was ended.',
      next: 'Connect the app again.',
      address: '/console/refusals/x',
    },
  },
  secret: { ...search, searched: 'cs:', hits: nothing, about: consoleWords.search.secrets.cs },
}
