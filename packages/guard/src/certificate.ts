/** The TLS certificate of the client, for tokens that are bound to one (RFC 8705 §3). */

import { hash, X509Certificate } from 'node:crypto'
import type { CheckedRequest } from './authorization.ts'

/** DER, or PEM as text; nothing if the client presented none. */
export type ClientCertificate = Uint8Array | string | null | undefined

/**
 * The SHA-256 of the certificate (`x5t#S256`); undefined if there is none, or it cannot be read.
 * `find` is the API's own way to it. Without that, the certificate of a TLS connection to this
 * process itself, whose possession the handshake has proven.
 */
export function certificateThumbprint(
  request: CheckedRequest,
  find: ((request: CheckedRequest) => ClientCertificate) | undefined,
): string | undefined {
  try {
    const certificate = (find ?? ofConnection)(request)
    if (!certificate || certificate.length === 0) return undefined
    return hash('sha256', new X509Certificate(certificate).raw, 'base64url')
  } catch {
    return undefined
  }
}

function ofConnection(request: CheckedRequest): ClientCertificate {
  const { getPeerCertificate } = Object(Object(request).socket)
  if (typeof getPeerCertificate !== 'function') return undefined
  return getPeerCertificate.call(Object(request).socket)?.raw
}
