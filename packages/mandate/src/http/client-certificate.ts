/**
 * The client certificate of a connection, which the TLS proxy in front passes on in a header. Only
 * the trusted proxies are believed: from anybody else the header is a text that anybody can write,
 * and is ignored. The proxy has to replace the header of its client, not to add to it.
 */

import { isIPv6 } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { type ClientCertificate, readCertificate } from '../clients/certificate.ts'
import { Refusal } from '../explanations/refusal.ts'
import type { Settings } from '../settings.ts'
import { blockList } from './connections.ts'
import { headerValues } from './request.ts'

export type CertificateSettings = Pick<
  Settings,
  | 'clientCertificateHeader'
  | 'clientCertificateFormat'
  | 'clientCertificateVerifiedHeader'
  | 'trustedProxies'
>

/** The DER in a header; undefined if it has another form. */
type Decoder = (value: string) => Uint8Array | undefined

const decoders: Readonly<Record<Settings['clientCertificateFormat'], Decoder>> = {
  // RFC 9440 §2.1: a byte sequence of RFC 8941.
  rfc9440: (value) => fromBase64(/^:([A-Za-z0-9+/=]+):$/.exec(value)?.[1]),
  // $ssl_client_escaped_cert
  escaped_pem: (value) => fromPem(unescaped(value)),
  // Envoy's X-Forwarded-Client-Cert
  xfcc: (value) => fromPem(unescaped(certificateIn(value))),
  // %[ssl_c_der,base64] of HAProxy, or the PEM of Apache, which has spaces for line ends
  base64: (value) => (value.startsWith('-') ? fromPem(value) : fromBase64(value)),
}

/** What proxies send if the client presented none. */
const NONE = ['', '-', '(null)']
/** Of nginx and Apache; of HAProxy, whose `ssl_c_verify` is an error number. */
const VERIFIED = ['SUCCESS', '0']

/** Returns null without a certificate. Throws `Refusal` if what a trusted proxy sent is not one. */
export function createCertificateReader(
  settings: CertificateSettings,
): (request: FastifyRequest) => ClientCertificate | null {
  const header = settings.clientCertificateHeader?.toLowerCase() ?? null
  const verified = settings.clientCertificateVerifiedHeader?.toLowerCase() ?? null
  const decode = decoders[settings.clientCertificateFormat]
  const proxies = blockList(settings.trustedProxies)
  if (header === null) return () => null
  return (request) => {
    if (request.headers[header] === undefined) return null
    const { remoteAddress = '' } = request.raw.socket
    if (!proxies.check(remoteAddress, isIPv6(remoteAddress) ? 'ipv6' : 'ipv4')) return null
    const [value = '', ...more] = headerValues(request, header)
    if (more.length > 0) throw new Refusal('certificate_unreadable', { problem: 'several' })
    if (NONE.includes(value)) return null
    const results = verified === null ? [] : headerValues(request, verified)
    const isVerified = results.length === 1 && VERIFIED.includes(results[0] ?? '')
    const der = decode(value)
    const certificate = der && readCertificate(der, { isVerified })
    if (certificate === undefined) throw new Refusal('certificate_unreadable', { problem: 'form' })
    return certificate
  }
}

function fromBase64(text: string | undefined): Uint8Array | undefined {
  if (text === undefined) return undefined
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '') ? bytes : undefined
}

function fromPem(text: string | undefined): Uint8Array | undefined {
  const [, body] =
    /^\s*-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END CERTIFICATE-----\s*$/.exec(
      text ?? '',
    ) ?? []
  return fromBase64(body?.replaceAll(/\s/g, ''))
}

function unescaped(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** The value of `Cert` in the one element of the header; undefined if there are several elements. */
function certificateIn(value: string): string | undefined {
  const pair = /([A-Za-z]+)=("(?:[^"\\]|\\.)*"|[^",;]*)(;|$)/y
  let found: string | undefined
  while (pair.lastIndex < value.length) {
    const [, name, quoted = ''] = pair.exec(value) ?? []
    if (name === undefined) return undefined
    if (name.toLowerCase() === 'cert') found = quoted.replaceAll(/^"|"$/g, '')
  }
  return found
}
