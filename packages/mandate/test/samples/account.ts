import {
  type AppProps,
  type AppsProps,
  allDisconnected,
  allowedAgain,
  appDisconnected,
  appNotConnected,
  disconnectAllQuestion,
  type InstallationProps,
  installationDisconnected,
  lastPermission,
  limitsLowered,
  limitsRefused,
  limitsUnchanged,
  permissionTakenBack,
  takeBackQuestion,
} from '../../src/pages/account/apps.ts'
import {
  type AuthenticatorProps,
  appAdded,
  appIsNeeded,
  appRemoved,
  type NewCodesProps,
  newCodesQuestion,
  recoveryUsed,
  type SetUpAuthenticatorProps,
  turnOffQuestion,
} from '../../src/pages/account/authenticator.ts'
import type { ConfirmProps } from '../../src/pages/account/confirm.ts'
import { type DelegateProps, delegateEnded } from '../../src/pages/account/delegates.ts'
import { removalOf } from '../../src/pages/account/passkeys.ts'
import { passwordChanged } from '../../src/pages/account/password.ts'
import type { SecurityProps } from '../../src/pages/account/security.ts'
import { otherAccount, pageTooOld } from '../../src/pages/account/shell.ts'
import { lastWay, type WaysInProps, wayTold } from '../../src/pages/account/ways-in.ts'
import type { Words } from '../../src/words/en/en.ts'
import { branded } from './brand.ts'
import { payments } from './limits.ts'
import type { Sample } from './sample.ts'

const now = Date.UTC(2026, 2, 3, 12) / 1000
const onLaptop: InstallationProps = {
  grantId: '0198a1',
  scope: ['all'],
  details: [],
  resources: [],
  since: Date.UTC(2025, 10, 21) / 1000,
  lastUsed: now - 140,
  agent: 'Firefox (Linux)',
  network: '192.0.2.7',
}
const ledgerline: AppProps = {
  clientId: 'cl_ledgerline',
  name: 'Ledgerline',
  logo: '/client-logo/cl_ledgerline?v=sample',
  installations: [onLaptop],
  more: 0,
  scope: ['all'],
  resources: [],
  since: onLaptop.since,
}
const parcelDesk: AppProps = {
  ...ledgerline,
  clientId: 'cl_parcel',
  name: 'Parcel Desk',
  logo: null,
  installations: [
    {
      ...onLaptop,
      grantId: '0198a2',
      scope: ['openid', 'orders:read', 'orders:ship'],
      details: [
        {
          title: { en: 'Send parcels', de: 'Pakete versenden' },
          lines: [
            { label: { en: 'At most', de: 'Höchstens' }, value: '40' },
            { label: 'warehouses', value: 'Malmö, Lund' },
          ],
          limits: [],
        },
      ],
      resources: ['Orders'],
      since: Date.UTC(2025, 5, 2) / 1000,
      lastUsed: now - 3 * 86_400,
    },
    {
      ...onLaptop,
      grantId: '0198a3',
      scope: ['orders:read', 'orders:ship'],
      since: Date.UTC(2026, 1, 28) / 1000,
      lastUsed: null,
      agent: 'Chrome (Android)',
      network: '2001:db8:4a7:9::b1',
    },
    { ...onLaptop, grantId: '0198a4', scope: ['orders:read'], agent: null, network: null },
  ],
}
const fieldnotes: AppProps = {
  ...ledgerline,
  clientId: 'cl_fieldnotes',
  name: 'Fieldnotes',
  installations: [
    { ...onLaptop, grantId: '0198a5', scope: ['openid', 'email', 'reports:read'], network: null },
  ],
}
const scopeTexts = {
  'orders:read': 'See your orders',
  'orders:ship': 'Mark orders as shipped',
  'reports:read': 'Read your monthly reports',
}
const plain: Sample<AppsProps> = {
  now,
  email: 'jo.martin@example.com',
  apps: [
    ledgerline,
    fieldnotes,
    {
      ...ledgerline,
      clientId: 'cl_atlas',
      name: 'Atlas Reports',
      installations: [],
      scope: ['reports:read'],
      since: Date.UTC(2024, 0, 15) / 1000,
    },
  ],
  scopeTexts,
  disconnect: { action: '/account/disconnect' },
  disconnectInstallation: { action: '/account/disconnect-installation' },
  endDelegate: { action: '/account/end-delegate' },
  takeBack: { action: '/account/take-back' },
  lowerLimits: { action: '/account/lower-limits' },
  disconnectAll: { action: '/account/disconnect-all' },
  signOut: { action: '/sign-out' },
  notice: null,
}

const keptOut: Sample<AppsProps> = {
  ...plain,
  keptOut: {
    apps: [
      {
        ...{ issuerId: 'issuer_1', clientId: 'client_1' },
        ...{ issuer: 'Acme Corporation', client: 'Acme Agent <for everything>' },
      },
    ],
    allowAgain: { action: '/account/allow-again' },
  },
}

