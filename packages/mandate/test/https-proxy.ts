/**
 * A proxy as in front of a server that is not on loopback: it terminates TLS, forwards plain HTTP and
 * adds the client's address to `X-Forwarded-For`.
 */

import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'

/**
 * All visitors of a test are on this machine. This header tells the proxy which address to report for
 * the visitor; it is not forwarded.
 */
export const VISITOR_ADDRESS = 'x-visitor-address'

export interface HttpsProxy {
  readonly origin: string
  close(): Promise<void>
}

export interface Certificate {
  readonly key: string
  readonly cert: string
}

/** A certificate for 127.0.0.1, made in `directory`; every client in this process trusts it. */
export function makeCertificate(directory: string): Certificate {
  const [keyFile, certFile] = [join(directory, 'key.pem'), join(directory, 'cert.pem')]
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const files = ['-keyout', keyFile, '-out', certFile]
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...newKey, ...subject, ...files], {
    stdio: 'pipe',
  })
  const cert = readFileSync(certFile, 'utf8')
  setDefaultCACertificates([...getCACertificates(), cert])
  return { key: readFileSync(keyFile, 'utf8'), cert }
}

/** Starts the proxy on a free port, in front of a server on `port` of 127.0.0.1. */
export async function startHttpsProxy(certificate: Certificate, port: number): Promise<HttpsProxy> {
  const proxy = createServer(certificate, (incoming, response) => {
    forward(incoming, response, port)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    origin: `https://127.0.0.1:${address.port}`,
    async close() {
      proxy.closeAllConnections()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}

function forward(incoming: IncomingMessage, response: ServerResponse, port: number): void {
  const { [VISITOR_ADDRESS]: from, 'x-forwarded-for': before, ...headers } = incoming.headers
  const visitor = from ?? incoming.socket.remoteAddress
  const outgoing = request({
    host: '127.0.0.1',
    port,
    method: incoming.method,
    path: incoming.url,
    headers: {
      ...headers,
      'x-forwarded-for': before === undefined ? visitor : `${before}, ${visitor}`,
    },
  })
  outgoing.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
    answer.pipe(response)
  })
  outgoing.on('error', () => response.writeHead(502).end())
  incoming.pipe(outgoing)
}
