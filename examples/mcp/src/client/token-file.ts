/**
 * What the client keeps between two runs, in a file that several processes may share: its tokens for
 * each MCP server, and its registration at each authorization server, if it needed one. A process
 * always reads the newest.
 */

import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { StoredOAuthClientInformation, StoredOAuthTokens } from '@modelcontextprotocol/client'

export interface Kept {
  /** Those for one MCP server: another one could use them in the person's name. */
  readonly tokens?: StoredOAuthTokens | undefined
  /** By issuer: what one server issued is never shown to another. */
  readonly registrations?: Readonly<Record<string, StoredOAuthClientInformation>>
}

export interface TokenFile {
  read(): Kept
  /** Replaces the named parts. */
  write(parts: Kept): void
}

/** The same in the file. */
interface Written extends Pick<Kept, 'registrations'> {
  /** By the address of the MCP server. */
  readonly tokens?: Readonly<Record<string, StoredOAuthTokens>>
}

/** `server` is the MCP server. Throws if the file exists and is not one that this program wrote. */
export function openTokenFile(path: string, server: URL): TokenFile {
  const readAll = (): Written => {
    try {
      return JSON.parse(readFileSync(path, 'utf8'))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
      throw error
    }
  }
  return {
    read() {
      const { tokens, ...others } = readAll()
      return { ...others, tokens: tokens?.[server.href] }
    },
    write(parts) {
      const before = readAll()
      const { tokens, ...others } = parts
      const changed = 'tokens' in parts && { tokens: { ...before.tokens, [server.href]: tokens } }
      // A reader sees the old file or the new one, never half of it; nobody else may read either.
      const next = `${path}.${randomUUID()}`
      writeFileSync(next, JSON.stringify({ ...before, ...others, ...changed }, null, 2), {
        mode: 0o600,
      })
      renameSync(next, path)
    },
  }
}