const waysIn: WaysInProps = {
  hasPassword: true,
  identities: [
    {
      label: { en: 'Acme', sv: 'Acme Sverige' },
      since: Date.UTC(2026, 0, 9) / 1000,
      fields: { provider: 'https://acme.example', subject: '7' },
    },
    {
      label: 'login.the-northern-cooperative-agricultural-bank-and-its-subsidiaries.example',
      since: Date.UTC(2025, 0, 9) / 1000,
      fields: { provider: 'https://login.example', subject: '8' },
    },
  ],
  connectable: [{ label: 'Google', fields: { way: 'google' } }],
  connect: { action: '/account/connect' },
  disconnect: { action: '/account/disconnect-way' },
}

const assistant: DelegateProps = {
  grantId: '0198b1',
  name: 'Research Assistant',
  through: null,
  since: now - 86_400 * 3,
}
const researcher: DelegateProps = {
  ...assistant,
  grantId: '0198b2',
  name: 'Web Search',
  through: 'Research Assistant',
}
const longNamed: DelegateProps = {
  ...assistant,
  grantId: '0198b3',
  name: 'The Northern Cooperative Agricultural Bank and its Subsidiaries’ Summarizing Agent',
  through: 'Research Assistant',
}

const agent: AppProps = {
  ...fieldnotes,
  clientId: 'cl_agent',
  name: 'Ledgerline Agent',
  installations: [{ ...onLaptop, grantId: '0198a6', scope: ['reports:read'], details: [payments] }],
}

export const samples: Readonly<Record<string, Sample<AppsProps>>> = {
  plain,
  'several connections': { ...plain, apps: [parcelDesk, ledgerline] },
  'no apps': { ...plain, apps: [] },
  'the latest of very many': {
    ...plain,
    apps: [
      { ...parcelDesk, more: 978 },
      { ...ledgerline, more: 1 },
    ],
    part: { isFirst: true, older: '/account?before=0198' },
  },
  'earlier ones of very many': {
    ...plain,
    apps: [ledgerline],
    part: { isFirst: false, older: null },
  },
  'acting through apps': {
    ...plain,
    apps: [
      {
        ...ledgerline,
        installations: [{ ...onLaptop, delegates: [assistant, researcher, longNamed] }],
      },
      {
        ...parcelDesk,
        installations: parcelDesk.installations.map((one) => ({ ...one, delegates: [assistant] })),
      },
    ],
  },
  'one that acts through an app ended': { ...plain, notice: delegateEnded('Research Assistant') },
  disconnected: { ...plain, notice: appDisconnected('Ledgerline') },
  'one disconnected': { ...plain, notice: installationDisconnected('Parcel Desk') },
  'kept out': keptOut,
  'allowed again': { ...plain, notice: allowedAgain('Acme Corporation', 'Acme Agent') },
  'all disconnected': { ...plain, apps: [], notice: allDisconnected },
  'taken back': {
    ...plain,
    notice: permissionTakenBack('Fieldnotes', { taken: 'reports:read', scopeTexts }),
  },
  'last permission': { ...plain, apps: [ledgerline], notice: lastPermission },
  'not connected': { ...plain, notice: appNotConnected },
  'other account': { ...plain, notice: otherAccount },
  'page too old': { ...plain, apps: [ledgerline], notice: pageTooOld },
  'limits of an agent': { ...plain, apps: [agent] },
  'limits lowered': { ...plain, apps: [agent], notice: limitsLowered('Ledgerline Agent') },
  'limits unchanged': { ...plain, apps: [agent], notice: limitsUnchanged },
  'limits refused': { ...plain, apps: [agent], notice: limitsRefused('higher') },
  branded: { ...plain, ...branded },
  'long names': {
    ...plain,
    brandName: 'Northern Cooperative Agricultural Bank Identity',
    email: `${'very-long-mailbox-name'.repeat(3)}@subdomain.of.a.long.example.com`,
    apps: [
      {
        ...parcelDesk,
        name: 'Consolidated Bookkeeping and Reconciliation Suite for Agricultural Cooperatives',
        installations: [
          {
            ...onLaptop,
            scope: ['all', 'openid', 'a-scope-token-without-end'.repeat(4)],
            resources: ['The Invoices and Receivables Interface', 'a'.repeat(60)],
            lastUsed: now - 500 * 86_400,
            agent: 'Samsung Internet for Android (Chrome OS)',
            network: '2001:db8:85a3:1234:5678:8a2e:370:7334',
          },
          { ...onLaptop, scope: ['all', 'a-scope-token-without-end'.repeat(4)] },
        ],
      },
    ],
  },
  hostile: {
    ...plain,
    brandName: '<b>"Brand" & Sons</b>',
    email: '"><img src=x onerror=alert(1)>',
    apps: [
      {
        ...ledgerline,
        clientId: '"><script>alert(4)</script>',
        name: `<script>document.title='owned'</script>\u202Eelgnis`,
        installations: [
          {
            ...onLaptop,
            grantId: '"><script>alert(6)</script>',
            scope: ['<svg/onload=alert(1)>', '"><b>'],
            resources: ['</table><script>alert(3)</script>'],
            agent: '<img src=x onerror=alert(7)>',
          },
        ],
      },
    ],
    notice: appDisconnected('<script>alert(5)</script>'),
    disconnect: { action: '/account/disconnect', hidden: { csrf: '"><script>' } },
  },
}

