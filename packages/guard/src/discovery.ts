/** Finds what the guard needs in the authorization server's metadata (RFC 8414). */

import { serverUrl } from './address.ts'
import { parseObject } from './answer.ts'
import { nameOf, type Pool } from './pool.ts'
import { GuardProblem } from './problem.ts'

export interface Addresses {
  readonly introspection: URL
  /** `revocation_stream_uri`, if the server has one. */
  readonly revocationStream: URL | undefined
  /** `jwks_uri`, if the server signs anything. */
  readonly keys?: URL | undefined
  /** `access_token_formats_supported`, if the server says. */
  readonly tokenFormats?: readonly string[]
}

export interface Discovery {
  /**
   * The metadata, fetched once; after a failure the next call fetches again. Rejects with a
   * `GuardProblem`.
   */
  (): Promise<Addresses>
  /** At most a minute old. */
  recent(): Promise<Addresses>
}

/**
 * A server announces a new token format well before issuing one (an operator turns it on after the
 * upgrade), so metadata of this age never refuses a good token.
 */
const RECENT_MS = 60_000

/** Fetches the metadata on first use. `clock` returns milliseconds. */
export function discoverAddresses(issuer: string, pool: Pool, clock: () => number): Discovery {
  let found: Promise<Addresses> | undefined
  let readAt = 0
  const read = () => {
    readAt = clock()
    const reading = readMetadata(issuer, pool)
    found = reading
    reading.catch(() => {
      if (found === reading) found = undefined
    })
    return reading
  }
  const discovery = () => found ?? read()
  return Object.assign(discovery, {
    recent: () => {
      const age = clock() - readAt
      return found !== undefined && age >= 0 && age <= RECENT_MS ? found : read()
    },
  })
}

/** For configured addresses: fetches nothing. */
export function fixedAddresses(addresses: Addresses): Discovery {
  const answer = () => Promise.resolve(addresses)
  return Object.assign(answer, { recent: answer })
}

/** The well-known part goes between the issuer's host and path (RFC 8414 §3.1). */
export function metadataUrl(issuer: string): URL {
  const { origin, pathname } = new URL(issuer)
  return new URL(`${origin}/.well-known/oauth-authorization-server${pathname.replace(/\/$/, '')}`)
}

async function readMetadata(issuer: string, pool: Pool): Promise<Addresses> {
  const url = metadataUrl(issuer)
  const { status, body } = await pool.exchange({
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
  })
  if (status >= 500) {
    throw new GuardProblem('server_failed', `${nameOf({ url })} answered ${status}`)
  }
  const metadata = status === 200 ? parseObject(body) : undefined
  if (metadata === undefined) {
    throw wrong(`${nameOf({ url })} answered ${status} and no metadata: check issuer`)
  }
  // Must be identical, or this is another server's metadata (RFC 8414 §3.3).
  if (metadata['issuer'] !== issuer) {
    const named = JSON.stringify(metadata['issuer'])
    throw wrong(`the server calls itself ${named} and issuer is "${issuer}": make them identical`)
  }
  const introspection = addressIn(metadata, 'introspection_endpoint')
  if (introspection === undefined) throw wrong('the metadata names no introspection_endpoint')
  const formats = metadata['access_token_formats_supported']
  return {
    introspection,
    revocationStream: addressIn(metadata, 'revocation_stream_uri'),
    keys: addressIn(metadata, 'jwks_uri'),
    ...(Array.isArray(formats) && { tokenFormats: formats.map(String) }),
  }
}

function addressIn(metadata: Readonly<Record<string, unknown>>, name: string): URL | undefined {
  const address = metadata[name]
  if (typeof address !== 'string') return undefined
  try {
    return serverUrl(`${name} in the metadata`, address)
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error))
  }
}

function wrong(what: string): GuardProblem {
  return new GuardProblem('metadata_wrong', what)
}
