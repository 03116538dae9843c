/**
 * What holds of every row of a sound database, whatever a digest says: a digest of damaged rows is a good
 * digest. Looked at when a backup is made, so that it is not found out on the day when it is needed.
 */

import { DatabaseRefused, type Value } from '../engine.ts'
import type { Rows, Snapshot, Table } from './content.ts'

type Rule = (value: Value) => boolean

const SEED_BYTES = 32
const LATEST = 32_503_680_000
const isTime: Rule = (value) => typeof value === 'number' && value >= 0 && value < LATEST
const isCount: Rule = (value) => typeof value === 'number' && value >= 0
const isNamed: Rule = (value) => typeof value === 'string' && value !== ''
const isNamedOrNull: Rule = (value) => value === null || isNamed(value)
const isJson: Rule = (value) => {
  try {
    return Array.isArray(JSON.parse(String(value)))
  } catch {
    return false
  }
}

const rules: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  grants: {
    id: isNamed,
    client_id: isNamed,
    account_id: (value) => value === null || isNamed(value),
    seed: (value) => value instanceof Uint8Array && value.length === SEED_BYTES,
    generation: isCount,
    key_id: (value) => /^[0-9a-f]{8}$/.test(String(value)),
    created_at: isTime,
    expires_at: isTime,
  },
  clients: { id: isNamed, redirect_uris: isJson, refresh_retry_seconds: isCount },
  accounts: { id: isNamed, email_key: isNamedOrNull, password_hash: isNamedOrNull },
  resources: { id: isNamed, uri: isNamed, secret_hash: isNamed },
  sessions: { id: isNamed, account_id: isNamed, amr: isJson, expires_at: isTime },
}

/** The same snapshot, whose reading ends with `DatabaseRefused` at the first row that cannot be right. */
export function soundRowsOf(snapshot: Snapshot): Snapshot {
  return {
    ...snapshot,
    async *read(table) {
      for await (const rows of snapshot.read(table)) {
        const broken = findBroken(table, rows)
        if (broken !== undefined) throw unsound(table, broken)
        yield rows
      }
    },
  }
}

function unsound({ name }: Table, column: string): DatabaseRefused {
  return new DatabaseRefused(
    `The table ${name} has a row whose ${column} cannot be right: it is damaged, or it was read wrongly.`,
    'Look at the database, or use an older backup; nothing was written.',
  )
}

/** The first column with a value that cannot be; undefined where all is well. */
function findBroken({ name, columns }: Table, rows: Rows): string | undefined {
  const names = Object.keys(columns)
  for (const [column, rule] of Object.entries(rules[name] ?? {})) {
    const place = names.indexOf(column)
    // An older version may not have had it yet.
    if (place < 0) continue
    if (rows.some((row) => !rule(row[place] ?? null))) return column
  }
  return undefined
}
