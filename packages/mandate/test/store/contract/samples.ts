/** Records with every field filled, for tests to vary. */

import type { Grant, GrantId, KeyId } from '../../../src/grants/grant.ts'
import type { Advance } from '../../../src/grants/redemption.ts'
import type { Store } from '../../../src/store/port.ts'
import type {
  Account,
  Client,
  ClientDomain,
  Consent,
  DeviceRequest,
  Explanation,
  KnownBrowser,
  MailedLink,
  Passkey,
  PlatformKey,
  PushedRequest,
  RegistrationToken,
  Resource,
  ScimUser,
  Session,
  SignInAnswer,
  TrustedIssuer,
} from '../../../src/store/records.ts'
import { accounts } from '../../../src/store/tables/accounts.ts'
import { clientDomains } from '../../../src/store/tables/client-domains.ts'
import { clients } from '../../../src/store/tables/clients.ts'
import { consents } from '../../../src/store/tables/consents.ts'
import { deviceRequests } from '../../../src/store/tables/device-requests.ts'
import { grants } from '../../../src/store/tables/grants.ts'
import { knownBrowsers } from '../../../src/store/tables/known-browsers.ts'
import { mailedLinks } from '../../../src/store/tables/mailed-links.ts'
import { passkeys } from '../../../src/store/tables/passkeys.ts'
import { platformKeys } from '../../../src/store/tables/platform-keys.ts'
import { pushedRequests } from '../../../src/store/tables/pushed-requests.ts'
import { registrationTokens } from '../../../src/store/tables/registration-tokens.ts'
import { resources } from '../../../src/store/tables/resources.ts'
import { scimUsers } from '../../../src/store/tables/scim-users.ts'
import { sessions } from '../../../src/store/tables/sessions.ts'
import { signInAnswers } from '../../../src/store/tables/sign-in-answers.ts'
import { trustedIssuers } from '../../../src/store/tables/trusted-issuers.ts'
import { ACT } from '../../act.ts'
import { sampleOf } from './sample-of.ts'

export const NOW = 1_700_000_000

export function grantId(number: number): GrantId {
  return number.toString(16).padStart(32, '0') as GrantId
}

export const client: Client = {
  ...sampleOf(clients),
  id: 'client-1',
  name: 'Notes “Sync”',
  redirectUris: ['https://notes.example/cb?x=a,b', 'http://127.0.0.1/cb'],
  scope: 'all read',
  authentication: { method: 'secret', secretHash: 'a'.repeat(64), previous: null },
  grantTypes: ['authorization_code', 'refresh_token'],
  sector: null,
  createdAt: NOW,
  disabledAt: null,
}

export const account = {
  ...sampleOf(accounts),
  deletion: null,
  terms: null,
  passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
  id: 'account-1',
  email: 'Zoë@example.com',
  emailKey: 'zoë@example.com',
  createdAt: NOW,
  disabledAt: null,
} satisfies Account

export const scimUser = {
  ...sampleOf(scimUsers),
  accountId: 'account-2',
  provider: 'acme',
  userName: 'Zoë',
  userNameKey: 'zoë',
  externalId: 'Oid 1',
  email: 'Zoë@example.com',
  emailKey: 'zoë@example.com',
  active: true,
  deactivatedAt: null,
  profile: { displayName: 'Zoë' },
  createdAt: NOW,
  updatedAt: NOW,
} satisfies ScimUser

export const resource: Resource = {
  ...sampleOf(resources),
  id: 'resource-1',
  name: 'Notes',
  uri: 'https://api.example/notes',
  uriKey: 'https://api.example/notes',
  needsUsernameSince: NOW - 60,
  authentication: {
    method: 'secret',
    secretHash: 'b'.repeat(64),
    previous: { secretHash: 'f'.repeat(64), expiresAt: NOW + 60 },
  },
  createdAt: NOW,
}

export const trustedIssuer: TrustedIssuer = {
  ...sampleOf(trustedIssuers),
  id: 'issuer-1',
  issuer: 'https://acme.idp.example',
  purpose: 'id-jag',
  clients: { 'client-1': 'read' },
  createdAt: NOW,
  disabledAt: null,
}

export const clientDomain: ClientDomain = {
  ...sampleOf(clientDomains),
  id: 'agents.example',
  clientId: 'https://agents.example/client.json',
  decision: 'held',
  askedAt: NOW,
  decidedAt: null,
}

export const registrationToken: RegistrationToken = {
  ...sampleOf(registrationTokens),
  id: 'registration-token-1',
  tokenHash: 'f'.repeat(64),
  createdAt: NOW,
  expiresAt: NOW + 60,
}

export const platformKey: PlatformKey = {
  ...sampleOf(platformKeys),
  id: 'platform-1',
  name: 'Sign-in of “Acme”',
  permissions: ['sign_in', 'users'],
  provider: 'acme',
  authentication: {
    method: 'secret',
    secretHash: 'd'.repeat(64),
    previous: { secretHash: 'e'.repeat(64), expiresAt: NOW + 60 },
  },
  createdAt: NOW,
}

