/**
 * The server keys: `keys.json` in the data directory. Tokens are derived from them and the grant's
 * seed in the database; without them, every token ever issued is dead. So the file is created once,
 * together with a new database, and never for a database already in use: that would silently end
 * every grant, when a backup could have saved them.
 *
 * `content.ts` has the form of the file, `new-keys.ts` makes keys. `grants/` and `signing/` use them.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeyId } from '../grants/grant.ts'
import { createPrivateFile, replacePrivateFile } from '../new-file.ts'
import type { KeySlot } from '../store/port.ts'
import type { Random } from '../time-and-chance.ts'
import { keyFileExposure } from './access.ts'
import {
  ContentRefused,
  contentText,
  KEY_KINDS,
  type KeyFile,
  type KeyFileContent,
  keysOf,
  parseContent,
  type WrittenPair,
  type WrittenSecret,
} from './content.ts'
import { importedPair, type KeySource, newSecretKey, newSigningKey } from './new-keys.ts'

/** The key file cannot be used. The message says why and what to do, and contains no secret. */
export class KeyFileRefused extends Error {
  override readonly name = 'KeyFileRefused'
}

/** The path of a data directory's key file. */
export function keyFilePath(data: string): string {
  return join(data, 'keys.json')
}

/**
 * Reads the key file. Undefined if there is none. Throws `KeyFileRefused` if it is broken, contains
 * no real keys, or is accessible to others (`access.ts`).
 */
export function readKeyFile(path: string): KeyFile | undefined {
  const content = readContent(path)
  return content && usable(path, () => keysOf(content))
}

function readContent(path: string): KeyFileContent | undefined {
  const text = readIfThere(path)
  if (text === undefined) return undefined
  const exposure = keyFileExposure(path)
  if (exposure !== null) throw new KeyFileRefused(exposure)
  return usable(path, () => parseContent(text))
}

/**
 * Creates the first keys and their file, readable only by its owner and flushed to disk on return.
 * If another process was faster, its file is used. The keys that sign are made by the first server.
 */
export function createKeyFile(path: string, source: KeySource): KeyFile {
  const key = newSecretKey(source)
  const content = { current: key.id, keys: [key], seal_keys: [newSecretKey(source)] }
  written(path, () => createPrivateFile(path, contentText(content), source.random))
  const made = readKeyFile(path)
  if (made === undefined) throw broken(path, 'was removed while it was being made')
  return made
}

/**
 * Adds an RSA and a P-256 key to a file that has no signing keys: every OpenID Connect client reads
 * RS256 (OpenID Connect Core §15.1), and ES256 costs a ninth of it. Returns whether it did. Throws
 * `KeyFileRefused`.
 */
export function addFirstSigningKeys(path: string, source: KeySource): boolean {
  return changeKeyFile(path, source.random, (content) =>
    (content.signing_keys ?? []).length > 0
      ? undefined
      : {
          ...content,
          signing_keys: [newSigningKey('RSA', source), newSigningKey('EC', source)],
        },
  )
}

/** Adds a new key, to be used when every server holds it. Throws `KeyFileRefused`. */
export function addKey(path: string, slot: KeySlot, source: KeySource): KeyId {
  return add(path, source.random, {
    slot,
    key: slot === 'token' || slot === 'seal' ? newSecretKey(source) : newSigningKey(slot, source),
  })
}

/**
 * Adds a key pair that was made elsewhere: a private key in PEM (PKCS #8) or as a JWK. Throws
 * `KeyFileRefused` if it is neither, is not of a kind that signs here, or is there already.
 */
export function importSigningKey(
  path: string,
  text: string,
  source: KeySource,
): { readonly id: KeyId; readonly slot: KeySlot } {
  const imported = importedPair(text, source)
  if (imported === undefined) {
    throw new KeyFileRefused(
      'That is not a private key that can sign here: give RSA of 2048 bits or more, P-256 or Ed25519, as PEM (PKCS #8, without a passphrase) or as a JWK.',
    )
  }
  const { key, slot } = imported
  return { id: add(path, source.random, { slot, key }), slot }
}

function add(
  path: string,
  random: Random,
  { slot, key }: { readonly slot: KeySlot; readonly key: WrittenSecret | WrittenPair },
): KeyId {
  changeKeyFile(path, random, (content) => {
    if ('jwk' in key) {
      const others = content.signing_keys ?? []
      if (others.some(({ id }) => id === key.id)) {
        throw new KeyFileRefused(`The key file ${path} has the key ${key.id} already.`)
      }
      return { ...content, signing_keys: [...others, key] }
    }
    if (slot === 'seal') return { ...content, seal_keys: [...(content.seal_keys ?? []), key] }
    return { ...content, current: key.id, keys: [...content.keys, key] }
  })
  return key.id as KeyId
}

/**
 * Takes the secret of a retired key out of the file. Returns whether it was there. Throws
 * `KeyFileRefused`.
 */
export function forgetKey(path: string, id: KeyId, { clock, random }: KeySource): boolean {
  return changeKeyFile(path, random, (content) => {
    const { keys, seal_keys: seals = [], signing_keys: pairs = [], retired = [] } = content
    const kinds = { token: keys, seal: seals, signing: pairs } as const
    const found = KEY_KINDS.flatMap((kind) => {
      const key = kinds[kind].find((one) => one.id === id)
      return key === undefined ? [] : [{ kind, created_at: key.created_at }]
    })[0]
    if (found === undefined || id === content.current) return undefined
    const rest = <Key extends { readonly id: string }>(all: readonly Key[]) =>
      all.filter((one) => one.id !== id)
    return {
      ...content,
      ...{ keys: rest(keys), seal_keys: rest(seals), signing_keys: rest(pairs) },
      retired: [...retired, { id, ...found, retired_at: clock.now() }],
    }
  })
}

/**
 * Replaces the file by a changed one, in one step; `change` returns undefined to leave it. Returns
 * whether it was changed. Throws `KeyFileRefused`.
 */
function changeKeyFile(
  path: string,
  random: Random,
  change: (content: KeyFileContent) => KeyFileContent | undefined,
): boolean {
  return written(path, () =>
    replacePrivateFile(path, random, () => {
      const content = readContent(path)
      if (content === undefined) throw new KeyFileRefused(`There is no key file ${path}.`)
      const changed = change(content)
      if (changed === undefined) return undefined
      // Nothing is written that could not be read again.
      usable(path, () => keysOf(changed))
      return contentText(changed)
    }),
  )
}

function written(path: string, write: () => boolean): boolean {
  try {
    return write()
  } catch (error) {
    if (error instanceof KeyFileRefused) throw error
    throw new KeyFileRefused(
      `The key file ${path} cannot be written (${codeOf(error)}): give --data a directory that this user can write to.`,
    )
  }
}

function usable<Result>(path: string, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (error instanceof ContentRefused) throw broken(path, error.message)
    throw error
  }
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
