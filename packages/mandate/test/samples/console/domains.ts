import type { DomainsProps } from '../../../src/pages/console/domains.ts'
import type {
  PlatformKeyFormProps,
  PlatformKeysProps,
} from '../../../src/pages/console/platform-keys.ts'
import type { Sample } from '../sample.ts'
import { as, DAY, hostile, long, now, owner } from './operators.ts'

const longHost = `${'long.'.repeat(30)}example`

const domains: Sample<DomainsProps> = {
  ...owner,
  domains: [
    {
      ...{ domain: 'claude.example', address: '/console/domains/claude.example' },
      ...{ decision: 'held', since: now - 3_600 },
      askedFor: { id: 'https://claude.example/oauth/client.json', address: '/console/clients/x' },
    },
    {
      ...{ domain: 'editor.example:8443', address: '/console/domains/editor' },
      ...{ decision: 'allowed', since: now - 9 * DAY, askedFor: null },
    },
    {
      ...{ domain: longHost, address: '/console/domains/long', decision: 'denied' },
      since: now - DAY,
      askedFor: { id: `https://${longHost}/${hostile}`, address: '/console/clients/y' },
    },
  ],
  ...{ first: null, next: null, canChange: true },
  settings: {
    others: 'ask',
    named: [
      ['*.example.com', 'allow'],
      ['evil.example', 'deny'],
    ],
  },
}

export const list: Readonly<Record<string, Sample<DomainsProps>>> = {
  plain: domains,
  'none, off': { ...domains, domains: [], settings: { others: 'off', named: [] } },
  'as auditor': { ...domains, ...as('auditor'), canChange: false },
}

const platformKeys: Sample<PlatformKeysProps> = {
  ...owner,
  keys: [
    {
      ...{ id: 'platform_Qm81pYcW4fTzQm81pYcW', address: '/console/platform-keys/1' },
      ...{ name: 'Login page', permissions: ['sign_in', 'users'], provider: 'platform' },
      ...{ createdAt: now - 200 * DAY, previousSecretUntil: now + 5 * DAY },
    },
    {
      ...{ id: 'platform_Xm81pYcW4fTzQm81pYcW', address: '/console/platform-keys/2', name: long },
      ...{ permissions: ['scim'], provider: `https://${longHost}/` },
      ...{ createdAt: now - DAY, previousSecretUntil: null },
    },
    {
      ...{ id: 'platform_Ym81pYcW4fTzQm81pYcW', address: '/console/platform-keys/3' },
      ...{ name: hostile, permissions: ['users'], provider: null },
      ...{ createdAt: now - DAY, previousSecretUntil: null },
    },
  ],
  ...{ first: null, next: null, canChange: true },
}

export const keys: Readonly<Record<string, Sample<PlatformKeysProps>>> = {
  plain: platformKeys,
  'none yet': { ...platformKeys, keys: [] },
  'as auditor': { ...platformKeys, ...as('auditor'), canChange: false },
}

export const keyForms: Readonly<Record<string, Sample<PlatformKeyFormProps>>> = {
  new: {
    ...{ ...owner, ways: ['platform', 'workspace'], problem: null },
    fields: { name: '', permissions: [], provider: 'platform' },
  },
  refused: {
    ...{ ...owner, ways: [], problem: 'Choose one of the ways.' },
    fields: { name: hostile, permissions: ['sign_in'], provider: '' },
  },
}
