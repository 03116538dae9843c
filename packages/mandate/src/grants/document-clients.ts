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
  /**
   * By host as in a URL, with the port if there is one; `*.example.com` for its subdomains. What is
   * said of a host makes its other ports stricter, never the other way about.
   */
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
  const [host, withoutPort] = domainsOf(clientId)
  if (host === undefined) return 'deny'
  const ofHost = named(policy, host)
  if (ofHost !== undefined || withoutPort === undefined) return ofHost ?? policy.others
  // Whoever has a host has its ports, too.
  const ofAllPorts = named(policy, withoutPort)
  return DOMAIN_POLICIES.findLast((one) => one === ofAllPorts || one === policy.others) ?? 'deny'
}

/** Whether the settings name the host of a client's URL, or a wildcard for it. */
export function isNamed(policy: DocumentPolicy, clientId: string): boolean {
  const [host] = domainsOf(clientId)
  return host !== undefined && named(policy, host) !== undefined
}

function named({ domains }: DocumentPolicy, host: string): DomainPolicy | undefined {
  const names = [host]
  const labels = host.split('.')
  for (let place = 1; place < labels.length; place++) {
    names.push(`*.${labels.slice(place).join('.')}`)
  }
  const name = names.find((one) => Object.hasOwn(domains, one))
  return name === undefined ? undefined : domains[name]
}

/** The host of a client's URL, with the port if it is not the usual one; undefined for no URL. */
export function domainOf(clientId: string): string | undefined {
  return URL.parse(clientId)?.host || undefined
}

/** The host of a client's URL, and the host without its port if it has one. Empty for no URL. */
export function domainsOf(clientId: string): readonly string[] {
  const { host = '', hostname = '' } = URL.parse(clientId) ?? {}
  return [...new Set([host, hostname])].filter((name) => name !== '')
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
