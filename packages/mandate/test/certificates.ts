/** Client certificates, and how proxies write them into a header. */

import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerSettings } from '../src/http/context.ts'

export interface TestCertificate {
  /** The paths of the PEM files. */
  readonly keyFile: string
  readonly certFile: string
  readonly x509: X509Certificate
  /** As a key of a JSON Web Key Set (RFC 7517 §4.7). */
  readonly jwk: Readonly<Record<string, unknown>>
}

/** A self-signed certificate in `directory`; `subject` and `names` as openssl spells them. */
export function makeClientCertificate(
  directory: string,
  { name, subject, names }: { readonly name: string; readonly subject: string; names?: string },
): TestCertificate {
  const [keyFile, certFile] = [join(directory, `${name}.key`), join(directory, `${name}.pem`)]
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const named = names === undefined ? [] : ['-addext', `subjectAltName=${names}`]
  const files = ['-keyout', keyFile, '-out', certFile]
  const request = ['req', '-x509', '-days', '2', ...newKey, '-subj', subject, ...named, ...files]
  execFileSync('openssl', request, { stdio: 'pipe' })
  const x509 = new X509Certificate(readFileSync(certFile))
  const x5c = [x509.raw.toString('base64')]
  return { keyFile, certFile, x509, jwk: { ...x509.publicKey.export({ format: 'jwk' }), x5c } }
}

/** The values that proxies send. */
export const headerOf: Readonly<
  Record<ServerSettings['clientCertificateFormat'] | 'apache', (x509: X509Certificate) => string>
> = {
  rfc9440: ({ raw }) => `:${raw.toString('base64')}:`,
  escaped_pem: (x509) => encodeURIComponent(String(x509)),
  xfcc: (x509) =>
    `Hash=00;Cert="${encodeURIComponent(String(x509))}";Subject="C=SE,O=Acme; \\"Inc\\"";URI=a`,
  base64: ({ raw }) => raw.toString('base64'),
  apache: (x509) => String(x509).replaceAll('\n', ' '),
}
