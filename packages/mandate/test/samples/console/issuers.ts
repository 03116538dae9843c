import type { IssuerFormProps } from '../../../src/pages/console/issuer-form.ts'
import type { IssuerProps, IssuersProps, ListedIssuer } from '../../../src/pages/console/issuers.ts'
import type { Sample } from '../sample.ts'
import { as, DAY, hostile, long, now, owner, support } from './operators.ts'

const acme: ListedIssuer = {
  ...{ address: '/console/issuers/issuer_4fTz', name: 'Acme’s people', customer: 'Acme' },
  ...{ issuer: 'https://login.acme.example', purpose: 'id-jag', createdAt: now - 40 * DAY },
  isDisabled: false,
}
const machines: ListedIssuer = {
  ...{ ...acme, name: 'Build machines', customer: '', purpose: 'workload' },
  issuer: 'https://token.actions.example.com',
}

const issuers: Sample<IssuersProps> = {
  ...owner,
  issuers: [
    acme,
    machines,
    {
      ...{ ...acme, name: long, customer: long, isDisabled: true, purpose: 'jwt-bearer' },
      issuer: `https://${'long.'.repeat(30)}example/`,
    },
    { ...acme, name: hostile, customer: hostile },
  ],
  ...{ first: null, next: '/console/issuers?from=issuer_4', canChange: true },
}

export const list: Readonly<Record<string, Sample<IssuersProps>>> = {
  plain: issuers,
  'none yet': { ...issuers, issuers: [], next: null },
  'none, as auditor': { ...issuers, ...as('auditor'), issuers: [], next: null, canChange: false },
}

const people = {
  ...{ provider: 'https://login.acme.example', provisions: true, logoutAudience: null },
  clients: [
    { name: 'Ledgerline', address: '/console/clients/ledgerline', scope: 'read write' },
    { name: hostile, address: '/console/clients/x', scope: 'read' },
  ],
  apis: ['https://api.example.com/'],
}

const issuer: Sample<IssuerProps> = {
  ...{ ...owner, canChange: true },
  issuer: {
    ...{ ...acme, id: 'issuer_4fTzQm81pYcW', tenant: '', keys: null, isSingleUse: false },
    ...{ algorithms: ['ES256', 'RS256'], maxLifetimeSeconds: 300, disabledAt: null },
    people,
  },
}

export const one: Readonly<Record<string, Sample<IssuerProps>>> = {
  'of people': issuer,
  'of machines, as auditor': {
    ...{ ...issuer, ...as('auditor'), canChange: false },
    issuer: { ...issuer.issuer, ...machines, people: null, keys: 3 },
  },
  'hostile, disabled': {
    ...issuer,
    issuer: {
      ...{ ...issuer.issuer, name: hostile, customer: hostile, isDisabled: true },
      ...{ disabledAt: now - DAY, tenant: long.replaceAll(' ', '-') },
      keys: `https://${'long.'.repeat(30)}example/keys?${hostile}`,
      people: { ...people, apis: [], logoutAudience: hostile },
    },
  },
}

const form: Sample<IssuerFormProps> = {
  ...owner,
  fields: {
    ...{ name: '', issuer: '', purpose: 'id-jag', tenant: '', provider: '', customer: '' },
    ...{ jwks_uri: '', jwks: '', algorithms: '', max_lifetime: '', clients: '', scope: '' },
    ...{ resources: '', logout_audience: '', provisions: false, single_use: false },
  },
  ...{ scopes: ['all', 'read', 'write'], algorithms: ['ES256', 'RS256', 'EdDSA'] },
  ...{ problem: null, asksToEnd: false, of: null },
}
const of = { name: 'Acme’s people', address: acme.address, revision: 'r1' }

export const forms: Readonly<Record<string, Sample<IssuerFormProps>>> = {
  new: form,
  'change that ends grants': {
    ...{ ...form, of, asksToEnd: true },
    fields: {
      ...form.fields,
      name: of.name,
      clients: 'ledgerline read write\nagent',
      scope: 'read',
    },
    problem: 'This change limits what may come of the issuer.',
  },
  'change of machines, refused, as support': {
    ...{ ...form, ...support, of: { ...of, name: long } },
    fields: { ...form.fields, name: hostile, purpose: 'workload', jwks: hostile, single_use: true },
    problem: 'The keys by value are not JSON.',
  },
}
