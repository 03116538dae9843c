/**
 * The one way in which the server calls other servers. An address from a setting or a document may
 * lead into the operator's own network (server-side request forgery), and the other side may be
 * hostile, so:
 *
 *     address ──▶ https, no password in it ──▶ resolved once ──▶ every answer public
 *             ──▶ connected to these addresses only ──▶ TLS for the host's name
 *             ──▶ no redirect, no compression, bounded in size and time ──▶ a Response, read whole
 *
 * `fetch_allowed_hosts` lifts the first and the third rule for the hosts it names. A proxy in the
 * environment is not used: it would resolve names itself. Neighbours: `special-addresses.ts` knows
 * the ranges, `exchange.ts` speaks HTTP.
 */

import { lookup as systemLookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isAllowedHost } from './allowed-hosts.ts'
import { type Answer, exchange, type Outgoing } from './exchange.ts'
import { FetchRefused } from './refused.ts'
import { specialUse } from './special-addresses.ts'

export interface FetchRequest extends Outgoing {
  /** How much the body of the answer may have, in bytes; 256 KiB if not given. */
  readonly maxBytes?: number
  /** From the name's resolution to the last byte, in milliseconds; 5,000 if not given. */
  readonly timeoutMs?: number
}

/**
 * Rejects with `FetchRefused`. An answer with an error status is an answer; what the body is, the
 * caller checks.
 */
export type Fetcher = (address: string | URL, request?: FetchRequest) => Promise<Response>

interface ResolvedAddress {
  readonly address: string
  readonly family: number
}

export interface FetcherSettings {
  /** `host` or `host:port`, as in the setting `fetch_allowed_hosts`. */
  readonly allowedHosts: readonly string[]
  /** All addresses of a host; the system's resolver if not given. */
  readonly lookup?: (host: string) => Promise<readonly ResolvedAddress[]>
}

const MAX_BYTES = 256 * 1024
const TIMEOUT_MS = 5_000

export function createFetcher({ allowedHosts, lookup = allAddresses }: FetcherSettings): Fetcher {
  return async (address, { maxBytes = MAX_BYTES, timeoutMs = TIMEOUT_MS, ...outgoing } = {}) => {
    const url = parsed(address)
    const isAllowed = isAllowedHost(allowedHosts, url)
    if (url.protocol !== 'https:' && !isAllowed) {
      throw new FetchRefused(
        'not_https',
        `${url.host} is to be called without TLS. Give its https:// address, or add ${url.host} to fetch_allowed_hosts.`,
      )
    }
    const deadline = new AbortController()
    const timer = setTimeout(() => deadline.abort(tooSlow(url, timeoutMs)), timeoutMs)
    const aborted = new Promise<never>((_, reject) => {
      deadline.signal.addEventListener('abort', () => reject(deadline.signal.reason))
    })
    // Nobody waits for it once the answer is there.
    aborted.catch(() => {})
    try {
      // The system's resolver cannot be interrupted, only left alone.
      const addresses = await Promise.race([resolve(url, lookup), aborted])
      if (!isAllowed) refuseSpecial(url, addresses)
      const answer = await exchange(url, outgoing, {
        addresses,
        maxBytes,
        signal: deadline.signal,
      })
      return asResponse(url, answer)
    } finally {
      clearTimeout(timer)
    }
  }
}

function parsed(address: string | URL): URL {
  const url = URL.parse(String(address))
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new FetchRefused('bad_address', 'This is no address to fetch. Give an https:// URL.')
  }
  if (url.username !== '' || url.password !== '') {
    throw new FetchRefused(
      'bad_address',
      `The address of ${url.host} has a user name or password in it. Give it without.`,
    )
  }
  return url
}

async function resolve(
  url: URL,
  lookup: NonNullable<FetcherSettings['lookup']>,
): Promise<readonly ResolvedAddress[]> {
  // The URL parser has turned 127.1, 0x7f.1 and 2130706433 into 127.0.0.1.
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const family = isIP(host)
  if (family !== 0) return [{ address: host, family }]
  try {
    const addresses = await lookup(host)
    if (addresses.length > 0) return addresses
  } catch (error) {
    throw noSuchHost(host, error)
  }
  throw noSuchHost(host)
}

function noSuchHost(host: string, cause?: unknown): FetchRefused {
  return new FetchRefused(
    'no_such_host',
    `The name ${host} was not found. Check its spelling, and the name servers of this machine.`,
    cause,
  )
}

/** One special address among public ones is enough: which of them is used is chance. */
function refuseSpecial(url: URL, addresses: readonly ResolvedAddress[]): void {
  for (const { address } of addresses) {
    const use = specialUse(address)
    if (use === undefined) continue
    throw new FetchRefused(
      'special_address',
      `${url.host} is at ${address}, an address for ${use}, which this server does not call. If you trust that host, add ${url.host} to fetch_allowed_hosts.`,
    )
  }
}

function asResponse(url: URL, { status, headers, body }: Answer): Response {
  if (status >= 300 && status < 400 && status !== 304) {
    throw new FetchRefused(
      'redirected',
      `${url.host} answered with a redirect (${status}), which this server does not follow. Give the address that it leads to.`,
    )
  }
  const isEmpty = status === 204 || status === 205 || status === 304
  try {
    return new Response(isEmpty ? null : body, {
      status,
      headers: [...headers] as [string, string][],
    })
  } catch (error) {
    throw new FetchRefused(
      'broken_answer',
      `${url.host} answered with a status or a header that HTTP does not allow. Check that the address is right.`,
      error,
    )
  }
}

function tooSlow(url: URL, milliseconds: number): FetchRefused {
  return new FetchRefused(
    'too_slow',
    `${url.host} did not answer within ${milliseconds / 1_000} seconds. Check that it works, and that a firewall lets this machine reach it.`,
  )
}

async function allAddresses(host: string): Promise<readonly ResolvedAddress[]> {
  return systemLookup(host, { all: true })
}
