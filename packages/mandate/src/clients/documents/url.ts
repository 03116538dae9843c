/**
 * The URL by which a client identifies itself (draft-ietf-oauth-client-id-metadata-document-02 §3).
 * It is compared as a string, so only the spelling is accepted that the URL parser writes: two ids
 * must not lead to one document. That is stricter than the draft about `:443` and upper case.
 */

import { isAllowedHost } from '../../fetching/allowed-hosts.ts'
import { ipAddress } from '../ip-address.ts'

/** It is shown to people, travels in the browser and is the key of a row. */
const LONGEST = 400

/** What is wrong with the URL, to follow "The client_id"; undefined if a document can be there. */
export function documentUrlProblem(
  clientId: string,
  { allowedHosts }: { readonly allowedHosts: readonly string[] },
): string | undefined {
  if (clientId.length > LONGEST) return `is longer than ${LONGEST} characters`
  const url = URL.parse(clientId)
  if (url === null) return 'is not a valid URL'
  const isAllowed = isAllowedHost(allowedHosts, url)
  if (url.protocol !== 'https:' && !isAllowed) return 'has to begin with https://'
  if (url.username !== '' || url.password !== '') return 'contains a user name or a password'
  if (clientId.includes('#')) return 'has a fragment (#…)'
  if (/\/(\.|%2e){1,2}(?=[/?]|$)/i.test(clientId)) return 'has a path with a single or double dot'
  if (!/^https?:\/\/[^/?]+\//.test(clientId)) return 'has no path'
  if (url.href !== clientId) return `has to be written as ${url.href}`
  // The same host as without it, and a certificate is good for both.
  if (url.hostname.endsWith('.')) return 'has a host with a dot at its end'
  if (!isAllowed && !/^[a-z0-9.-]+$|^\[/.test(url.hostname)) return 'has a host that is not a name'
  if (!isAllowed && ipAddress(url.hostname.replace(/^\[(.*)\]$/, '$1')) !== undefined) {
    return 'has an IP address in place of a host name'
  }
  return undefined
}
