/**
 * Mutual TLS (RFC 8705 §2): the client sends only its `client_id`, and the proxy passes its
 * certificate on. A public client may present one too, to bind its tokens to it (§4), and proves
 * nothing with it.
 */

import { Refusal } from '../../explanations/refusal.ts'
import { type ClientCertificate, thumbprintOf } from '../certificate.ts'
import { type CertificateNames, namesIn } from '../certificate-names.ts'
import { isSameName, parseName, writeName } from '../distinguished-name.ts'
import { ipAddress } from '../ip-address.ts'
import { ClientKeysRefused, type KeysOfClient } from '../keys.ts'
import type { ClientMetadata } from '../metadata/fields.ts'
import { failedBy } from './failed-by.ts'
import type { Claim, Registered, SentCredentials, VerifyingContext } from './method.ts'
import { recogniseNone } from './none.ts'

/** A client that sends its id alone, over a connection with a certificate. */
export function recogniseCertificate(sent: SentCredentials): Claim | undefined {
  const { certificate } = sent
  const bare = recogniseNone({ ...sent, certificate: null })
  if (certificate === null || bare === undefined) return undefined
  return {
    methods: ['none', 'tls_client_auth', 'self_signed_tls_client_auth'],
    clientId: bare.clientId,
    verify(registered, context) {
      switch (registered?.authentication.method) {
        case 'tls_client_auth':
          return verifySubject(registered, certificate)
        case 'self_signed_tls_client_auth':
          return verifySelfSigned(registered, certificate, context)
        default:
          return bare.verify(registered, context)
      }
    },
  }
}

/** RFC 8705 §2.1: a CA has issued it, for the registered subject. */
async function verifySubject(registered: Registered, certificate: ClientCertificate) {
  if (!certificate.isVerified) {
    throw new Refusal('wrong_certificate', { problem: 'not_verified' }, failedBy(registered))
  }
  const names = await namesIn(certificate.der)
  if (!isSubject(names, registered.metadata ?? {})) {
    const subject = writeName(names.subject).slice(0, 300)
    const details = { problem: 'other_subject', subject } as const
    throw new Refusal('wrong_certificate', details, failedBy(registered))
  }
}

/** RFC 8705 §2.1.2: the one registered member is among the names in the certificate. */
function isSubject(names: CertificateNames, metadata: ClientMetadata): boolean {
  const { tls_client_auth_subject_dn: dn, tls_client_auth_san_dns: dns } = metadata
  const { tls_client_auth_san_uri: uri, tls_client_auth_san_ip: ip } = metadata
  const { tls_client_auth_san_email: email } = metadata
  const name = dn === undefined ? undefined : parseName(dn)
  if (name !== undefined) return isSameName(name, names.subject)
  if (dns !== undefined) {
    return names.dns.some((one) => one.toLowerCase() === dns.toLowerCase())
  }
  if (uri !== undefined) return names.uri.includes(uri)
  if (ip !== undefined) return names.ip.some((one) => ipAddress(one) === ipAddress(ip))
  return email !== undefined && names.email.includes(email)
}

/** RFC 8705 §2.2: it is one of those in the client's keys, as the first of `x5c`. */
async function verifySelfSigned(
  registered: Registered,
  { thumbprint }: ClientCertificate,
  { clientKeys }: VerifyingContext,
) {
  const { metadata = {} } = registered
  try {
    if (isAmong(await clientKeys.of({ metadata }), thumbprint)) return
    const newer = await clientKeys.afresh({ metadata })
    if (newer !== undefined && isAmong(newer, thumbprint)) return
  } catch (error) {
    if (!(error instanceof ClientKeysRefused)) throw error
    const details = { problem: error.message }
    throw new Refusal('client_keys_unavailable', details, failedBy(registered))
  }
  throw new Refusal('wrong_certificate', { problem: 'not_registered' }, failedBy(registered))
}

function isAmong({ keys }: KeysOfClient, thumbprint: string): boolean {
  return keys.some(({ x5c }) => {
    const [first] = Array.isArray(x5c) ? x5c : []
    return typeof first === 'string' && thumbprintOf(Buffer.from(first, 'base64')) === thumbprint
  })
}
