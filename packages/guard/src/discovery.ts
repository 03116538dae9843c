/** Finds what the guard needs in the authorization server's metadata (RFC 8414). */

import { serverUrl } from './address.ts'
import { parseObject } from './answer.ts'
import { nameOf, type Pool } from './pool.ts'
import { GuardProblem } from './problem.ts'

export interface Addresses {
  readonly introspection: URL
  /** `revocation_stream_uri`; undefined where the server has none. */
  readonly revocationStream: URL | undefined
}

/**
 * A function that answers the addresses. The metadata is read once; after a failure the next call
 * reads again. Rejects with a `GuardProblem`.
 */
export function discoverAddresses(issuer: string, pool: Pool): () => Promise<Addresses> {
  let found: Promise<Addresses> | undefined
  return () => {
    found ??= readMetadata(issuer, pool).catch((problem: unknown) => {
      found = undefined
      throw problem
    })
    return found
  }
}

/** RFC 8414 §3.1: the well-known part goes between the host and the path of the issuer. */
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
  // RFC 8414 §3.3: identical, or somebody else's metadata was read.
  if (metadata['issuer'] !== issuer) {
    const named = JSON.stringify(metadata['issuer'])
    throw wrong(`the server calls itself ${named} and issuer is "${issuer}": make them identical`)
  }
  const introspection = addressIn(metadata, 'introspection_endpoint')
  if (introspection === undefined) throw wrong('the metadata names no introspection_endpoint')
  return { introspection, revocationStream: addressIn(metadata, 'revocation_stream_uri') }
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
