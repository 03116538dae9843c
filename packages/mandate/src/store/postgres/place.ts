import type { ClientConfig } from 'pg'
import { readTypes } from './types.ts'

/** How long PostgreSQL is given for an answer, unless somebody says otherwise. */
export const PATIENCE_MS = 5_000

/**
 * The part of a database URL that may be shown: without user name, password and parameters.
 */
export function titleOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `postgres://${host}${pathname}`
}

/** The host and port of a database URL, as an error names them. */
export function addressOf(url: string): string {
  const { host, hostname, port, searchParams } = new URL(url)
  const socket = searchParams.get('host')
  if (host === '' && socket !== null) return socket
  return `${hostname}:${port === '' ? 5432 : port}`
}

/** What `pg` is told of the database. `patience` for connecting is in milliseconds. */
export function connectionTo(url: string, patience: number): ClientConfig {
  const parameters = new URL(url)
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
