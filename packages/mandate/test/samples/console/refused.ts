import { windowNames } from '../../../src/activity/windows.ts'
import { explanationInWords } from '../../../src/explanations/in-words.ts'
import type {
  RefusalProps,
  RefusalSum,
  RefusalsProps,
  ShownClient,
} from '../../../src/pages/console/refused.ts'
import type { Sample } from '../sample.ts'
import { DAY, hostile, long, now, owner, support } from './operators.ts'

const ledgerline: ShownClient = {
  ...{ id: 'client_7f3a', name: 'Ledgerline', address: '/console/clients/client_7f3a' },
}
const twice = { reason: 'generation_reused', title: 'Refresh token used twice' }
const secret = { reason: 'wrong_secret', title: 'Wrong client secret' }
const sum = (of: typeof twice, client: RefusalSum['client'], count: number): RefusalSum => ({
  ...{ ...of, client, count, address: `/console/refusals?reason=${of.reason}` },
})

const refusals: Sample<RefusalsProps> = {
  ...owner,
  window: { current: '24h', all: windowNames },
  sums: [
    sum(secret, 'none', 10_412),
    sum(twice, ledgerline, 311),
    sum(secret, 'others', 97),
    sum(twice, { ...ledgerline, name: hostile }, 12),
    sum(secret, { ...ledgerline, id: `https://${'long.'.repeat(20)}example.com`, name: null }, 1),
  ],
  rows: [
    {
      ...{ ...twice, address: '/console/refusals/invalid_grant.1', at: now - 40 },
      ...{ client: ledgerline, request: 'POST /oauth2/token' },
    },
    {
      ...{ ...secret, address: '/console/refusals/invalid_client.2', at: now - DAY },
      ...{ client: null, request: 'POST /oauth2/introspect' },
    },
    {
      ...{ ...secret, address: '/console/refusals/invalid_client.3', at: now - 3 * DAY },
      ...{ client: { ...ledgerline, name: long }, request: 'GET /oauth2/authorize' },
    },
  ],
  reasons: [twice, secret],
  ...{ filter: { reason: '', client: '' }, keptDays: 7, first: null },
  next: '/console/refusals?from=1.2',
}

export const list: Readonly<Record<string, Sample<RefusalsProps>>> = {
  plain: refusals,
  'none yet': { ...refusals, sums: [], rows: [], next: null },
  'none matching': {
    ...{ ...refusals, sums: null, rows: [], next: null },
    filter: { reason: 'wrong_secret', client: 'client_nobody' },
  },
  'as support, second page': {
    ...{ ...refusals, ...support, first: '/console/refusals', next: null },
    filter: { reason: 'generation_reused', client: '' },
  },
}

const asked = {
  ...{ method: 'POST', endpoint: '/oauth2/token', mediaType: null, userAgent: 'curl/8.9' },
  ...{ authentication: 'client_secret_basic', parameters: [] },
}

export const one: Readonly<Record<string, Sample<RefusalProps>>> = {
  plain: {
    ...owner,
    explanation: explanationInWords({
      ...{ id: '8a0f3f0e-0000-4000-8000-000000000000', error: 'invalid_grant' },
      ...{ reason: 'generation_reused', at: now - 40, standing: 'authenticated' },
      ...{ clientId: ledgerline.id, request: asked },
      details: {
        ...{ grant: '0195597e8a00c1a5', presented: 4, live: 5, live_since: now - 90 },
        ...{ live_until: now + DAY, retry_key: 'absent', retry_seconds: 0 },
      },
    }),
    client: ledgerline,
    sameReason: '/console/refusals?reason=generation_reused',
  },
  'with a difference, from a newer version': {
    ...owner,
    explanation: {
      ...{
        reference: 'invalid_request.1',
        error: 'invalid_request',
        when: 'now',
        request: hostile,
      },
      ...{ title: long, happened: hostile, next: 'Ask the operator.', facts: [] },
      operator: { message: 'Please', command: `client update ${ledgerline.id} --redirect-uri X` },
      difference: {
        ...{ character: 9, sentence: 'They differ from the ninth character on.' },
        sent: { before: 'https://', differing: hostile, after: '/' },
        expected: { before: 'https://', differing: '', after: 'b/' },
      },
    },
    client: null,
    sameReason: '/console/refusals',
  },
}
