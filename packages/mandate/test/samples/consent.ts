import { everyPermission, scopeOf } from '../../src/operators/permissions.ts'
import type { ConsentProps } from '../../src/pages/consent.ts'
import { payments } from './limits.ts'
import type { Sample } from './sample.ts'

export const plain: Sample<ConsentProps> = {
  action: '/consent?request=sealed',
  switchAction: '/sign-out?request=sealed',
  client: {
    name: 'Ledgerline',
    returnHost: 'app.ledgerline.example',
    knownSince: Date.UTC(2025, 2, 3) / 1000,
    isSelfRegistered: false,
    documentHost: null,
    warning: null,
    ...{ logo: null, publisher: null, website: null, policy: null, terms: null },
  },
  email: 'jo.martin@example.com',
  scope: ['all'],
  agreedBefore: [],
  optional: [],
  scopeTexts: {
    'invoices:read': 'See your invoices and their payments',
    'invoices:write': 'Write invoices and send them in your name',
    'contacts:read': 'See your customers and suppliers',
  },
  details: [],
  resources: [],
  toldEmail: [],
  unusedSeconds: 365 * 86_400,
  accountAddress: '/account',
  notice: null,
}

/** Everything that a client can say about itself. */
const known = {
  logo: '/client-logo/cl_ledgerline?v=sample',
  publisher: 'Ledgerline Ltd',
  website: 'https://ledgerline.example',
  policy: 'https://ledgerline.example/privacy',
  terms: 'https://ledgerline.example/terms',
}
const five: Sample<ConsentProps> = {
  ...plain,
  client: { ...plain.client, ...known },
  scope: ['openid', 'invoices:read', 'invoices:write', 'contacts:read', 'offline_access'],
}

const limited: Sample<ConsentProps> = {
  ...plain,
  client: { ...plain.client, name: 'Ledgerline Agent' },
  scope: ['invoices:read'],
  details: [
    payments,
    {
      ...payments,
      title: { en: 'Order seeds' },
      lines: [],
      limits: payments.limits.map((one) => ({ ...one, limit: null })),
    },
  ],
}

