/**
 * Databases with any number of grants, made with SQL: an hour of sign-ins would make only a few
 * thousand. Rows have realistic lengths, and ids grow with time, as real ones do. There
 * are two grants for each account, and a hundred clients.
 */

import { hash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import type { GrantId, KeyId } from '../../packages/mandate/src/grants/grant.ts'
import { step } from '../../packages/mandate/src/store/engine.ts'
import type { Store } from '../../packages/mandate/src/store/port.ts'
import { openPostgresEngine } from '../../packages/mandate/src/store/postgres/open.ts'
import { openSqliteEngine } from '../../packages/mandate/src/store/sqlite/open.ts'
import { createStore } from '../../packages/mandate/src/store/store.ts'
import { startEmbeddedServer } from '../../packages/mandate/test/store/embedded-server.ts'
import { parentOf, processorTimeOfFamily } from '../measure/processes.ts'

/** Bytes on disk. */
export interface Size {
  readonly table: number
  readonly indexes: number
}

export interface Database {
  readonly store: Store
  /** The space used by the grants, including free space in their pages. */
  size(): Promise<Size>
  /** Processor time so far of a separate server, in microseconds. */
  serverTime?(): number
  remove(): Promise<void>
}

const CLIENTS = 100
/** The secret of every client. */
export const CLIENT_SECRET = `mdt_cs_${'b'.repeat(43)}`
/** The key that all grants are made with. */
export const KEY_ID = '0000000a' as KeyId
/** The scope of filled grants. */
export const FIRST_GENERATION = 1
/** When the first grant was made, in milliseconds; one more came every second. */
const FIRST_AT_MS = 1_750_000_000_000

export function grantIdOf(place: number): GrantId {
  const time = (FIRST_AT_MS + place * 1000).toString(16).padStart(12, '0')
  return (time + place.toString(16).padStart(20, '0')) as GrantId
}

/** Not a secret here, so that a measurement can make the tokens of any grant. */
export function seedOf(place: number): Uint8Array {
  return Buffer.from(place.toString(16).padStart(64, '0'), 'hex')
}

export function clientIdOf(place: number): string {
  return `client_${(place % CLIENTS).toString().padStart(20, '0')}`
}

export interface Filling {
  readonly grants: number
}

/** A separate file, with each commit synced to disk as the server does. */
export async function sqliteWith(
  filling: Filling,
): Promise<Database & { readonly directory: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'mandate-growth-'))
  const path = join(directory, 'mandate.db')
  await (await openSqliteEngine({ path })).close()
  fillSqlite(path, filling)
  return sqliteIn(directory)
}

/** A database left behind by an earlier run. */
export async function sqliteIn(
  directory: string,
): Promise<Database & { readonly directory: string }> {
  const path = join(directory, 'mandate.db')
  const engine = await openSqliteEngine({ path })
  return {
    directory,
    store: createStore(engine),
    size: async () => sizeInSqlite(path),
    remove: async () => {
      await engine.close()
      rmSync(directory, { recursive: true })
    },
  }
}

/** The index of each grant that was refreshed since it was made, with its generation. */
export function refreshedIn(directory: string): readonly (readonly [number, number])[] {
  const database = new DatabaseSync(join(directory, 'mandate.db'), { readOnly: true })
  const text = `SELECT id, generation FROM grants WHERE generation > ${FIRST_GENERATION}`
  const rows = database.prepare(text).all()
  database.close()
  return rows.map(({ id, generation }) => [
    Number.parseInt(String(id).slice(12), 16),
    Number(generation),
  ])
}

/** Adds the rows while nothing else has the file open. */
function fillSqlite(path: string, filling: Filling): void {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -200000')
  const indexes = database
    .prepare(
      "SELECT name, sql FROM sqlite_schema WHERE tbl_name = 'grants' AND sql LIKE 'CREATE INDEX%'",
    )
    .all()
  for (const { name } of indexes) database.exec(`DROP INDEX ${name}`)
  for (const text of fillings(filling, sqliteWords)) database.exec(text)
  for (const { sql } of indexes) database.exec(String(sql))
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
}

