/**
 * An OpenID provider on loopback that does as a test says: right by default, and wrong in any one
 * way. Its authorization endpoint signs `person` in at once and sends the browser back.
 */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'

type Claims = Record<string, unknown>

export interface Upstream {
  readonly issuer: string
  /** As `fetch_allowed_hosts` has it. */
  readonly host: string
  /** The requests so far, such as `GET /keys`. */
  readonly requests: string[]
  /** The parameters of the last authorization request. */
  asked: URLSearchParams
  /** The form and the headers of the last token request. */
  redeemed:
    | { readonly form: URLSearchParams; readonly authorization: string | undefined }
    | undefined
  person: Claims
  /** What the test makes go wrong; each is undone by `behave`. */
  faults: Faults
  behave(): void
  /** Publishes a new key and signs with it. */
  rotateKey(): Promise<void>
  close(): Promise<void>
}

export interface Faults {
  document?: Claims
  /** Parameters of the answer at the redirect URI; undefined takes one away. */
  answer?: Readonly<Record<string, string | undefined>>
  claims?: (right: Claims) => Claims
  /** Signs an ID token in another way. */
  sign?: (claims: Claims) => Promise<string> | string
  token?: { readonly status: number; readonly body: Claims }
  /** Instead of any answer, by path. */
  instead?: Readonly<Record<string, (response: ServerResponse) => void>>
  /** Posts the answer (OAuth 2.0 Form Post Response Mode). */
  formPost?: true
  /** Says in the ID token that the person signed in then. */
  authTime?: number | undefined
}

export async function startUpstream(
  context: Pick<TestContext, 'after'>,
  { clientId = 'mandate', subject = '248289761001', name = '127.0.0.1' } = {},
): Promise<Upstream> {
  const keys: JWK[] = []
  const codes = new Map<string, URLSearchParams>()
  let signingKey: CryptoKey | undefined
  let kid = ''
  async function rotateKey() {
    const { publicKey, privateKey } = await generateKeyPair('RS256')
    kid = `key-${keys.length + 1}`
    signingKey = privateKey
    keys.push({ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' })
  }
  await rotateKey()

  const sign = async (claims: Claims) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(signingKey as CryptoKey)

  const places: Record<string, (request: IncomingMessage, response: ServerResponse) => unknown> = {
    '/.well-known/openid-configuration': (_, response) =>
      json(response, {
        issuer: upstream.issuer,
        authorization_endpoint: `${upstream.issuer}/authorize`,
        token_endpoint: `${upstream.issuer}/token`,
        userinfo_endpoint: `${upstream.issuer}/userinfo`,
        end_session_endpoint: `${upstream.issuer}/logout`,
        jwks_uri: `${upstream.issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
        authorization_response_iss_parameter_supported: true,
        ...upstream.faults.document,
      }),
    '/keys': (_, response) => json(response, { keys }),
    '/authorize': (request, response) => {
      const asked = new URL(request.url ?? '', upstream.issuer).searchParams
      upstream.asked = asked
      const code = `code-${codes.size + 1}`
      codes.set(code, asked)
      const answer = {
        code,
        state: asked.get('state'),
        iss: upstream.issuer,
        ...upstream.faults.answer,
      }
      const fields = Object.entries(answer).flatMap(([name, value]) =>
        value === undefined || value === null ? [] : [[name, value] as [string, string]],
      )
      if (upstream.faults.formPost) {
        const inputs = fields.map(([name, value]) => `<input name="${name}" value="${value}">`)
        response.setHeader('content-type', 'text/html')
        return response.end(
          `<form method="post" action="${asked.get('redirect_uri')}">${inputs.join('')}</form><script>document.forms[0].submit()</script>`,
        )
      }
      const back = new URL(asked.get('redirect_uri') ?? '')
      for (const [name, value] of fields) back.searchParams.set(name, value)
      response.writeHead(303, { location: back.href }).end()
    },
    '/token': async (request, response) => {
      const form = new URLSearchParams(await text(request))
      upstream.redeemed = { form, authorization: request.headers.authorization }
      const { token } = upstream.faults
      if (token !== undefined) return json(response, token.body, token.status)
      const asked = codes.get(form.get('code') ?? '')
      if (asked === undefined) return json(response, { error: 'invalid_grant' }, 400)
      codes.delete(form.get('code') ?? '')
      const now = Math.floor(Date.now() / 1_000)
      const claims: Claims = {
        ...upstream.person,
        iss: upstream.issuer,
        aud: clientId,
        iat: now,
        exp: now + 300,
        nonce: asked.get('nonce'),
        auth_time: 'authTime' in upstream.faults ? upstream.faults.authTime : now,
      }
      const changed = upstream.faults.claims?.(claims) ?? claims
      return json(response, {
        access_token: 'upstream-access-token',
        token_type: 'Bearer',
        id_token: await (upstream.faults.sign ?? sign)(changed),
      })
    },
    '/userinfo': (_, response) => json(response, upstream.person),
    '/logout': (_, response) => response.end('signed out there'),
  }

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', upstream.issuer)
    upstream.requests.push(`${request.method} ${pathname}`)
    const instead = upstream.faults.instead?.[pathname]
    if (instead !== undefined) return instead(response)
    const place = places[pathname]
    if (place === undefined) return response.writeHead(404).end()
    await place(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `${name}:${(server.address() as AddressInfo).port}`
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  context.after(close)
  const upstream: Upstream = {
    ...{ issuer: `http://${host}`, host, requests: [], asked: new URLSearchParams() },
    redeemed: undefined,
    person: {
      sub: subject,
      email: 'vic@example.com',
      email_verified: true,
      name: 'Vic Torres',
      given_name: 'Vic',
      picture: 'javascript:alert(1)',
    },
    faults: {},
    behave: () => {
      upstream.faults = {}
    },
    ...{ rotateKey, close },
  }
  return upstream
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
