/**
 * Fills an SQLite database for the console's pages with SQL: a real year of sign-ins would take a
 * year. Ids grow with time, as real ones do, and each account has ten grants among a thousand
 * clients. Columns that a page does not need have the least value that their type allows; they are
 * read from the database, so a new column needs no change here.
 */

import { DatabaseSync } from 'node:sqlite'
import { fewContents } from './few.ts'
import { type Content, clientIdOf, DAY, type Filling, type Values, YEAR } from './rows.ts'

const HOUR = 3_600
/** One statement holds its rows in memory, so it has no more than this. */
const ROWS_A_STATEMENT = 500_000
/** More than the store keeps (`explanations/queue.ts`). */
const EXPLANATIONS = 8_000

/** Adds the rows to a database with tables, while nothing else has it open. */
export function fill(path: string, filling: Filling, tell: (sentence: string) => void): void {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY')
  // Built at the end, in order, which takes a fraction of the time.
  const indexes = database
    .prepare(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql LIKE 'CREATE INDEX%' AND tbl_name IN ('accounts', 'grants', 'facts', 'sessions', 'consents')",
    )
    .all()
  for (const { name } of indexes) database.exec(`DROP INDEX ${name}`)
  for (const { table, rows, values } of [...contents(filling), ...fewContents(filling)]) {
    for (let from = 0; from < rows; from += ROWS_A_STATEMENT) {
      insert(database, table, { from, to: Math.min(rows, from + ROWS_A_STATEMENT), values })
    }
    tell(`${rows.toLocaleString('en')} ${table}`)
  }
  fillActivity(database, 'activity_hours', { span: HOUR, days: 90, now: filling.now })
  fillActivity(database, 'activity_days', { span: DAY, days: 400, now: filling.now })
  tell('sums of 90 days')
  for (const { name, sql } of indexes) {
    database.exec(String(sql))
    tell(`index ${name}`)
  }
  database.exec('PRAGMA wal_checkpoint(TRUNCATE); ANALYZE')
  database.close()
}

/** Expressions over `i`, the number of the row. */
function insert(
  database: DatabaseSync,
  table: string,
  { from, to, values }: { readonly from: number; readonly to: number; readonly values: Values },
): void {
  const columns = database
    .prepare('SELECT name, type, "notnull" AS needed FROM pragma_table_info(?)')
    .all(table)
  const least: Values = { TEXT: "''", INTEGER: '0', BIGINT: '0', BLOB: "x''" }
  const given = columns.filter(
    ({ name, needed }) => needed === 1 || values[String(name)] !== undefined,
  )
  const names = given.map(({ name }) => name).join(', ')
  const expressions = given.map(
    ({ name, type }) => values[String(name)] ?? least[String(type)] ?? '0',
  )
  database.exec(`INSERT OR IGNORE INTO ${table} (${names})
    WITH RECURSIVE walk(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM walk WHERE i + 1 < ${to})
    SELECT ${expressions.join(', ')} FROM walk`)
}

