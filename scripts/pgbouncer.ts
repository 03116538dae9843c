/**
 * `node_modules/.bin/node scripts/pgbouncer.ts`: the store's contract and the server's PostgreSQL tests
 * through PgBouncer in transaction mode, where each transaction may use another connection. Needs the
 * program `pgbouncer` (Debian: apt-get install pgbouncer); arguments name other test files.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, env, execPath, exit, getuid, stderr } from 'node:process'
import { freePort } from '../packages/mandate/src/runtime/ports.ts'
import { startEmbeddedServer } from '../packages/mandate/test/store/embedded-server.ts'

const NOBODY = 65_534
const files =
  argv.length > 2
    ? argv.slice(2)
    : [
        'packages/mandate/test/store/postgres.test.ts',
        'packages/mandate/src/store/postgres/sessions.test.ts',
        'packages/mandate/test/postgres.test.ts',
        'packages/mandate/test/keys.postgres.test.ts',
      ]

const server = await startEmbeddedServer()
const directory = mkdtempSync(join(tmpdir(), 'mandate-pgbouncer-'))
let pooler: ChildProcess | undefined
try {
  const through = new URL(server.url)
  const port = await freePort('127.0.0.1')
  pooler = await startPooler(through, port)
  through.port = `${port}`
  // A schema is selected per connection, so here every test uses a separate database.
  const environment = { ...env, TEST_DATABASE_URL: through.href, TEST_PLACES: 'databases' }
  const tests = spawn(execPath, ['--test', '--test-concurrency=1', ...files], {
    stdio: 'inherit',
    env: environment,
  })
  const [code] = await once(tests, 'exit')
  process.exitCode = code ?? 1
} finally {
  if (pooler?.exitCode === null) {
    pooler.kill('SIGINT')
    await once(pooler, 'exit')
  }
  await server.remove()
  rmSync(directory, { recursive: true })
}

/** Few connections for many clients, so that one client's transactions do use several. */
async function startPooler({ hostname, port, username, password }: URL, listenOn: number) {
  write('users.txt', `"${username}" "${password}"\n`)
  const settings = write(
    'pgbouncer.ini',
    `[databases]
* = host=${hostname} port=${port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listenOn}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(directory, 'users.txt')}
pool_mode = transaction
default_pool_size = 3
max_client_conn = 500
server_round_robin = 1
`,
  )
  const identity = getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  const child = spawn('pgbouncer', [settings], { ...identity, stdio: ['ignore', 'ignore', 'pipe'] })
  child.once('error', () => {
    stderr.write('The program pgbouncer is missing; on Debian: apt-get install pgbouncer\n')
    void server.remove().then(() => exit(1))
  })
  let said = ''
  for await (const chunk of child.stderr.setEncoding('utf8')) {
    said += chunk
    if (said.includes('process up')) break
  }
  child.stderr.resume()
  return child
}

function write(name: string, text: string): string {
  const path = join(directory, name)
  writeFileSync(path, text, { mode: 0o600 })
  if (getuid?.() === 0) for (const owned of [directory, path]) chownSync(owned, NOBODY, NOBODY)
  return path
}
