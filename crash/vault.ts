/**
 * The tokens that were answered, by grant: what a thief steals from, and what is tried on every node
 * at the end. Separate from the journals, readable by its owner only, and removed with the run.
 */

import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Locator, locate } from './token-locator.ts'

export interface Held extends Locator {
  readonly token: string
}

export interface Vault {
  keep(token: string): void
  /** The tokens of a kind, oldest generation first, without duplicates. */
  of(grant: string, kind: 'rt' | 'at'): readonly Held[]
}

export function openVault(directory: string): Vault {
  const fileOf = (grant: string) => join(directory, `${grant}.tokens`)
  return {
    keep(token) {
      appendFileSync(fileOf(locate(token).grant), `${token}\n`, { mode: 0o600 })
    },
    of(grant, kind) {
      if (!existsSync(fileOf(grant))) return []
      const texts = readFileSync(fileOf(grant), 'utf8').split('\n')
      const tokens = new Set(texts.filter((text) => text.startsWith(`mdt_${kind}_`)))
      return [...tokens]
        .map((token) => ({ ...locate(token), token }))
        .sort((one, other) => one.generation - other.generation)
    },
  }
}
