/** Mutual TLS behind a proxy (RFC 8705): who may say which certificate a client has, and what for. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyRequest } from 'fastify'
import type { ClientDescription } from '../src/clients/registration.ts'
import {
  type CertificateSettings,
  createCertificateReader,
} from '../src/http/client-certificate.ts'
import type { ServerSettings } from '../src/http/context.ts'
import { headerOf, makeClientCertificate, type TestCertificate } from './certificates.ts'
import { temporaryDirectory } from './command-line/mandate-process.ts'
import { type Answer, assertError, introspect, post } from './integrator.ts'
import { refusalOf } from './refusal-of.ts'
import { REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { obtainCode, simplestRequest } from './visitor.ts'

let server: RunningServer
let acme: TestCertificate
let other: TestCertificate
before(async () => {
  const directory = temporaryDirectory()
  const names = 'DNS:notes.example,URI:spiffe://acme/notes,IP:2001:db8::1,email:ops@acme.example'
  const subject = '/C=SE/O=Acme, Inc./CN=Notes'
  acme = makeClientCertificate(directory, { name: 'acme', subject, names })
  other = makeClientCertificate(directory, { name: 'other', subject: '/CN=Other' })
  server = await startServer({ settings: behind('rfc9440') })
})
after(() => server.close())

function behind(format: ServerSettings['clientCertificateFormat']): Partial<ServerSettings> {
  return {
    clientCertificateHeader: 'Client-Cert',
    clientCertificateFormat: format,
    clientCertificateVerifiedHeader: 'Client-Cert-Verified',
    trustedProxies: ['127.0.0.1'],
    mtlsUrl: 'https://mtls.example.com',
  }
}

type Metadata = NonNullable<ClientDescription['metadata']>

async function newClient(metadata: Metadata, more: Partial<ClientDescription> = {}) {
  return (await server.register({ metadata, ...more })).client.id
}

const selfSigned = (...some: readonly TestCertificate[]): Metadata => ({
  token_endpoint_auth_method: 'self_signed_tls_client_auth',
  jwks: { keys: some.map(({ jwk }) => jwk) },
})

/** What a proxy sends for a connection with this certificate. */
const through = ({ x509 }: TestCertificate, verified = 'SUCCESS') => ({
  'client-cert': headerOf.rfc9440(x509),
  'client-cert-verified': verified,
})

/** Fails only for its token, if the client is let in. */
function ask(
  client_id: string,
  headers: Readonly<Record<string, string>> = {},
  at = server.issuer,
) {
  const form = { grant_type: 'refresh_token', refresh_token: 'x', client_id }
  return post(`${at}/oauth2/token`, form, { headers })
}

function assertLetIn({ status, body }: Answer, message = ''): void {
  assert.equal(body['error'], 'invalid_grant', `${message} ${status} ${JSON.stringify(body)}`)
}

test('tls_client_auth: the one registered name has to be in a certificate that was verified', async () => {
  const registered: readonly Metadata[] = [
    { tls_client_auth_subject_dn: 'CN=Notes, O=Acme\\, Inc., C=SE' },
    { tls_client_auth_subject_dn: 'cn=notes,o=acme\\2c inc.,2.5.4.6=se' },
    { tls_client_auth_san_dns: 'Notes.example' },
    { tls_client_auth_san_uri: 'spiffe://acme/notes' },
    { tls_client_auth_san_ip: '2001:DB8:0::1' },
    { tls_client_auth_san_email: 'ops@acme.example' },
  ]
  for (const subject of registered) {
    const id = await newClient({ token_endpoint_auth_method: 'tls_client_auth', ...subject })
    const name = JSON.stringify(subject)
    assertLetIn(await ask(id, through(acme)), name)
    assertLetIn(await ask(id, through(acme, '0')), name)
    for (const verified of ['FAILED:self-signed certificate', 'NONE', '', 'SUCCESS, SUCCESS']) {
      assertError(await ask(id, through(acme, verified)), 'invalid_client', name)
    }
    assertError(await ask(id, { 'client-cert': through(acme)['client-cert'] }), 'invalid_client')
    assertError(await ask(id, through(other)), 'invalid_client', name)
    assertError(await ask(id), 'invalid_client', name)
  }
  for (const subject of [
    { tls_client_auth_subject_dn: 'C=SE,O=Acme\\, Inc.,CN=Notes' },
    { tls_client_auth_subject_dn: 'CN=Notes' },
    { tls_client_auth_san_dns: 'example' },
    { tls_client_auth_san_ip: '2001:db8::2' },
  ]) {
    const id = await newClient({ token_endpoint_auth_method: 'tls_client_auth', ...subject })
    assertError(await ask(id, through(acme)), 'invalid_client', JSON.stringify(subject))
  }
})

