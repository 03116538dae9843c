/**
 * The server keys: `keys.json` in the data directory. Tokens are derived from them and the grant's
 * seed in the database; without them, every token ever issued is dead. So the file is created once,
 * together with a new database, and never for a database already in use: that would silently end
 * every grant, when a backup could have saved them.
 *
 * `content.ts` has the form of the file, `new-keys.ts` makes keys. `grants/` and `signing/` use them.
 */

import { readFileSync } from 'node:fs'
import type { KeyId } from '../grants/grant.ts'
import { createPrivateFile, replacePrivateFile } from '../new-file.ts'
import type { KeySlot } from '../store/port.ts'
import type { Random } from '../time-and-chance.ts'
import { keyFileExposure } from './access.ts'
import { encryptText, plainText } from './at-rest.ts'
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
import { type KeyPlace, printedBy, printedLater } from './place.ts'

/** The key file cannot be used. The message says why and what to do, and contains no secret. */
export class KeyFileRefused extends Error {
  override readonly name = 'KeyFileRefused'
}

/**
 * Reads the keys. Undefined if there is no file. Throws `KeyFileRefused` if it is broken, cannot be
 * decrypted, contains no real keys, or is accessible to others (`access.ts`).
 */
export function readKeyFile(place: KeyPlace): KeyFile | undefined {
  const content = readContent(place)
  return content && usable(place.path, () => keysOf(content))
}

/** The same, without holding up the process while a command runs. */
export async function readKeyFileLater(place: KeyPlace): Promise<KeyFile | undefined> {
  if (place.command == null) return readKeyFile(place)
  const text = await printedLater(place.command).catch(() => {
    throw commandFailed()
  })
  return usable(place.path, () => keysOf(parseContent(plainText(text, place.passphrase ?? null))))
}

function readContent({ path, passphrase = null, command = null }: KeyPlace) {
  const text = command === null ? readIfThere(path) : printed(command)
  if (text === undefined) return undefined
  const exposure = command === null ? keyFileExposure(path) : null
  if (exposure !== null) throw new KeyFileRefused(exposure)
  return usable(path, () => parseContent(plainText(text, passphrase)))
}

function printed(command: string): string {
  try {
    return printedBy(command)
  } catch {
    // The error may have what was printed.
    throw commandFailed()
  }
}

function commandFailed(): KeyFileRefused {
  return new KeyFileRefused(
    'The command in the setting key_command failed, so there are no keys: run it by hand; it has to print the content of keys.json within 30 s.',
  )
}

/**
 * Creates the first keys and their file, readable only by its owner and flushed to disk on return.
 * If another process was faster, its file is used. The keys that sign are made by the first server.
 */
export function createKeyFile(place: KeyPlace, source: KeySource): KeyFile {
  const { path } = place
  const key = newSecretKey(source)
  const content = { current: key.id, keys: [key], seal_keys: [newSecretKey(source)] }
  const text = textFor(place, contentText(content), source.random)
  written(path, () => createPrivateFile(path, text, source.random))
  const made = readKeyFile(place)
  if (made === undefined) throw broken(path, 'was removed while it was being made')
  return made
}

/**
 * Adds an RSA and a P-256 key to a file that has no signing keys: every OpenID Connect client reads
 * RS256 (OpenID Connect Core §15.1), and ES256 costs a ninth of it. Returns whether it did. Throws
 * `KeyFileRefused`.
 */
export function addFirstSigningKeys(place: KeyPlace, source: KeySource): boolean {
  return changeKeyFile(place, source.random, (content) =>
    (content.signing_keys ?? []).length > 0
      ? undefined
      : {
          ...content,
          signing_keys: [newSigningKey('RSA', source), newSigningKey('EC', source)],
        },
  )
}

/**
 * Writes the file again, encrypted with the passphrase of the place, or in plain if it has none; `was`
 * is the passphrase so far. Throws `KeyFileRefused`.
 */
export function protectKeyFile(place: KeyPlace, was: string | null, random: Random): void {
  const { path } = place
  written(path, () =>
    replacePrivateFile(path, random, () => {
      const content = readContent({ ...place, passphrase: was })
      if (content === undefined) throw new KeyFileRefused(`There is no key file ${path}.`)
      return textFor(place, contentText(content), random)
    }),
  )
}

/** Adds a new key, to be used when every server holds it. Throws `KeyFileRefused`. */
export function addKey(place: KeyPlace, slot: KeySlot, source: KeySource): KeyId {
  return add(place, source.random, {
    slot,
    key: slot === 'token' || slot === 'seal' ? newSecretKey(source) : newSigningKey(slot, source),
  })
}

/**
 * Adds a key pair that was made elsewhere: a private key in PEM (PKCS #8) or as a JWK. Throws
 * `KeyFileRefused` if it is neither, is not of a kind that signs here, or is there already.
 */
export function importSigningKey(
  place: KeyPlace,
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
  return { id: add(place, source.random, { slot, key }), slot }
}

function add(
  place: KeyPlace,
  random: Random,
  { slot, key }: { readonly slot: KeySlot; readonly key: WrittenSecret | WrittenPair },
): KeyId {
  changeKeyFile(place, random, (content) => {
    if ('jwk' in key) {
      const others = content.signing_keys ?? []
      if (others.some(({ id }) => id === key.id)) {
        throw new KeyFileRefused(`The key file ${place.path} has the key ${key.id} already.`)
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
export function forgetKey(place: KeyPlace, id: KeyId, { clock, random }: KeySource): boolean {
  return changeKeyFile(place, random, (content) => {
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
  place: KeyPlace,
  random: Random,
  change: (content: KeyFileContent) => KeyFileContent | undefined,
): boolean {
  const { path, command = null } = place
  if (command !== null) {
    throw new KeyFileRefused(
      'The keys come from the command in the setting key_command: change a copy of them in a data directory without that setting, and put it where the command gets them.',
    )
  }
  return written(path, () =>
    replacePrivateFile(path, random, () => {
      const content = readContent(place)
      if (content === undefined) throw new KeyFileRefused(`There is no key file ${path}.`)
      const changed = change(content)
      if (changed === undefined) return undefined
      // Nothing is written that could not be read again.
      usable(path, () => keysOf(changed))
      return textFor(place, contentText(changed), random)
    }),
  )
}

/** As it is kept. */
function textFor({ passphrase = null }: KeyPlace, text: string, random: Random): string {
  return passphrase === null ? text : encryptText(text, passphrase, random)
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
    if (error instanceof ContentRefused) {
      throw new KeyFileRefused(`The key file ${path} ${error.message}: ${error.remedy}`)
    }
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
