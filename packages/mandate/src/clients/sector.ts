/**
 * The sector of a client with pairwise subjects (OpenID Connect Core §8.1): clients of one sector get
 * the same subjects. A client keeps its sector when its addresses change, because its subjects must
 * not change; so it can move to another host.
 */

import type { Fetcher } from '../fetching/fetcher.ts'
import { messageForOthers } from '../fetching/refused.ts'
import type { Client } from '../store/records.ts'
import type { ClientMetadata } from './metadata/fields.ts'
import { RegistrationRefused } from './registration-refused.ts'

type Described = Pick<Client, 'metadata' | 'redirectUris'>

const TIMEOUT_MS = 5_000
const MOST_BYTES = 64 * 1024

/**
 * The sector to store; null for public subjects. `before` is the one that the client has. Throws
 * `RegistrationRefused` if there is none, or another one is asked for.
 */
export function sectorFor(
  redirectUris: readonly string[],
  metadata: ClientMetadata,
  before: string | null,
): string | null {
  if (metadata.subject_type !== 'pairwise') return null
  const { sector_identifier_uri: address } = metadata
  const named = address === undefined ? undefined : new URL(address).hostname
  if (before !== null && named !== undefined && named !== before) {
    throw new RegistrationRefused(
      `The client's pairwise subs belong to ${before}. With a sector_identifier_uri at ${named}, all of them would change; register a new client instead.`,
    )
  }
  const sector = before ?? named ?? onlyHost(redirectUris)
  if (sector !== undefined) return sector
  throw new RegistrationRefused(
    'The redirect URIs have no host in common, so a client with subject_type pairwise needs a sector_identifier_uri.',
  )
}

/** The one host that all web addresses among the redirect URIs have. */
function onlyHost(uris: readonly string[]): string | undefined {
  const hosts = new Set(
    uris.map((uri) => (/^https?:/.test(uri) && URL.canParse(uri) ? new URL(uri).hostname : '')),
  )
  const [host = '', ...others] = hosts
  return others.length > 0 || host === '' ? undefined : host
}

/**
 * Whether the document at the client's `sector_identifier_uri` names all of its redirect URIs
 * (OpenID Connect Registration §5), so that nobody joins the sector of somebody else. Rejects with
 * `RegistrationRefused`.
 */
export async function refuseForeignSector(
  fetch: Fetcher,
  { metadata, redirectUris }: Described,
): Promise<void> {
  const { sector_identifier_uri: address } = metadata
  if (address === undefined) return
  const listed = await listAt(fetch, address)
  const missing = redirectUris.find((uri) => !listed.includes(uri))
  if (missing === undefined) return
  throw new RegistrationRefused(`The list at ${address} does not have the redirect URI ${missing}.`)
}

async function listAt(fetch: Fetcher, address: string): Promise<readonly unknown[]> {
  const limits = { maxBytes: MOST_BYTES, timeoutMs: TIMEOUT_MS }
  const headers = { accept: 'application/json' }
  const response = await fetch(address, { headers, ...limits }).catch((error: unknown) => {
    const problem = messageForOthers(error)
    throw new RegistrationRefused(`The sector_identifier_uri cannot be read. ${problem}`)
  })
  const list: unknown = response.status === 200 ? await response.json().catch(() => null) : null
  if (Array.isArray(list)) return list
  throw new RegistrationRefused(`There is no JSON list of redirect URIs at ${address}.`)
}
