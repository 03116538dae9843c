/**
 * What the client keeps between two runs, in a file that several processes may share: its tokens, and
 * its registration at each authorization server, if it needed one. A process always reads the newest.
 */

import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { StoredOAuthClientInformation, StoredOAuthTokens } from '@modelcontextprotocol/client'

export interface Kept {
  readonly tokens?: StoredOAuthTokens | undefined
  /** By issuer: what one server issued is never shown to another. */
  readonly registrations?: Readonly<Record<string, StoredOAuthClientInformation>>
}

export interface TokenFile {
  read(): Kept
  /** Replaces the named parts. */
  write(parts: Kept): void
}

/** Throws if the file exists and is not one that this program wrote. */
export function openTokenFile(path: string): TokenFile {
  const read = (): Kept => {
    try {
      return JSON.parse(readFileSync(path, 'utf8'))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
      throw error
    }
  }
  return {
    read,
    write(parts) {
      // A reader sees the old file or the new one, never half of it; nobody else may read either.
      const next = `${path}.${randomUUID()}`
      writeFileSync(next, JSON.stringify({ ...read(), ...parts }, null, 2), { mode: 0o600 })
      renameSync(next, path)
    },
  }
}