test('self_signed_tls_client_auth: the certificate is one of the registered ones', async () => {
  const id = await newClient(selfSigned(other, acme))
  assertLetIn(await ask(id, through(acme, 'FAILED:self-signed certificate')))
  assertLetIn(await ask(id, through(other)))
  assertError(await ask(await newClient(selfSigned(other)), through(acme)), 'invalid_client')
})

test('an unknown client, one without its certificate and one with another get the same answer', async () => {
  const id = await newClient(selfSigned(acme))
  const answers = [
    await ask('client_unknown'),
    await ask('client_unknown', through(acme)),
    await ask(id),
    await ask(id, through(other)),
  ].map((answer) => {
    assertError(answer, 'invalid_client')
    return answer.body['error_description']
  })
  assert.equal(new Set(answers).size, 1)
})

test('a certificate in a header is believed only from a trusted proxy', async () => {
  const id = await newClient(selfSigned(acme))
  const untrusting = await startServer({
    settings: { ...behind('rfc9440'), trustedProxies: ['192.0.2.1'] },
  })
  const without = await startServer({ settings: { trustedProxies: ['127.0.0.1'] } })
  try {
    for (const { store, issuer } of [untrusting, without]) {
      const client = await server.store.clients.find(id)
      assert.ok(client !== undefined)
      await store.clients.insert(client, {
        by: { kind: 'operator', via: 'shell' },
        at: client.createdAt,
      })
      const forged = {
        ...through(acme),
        'x-forwarded-for': '192.0.2.1',
        forwarded: 'for=192.0.2.1',
      }
      assertError(await ask(id, forged, issuer), 'invalid_client')
    }
  } finally {
    await untrusting.close()
    await without.close()
  }
})

test('two certificates, or a broken one, are nobody’s', async () => {
  const id = await newClient(selfSigned(acme))
  const { raw } = acme.x509
  const base64 = raw.toString('base64')
  for (const value of [
    `:${base64}:, :${base64}:`,
    base64,
    `:${base64.slice(0, -8)}:`,
    `:${Buffer.concat([raw, raw]).toString('base64')}:`,
    ':AAAA:',
    encodeURIComponent(String(acme.x509)),
  ]) {
    assertError(await ask(id, { 'client-cert': value }), 'invalid_request', value.slice(0, 40))
  }
  for (const none of ['', '-', '(null)']) {
    assertError(await ask(id, { 'client-cert': none }), 'invalid_client')
  }
})

test('a client with a certificate sends no other proof, and other clients are not disturbed', async () => {
  const id = await newClient(selfSigned(acme))
  const form = { grant_type: 'refresh_token', refresh_token: 'x' }
  const url = `${server.issuer}/oauth2/token`
  const asSecret = { as: { id, secret: 'x' }, headers: through(acme) }
  assertError(await post(url, form, asSecret), 'invalid_client')
  const as = { id: server.client.id, secret: server.clientSecret }
  assertLetIn(await post(url, form, { as, headers: through(acme) }))
  const app = await newClient({}, { isPublic: true, trusted: false })
  assertLetIn(await ask(app, through(acme)))
  const introspection = { token: 'x', client_id: app }
  const asked = { headers: through(acme) }
  const answer = await post(`${server.issuer}/oauth2/introspect`, introspection, asked)
  assertError(answer, 'invalid_client')
})

