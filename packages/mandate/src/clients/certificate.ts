/**
 * The certificate of a TLS client, as the proxy in front of this server passed it on. The handshake
 * proved possession of its key to the proxy, and `http/client-certificate.ts` believes only that one.
 */

import { hash, X509Certificate } from 'node:crypto'

export interface ClientCertificate {
  /** SHA-256 of its DER, base64url: `x5t#S256` (RFC 8705 §3.1). */
  readonly thumbprint: string
  readonly der: Buffer
  /** Whether the proxy says that a CA it trusts has issued it. */
  readonly isVerified: boolean
}

/** Undefined for anything but the DER of one certificate. */
export function readCertificate(
  der: Uint8Array,
  { isVerified }: { readonly isVerified: boolean },
): ClientCertificate | undefined {
  try {
    const { raw } = new X509Certificate(der)
    if (raw.length !== der.length) return undefined
    return { thumbprint: thumbprintOf(raw), der: raw, isVerified }
  } catch {
    return undefined
  }
}

export function thumbprintOf(der: Uint8Array): string {
  return hash('sha256', der, 'base64url')
}
