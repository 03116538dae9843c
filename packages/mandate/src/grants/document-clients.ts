/**
 * Clients that identify themselves by the URL of a document (draft-ietf-oauth-client-id-metadata-document
 * §3), and what the operator's settings say about the domain of that URL. The gate asks here too, so
 * that the tokens of a domain end when the settings deny it.
 */

export const DOMAIN_POLICIES = ['allow', 'ask', 'deny'] as const
/** `ask`: the operator decides about each new domain (`operations/client-domains.ts`). */
export type DomainPolicy = (typeof DOMAIN_POLICIES)[number]

export interface DocumentPolicy {
  /** For domains that are not named; `off` if no document is fetched and none is accepted. */
  readonly others: DomainPolicy | 'off'
  /** By host as in a URL, with the port if there is one; `*.example.com` for its subdomains. */
  readonly domains: Readonly<Record<string, DomainPolicy>>
}

/** Whether a client id is a URL. The ids that this server makes never are. */
export function isDocumentId(clientId: string): boolean {
  return clientId.startsWith('https://') || clientId.startsWith('http://')
}

/**
 * What the settings say about a client with a URL as its id. A host is more specific than a wildcard,
 * and a longer wildcard more than a shorter one.
 */
export function policyFor(policy: DocumentPolicy, clientId: string): DomainPolicy | 'off' {
  if (policy.others === 'off') return 'off'
  const host = domainOf(clientId)
  if (host === undefined) return 'deny'
  const names = [host]
  const labels = host.split('.')
  for (let place = 1; place < labels.length; place++) {
    names.push(`*.${labels.slice(place).join('.')}`)
  }
  const named = names.find((name) => Object.hasOwn(policy.domains, name))
  return (named === undefined ? undefined : policy.domains[named]) ?? policy.others
}

/** The host of a client's URL, with the port if it is not the usual one; undefined for no URL. */
export function domainOf(clientId: string): string | undefined {
  return URL.parse(clientId)?.host || undefined
}

/** The host that a person names: `claude.ai`, or any URL there. Undefined if it is none. */
export function hostOf(named: string): string | undefined {
  const url = URL.parse(isDocumentId(named) ? named : `https://${named}/`)
  const isHost =
    url !== null &&
    !url.host.includes('*') &&
    (isDocumentId(named) || url.host === named.toLowerCase())
  return isHost ? url.host || undefined : undefined
}

/** Whether the settings still accept a client. Costs nothing for one that is registered here. */
export function isAccepted(policy: DocumentPolicy, clientId: string): boolean {
  if (!isDocumentId(clientId)) return true
  const said = policyFor(policy, clientId)
  return said === 'allow' || said === 'ask'
}
