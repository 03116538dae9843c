import type { ClientConfig } from 'pg'
import { readTypes } from './types.ts'

/** How long PostgreSQL is given for an answer, unless somebody says otherwise. */
export const PATIENCE_MS = 5_000

/**
 * What `pg` is told of the database. `patience` for connecting is in milliseconds; `options` come after
 * those of the URL (`-c NAME=VALUE …`).
 */
export function connectionTo(url: string, patience: number, options = ''): ClientConfig {
  const parameters = new URL(url)
  const all = `${parameters.searchParams.get('options') ?? ''} ${options}`.trim()
  if (all !== '') parameters.searchParams.set('options', all)
  // `sslmode` as everybody else reads it: `require` encrypts, `verify-full` also checks who answers.
  parameters.searchParams.set('uselibpqcompat', 'true')
  return {
    connectionString: parameters.href,
    application_name: parameters.searchParams.get('application_name') ?? 'mandate',
    connectionTimeoutMillis: patience,
    // Notices a dead peer on connections that idle.
    keepAlive: true,
    types: readTypes,
  }
}