export const samples: Readonly<Record<string, Sample<ConsentProps>>> = {
  plain,
  'registered itself': {
    ...plain,
    client: {
      ...plain.client,
      isSelfRegistered: true,
      policy: 'https://ledgerline.example/privacy',
    },
  },
  'some scopes': {
    ...plain,
    scope: ['openid', 'invoices:read', 'invoices:write', 'contacts:read', 'x.legacy'],
    resources: ['Invoices', 'Contacts', 'Archive'],
    toldEmail: ['Contacts'],
    unusedSeconds: 90 * 86_400,
  },
  'five scopes': { ...five, optional: ['invoices:write', 'contacts:read'] },
  'something new': {
    ...five,
    agreedBefore: ['openid', 'invoices:read', 'contacts:read'],
    optional: ['invoices:write', 'contacts:read'],
  },
  'nothing ticked': {
    ...plain,
    scope: ['invoices:read', 'invoices:write'],
    optional: ['invoices:read', 'invoices:write'],
    notice: 'nothing_ticked',
  },
  'authorization details': {
    ...plain,
    scope: ['invoices:read'],
    details: [
      {
        title: { en: 'Make a payment', de: 'Eine Zahlung ausführen', ar: 'إجراء دفعة' },
        lines: [
          { label: { en: 'Amount', de: 'Betrag', ar: 'المبلغ' }, value: '123.50' },
          { label: { en: 'Currency', de: 'Währung', ar: 'العملة' }, value: 'EUR' },
          { label: { en: 'To', de: 'An', ar: 'إلى' }, value: 'Northern Seeds Cooperative' },
          {
            label: { en: 'Account', de: 'Konto', ar: 'الحساب' },
            value: 'DE02100100109307118603100100109307118603',
          },
        ],
        limits: [],
      },
      {
        title: { en: 'See accounts' },
        lines: [
          { label: { en: 'What it may do' }, value: 'list_accounts, read_balances' },
          { label: 'remittanceInformationUnstructured', value: 'Invoice 2026-11, <b>paid</b>' },
          {
            label: { en: 'Accounts', de: 'Konten' },
            entries: [
              [
                { label: 'iban', value: 'DE02100100109307118603' },
                { label: 'currency', value: 'EUR' },
              ],
              [{ label: 'iban', value: 'SE4550000000058398257466' }],
            ],
          },
        ],
        limits: [],
      },
    ],
  },
  'limits of an agent': limited,
  'limits that are refused': { ...limited, notice: 'higher' },
  'limits that cannot be read': { ...limited, notice: 'unreadable' },
  'an end that is over': { ...limited, notice: 'past' },

  'every scope of the admin API': {
    ...plain,
    client: { ...plain.client, name: 'Operations' },
    scope: everyPermission.map(scopeOf),
  },
  'many scopes': {
    ...plain,
    scope: [
      ...['openid', 'email', 'profile', 'phone', 'address', 'offline_access'],
      ...Array.from({ length: 10 }, (_, place) => `ledger:${place}`),
    ],
  },
  'on this computer': {
    ...plain,
    client: { ...plain.client, name: 'Ledgerline CLI', returnHost: '127.0.0.1:53682' },
  },
  'described by a document': {
    ...plain,
    client: {
      ...plain.client,
      name: 'Notes for Agents',
      returnHost: 'localhost:53682',
      knownSince: null,
      documentHost: 'agents.example.com',
    },
  },
  'described by a document, and used before': {
    ...plain,
    client: { ...plain.client, name: 'Notes for Agents', documentHost: 'agents.example.com' },
  },
  'a name like another': {
    ...plain,
    client: {
      ...plain.client,
      name: 'Lеdgerline',
      returnHost: 'agents.example.com',
      documentHost: 'agents.example.com',
      warning: { is: 'name_of_another', name: 'Ledgerline' },
    },
  },
  'a name like ours': {
    ...plain,
    client: {
      ...plain.client,
      name: 'Mandate',
      isSelfRegistered: true,
      warning: { is: 'name_of_this_site' },
    },
  },
  'a mixed name': {
    ...plain,
    client: {
      ...plain.client,
      name: 'Pаypоint',
      isSelfRegistered: true,
      warning: { is: 'mixed_alphabets' },
    },
  },
  'an account without an address': { ...plain, email: null },
  'no decision': { ...plain, notice: 'no_decision' },
  'page too old': { ...plain, notice: 'page_too_old' },
  'long names': {
    ...plain,
    brandName: 'Northern Cooperative Agricultural Bank Identity',
    client: {
      ...known,
      isSelfRegistered: false,
      documentHost: null,
      warning: null,
      publisher:
        'The Consolidated Bookkeeping and Reconciliation Software Company of Northern Europe',
      name: 'Consolidated Bookkeeping and Reconciliation Suite for Agricultural Cooperatives',
      returnHost: `${'integration-gateway.'.repeat(4)}consolidated-bookkeeping.example:4443`,
      knownSince: plain.client.knownSince,
    },
    email: `${'very-long-mailbox-name'.repeat(3)}@subdomain.of.a.long.example.com`,
    scope: ['invoices:read', 'a-scope-token-without-end'.repeat(4)],
    resources: [
      'The Invoices and Receivables Interface',
      'The Archive of Closed Accounting Periods',
    ],
    toldEmail: [
      'The Invoices and Receivables Interface',
      'The Archive of Closed Accounting Periods',
    ],
  },
  hostile: {
    ...plain,
    brandName: '<b>"Brand" & Sons</b>',
    client: {
      ...plain.client,
      publisher: '<script>alert(8)</script>',
      website: 'https://"><script>alert(9)</script>',
      name: `<script>document.title='owned'</script>\u202Eelgnis`,
      returnHost: '<img src=x onerror=alert(1)>',
      knownSince: 0,
    },
    email: '"><img src=x onerror=alert(1)>',
    scope: ['<svg/onload=alert(1)>'],
    resources: ['</dl><script>alert(3)</script>'],
    toldEmail: ['<script>alert(4)</script>'],
    hidden: { csrf: '"><script>alert(2)</script>' },
  },
}
