/**
 * The server keys: `keys.json` in the data directory. Tokens are derived from them and the grant's
 * seed in the database; without them, every token ever issued is dead. So the file is created once,
 * together with a new database, and never for a database already in use: that would silently end
 * every grant, when a backup could have saved them.
 *
 * `grants/` uses the keys (`KeyRing`); this file stores them.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeyRing } from './grants/derivation.ts'
import type { KeyId } from './grants/grant.ts'
import { keyFileExposure } from './key-file-access.ts'
import { createPrivateFile } from './new-file.ts'
import type { Clock, Random } from './time-and-chance.ts'

const SECRET_BYTES = 32
/** Of 32 random bytes, about 30 are distinct; fewer than half are once in 10¹⁵ keys. */
const DIFFERENT_BYTES = 16

/** The key file cannot be used. The message says why and what to do, and contains no secret. */
export class KeyFileRefused extends Error {
  override readonly name = 'KeyFileRefused'
}

export interface KeyFile {
  readonly keys: KeyRing
}

/** The content of the file. */
interface KeyFileContent {
  readonly current: string
  readonly keys: readonly {
    readonly id: string
    /** 32 bytes, base64url. */
    readonly secret: string
    /** Whole seconds since 1970. */
    readonly created_at: number
  }[]
}

/** The path of a data directory's key file. */
export function keyFilePath(data: string): string {
  return join(data, 'keys.json')
}

/**
 * Reads the key file. Undefined if there is none. Throws `KeyFileRefused` if it is broken, contains
 * no real keys, or is accessible to others (`key-file-access.ts`).
 */
export function readKeyFile(path: string): KeyFile | undefined {
  const text = readIfThere(path)
  if (text === undefined) return undefined
  const exposure = keyFileExposure(path)
  if (exposure !== null) throw new KeyFileRefused(exposure)
  const content = parseContent(text, path)
  const secrets = new Map(
    content.keys.map(({ id, secret }) => [id as KeyId, Buffer.from(secret, 'base64url')]),
  )
  const current = content.current as KeyId
  if (!secrets.has(current)) {
    throw broken(path, `names "${current.slice(0, 8)}" as its current key, which it does not hold`)
  }
  refuseWeakKeys(content, path)
  return { keys: { current, secrets } }
}

/**
 * Creates the first key and its file, readable only by its owner and flushed to disk on return. If
 * another process was faster, its file is used.
 */
export function createKeyFile(
  path: string,
  source: { readonly clock: Clock; readonly random: Random },
): KeyFile {
  const id = Buffer.from(source.random(4)).toString('hex')
  const secret = Buffer.from(source.random(SECRET_BYTES)).toString('base64url')
  const content: KeyFileContent = {
    current: id,
    keys: [{ id, secret, created_at: source.clock.now() }],
  }
  try {
    createPrivateFile(path, `${JSON.stringify(content, null, 2)}\n`, source.random)
  } catch (error) {
    throw new KeyFileRefused(
      `The key file ${path} cannot be written (${codeOf(error)}): give --data a directory that this user can write to.`,
    )
  }
  const made = readKeyFile(path)
  if (made === undefined) throw broken(path, 'was removed while it was being made')
  return made
}

/** The message for a database whose key file is missing. */
export function missingKeyFile(path: string, database: string): KeyFileRefused {
  return new KeyFileRefused(
    `The key file ${path} is missing, but the database ${database} is in use: ` +
      'put the key file back from your backup; with a new one every token would be dead.',
  )
}

/** The message for a database whose tokens use keys that are not in the file. */
export function foreignKeys(
  path: string,
  database: string,
  ids: readonly string[],
): KeyFileRefused {
  const keys = ids.length === 1 ? 'the key' : 'the keys'
  return new KeyFileRefused(
    `The tokens of the database ${database} are made with ${keys} ${ids.join(', ')}, which the key file ${path} ` +
      'does not hold: copy keys.json from the server that has it; nothing was changed.',
  )
}

function parseContent(text: string, path: string): KeyFileContent {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    throw broken(path, 'is not JSON')
  }
  if (!isKeyFileContent(content)) {
    throw broken(path, 'does not have the form of a key file, or a key of the wrong length')
  }
  return content
}

function isKeyFileContent(content: unknown): content is KeyFileContent {
  const { current, keys } = (content ?? {}) as Partial<KeyFileContent>
  return (
    typeof current === 'string' &&
    Array.isArray(keys) &&
    keys.length > 0 &&
    keys.every(
      (key) =>
        /^[0-9a-f]{8}$/.test(key?.id) &&
        /^[A-Za-z0-9_-]{43}$/.test(key?.secret) &&
        Number.isInteger(key?.created_at),
    )
  )
}

/** Keys that are clearly not random, and duplicate ids. */
function refuseWeakKeys({ keys }: KeyFileContent, path: string): void {
  const ids = keys.map(({ id }) => id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw broken(path, `has two keys with the id ${twice}`)
  const secrets = keys.map(({ secret }) => Buffer.from(secret, 'base64url').toString('hex'))
  const weak = keys.find(
    ({ secret }) => new Set(Buffer.from(secret, 'base64url')).size < DIFFERENT_BYTES,
  )
  if (weak !== undefined) {
    throw broken(path, `has a key, ${weak.id}, that is not random: anyone could forge its tokens`)
  }
  const same = secrets.findIndex((secret, index) => secrets.indexOf(secret) !== index)
  if (same >= 0) throw broken(path, `has one secret under two ids, one of them ${ids[same]}`)
}

function broken(path: string, what: string): KeyFileRefused {
  return new KeyFileRefused(
    `The key file ${path} ${what}: put it back from your backup; nothing was changed.`,
  )
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new KeyFileRefused(
      `The key file ${path} cannot be read (${code}): let the user that runs Mandate read it.`,
    )
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error'
}
