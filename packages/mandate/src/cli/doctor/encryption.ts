import { isPostgresUrl } from '../../settings/postgres-url.ts'
import { isLoopbackHost } from '../../settings/rules.ts'
import type { Examine } from './check.ts'

/**
 * Whether others could read the traffic to PostgreSQL or impersonate it. A private network may be
 * safe enough, so this only warns; on one machine there is no network.
 */
export const encryption: Examine = ({ settings: { database } }) => {
  const name = 'encryption'
  if (!isPostgresUrl(database)) return undefined
  const { hostname, searchParams } = new URL(database)
  const host = hostname === '' ? decodeURIComponent(searchParams.get('host') ?? '') : hostname
  if (host.startsWith('/') || isLoopbackHost(host)) {
    return { name, ok: true, message: 'the database is on this machine' }
  }
  const mode = searchParams.get('sslmode') ?? 'disable'
  if (mode.startsWith('verify-')) {
    return {
      name,
      ok: true,
      message: `TLS to the database, whose certificate is checked (${mode})`,
    }
  }
  const message =
    mode === 'disable'
      ? 'no TLS to the database: anyone who can eavesdrop on the network can read everything'
      : 'TLS to the database, but anyone can impersonate it: its certificate is not checked'
  const remedy = 'end the URL of the database with ?sslmode=verify-full'
  return { name, ok: true, notice: true, message, remedy }
}