test('bound tokens carry the thumbprint, and a bound client without a certificate gets none', async () => {
  const bound = { ...selfSigned(acme, other), tls_client_certificate_bound_access_tokens: true }
  const id = await newClient(bound)
  const code = () => obtainCode(server, { ...simplestRequest(server), client_id: id })
  const redeem = async (headers: Readonly<Record<string, string>>, form: object) =>
    post(`${server.issuer}/oauth2/token`, { client_id: id, ...form }, { headers })
  const exchange = { grant_type: 'authorization_code', redirect_uri: REDIRECT_URI }
  const first = await redeem(through(acme), { ...exchange, code: await code() })
  assert.equal(first.body['token_type'], 'bearer')
  const thumbprint = (answer: Answer) =>
    introspect(server, String(answer.body['access_token'])).then(({ body }) => body['cnf'])
  const x5t = ({ x509 }: TestCertificate) => ({
    'x5t#S256': Buffer.from(x509.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url'),
  })
  assert.deepEqual(await thumbprint(first), x5t(acme))
  // A confidential client may have a new certificate by the next refresh (RFC 8705 §4).
  const refresh = { grant_type: 'refresh_token', refresh_token: first.body['refresh_token'] }
  const second = await redeem(through(other), refresh)
  assert.deepEqual(await thumbprint(second), x5t(other))

  const secret = await server.register({
    metadata: { tls_client_certificate_bound_access_tokens: true },
  })
  const as = { id: secret.client.id, secret: secret.secret }
  const refused = await post(`${server.issuer}/oauth2/token`, refresh as never, { as })
  assertError(refused, 'invalid_request')
})

test('each proxy’s way to write a certificate is read, and no other', () => {
  const read = (format: ServerSettings['clientCertificateFormat'], value: string) => {
    const rawHeaders = ['Client-Cert', value]
    const headers = { 'client-cert': value }
    const request = { headers, raw: { rawHeaders, socket: { remoteAddress: '::ffff:127.0.0.1' } } }
    const settings = { ...behind(format), trustedProxies: ['127.0.0.0/8'] } as CertificateSettings
    const certificate = createCertificateReader(settings)(request as unknown as FastifyRequest)
    return certificate?.der.equals(acme.x509.raw)
  }
  const formats = ['rfc9440', 'escaped_pem', 'xfcc', 'base64'] as const
  for (const format of formats) {
    for (const [name, write] of Object.entries(headerOf)) {
      const isPem = name === 'apache' && (format === 'base64' || format === 'escaped_pem')
      const outcome = refusalOf(() => assert.equal(read(format, write(acme.x509)), true))
      const expected = name === format || isPem ? undefined : 'certificate_unreadable'
      assert.equal(outcome, expected, `${format} ${name}`)
    }
  }
  const one = headerOf.xfcc(acme.x509)
  for (const value of [`${one},${one}`, 'By=a;Hash=b', `By=a,${one}`]) {
    assert.equal(
      refusalOf(() => read('xfcc', value)),
      'certificate_unreadable',
      value.slice(0, 40),
    )
  }
})

test('the metadata says what a proxy makes possible, and where', async () => {
  const place = '/.well-known/oauth-authorization-server'
  const document = (await (await fetch(server.issuer + place)).json()) as Record<string, unknown>
  const methods = document['token_endpoint_auth_methods_supported'] as readonly string[]
  assert.ok(methods.includes('tls_client_auth') && methods.includes('self_signed_tls_client_auth'))
  assert.equal(document['tls_client_certificate_bound_access_tokens'], true)
  assert.deepEqual(document['mtls_endpoint_aliases'], {
    token_endpoint: 'https://mtls.example.com/oauth2/token',
    introspection_endpoint: 'https://mtls.example.com/oauth2/introspect',
    revocation_endpoint: 'https://mtls.example.com/oauth2/revoke',
    pushed_authorization_request_endpoint: 'https://mtls.example.com/oauth2/par',
    userinfo_endpoint: 'https://mtls.example.com/oauth2/userinfo',
  })
})
