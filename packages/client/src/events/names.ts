/**
 * Keys of records that are not grants. A key of a grant is random and never has a colon. They name the
 * issuer: several clients may share a store, and one issuer must not end what another one granted.
 */

import type { Configuration } from '../configuration.ts'

/** Leads from the `grant_id` of the server to the key of the grant. */
export function nameKey(issuer: URL, grantId: string): string {
  return `grant:${issuer.origin} ${grantId}`
}

/** Forgets the name of a grant that is over. */
export async function forgetName(
  { store, issuer }: Pick<Configuration, 'store' | 'issuer'>,
  grantId: string | undefined,
): Promise<void> {
  if (grantId === undefined) return
  const name = nameKey(issuer, grantId)
  const held = await store.load(name)
  if (held !== undefined) await store.remove(name, held.version)
}

/** The events that were taken. */
export function heardKey(issuer: URL, clientId: string): string {
  return `events:${issuer.origin} ${clientId}`
}
