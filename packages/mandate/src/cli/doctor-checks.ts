/** What `mandate doctor` looks at, one function each. */

import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { KeyId } from '../grants/grant.ts'
import { foreignKeys, KeyFileRefused, keyFilePath, missingKeyFile, readKeyFile } from '../keys.ts'
import type { Settings } from '../settings.ts'
import { DatabaseRefused } from '../store/engine.ts'
import { StorageUnavailable } from '../store/port.ts'
import { databaseNamed } from './database.ts'
import { openDatabase, openDirectory } from './exposure.ts'
import { freePort } from './ports.ts'
import { moment } from './terminal.ts'

export interface Check {
  readonly name: string
  readonly ok: boolean
  /** What was found. */
  readonly message: string
  /** What to do about it, where something is to be done. */
  readonly remedy?: string
}

/** A clock may be this far behind a file that was just written on a network drive. */
const CLOCK_TOLERANCE_SECONDS = 60
const ANSWER_WITHIN_MS = 2_000

/** RFC 8414 §2 is checked with the settings; this says who can reach the issuer. */
export function checkIssuer({ issuer }: Settings): Check {
  const message = issuer.startsWith('https:') ? issuer : `${issuer}, for this machine only`
  return { name: 'issuer', ok: true, message }
}

export function checkDirectory(data: string): Check {
  const name = 'data'
  const nearest = nearestThere(data)
  const remedy = 'give --data a directory that this user may write to'
  if (!statSync(nearest).isDirectory()) {
    return { name, ok: false, message: `${nearest} is not a directory`, remedy }
  }
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK)
  } catch {
    return { name, ok: false, message: `${nearest} may not be written to`, remedy }
  }
  const exposure = nearest === data ? openDirectory(data) : undefined
  if (exposure !== undefined) return { name, ok: false, ...exposure }
  return { name, ok: true, message: nearest === data ? data : `${data} will be made` }
}

export async function checkKeys(settings: Settings): Promise<Check> {
  const name = 'keys'
  const path = keyFilePath(settings.data)
  try {
    const file = readKeyFile(path)
    if (file === undefined) {
      if (await isInUse(settings))
        throw missingKeyFile(path, databaseNamed(settings.database).title)
      return { name, ok: true, message: 'none yet; the first start makes one' }
    }
    const foreign = (await keysInUse(settings)).filter((id) => !file.keys.secrets.has(id))
    if (foreign.length > 0) {
      throw foreignKeys(path, databaseNamed(settings.database).title, foreign)
    }
    const count = file.keys.secrets.size
    return { name, ok: true, message: `${count === 1 ? 'one key' : `${count} keys`} in ${path}` }
  } catch (error) {
    if (error instanceof KeyFileRefused) return { name, ok: false, message: error.message }
    throw error
  }
}

export async function checkDatabase(settings: Settings): Promise<Check> {
  const database = databaseNamed(settings.database)
  const name = 'database'
  try {
    if (!(await database.isThere())) {
      return { name, ok: true, message: 'none yet; the first start makes one' }
    }
    const store = await database.open({ readOnly: true })
    await store.ping().finally(() => store.close())
    const [damage] = await database.findDamage()
    if (damage !== undefined) {
      const message = `${database.title} is damaged: ${damage}`
      return { name, ok: false, message, remedy: 'stop the server and restore a backup' }
    }
    const exposure = database.file === undefined ? undefined : openDatabase(database.file)
    if (exposure !== undefined) return { name, ok: false, ...exposure }
    return { name, ok: true, message: `${database.title} is whole and of this version` }
  } catch (error) {
    if (!(error instanceof DatabaseRefused)) throw error
    return { name, ok: false, message: error.message, remedy: error.remedy }
  }
}

/** Without asking anyone else: time does not go back behind what was written already. */
export function checkClock({ data, database }: Settings, now: number): Check {
  const name = 'clock'
  const { file } = databaseNamed(database)
  const written = [keyFilePath(data), ...(file === undefined ? [] : [file])].map((path) =>
    existsSync(path) ? Math.floor(statSync(path).mtimeMs / 1000) : 0,
  )
  const latest = Math.max(...written)
  if (latest <= now + CLOCK_TOLERANCE_SECONDS) {
    return { name, ok: true, message: `${moment(now)} UTC` }
  }
  return {
    name,
    ok: false,
    message: `${moment(now)} UTC is before the data was last written (${moment(latest)} UTC)`,
    remedy: 'set the clock of this machine; tokens expire by it',
  }
}

/** Free, or taken by this very server. */
export async function checkPort({ host, port, issuer }: Settings): Promise<Check> {
  const name = 'port'
  if (port === 0) return { name, ok: true, message: 'any free one' }
  if ((await freePort(host, port).catch(() => undefined)) === port) {
    return { name, ok: true, message: `${port} on ${host} is free` }
  }
  const answering = await issuerAt(host, port)
  if (answering === issuer) return { name, ok: true, message: `the server answers on ${port}` }
  return {
    name,
    ok: false,
    message:
      answering === undefined
        ? `${port} on ${host} is not free, and no Mandate server answers there`
        : `the server on ${port} is another one: its issuer is ${answering}`,
    remedy: 'stop the program that has the port, or set another port and issuer',
  }
}

/** The issuer in the metadata (RFC 8414 §3) of whatever listens there; undefined for anything else. */
async function issuerAt(host: string, port: number): Promise<string | undefined> {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const authority = reachable.includes(':') ? `[${reachable}]:${port}` : `${reachable}:${port}`
  try {
    const response = await fetch(`http://${authority}/.well-known/oauth-authorization-server`, {
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    const metadata: unknown = await response.json()
    return typeof metadata === 'object' && metadata !== null && 'issuer' in metadata
      ? String(metadata.issuer)
      : undefined
  } catch {
    return undefined
  }
}

/** None where the database cannot be asked: that is the affair of its own check. */
async function keysInUse(settings: Settings): Promise<readonly KeyId[]> {
  if (!(await isInUse(settings))) return []
  try {
    const store = await databaseNamed(settings.database).open({ readOnly: true })
    return await store.keys.inUse().finally(() => store.close())
  } catch (error) {
    if (error instanceof DatabaseRefused || error instanceof StorageUnavailable) return []
    throw error
  }
}

/** A database that cannot be asked is the affair of its own check. */
async function isInUse({ database }: Settings): Promise<boolean> {
  try {
    return await databaseNamed(database).isThere()
  } catch (error) {
    if (error instanceof DatabaseRefused) return false
    throw error
  }
}

/** The path, or the nearest folder above it that exists. */
function nearestThere(path: string): string {
  if (existsSync(path)) return path
  const above = dirname(path)
  return above === path ? path : nearestThere(above)
}
