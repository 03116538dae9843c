/**
 * Empty places for tests: one schema each, in the database that `TEST_DATABASE_URL` names or else in
 * a server of this process; with `TEST_PLACES=databases` one database each, for poolers without
 * search paths. A test file that uses them ends with `after(endTestServer)`.
 */

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { type EmbeddedServer, startEmbeddedServer } from './embedded-server.ts'

let server: Promise<EmbeddedServer> | undefined
let administration: Promise<pg.Client> | undefined

/** The URL of a database in which tests may do anything. */
export async function testDatabaseUrl(): Promise<string> {
  const given = process.env['TEST_DATABASE_URL']
  if (given !== undefined && given !== '') return given
  server ??= startEmbeddedServer()
  return (await server).url
}

/** Prepares a location for one empty database. */
export async function createTestPlace(): Promise<{ location: string; remove(): Promise<void> }> {
  const name = `test_${randomBytes(6).toString('hex')}`
  return process.env['TEST_PLACES'] === 'databases' ? createDatabase(name) : createSchema(name)
}

async function createDatabase(name: string) {
  await administer(`CREATE DATABASE ${name}`)
  const location = new URL(await testDatabaseUrl())
  location.pathname = `/${name}`
  return {
    location: location.href,
    remove: async () => {
      await administer(`DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

async function createSchema(schema: string) {
  await administer(`CREATE SCHEMA ${schema}`)
  const location = new URL(await testDatabaseUrl())
  location.searchParams.set('options', `-c search_path=${schema}`)
  return {
    location: location.href,
    remove: async () => {
      await administer(`DROP SCHEMA ${schema} CASCADE`)
    },
  }
}

/** Runs a statement as a superuser. */
export async function administer(text: string): Promise<readonly Record<string, unknown>[]> {
  administration ??= connect()
  const { rows } = await (await administration).query(text)
  return rows
}

/** Ends everything that this process has started. Another test file may begin anew. */
export async function endTestServer(): Promise<void> {
  const [connected, started] = [administration, server]
  administration = undefined
  server = undefined
  await (await connected)?.end()
  await (await started)?.remove()
}

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: await testDatabaseUrl() })
  await client.connect()
  return client
}
