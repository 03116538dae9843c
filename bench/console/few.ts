/** The nouns that a server has few of: APIs, operators, endpoints, trusted issuers and the like. */

import { accountIdOf, type Content, clientIdOf, type Filling } from './rows.ts'

/** The place in the console's addresses, how many there are, and how their ids begin. */
export const FEW = [
  ['apis', 200, 'api'],
  ['operators', 50, 'account'],
  ['webhooks', 50, 'webhook'],
  ['streams', 200, 'stream'],
  ['issuers', 100, 'issuer'],
  ['domains', 1_000, 'domain'],
  ['platform-keys', 50, 'platform'],
] as const
type Place = (typeof FEW)[number][0]

export function fewIdOf(place: Place, number: number): string {
  if (place === 'operators') return accountIdOf(number)
  if (place === 'domains') return `host${number}.example`
  const [, , begins] = FEW.find(([name]) => name === place) ?? []
  return `${begins}_${String(number).padStart(20, '0')}`
}

export function fewContents({ now, facts }: Filling): readonly Content[] {
  const rowsOf = (place: Place) => FEW.find(([name]) => name === place)?.[1] ?? 0
  const idOf = (place: Place) => `'${fewIdOf(place, 0).slice(0, -20)}' || printf('%020d', i)`
  const client = (value: string) => `'${clientIdOf(0).slice(0, -20)}' || printf('%020d', ${value})`
  const secret = "'0'"
  const name = "'Name ' || i"
  const endpoint = {
    ...{ name, url: "'https://receiver.example/' || i", events: "'[]'", details: "'{}'" },
    created_at: String(now - 86_400),
  }
  return [
    {
      table: 'resources',
      rows: rowsOf('apis'),
      values: {
        ...{ id: idOf('apis'), name, secret_hash: secret, revision: "'r' || i" },
        ...{ uri: "'https://api.example/' || i", uri_key: "'https://api.example/' || i" },
      },
    },
    {
      table: 'operators',
      rows: rowsOf('operators'),
      values: {
        account_id: `'${accountIdOf(0).slice(0, -20)}' || printf('%020d', i)`,
        role: "CASE WHEN i % 2 = 0 THEN 'support' ELSE 'auditor' END",
      },
    },
    {
      table: 'endpoints',
      rows: rowsOf('webhooks'),
      values: { ...endpoint, id: idOf('webhooks'), kind: "'webhook'" },
    },
    {
      table: 'endpoints',
      rows: rowsOf('streams'),
      values: {
        ...{ ...endpoint, id: idOf('streams'), client_id: client('i') },
        kind: "CASE WHEN i % 2 = 0 THEN 'security_events' ELSE 'polled_security_events' END",
      },
    },
    {
      table: 'endpoint_progress',
      rows: rowsOf('webhooks'),
      values: {
        ...{ endpoint_id: idOf('webhooks'), cursor_ms: String(now * 1000), ahead: "'[]'" },
        cursor_id: "'f'",
      },
    },
    {
      table: 'endpoint_progress',
      rows: rowsOf('streams'),
      values: {
        ...{ endpoint_id: idOf('streams'), cursor_ms: String(now * 1000), ahead: "'[]'" },
        cursor_id: "'f'",
      },
    },
    {
      // The first webhook has thousands of dead letters.
      table: 'deliveries',
      rows: Math.min(20_000, facts),
      values: {
        ...{ endpoint_id: `'${fewIdOf('webhooks', 0)}'`, fact_id: "printf('%032x', i)" },
        ...{ fact_at_ms: `${(now - 86_400) * 1000} + i`, event: "'user.created'" },
        ...{ subject: "'account:' || i", state: "'dead'", attempts: '25', accepted: "'[]'" },
        ...{ tries: "'[]'", first_tried_ms: `${now * 1000}`, last_tried_ms: `${now * 1000}` },
      },
    },
    {
      table: 'trusted_issuers',
      rows: rowsOf('issuers'),
      values: {
        ...{ id: idOf('issuers'), name, issuer: "'https://issuer' || i || '.example'" },
        ...{ purpose: "'jwt-bearer'", provider: "'https://issuer' || i || '.example'" },
        algorithms: `'["ES256"]'`,
        clients: `'{"' || ${client('i')} || '":""}'`,
        ...{ scope: "'all'", resources: "'[]'", max_lifetime_seconds: '300' },
      },
    },
    {
      table: 'client_domains',
      rows: rowsOf('domains'),
      values: {
        ...{ id: "'host' || i || '.example'", asked_at: String(now - 86_400) },
        decision: "CASE WHEN i % 3 = 0 THEN 'held' ELSE 'allowed' END",
      },
    },
    {
      table: 'platform_keys',
      rows: rowsOf('platform-keys'),
      values: {
        ...{ id: idOf('platform-keys'), name, permissions: `'["users"]'` },
        ...{ provider: "'platform'", secret_hash: secret },
      },
    },
    {
      table: 'jobs',
      rows: 1_000,
      values: {
        ...{ id: "'job_' || i", kind: "'mail'", input: "'{}'", attempts: '30' },
        ...{ at_ms: `${now * 1000} - i`, problem: "'The mail server did not answer.'" },
      },
    },
  ]
}
