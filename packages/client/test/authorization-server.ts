/**
 * A small authorization server for the client's tests: the wire contract, in memory, without pages
 * (whoever asks is a user who says yes). Codes and refresh tokens work once, an `Idempotency-Key`
 * gets the same successor again while that is unused, and an older token ends its grant.
 */

import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** What the proofs need of a server; a real one can be put in its place. */
export interface ServerUnderTest {
  /** Where it listens. The issuer is another address, in front of it. */
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
  /** A browser with a user who allows everything: from the login URL to the callback URL. */
  authorize(loginUrl: string): Promise<string>
  close(): Promise<void>
}

interface Grant {
  readonly id: string
  readonly redirectUri: string
  readonly challenge: string
  readonly scope: string
  readonly nonce: string | undefined
  generation: number
  retryKey: string | undefined
  revoked: boolean
}

const CLIENT_ID = 'notes-sync'
// Characters that Basic credentials must carry form-encoded (RFC 6749 §2.3.1).
const CLIENT_SECRET = 'a:secret%with+signs'

export async function startAuthorizationServer(
  issuer: string,
  {
    expiresIn = 300,
    idToken,
  }: {
    readonly expiresIn?: number
    /** The claims of the ID token that answers a code. */
    readonly idToken?: ((nonce: string | undefined) => object | undefined) | undefined
  } = {},
): Promise<ServerUnderTest> {
  const grants = new Map<string, Grant>()

  const routes: Record<string, (request: IncomingMessage, body: URLSearchParams) => Answer> = {
    'GET /.well-known/oauth-authorization-server': () => ({
      status: 200,
      body: {
        issuer,
        authorization_endpoint: `${issuer}/oauth2/authorize`,
        token_endpoint: `${issuer}/oauth2/token`,
        revocation_endpoint: `${issuer}/oauth2/revoke`,
        authorization_response_iss_parameter_supported: true,
      },
    }),
    'POST /oauth2/token': (request, body) => (isClient(request) ? token(request, body) : INTRUDER),
    'POST /oauth2/revoke': (request, body) => {
      if (!isClient(request)) return INTRUDER
      const grant = grants.get(body.get('token')?.split('.')[1] ?? '')
      if (grant !== undefined) grant.revoked = true
      return { status: 200, body: {} }
    },
  }

  function authorize(loginUrl: string): string {
    const asked = new URL(loginUrl).searchParams
    const redirectUri = asked.get('redirect_uri') ?? ''
    const grant: Grant = {
      id: randomBytes(12).toString('hex'),
      redirectUri,
      challenge: asked.get('code_challenge') ?? '',
      scope: asked.get('scope') ?? 'all',
      nonce: asked.get('nonce') ?? undefined,
      generation: 0,
      retryKey: undefined,
      revoked: false,
    }
    grants.set(grant.id, grant)
    const answer = new URLSearchParams({ code: `ac.${grant.id}.0`, iss: issuer })
    answer.set('state', asked.get('state') ?? '')
    return `${redirectUri}?${answer}`
  }

  function token(request: IncomingMessage, body: URLSearchParams): Answer {
    const isCode = body.get('grant_type') === 'authorization_code'
    const presented = body.get(isCode ? 'code' : 'refresh_token') ?? ''
    const [kind, id, generation] = presented.split('.')
    const grant = grants.get(id ?? '')
    if (grant === undefined || kind !== (isCode ? 'ac' : 'rt')) return INVALID_GRANT
    const verifier = createHash('sha256').update(body.get('code_verifier') ?? '')
    const bound =
      !isCode ||
      (body.get('redirect_uri') === grant.redirectUri &&
        verifier.digest('base64url') === grant.challenge)
    if (!bound || grant.revoked) return INVALID_GRANT
    const retryKey = request.headers['idempotency-key']?.toString()
    const age = grant.generation - Number(generation)
    if (age > 0) {
      const repeated = age === 1 && retryKey !== undefined && retryKey === grant.retryKey
      if (!repeated) grant.revoked = true
      if (!repeated) return INVALID_GRANT
    } else {
      grant.generation += 1
      grant.retryKey = retryKey
    }
    const claims = isCode ? idToken?.(grant.nonce) : undefined
    return {
      status: 200,
      body: {
        ...(claims !== undefined && { id_token: jwt(claims) }),
        scope: grant.scope,
        access_token: `at.${grant.id}.${grant.generation}.${randomBytes(6).toString('hex')}`,
        token_type: 'bearer',
        expires_in: expiresIn,
        refresh_token: `rt.${grant.id}.${grant.generation}`,
      },
    }
  }

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', issuer)
    const route = routes[`${request.method} ${pathname}`]
    const body = new URLSearchParams(await text(request))
    send(response, route?.(request, body) ?? { status: 404, body: {} })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUri: 'http://127.0.0.1:4443/callback',
    authorize: async (loginUrl) => authorize(loginUrl),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Without a real signature: a client does not need it in an answer over TLS. */
function jwt(claims: object): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  return `${encode({ alg: 'RS256' })}.${encode(claims)}.c2lnbmF0dXJl`
}

interface Answer {
  readonly status: number
  readonly body: object
}

const INVALID_GRANT: Answer = { status: 400, body: { error: 'invalid_grant' } }
const INTRUDER: Answer = { status: 401, body: { error: 'invalid_client' } }

function isClient(request: IncomingMessage): boolean {
  const [scheme, credentials] = request.headers.authorization?.split(' ') ?? []
  const [id, secret] = Buffer.from(credentials ?? '', 'base64')
    .toString('utf8')
    .split(':')
  const decode = (half: string | undefined) => new URLSearchParams(`half=${half}`).get('half')
  return scheme === 'Basic' && decode(id) === CLIENT_ID && decode(secret) === CLIENT_SECRET
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const challenge = status === 401 ? { 'www-authenticate': 'Basic realm="test"' } : {}
  response.writeHead(status, { 'content-type': 'application/json', ...challenge })
  response.end(JSON.stringify(body))
}
