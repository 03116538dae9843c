/**
 * What a JSON Schema cannot say of a setting. Each function answers what would be right, to follow
 * the word "give", or undefined where the value is fine.
 */

import { BlockList, isIP } from 'node:net'
import { isPostgresUrl, postgresUrlProblem } from './postgres-url.ts'

const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/

/**
 * RFC 8414 §2: https, no query, no fragment. http is allowed for loopback only. The issuer is one
 * string that everyone compares byte for byte, so it is asked for in the one spelling a URL parser
 * would give it.
 */
export function issuerProblem(issuer: string): string | undefined {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return 'an https:// URL, such as https://login.example.com'
  }
  if (/[?#]/.test(issuer)) return 'it without query and fragment'
  if (url.username !== '' || url.password !== '') return 'it without a user name'
  if (issuer.endsWith('/')) return 'it without the slash at its end'
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    return 'an https:// URL; http:// is for loopback addresses only'
  }
  // RFC 8414 §3.1 allows a path; pages, cookies and redirects here live at the root of a host.
  if (url.pathname !== '/') return `it without a path: ${url.origin} on a host of its own`
  return url.origin === issuer ? undefined : `it as ${url.origin}`
}

/** A path or a URL of PostgreSQL. */
export function databaseProblem(database: string): string | undefined {
  if (isPostgresUrl(database)) return postgresUrlProblem(database)
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(database)) {
    return 'the path of an SQLite file, or a URL that begins with postgres://'
  }
  return undefined
}

/** Each has to be an address or a network in CIDR notation (RFC 4632 §3.1). */
export function addressesProblem(addresses: readonly string[]): string | undefined {
  const wrong = addresses.find((address) => !isAddressOrNetwork(address))
  return wrong === undefined
    ? undefined
    : `IP addresses or networks, such as 10.0.0.1 or 10.0.0.0/8, in place of "${wrong}"`
}

/** Scope tokens by RFC 6749 §3.3, each with words for the consent page. */
export function scopesProblem(scopes: Readonly<Record<string, string>>): string | undefined {
  for (const [token, description] of Object.entries(scopes)) {
    if (!SCOPE_TOKEN.test(token)) {
      return `scope tokens without spaces, quotes and backslashes in place of "${token}"`
    }
    if (description.trim() === '') return `a description in plain words for "${token}"`
  }
  return undefined
}

/** Whether a host, as a URL or a setting spells it, can only be reached from this machine. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  return bare === 'localhost' || bare === '::1' || /^127(\.\d{1,3}){3}$/.test(bare)
}

function isAddressOrNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  if (prefix === undefined) return true
  if (!/^\d{1,3}$/.test(prefix)) return false
  try {
    new BlockList().addSubnet(address, Number(prefix), family === 6 ? 'ipv6' : 'ipv4')
    return true
  } catch {
    return false
  }
}
