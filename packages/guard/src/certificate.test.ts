import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { certificateThumbprint } from './certificate.ts'

const directory = mkdtempSync(join(tmpdir(), 'mandate-guard-'))
after(() => rmSync(directory, { recursive: true }))
const [keyFile, certFile] = [join(directory, 'key.pem'), join(directory, 'cert.pem')]
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
const made = [...newKey, '-subj', '/CN=127.0.0.1', '-keyout', keyFile, '-out', certFile]
execFileSync('openssl', ['req', '-x509', '-days', '2', ...made], { stdio: 'pipe' })
const [key, cert] = [readFileSync(keyFile, 'utf8'), readFileSync(certFile, 'utf8')]
const x509 = new X509Certificate(cert)
const thumbprint = Buffer.from(x509.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')
const request = { rawHeaders: [] }

test('the API says how it finds the certificate: as DER, as PEM, or not at all', () => {
  for (const found of [x509.raw, new Uint8Array(x509.raw), cert]) {
    assert.equal(
      certificateThumbprint(request, () => found),
      thumbprint,
    )
  }
  for (const found of [null, undefined, '', 'a certificate', new Uint8Array(40)]) {
    assert.equal(
      certificateThumbprint(request, () => found),
      undefined,
    )
  }
  const failing = () => {
    throw new Error('no header')
  }
  assert.equal(certificateThumbprint(request, failing), undefined)
  assert.equal(certificateThumbprint(request, undefined), undefined)
})

test('without that, it is the certificate of the TLS connection itself', async () => {
  const server = createServer(
    { key, cert, requestCert: true, rejectUnauthorized: false },
    (incoming, response) => response.end(String(certificateThumbprint(incoming, undefined))),
  ).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const seen = async (client: object) => {
    const options = { host: '127.0.0.1', port, ca: cert, checkServerIdentity: () => undefined }
    const [response] = await once(get({ ...options, ...client, agent: false }), 'response')
    return Buffer.concat(await response.toArray()).toString()
  }
  try {
    assert.equal(await seen({ key, cert }), thumbprint)
    assert.equal(await seen({}), 'undefined')
  } finally {
    server.close()
  }
})
