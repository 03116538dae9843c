/**
 * Every call from the server to another server goes through this fetcher. A URL from a setting or a
 * document may point into the operator's own network (server-side request forgery), and the other
 * side may be hostile, so:
 *
 *     address ──▶ https, no password in it ──▶ resolved once ──▶ every answer public
 *             ──▶ connected to these addresses only ──▶ TLS for the host's name
 *             ──▶ no redirect, no compression, bounded in size and time ──▶ a Response, read whole
 *
 * `fetch_allowed_hosts` lifts the https rule and the public-address rule for the hosts it names. A
 * proxy in the environment is ignored, because it would resolve names itself. Neighbours:
 * `special-addresses.ts` lists the ranges, `exchange.ts` speaks HTTP.
 */

import { lookup as systemLookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isAllowedHost } from './allowed-hosts.ts'
import { type Answer, exchange, type Outgoing } from './exchange.ts'
import { FetchRefused } from './refused.ts'
import { specialUse } from './special-addresses.ts'

export interface FetchRequest extends Outgoing {
  /** The limit on the response body, in bytes. Default: 256 KiB. */
  readonly maxBytes?: number
  /** The limit from name resolution to the last byte, in milliseconds. Default: 5,000. */
  readonly timeoutMs?: number
}

/**
 * Rejects with `FetchRefused`. A response with an error status resolves; the caller checks status
 * and body.
 */
export type Fetcher = (address: string | URL, request?: FetchRequest) => Promise<Response>

interface ResolvedAddress {
  readonly address: string
  readonly family: number
}

export interface FetcherSettings {
  /** `host` or `host:port`, as in the setting `fetch_allowed_hosts`. */
  readonly allowedHosts: readonly string[]
  /** Returns all addresses of a host. Default: the system's resolver. */
  readonly lookup?: (host: string) => Promise<readonly ResolvedAddress[]>
}

const MAX_BYTES = 256 * 1024
const TIMEOUT_MS = 5_000

/**
 * Whether an address could be called now, without calling it. Rejects with `FetchRefused`. The same
 * is checked again at each call, because the addresses of a name can change.
 */
export function createAddressCheck({
  allowedHosts,
  lookup = allAddresses,
}: FetcherSettings): (address: string) => Promise<void> {
  return async (address) => {
    const { url, isAllowed } = permitted(address, allowedHosts)
    const addresses = await resolve(url, lookup)
    if (!isAllowed) refuseSpecial(url, addresses)
  }
}

export function createFetcher({ allowedHosts, lookup = allAddresses }: FetcherSettings): Fetcher {
  return async (address, { maxBytes = MAX_BYTES, timeoutMs = TIMEOUT_MS, ...outgoing } = {}) => {
    const { url, isAllowed } = permitted(address, allowedHosts)
    const deadline = new AbortController()
    const timer = setTimeout(() => deadline.abort(tooSlow(url, timeoutMs)), timeoutMs)
    const aborted = new Promise<never>((_, reject) => {
      deadline.signal.addEventListener('abort', () => reject(deadline.signal.reason))
    })
    // It may reject after the response, when nothing awaits it.
    aborted.catch(() => {})
    try {
      // The system's resolver cannot be interrupted, so its result is ignored.
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

/** Throws `FetchRefused` for what no lookup is needed to refuse. */
function permitted(
  address: string | URL,
  allowedHosts: readonly string[],
): { readonly url: URL; readonly isAllowed: boolean } {
  const url = parsed(address)
  const isAllowed = isAllowedHost(allowedHosts, url)
  if (url.protocol === 'https:' || isAllowed) return { url, isAllowed }
  throw new FetchRefused(
    'not_https',
    `${url.host} would be called without TLS. Give an https:// URL, or add ${url.host} to fetch_allowed_hosts.`,
  )
}

function parsed(address: string | URL): URL {
  const url = URL.parse(String(address))
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new FetchRefused('bad_address', 'This is not a valid URL. Give an https:// URL.')
  }
  if (url.username !== '' || url.password !== '') {
    throw new FetchRefused(
      'bad_address',
      `The URL of ${url.host} contains a user name or password. Remove it.`,
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
    `The name ${host} was not found. Check the spelling and this machine's DNS servers.`,
    cause,
  )
}

/** One special address is enough to refuse, because any of the addresses may be used. */
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
      `${url.host} answered with a redirect (${status}), which this server does not follow. Give the URL that it redirects to.`,
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
      `${url.host} answered with an invalid status or header. Check that the URL is right.`,
      error,
    )
  }
}

function tooSlow(url: URL, milliseconds: number): FetchRefused {
  return new FetchRefused(
    'too_slow',
    `${url.host} did not answer within ${milliseconds / 1_000} seconds. Check that it is working and that no firewall blocks this machine.`,
  )
}

async function allAddresses(host: string): Promise<readonly ResolvedAddress[]> {
  return systemLookup(host, { all: true })
}
