/** The text of a new `mandate.yaml`. */

import { stringify } from 'yaml'

export interface FirstSettings {
  readonly issuer: string
  readonly host: string
  readonly port: number
  /** An absolute path. */
  readonly data: string
  /** The path of a file or the address of a PostgreSQL server; null for SQLite in the data directory. */
  readonly database: string | null
}

/** Pure. A server with https that listens on loopback is behind a proxy on the same machine. */
export function settingsText(first: FirstSettings): string {
  const { database, ...others } = first
  const isBehindProxy = first.issuer.startsWith('https:') && first.host === '127.0.0.1'
  return [
    '# The settings of this server. All that there are, and what they mean: mandate settings --markdown\n',
    stringify({ ...others, ...(database !== null && { database }) }),
    ...(isBehindProxy
      ? [
          '# The proxy on this machine that has the certificate may say where requests come from.\n',
          stringify({ trusted_proxies: [first.host] }),
        ]
      : []),
  ].join('')
}
