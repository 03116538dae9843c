/** The names in a certificate: its subject, and the alternative ones (RFC 5280 §4.1.2.6, §4.2.1.6). */

import type { DistinguishedName } from './distinguished-name.ts'

export interface CertificateNames {
  readonly subject: DistinguishedName
  readonly dns: readonly string[]
  readonly uri: readonly string[]
  readonly ip: readonly string[]
  readonly email: readonly string[]
}

/** The ASN.1 library is loaded with the first certificate. */
export async function namesIn(der: Uint8Array): Promise<CertificateNames> {
  const { AsnConvert } = await import('@peculiar/asn1-schema')
  const asn1 = await import('@peculiar/asn1-x509')
  const { subject, extensions = [] } = AsnConvert.parse(der, asn1.Certificate).tbsCertificate
  const extension = extensions.find(({ extnID }) => extnID === asn1.id_ce_subjectAltName)
  const names =
    extension === undefined
      ? []
      : [...AsnConvert.parse(extension.extnValue.buffer, asn1.SubjectAlternativeName)]
  return {
    subject: [...subject].map((relative) =>
      [...relative].map(({ type, value }) => [type, value.toString()] as const),
    ),
    dns: names.flatMap(({ dNSName }) => dNSName ?? []),
    uri: names.flatMap(({ uniformResourceIdentifier }) => uniformResourceIdentifier ?? []),
    ip: names.flatMap(({ iPAddress }) => iPAddress ?? []),
    email: names.flatMap(({ rfc822Name }) => rfc822Name ?? []),
  }
}
