import type { ClientConfig } from 'pg'
import { readTypes } from './types.ts'

/** How long to wait for an answer from PostgreSQL, by default. */
export const PATIENCE_MS = 5_000

/**
 * The configuration for `pg`. `patience` for connecting is in milliseconds; `options` come after
 * those of the URL (`-c NAME=VALUE …`).
 */
export function connectionTo(url: string, patience: number, options = ''): ClientConfig {
  const parameters = new URL(url)
  const all = `${parameters.searchParams.get('options') ?? ''} ${options}`.trim()
  if (all !== '') parameters.searchParams.set('options', all)
  // `sslmode` as in libpq: `require` encrypts, `verify-full` also verifies the server.
  parameters.searchParams.set('uselibpqcompat', 'true')
  return {
    connectionString: parameters.href,
    application_name: parameters.searchParams.get('application_name') ?? 'mandate',
    connectionTimeoutMillis: patience,
    // Detects a dead peer on idle connections.
    keepAlive: true,
    types: readTypes,
  }
}
