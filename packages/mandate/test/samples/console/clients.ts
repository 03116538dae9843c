import type { ClientProps } from '../../../src/pages/console/client.ts'
import type { ClientFormProps } from '../../../src/pages/console/client-form.ts'
import type { ClientsProps, ListedClient } from '../../../src/pages/console/clients.ts'
import type { SecretProps } from '../../../src/pages/console/secret.ts'
import type { Sample } from '../sample.ts'
import { as, DAY, hostile, long, now, owner, support } from './operators.ts'

const ledgerline: ListedClient = {
  ...{ id: 'client_1T7r9XkQ2mVb', address: '/console/clients/client_1T7r9XkQ2mVb' },
  ...{ name: 'Ledgerline', isPublic: false, isDisabled: false },
  ...{ registeredBy: 'operator', createdAt: now - 200 * DAY },
}
const byDocument: ListedClient = {
  ...{ ...ledgerline, name: hostile, registeredBy: 'document', isPublic: true },
  id: 'https://agent.example.com/very/long/path/of/a/document/that/describes/the/client.json',
}

const clients: Sample<ClientsProps> = {
  ...owner,
  clients: [
    ledgerline,
    { ...ledgerline, id: 'client_2', name: long, isDisabled: true },
    byDocument,
    { ...ledgerline, id: 'client_4', name: 'Fieldnotes', isPublic: true, registeredBy: 'itself' },
  ],
  ...{ begins: '', first: null, next: '/console/clients?from=client_4', canCreate: true },
}

export const list: Readonly<Record<string, Sample<ClientsProps>>> = {
  plain: clients,
  'none yet': { ...clients, clients: [], next: null },
  'none matching, as support': {
    ...{ ...clients, ...support, clients: [], begins: 'Zz', next: null, canCreate: false },
  },
}

const client: Sample<ClientProps> = {
  ...owner,
  client: {
    ...{ ...ledgerline, authentication: 'client_secret_basic', hasSecret: true },
    previousSecretUntil: now + 2 * DAY,
    redirectUris: ['https://app.ledgerline.example/callback', 'http://127.0.0.1/callback'],
    ...{ scope: 'openid profile read write', optionalScope: 'profile' },
    ...{ grantTypes: ['authorization_code', 'refresh_token'], requiresPkce: true },
    ...{ isTrusted: false, apis: ['https://api.example.com'], refreshRetrySeconds: 30 },
    ...{ publisher: 'Ledgerline AB', website: 'https://ledgerline.example' },
    ...{ policy: 'https://ledgerline.example/privacy', terms: '', disabledAt: null },
    metadata: [['logout_token', '{"uri":"https://app.ledgerline.example/logout"}']],
  },
  live: { grants: '412 grants', users: '390 users' },
  refusals: [
    {
      reference: 'invalid_grant.8a0f3f0e-0000-4000-8000-000000000000',
      title: 'The refresh token was used before',
      at: now - 300,
    },
    {
      reference: 'invalid_request.8a0f3f0e-0000-4000-8000-000000000001',
      title: 'Redirect URI not registered',
      at: now - 3 * DAY,
    },
  ],
  keptSeconds: 7 * DAY,
  can: { change: true, endGrants: true },
}

export const one: Readonly<Record<string, Sample<ClientProps>>> = {
  plain: client,
  'hostile, disabled, as support': {
    ...{ ...client, ...support, can: { change: false, endGrants: false }, refusals: [] },
    client: {
      ...{ ...client.client, ...byDocument, isDisabled: true, disabledAt: now - DAY },
      ...{ redirectUris: [`https://${'long.'.repeat(30)}example/${hostile}`], publisher: hostile },
      ...{ website: `javascript:alert(1)//${hostile}`, hasSecret: false, metadata: [] },
    },
  },
  'as auditor': { ...client, ...as('auditor'), can: { change: false, endGrants: false } },
}

const form: Sample<ClientFormProps> = {
  ...owner,
  fields: {
    ...{ name: '', redirect_uris: '', scope: 'all', is_public: false, require_pkce: false },
    ...{ grant_types: 'authorization_code refresh_token', trusted: false, publisher: '' },
    ...{ client_uri: '', policy_uri: '', tos_uri: '' },
  },
  ...{ scopes: ['openid', 'profile', 'email', 'read', 'write', 'all'], problem: null, of: null },
}

export const forms: Readonly<Record<string, Sample<ClientFormProps>>> = {
  new: form,
  refused: {
    ...form,
    fields: { ...form.fields, name: hostile, redirect_uris: 'http://app.example/\nnonsense' },
    problem: 'The redirect URI http://app.example/ has to begin with https:',
  },
  edit: {
    ...form,
    fields: { ...form.fields, name: long, redirect_uris: client.client.redirectUris.join('\n') },
    of: { name: long, address: ledgerline.address, isByDocument: false, revision: 'r' },
  },
  'by document': {
    ...form,
    of: { name: hostile, address: ledgerline.address, isByDocument: true, revision: 'r' },
  },
}

export const secrets: Readonly<Record<string, Sample<SecretProps>>> = {
  client: {
    ...{ ...owner, current: 'clients', title: 'Ledgerline is registered' },
    about: ['Give both to its developers over a secure channel.'],
    values: [
      ['Client id', ledgerline.id],
      ['Client secret', 'mdt_cs_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA0Ab1Cd'],
    ],
    onward: ledgerline.address,
  },
}
