/** Debian's nginx asks clients for certificates, as configured in docs/guides/prove-the-client.md. */

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { freePort } from '../../packages/mandate/src/runtime/ports.ts'
import {
  headerOf,
  makeClientCertificate,
  type TestCertificate,
} from '../../packages/mandate/test/certificates.ts'
import { startServer } from '../../packages/mandate/test/running-server.ts'
import { needs } from '../../scripts/debian/programs.ts'
import { certificateFor } from './certificate.ts'
import { blockNamed } from './guide.ts'
import { replaced, startNginx } from './nginx.ts'
import { repository } from './terminal.ts'

const HOST = 'mtls.example.com'
const guide = readFileSync(join(repository, 'docs/guides/prove-the-client.md'), 'utf8')

test(
  'nginx with the lines of the guide passes certificates on, and replaces what a client forges',
  needs('nginx', 'openssl'),
  async () => {
    await using server = await startServer({
      settings: {
        clientCertificateHeader: 'Client-Cert',
        clientCertificateFormat: 'escaped_pem',
        clientCertificateVerifiedHeader: 'Client-Cert-Verified',
        trustedProxies: ['127.0.0.1'],
      },
    })
    const directory = mkdtempSync(join(tmpdir(), 'mandate-mtls-'))
    const site = certificateFor([HOST], directory)
    const own = makeClientCertificate(directory, { name: 'own', subject: '/CN=Own' })
    const stranger = makeClientCertificate(directory, { name: 'stranger', subject: '/CN=Notes' })
    const issued = issuedBy(directory, '/C=SE/O=Acme/CN=Notes')
    const port = await freePort('127.0.0.1')
    const servers = replaced(blockNamed(guide, 'server {'), {
      'listen 443 ssl': `listen 127.0.0.1:${port} ssl`,
      '/etc/nginx/site.pem': site.certificate,
      '/etc/nginx/site.key': site.key,
      '/etc/nginx/clients-ca.pem': site.authority,
      'http://127.0.0.1:9400': server.issuer,
    })
    const nginx = await startNginx(directory, { servers, port })
    try {
      const verified = await server.register({
        metadata: {
          token_endpoint_auth_method: 'tls_client_auth',
          tls_client_auth_subject_dn: 'CN=Notes,O=Acme,C=SE',
        },
      })
      const selfSigned = await server.register({
        metadata: {
          token_endpoint_auth_method: 'self_signed_tls_client_auth',
          jwks: { keys: [own.jwk] },
        },
      })
      const ask = (clientId: string, certificate?: Files, headers: object = {}) =>
        introspect({ port, authority: site.authority, clientId, certificate, headers })
      const [byName, byKey] = [verified.client.id, selfSigned.client.id]
      assert.equal(await ask(byName, issued), 200)
      assert.equal(await ask(byKey, own), 200)
      assert.equal(await ask(byName, stranger), 401, 'the right name, from nobody')
      assert.equal(await ask(byName, own), 401)
      assert.equal(await ask(byKey, stranger), 401)
      const forged = {
        'client-cert': headerOf.escaped_pem(own.x509),
        'client-cert-verified': 'SUCCESS',
      }
      for (const certificate of [undefined, stranger]) {
        assert.equal(await ask(byKey, certificate, forged), 401)
      }
    } finally {
      await nginx.close()
      rmSync(directory, { recursive: true })
    }
  },
)

type Files = Pick<TestCertificate, 'keyFile' | 'certFile'>

/** A certificate from the authority in `directory`. */
function issuedBy(directory: string, subject: string): Files {
  const at = (name: string) => join(directory, name)
  const openssl = (...parameters: readonly string[]) =>
    execFileSync('openssl', parameters, { stdio: 'pipe' })
  const files = { keyFile: at('issued.key'), certFile: at('issued.pem') }
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const asked = ['-subj', subject, '-keyout', files.keyFile, '-out', at('issued.csr')]
  openssl('req', '-new', ...newKey, ...asked)
  const by = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2']
  openssl('x509', '-req', '-in', at('issued.csr'), ...by, '-out', files.certFile)
  return files
}

/** The status of an introspection request over TLS. */
async function introspect({
  port,
  authority,
  clientId,
  certificate,
  headers,
}: {
  readonly port: number
  readonly authority: string
  readonly clientId: string
  readonly certificate: Files | undefined
  readonly headers: object
}): Promise<number | undefined> {
  const sent = request({
    ...{ host: '127.0.0.1', port, servername: HOST, method: 'POST', agent: false },
    path: '/oauth2/introspect',
    ca: readFileSync(authority),
    ...(certificate && {
      key: readFileSync(certificate.keyFile),
      cert: readFileSync(certificate.certFile),
    }),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  })
  sent.end(new URLSearchParams({ token: 'x', client_id: clientId }).toString())
  const [response] = await once(sent, 'response')
  await text(response)
  return response.statusCode
}