export const session: Session = {
  ...sampleOf(sessions),
  id: 'c'.repeat(64),
  accountId: account.id,
  amr: ['pwd'],
  provider: null,
  authTime: NOW,
  expiresAt: NOW + 3600,
}

export const knownBrowser: KnownBrowser = {
  ...sampleOf(knownBrowsers),
  accountId: account.id,
  browser: 'g'.repeat(43),
  firstSeenAt: NOW,
  lastSeenAt: NOW,
}

export const signInAnswer: SignInAnswer = {
  ...sampleOf(signInAnswers),
  id: 'f'.repeat(64),
  subject: 'user-1',
  refusal: null,
  authTime: NOW,
  expiresAt: NOW + 60,
  usedBy: null,
}

export const pushedRequest: PushedRequest = {
  ...sampleOf(pushedRequests),
  id: 'e'.repeat(64),
  clientId: client.id,
  expiresAt: NOW + 90,
  usedAt: null,
  usedBy: null,
}

export const deviceRequest: DeviceRequest = {
  ...sampleOf(deviceRequests),
  id: 'd'.repeat(64),
  userCode: 'hash of a user code',
  clientId: client.id,
  asked: { scope: ['read'], resource: [] },
  createdAt: NOW,
  expiresAt: NOW + 600,
  intervalSeconds: 5,
  polls: 0,
  pacedSince: NOW,
  decidedAt: null,
  grantId: null,
}

export const passkey: Passkey = {
  ...sampleOf(passkeys),
  id: 'Cr3d_-1',
  accountId: account.id,
  counter: 5,
  transports: ['internal', 'hybrid'],
  name: 'Zoë’s phone',
  createdAt: NOW,
  lastUsedAt: null,
  suspendedAt: null,
}

export const mailedLink: MailedLink = {
  ...sampleOf(mailedLinks),
  id: 'ab'.repeat(16),
  purpose: 'reset_password',
  accountId: account.id,
  email: account.email,
  emailKey: account.emailKey,
  accountEmailKey: account.emailKey,
  browser: 'browser-1',
  details: { onward: 'pending=“x”' },
  createdAt: NOW,
  expiresAt: NOW + 1800,
  ended: null,
  usedBy: null,
}

export const consent: Consent = {
  ...sampleOf(consents),
  accountId: account.id,
  clientId: client.id,
  scope: 'read',
  resource: [resource.uri],
  grantedAt: NOW,
}

export const grant: Grant = {
  ...sampleOf(grants),
  id: grantId(1),
  clientId: client.id,
  subject: ofAccount(account.id),
  scope: 'all read',
  resource: [resource.uri, 'https://api.example/"quoted"'],
  authTime: NOW - 5,
  sid: null,
  parent: null,
  createdAt: NOW,
  generation: 0,
  expiresAt: NOW + 60,
  redeemedAt: null,
  retryKeyHash: null,
  recentRedemptions: null,
  revokedAt: null,
  revokedBecause: null,
}

export const explanation: Explanation = {
  id: 'explanation1',
  error: 'invalid_request',
  reason: 'unknown_redirect_uri',
  at: NOW,
  standing: 'named',
  clientId: client.id,
  request: {
    method: 'GET',
    endpoint: '/oauth2/authorize',
    mediaType: null,
    userAgent: 'Zoë’s browser',
    authentication: null,
    parameters: [{ name: 'scope', value: '"all" read' }],
  },
  details: { sent: 'https://notes.example/CB', registered: ['https://notes.example/cb'], live: 3 },
}

/** The subject of a grant made by a user. */
export function ofAccount(id: string): Grant['subject'] {
  return { kind: 'account', id }
}

/** The compare-and-set that redeems generation `from` of a grant. */
export function redemptionOf(id: GrantId, from: number, change: Partial<Advance> = {}): Advance {
  return {
    id,
    from,
    scope: grant.scope,
    details: grant.details,
    to: from + 1,
    keyId: '0000000b' as KeyId,
    expiresAt: NOW + 1000,
    redeemedAt: NOW + 1,
    retryKeyHash: null,
    recentRedemptions: null,
    ...change,
  }
}

/** Grants can only be found if their parties exist. */
export async function insertParties(store: Store): Promise<void> {
  await Promise.all([store.clients.insert(client, ACT), store.accounts.insert(account, ACT)])
}

/** A number of live grants of one client and account, with ids from 1. */
export async function insertGrants(store: Store, count: number): Promise<readonly GrantId[]> {
  const ids = Array.from({ length: count }, (_, index) => grantId(index + 1))
  await Promise.all([
    insertParties(store),
    ...ids.map((id) => store.grants.insert({ ...grant, id }, ACT)),
  ])
  return ids
}

/** Server keys for the audit chain. */
export const auditRing = {
  current: 'a0b1c2d3' as KeyId,
  secrets: new Map([['a0b1c2d3' as KeyId, new Uint8Array(32).fill(7)]]),
}
