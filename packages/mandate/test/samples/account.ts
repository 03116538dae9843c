import {
  type AppsProps,
  appDisconnected,
  appNotConnected,
  type Connection,
} from '../../src/pages/account/apps.ts'
import type { ConfirmProps } from '../../src/pages/account/confirm.ts'
import type { SecurityProps } from '../../src/pages/account/security.ts'
import { otherAccount, pageTooOld } from '../../src/pages/account/shell.ts'
import { lastWay, type WaysInProps, wayTold } from '../../src/pages/account/ways-in.ts'
import type { Sample } from './sample.ts'

const now = Date.UTC(2026, 2, 3, 12) / 1000
const ledgerline: Connection = {
  clientId: 'cl_ledgerline',
  name: 'Ledgerline',
  scope: ['all'],
  resources: [],
  since: Date.UTC(2025, 10, 21) / 1000,
  lastUsed: now - 140,
  liveGrants: 1,
}
const plain: Sample<AppsProps> = {
  now,
  email: 'jo.martin@example.com',
  connections: [
    ledgerline,
    {
      clientId: 'cl_parcel',
      name: 'Parcel Desk',
      scope: ['openid', 'orders:read', 'orders:ship'],
      resources: ['Orders'],
      since: Date.UTC(2025, 5, 2) / 1000,
      lastUsed: now - 3 * 86_400,
      liveGrants: 3,
    },
    {
      clientId: 'cl_atlas',
      name: 'Atlas Reports',
      scope: ['reports:read'],
      resources: [],
      since: Date.UTC(2024, 0, 15) / 1000,
      lastUsed: null,
      liveGrants: 0,
    },
  ],
  scopeTexts: {
    'orders:read': 'See your orders',
    'orders:ship': 'Mark orders as shipped',
    'reports:read': 'Read your monthly reports',
  },
  disconnect: { action: '/account/disconnect' },
  signOut: { action: '/sign-out' },
  notice: null,
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

export const samples: Readonly<Record<string, Sample<AppsProps>>> = {
  plain,
  'no apps': { ...plain, connections: [] },
  'the latest of very many': {
    ...plain,
    connections: [{ ...ledgerline, liveGrants: 998 }],
    part: { isFirst: true, older: '/account?before=0198' },
  },
  'earlier ones of very many': {
    ...plain,
    connections: [{ ...ledgerline, liveGrants: 4 }],
    part: { isFirst: false, older: null },
  },
  disconnected: { ...plain, notice: appDisconnected('Fieldnotes') },
  'not connected': { ...plain, notice: appNotConnected },
  'other account': { ...plain, notice: otherAccount },
  'page too old': { ...plain, connections: [ledgerline], notice: pageTooOld },
  'long names': {
    ...plain,
    brandName: 'Northern Cooperative Agricultural Bank Identity',
    email: `${'very-long-mailbox-name'.repeat(3)}@subdomain.of.a.long.example.com`,
    connections: [
      ledgerline,
      {
        ...ledgerline,
        name: 'Consolidated Bookkeeping and Reconciliation Suite for Agricultural Cooperatives',
        scope: ['all', 'openid', 'a-scope-token-without-end'.repeat(4)],
        resources: ['The Invoices and Receivables Interface', 'a'.repeat(60)],
        lastUsed: now - 500 * 86_400,
      },
    ],
  },
  hostile: {
    ...plain,
    brandName: '<b>"Brand" & Sons</b>',
    email: '"><img src=x onerror=alert(1)>',
    connections: [
      {
        ...ledgerline,
        clientId: '"><script>alert(4)</script>',
        name: `<script>document.title='owned'</script>\u202Eelgnis`,
        scope: ['<svg/onload=alert(1)>'],
        resources: ['</table><script>alert(3)</script>'],
      },
    ],
    notice: appDisconnected('<script>alert(5)</script>'),
    disconnect: { action: '/account/disconnect', hidden: { csrf: '"><script>' } },
  },
}

const { email, signOut } = plain
const security: Sample<SecurityProps> = { email, signOut, notice: null, waysIn }

export const securitySamples: Readonly<Record<string, Sample<SecurityProps>>> = {
  'ways to sign in': security,
  'nothing to choose': { ...security, waysIn: null },
  'way connected': { ...security, notice: wayTold.connected('Acme') },
  'way disconnected': { ...security, notice: wayTold.disconnected('Acme') },
  'way not connected': { ...security, notice: wayTold.notConnected('Acme') },
  'way is connected': { ...security, notice: wayTold.isConnected('Acme') },
  'way of another account': { ...security, notice: wayTold.isSomebodyElses('Acme') },
  'last way': { ...security, notice: lastWay },
}

export const confirmSamples: Readonly<Record<string, Sample<ConfirmProps>>> = {
  plain: {
    ...{ email, signOut, current: 'security', backAddress: '/account/security' },
    ...{ action: '/account/disconnect', hidden: { account: 'acc_1' } },
    confirmation: {
      title: 'Disconnect Ledgerline?',
      consequences: ['Ledgerline can no longer act for you.', 'Your account stays as it is.'],
      button: 'Disconnect',
    },
  },
}
