/** Whom passkeys are for: this server, by its host name (WebAuthn Level 3 §5.1.2, RP ID). */

export interface RelyingParty {
  readonly id: string
  readonly origin: string
}

/** Undefined if browsers allow no passkeys there: an IP address is not a domain (WebAuthn §5.1.2). */
export function relyingPartyAt(issuer: string): RelyingParty | undefined {
  const { hostname, origin } = new URL(issuer)
  // The URL parser has written every IPv4 address with four decimal numbers.
  const isAddress = hostname.startsWith('[') || /^[\d.]+$/.test(hostname)
  return isAddress ? undefined : { id: hostname, origin }
}