function contents(filling: Filling): readonly Content[] {
  const { accounts, grantsEach, clients, facts, now } = filling
  const account = (value: string) => `printf('account_%020d', ${value})`
  const client = (value: string) => `printf('client_%020d', ${value})`
  const grants = accounts * grantsEach
  const step = Math.floor((YEAR * 1000) / grants)
  const begin = now - YEAR
  const person = "'person' || i || '@example.com'"
  return [
    {
      table: 'clients',
      rows: clients,
      values: {
        ...{
          id: client('i'),
          name: "'Client ' || i",
          name_key: "'cllent' || i",
          scope: "'all read'",
        },
        ...{ redirect_uris: `'["https://client.example/callback"]'`, authentication: "'secret'" },
        ...{ secret_hash: "'0'", grant_types: `'["authorization_code","refresh_token"]'` },
        ...{ default_resources: "'[]'", allowed_schemes: "'[]'", created_at: `${begin} + i` },
        revision: "'r' || i",
      },
    },
    {
      table: 'accounts',
      rows: accounts,
      values: {
        ...{ id: account('i'), email: person, email_key: person },
        ...{ name: "'Person ' || i", name_key: "'person ' || i" },
        ...{
          password_hash: "'$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$'",
          profile: 'NULL',
        },
        created_at: `${begin} + i * ${Math.floor(YEAR / accounts)}`,
        revision: "'r' || i",
      },
    },
    {
      table: 'grants',
      rows: grants,
      values: {
        id: `printf('%012x', ${begin * 1000} + i * ${step}) || printf('%020x', i)`,
        ...{
          client_id: client(`(i * 7919) % ${clients}`),
          account_id: account(`i / ${grantsEach}`),
        },
        ...{ scope: "'all'", resource: "'[]'", seed: "unhex(printf('%064x', i))" },
        ...{ auth_time: String(begin), sign_in: `'{"amr":["pwd"]}'`, generation: '1' },
        ...{
          created_at: `${begin} + i * ${step} / 1000`,
          redeemed_at: `${begin} + i * ${step} / 1000`,
        },
        ...{ key_id: "'0000000a'", expires_at: '4000000000' },
        // One in ten has ended.
        revoked_at: `CASE WHEN i % 10 = 3 THEN ${now - DAY} END`,
        revoked_because: "CASE WHEN i % 10 = 3 THEN 'revoked_by_user' END",
      },
    },
    {
      table: 'sessions',
      rows: Math.floor(accounts / 2),
      values: {
        ...{ id: "printf('%064x', i)", account_id: account('i * 2'), sid: "printf('%022d', i)" },
        ...{
          amr: `'["pwd"]'`,
          browser: "printf('%043d', i)",
          agent: "'Firefox (Linux)'",
          network: "'192.0.2.1'",
        },
        ...{
          started_at: String(now - DAY),
          last_seen_at: String(now - HOUR),
          expires_at: String(now + DAY),
        },
      },
    },
    {
      table: 'consents',
      rows: accounts,
      values: {
        ...{ account_id: account('i'), client_id: client(`i % ${clients}`), scope: "'all'" },
        ...{ resource: "'[]'", granted_at: String(begin) },
      },
    },
    {
      table: 'facts',
      rows: facts,
      values: {
        id: "printf('%032x', i)",
        at_ms: `${(now - 30 * DAY) * 1000} + i * ${Math.floor((30 * DAY * 1000) / facts)}`,
        kind: "CASE WHEN i % 3 = 0 THEN 'grant.created' WHEN i % 3 = 1 THEN 'session.began' ELSE 'grant.ended' END",
        ends_tokens: 'i % 3 = 2',
        ...{ actor_kind: "'account'", actor_id: account(`(i * 31) % ${accounts}`) },
        account_id: account(`(i * 31) % ${accounts}`),
        client_id: `CASE WHEN i % 3 <> 1 THEN ${client(`(i * 7919) % ${clients}`)} END`,
        grant_id: "CASE WHEN i % 3 <> 1 THEN printf('%032x', i) END",
        details: `CASE WHEN i % 3 = 0 THEN '{"scope":"all"}' WHEN i % 3 = 1 THEN '{"agent":"Firefox (Linux)","network":"192.0.2.1"}' ELSE '{"because":"revoked_by_user"}' END`,
      },
    },
    {
      table: 'explanations',
      rows: EXPLANATIONS,
      values: {
        id: "printf('%08x-0000-4000-8000-%012x', i, i)",
        error: "'invalid_grant'",
        reason:
          "CASE WHEN i % 4 = 0 THEN 'generation_reused' WHEN i % 4 = 1 THEN 'wrong_secret' ELSE 'grant_unknown' END",
        ...{ at: `${now - 6 * DAY} + i * 60`, standing: "'authenticated'" },
        client_id: client(`i % ${Math.min(clients, 200)}`),
        request: `'{"method":"POST","endpoint":"/oauth2/token","mediaType":null,"userAgent":null,"authentication":null,"parameters":[]}'`,
        ...{ details: "'{}'", bucket: "'b'" },
      },
    },
  ]
}

/** As many rows as a busy server has: every group, step of time, outcome, and a hundred refusals. */
function fillActivity(
  database: DatabaseSync,
  table: string,
  { span, days, now }: { readonly span: number; readonly days: number; readonly now: number },
): void {
  const groups = [
    'token',
    'introspection',
    'authorization',
    'sign_in',
    'account',
    'operator',
    'other',
  ]
  const steps = [1, 2, 3, 5, 8, 12, 20, 35, 60, 100, 250, 500]
  const reasons = ['generation_reused', 'wrong_secret', 'grant_unknown', 'unknown_redirect_uri']
  const kinds = [
    ...groups.flatMap((group) => [
      ...['2xx', '4xx', '5xx'].map((key) => [`request.${group}`, key, '']),
      ...steps.map((step) => [`latency.${group}`, String(step), '']),
    ]),
    ...['done', 'wrong_credentials', 'second_factor', 'wait'].map((key) => ['sign_in', key, '']),
    ...['advanced', 'repeated', 'replay_revoked'].map((key) => ['redemption', key, '']),
    ...['refresh_token', 'authorization_code', 'client_credentials'].map((key) => [
      'issued',
      key,
      '',
    ]),
    ...['active', 'inactive'].map((key) => ['introspection', key, '']),
    ...Array.from({ length: 100 }, (_, place) => [
      'refusal',
      reasons[place % reasons.length] ?? '',
      clientIdOf(place),
    ]),
    ['storage', 'bytes', ''],
  ]
  const add = database.prepare(
    `INSERT INTO ${table} (kind, key, client_id, begins_at, counted) VALUES (?, ?, ?, ?, ?)`,
  )
  const last = now - (now % span)
  const pieces = Math.floor((days * DAY) / span)
  database.exec('BEGIN')
  for (const [kind = '', key = '', client = ''] of kinds) {
    for (let piece = pieces - 1; piece >= 0; piece--) {
      add.run(kind, key, client, last - piece * span, 1 + (piece % 97))
    }
  }
  database.exec('COMMIT')
}