const { email, signOut } = plain
const authenticator: AuthenticatorProps = {
  app: null,
  setUpAddress: '/account/security/authenticator',
  turnOff: { action: '/account/security/authenticator/remove' },
  codes: null,
}
const codesLeft = (left: number) => ({
  codes: { left, renew: { action: '/account/security/recovery-codes' } },
})
const app = { since: Date.UTC(2026, 0, 9) / 1000, lastUsed: now - 140 }
const withApp: AuthenticatorProps = { ...authenticator, app, ...codesLeft(9) }
const password = { hasPassword: true, address: '/account/password' }
const security: Sample<SecurityProps> = {
  email,
  signOut,
  notice: null,
  password,
  waysIn,
  authenticator,
  passkeys: null,
}

export const securitySamples: Readonly<Record<string, Sample<SecurityProps>>> = {
  'ways to sign in': security,
  'authenticator app': { ...security, authenticator: withApp, notice: appAdded },
  'app is needed': {
    ...security,
    authenticator: { ...withApp, turnOff: null, ...codesLeft(1) },
    notice: appIsNeeded,
  },
  'codes beside a passkey': { ...security, authenticator: { ...authenticator, ...codesLeft(0) } },
  'app removed': { ...security, notice: appRemoved },
  'recovery code used': { ...security, authenticator: withApp, notice: recoveryUsed },
  'nothing to choose': { ...security, password: null, waysIn: null, authenticator: null },
  'no password': { ...security, password: { ...password, hasPassword: false } },
  'password changed': { ...security, notice: passwordChanged },
  'way connected': { ...security, notice: wayTold.connected('Acme') },
  'way disconnected': { ...security, notice: wayTold.disconnected('Acme') },
  'way not connected': { ...security, notice: wayTold.notConnected('Acme') },
  'way is connected': { ...security, notice: wayTold.isConnected('Acme') },
  'way of another account': { ...security, notice: wayTold.isSomebodyElses('Acme') },
  'last way': { ...security, notice: lastWay },
}

const confirmation = { email, signOut, current: 'apps', backAddress: '/account' } as const

/** The questions before dangerous acts, whose texts are props. */
export function confirmSamplesIn(words: Words): Readonly<Record<string, Sample<ConfirmProps>>> {
  return {
    'turn off the second step': {
      ...confirmation,
      current: 'security',
      action: '/account/security/authenticator/remove',
      confirmation: turnOffQuestion(words),
    },
    'new recovery codes': {
      ...confirmation,
      current: 'security',
      action: '/account/security/recovery-codes',
      confirmation: newCodesQuestion(words),
    },
    'take back': {
      ...confirmation,
      action: '/account/take-back',
      hidden: { account: 'acc_1', grant: '0198a5', scope: 'reports:read' },
      confirmation: takeBackQuestion(
        { words, scopeTexts },
        { client: 'Fieldnotes', taken: 'reports:read', left: ['openid', 'email'] },
      ),
    },
    'remove a passkey': {
      ...confirmation,
      ...{ current: 'security', backAddress: '/account/security' },
      action: '/account/passkeys/remove',
      hidden: { account: 'acc_1', passkey: 'a' },
      confirmation: removalOf(words, 'Apple Passwords'),
    },
    'disconnect all': {
      ...confirmation,
      action: '/account/disconnect-all',
      hidden: { account: 'acc_1' },
      confirmation: disconnectAllQuestion(words),
    },
  }
}

const setUp = {
  action: '/account/security/authenticator/add',
  spelled: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  uri: 'otpauth://totp/Mandate:jo.martin%40example.com?issuer=Mandate&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30',
  problem: null,
}

export const setUpAuthenticator: Readonly<Record<string, Sample<SetUpAuthenticatorProps>>> = {
  first: { email, signOut, replaces: false, setUp },
  'new phone': { email, signOut, replaces: true, setUp: { ...setUp, problem: 'too_old' } },
}

export const newCodes: Readonly<Record<string, Sample<NewCodesProps>>> = {
  plain: {
    ...{ email, signOut, notice: appAdded },
    codes: {
      next: { address: '/account/security' },
      codes: Array.from({ length: 10 }, (_, place) => `k7q${place}-x2mv-9rft-p0h${place}`),
    },
  },
}
