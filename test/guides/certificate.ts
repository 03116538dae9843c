/** A private certificate authority, and a certificate from it for a host name. */

import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface CertificateFiles {
  /** The certificate that a client must trust. */
  readonly authority: string
  readonly certificate: string
  readonly key: string
}

const ellipticCurve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

/** Makes the files in `directory`. Needs `openssl`. */
export function certificateFor(hosts: readonly string[], directory: string): CertificateFiles {
  const at = (name: string) => join(directory, name)
  const files = { authority: at('ca.pem'), certificate: at('site.pem'), key: at('site.key') }
  const openssl = (...parameters: readonly string[]) =>
    execFileSync('openssl', parameters, { stdio: 'pipe' })
  const names = hosts.map((host) => `DNS:${host}`).join(',')
  const self = ['-x509', '-days', '2', '-subj', '/CN=Test authority']
  openssl('req', ...self, ...ellipticCurve, '-keyout', at('ca.key'), '-out', files.authority)
  const request = ['-subj', `/CN=${hosts[0]}`, '-keyout', files.key, '-out', at('site.csr')]
  openssl('req', '-new', ...ellipticCurve, ...request)
  writeFileSync(at('names'), `subjectAltName=${names}\n`)
  const by = ['-CA', files.authority, '-CAkey', at('ca.key'), '-CAcreateserial']
  const what = ['-in', at('site.csr'), '-extfile', at('names'), '-days', '2']
  openssl('x509', '-req', ...what, ...by, '-out', files.certificate)
  return files
}
