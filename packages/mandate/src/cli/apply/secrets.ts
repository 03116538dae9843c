/**
 * The secrets of clients and APIs that a file refers to: `env:NAME` is a variable of this command,
 * `file:PATH` a file beside the declared one. They are read to be compared and stored as hashes, and
 * are in no message, plan or log.
 */

import { closeSync, existsSync, fsyncSync, openSync, statSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import { newSecret } from '../../clients/registration.ts'
import { readTextFile } from '../../settings/text-file.ts'
import type { Random } from '../../time-and-chance.ts'

export type Reference =
  | { readonly is: 'secret'; readonly secret: string }
  /** The reference is right, and leads to nothing on this machine. */
  | { readonly is: 'missing'; readonly text: string }
  | { readonly is: 'wrong'; readonly text: string }

export interface Secrets {
  follow(reference: unknown): Reference
  /** Whether there is a place for secrets that are made. */
  readonly canMake: boolean
  /** A secret for a new client or API that has none in the file, written to that place first. */
  make(id: string): string
}

const FORM = 'give env:NAME or file:PATH, where the secret is'

export function createSecrets(from: {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The folder of the declared file. */
  readonly folder: string
  readonly random: Random
  /** Where secrets that are made are written; undefined for nowhere. */
  readonly newSecrets: string | undefined
}): Secrets {
  const { environment, folder, random, newSecrets } = from
  return {
    follow(reference) {
      const [, scheme, rest = ''] = /^(env|file):(.+)$/s.exec(String(reference)) ?? []
      if (typeof reference !== 'string' || scheme === undefined) {
        // It may be the secret itself.
        return { is: 'wrong', text: `client_secret is no reference; ${FORM}` }
      }
      if (scheme === 'env') {
        const secret = environment[rest] ?? ''
        return secret === ''
          ? { is: 'missing', text: `client_secret names the variable ${rest}, which is not set` }
          : { is: 'secret', secret }
      }
      try {
        const secret = readTextFile(resolve(folder, rest)).replace(/\r?\n$/, '')
        if (secret !== '') return { is: 'secret', secret }
        return { is: 'missing', text: `client_secret names the file ${rest}, which is empty` }
      } catch (error) {
        const { code = 'unknown error' } = error as NodeJS.ErrnoException
        return {
          is: 'missing',
          text: `client_secret names the file ${rest}, which cannot be read (${code})`,
        }
      }
    },
    canMake: newSecrets !== undefined,
    make(id) {
      if (newSecrets === undefined) throw new Error('There is no place for new secrets.')
      // A run that was interrupted has written it already.
      const known = knownIn(newSecrets)[id]
      if (known !== undefined) return known
      const { secret } = newSecret(random)
      append(newSecrets, `${JSON.stringify({ client_id: id, client_secret: secret })}\n`)
      return secret
    },
  }
}

function knownIn(path: string): Readonly<Record<string, string>> {
  if (!existsSync(path)) return {}
  const lines = readTextFile(path).split('\n')
  return Object.fromEntries(
    lines.flatMap((line) => {
      if (line.trim() === '') return []
      const { client_id: id, client_secret: secret } = JSON.parse(line)
      return [[String(id), String(secret)]]
    }),
  )
}

/** For this user only; it is on the disk before the client that it is for is stored. */
function append(path: string, line: string): void {
  const file = openSync(path, 'a', 0o600)
  try {
    if ((statSync(path).mode & 0o077) !== 0 && process.platform !== 'win32') {
      throw new Error(`${path} can be read by others; run: chmod 600 ${path}`)
    }
    writeSync(file, line)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