/** A separate server with every commit synced to disk. */
export async function postgresWith(filling: Filling): Promise<Database & { readonly url: string }> {
  const server = await startEmbeddedServer({})
  const engine = await openPostgresEngine({ url: server.url })
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  const { rows } = await client.query<{ name: string; text: string }>(
    `SELECT indexname AS name, indexdef AS text FROM pg_indexes
      WHERE tablename = 'grants' AND indexname <> 'grants_pkey'`,
  )
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`)
  for (const text of fillings(filling, postgresWords)) await client.query(text)
  for (const { text } of rows) await client.query(text)
  await client.query('VACUUM ANALYZE')
  const { rows: backends } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const parent = parentOf(backends[0]?.pid ?? 0)
  await client.end()
  return {
    url: server.url,
    store: createStore(engine),
    serverTime: () => processorTimeOfFamily(parent),
    size: async () => {
      const text = "SELECT pg_table_size('grants') AS tables, pg_indexes_size('grants') AS indexes"
      const [row = {}] = await engine.read(
        step({ name: 'size', text, input: {}, key: 'alone' }, {}),
      )
      return { table: Number(row['tables']), indexes: Number(row['indexes']) }
    },
    remove: async () => {
      await engine.close()
      await server.remove()
    },
  }
}

function sizeInSqlite(path: string): Size {
  const database = new DatabaseSync(path, { readOnly: true })
  const bytesOf = (condition: string) =>
    Number(
      database
        .prepare(`SELECT SUM(pgsize) AS bytes FROM dbstat WHERE aggregate = TRUE AND name IN
          (SELECT name FROM sqlite_schema WHERE tbl_name = 'grants' AND ${condition})`)
        .get()?.['bytes'],
    )
  const size = { table: bytesOf("type = 'table'"), indexes: bytesOf("type = 'index'") }
  database.close()
  return size
}

/** What differs between the two dialects. */
interface Words {
  readonly numbers: (from: number, to: number) => string
  readonly hex: (value: string, digits: number) => string
  readonly padded: (value: string, digits: number) => string
  readonly seed: string
}

const sqliteWords: Words = {
  numbers: (from, to) =>
    `(WITH RECURSIVE walk(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM walk WHERE i + 1 < ${to})
      SELECT i FROM walk)`,
  hex: (value, digits) => `printf('%0${digits}x', ${value})`,
  padded: (value, digits) => `printf('%0${digits}d', ${value})`,
  seed: `unhex(printf('%064x', i))`,
}
const postgresWords: Words = {
  numbers: (from, to) => `(SELECT i FROM generate_series(${from}::bigint, ${to - 1}) AS walk(i))`,
  hex: (value, digits) => `lpad(to_hex(${value}), ${digits}, '0')`,
  padded: (value, digits) => `lpad((${value})::text, ${digits}, '0')`,
  seed: "decode(lpad(to_hex(i), 64, '0'), 'hex')",
}

const ROWS_A_STATEMENT = 500_000

function* fillings({ grants }: Filling, words: Words): Generator<string> {
  const account = (value: string) => `'account_' || ${words.padded(value, 20)}`
  const client = (value: string) => `'client_' || ${words.padded(value, 20)}`
  yield `INSERT INTO clients (id, name, redirect_uris, scope, authentication, secret_hash, grant_types,
        trusted, require_pkce, refresh_retry_seconds, default_resources, allowed_schemes,
        optional_scope, publisher, client_uri, policy_uri, tos_uri, logo, created_at)
      SELECT ${client('i')}, 'Client', '["https://client.example/callback"]', 'all', 'secret',
        '${hash('sha256', CLIENT_SECRET)}', '["authorization_code","refresh_token"]',
        0, 0, 0, '[]', '[]', '', '', '', '', '', '', 1750000000
      FROM ${words.numbers(0, CLIENTS)} AS numbers`
  for (let start = 0; start < grants; start += ROWS_A_STATEMENT) {
    const end = Math.min(grants, start + ROWS_A_STATEMENT)
    yield `INSERT INTO accounts (id, email, email_key, email_verified, password_hash, created_at)
      SELECT ${account('i')}, 'person' || i || '@example.com', 'person' || i || '@example.com', 0,
        '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$' || ${words.hex('i', 43)}, 1750000000
      FROM ${words.numbers(Math.ceil(start / 2), Math.ceil(end / 2))} AS numbers`
    yield `INSERT INTO grants (id, client_id, account_id, scope, resource, seed, redirect_uri,
        auth_time, sign_in, created_at, generation, key_id, expires_at, redeemed_at)
      SELECT ${words.hex(`${FIRST_AT_MS} + i * 1000`, 12)} || ${words.hex('i', 20)},
        ${client(`i % ${CLIENTS}`)}, ${account('i / 2')}, 'all', '[]', ${words.seed},
        'https://client.example/callback', 1750000000, '{"amr":["pwd"]}', 1750000000, ${FIRST_GENERATION}, '${KEY_ID}', 4000000000,
        1750000000
      FROM ${words.numbers(start, end)} AS numbers`
  }
}
