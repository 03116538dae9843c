/**
 * @node-oauth/oauth2-server from npm behind `node:http`, with a model in memory. It is a library, so
 * so the code around it is minimal: the form is parsed, its response is sent. It has neither
 * introspection nor revocation.
 */

import { randomBytes, timingSafeEqual } from 'node:crypto'
import OAuth2Server from '@node-oauth/oauth2-server'
import { serveParent } from './answering.ts'
import { lifetimes, party } from './cast.ts'
import { listen } from './listening.ts'

const client: OAuth2Server.Client = {
  id: party.clientId,
  grants: ['authorization_code', 'refresh_token'],
  redirectUris: [party.redirectUri],
}
const user = { id: 'account' }
const codes = new Map<string, OAuth2Server.AuthorizationCode>()
const refreshTokens = new Map<string, OAuth2Server.RefreshToken>()
const accessTokens = new Map<string, OAuth2Server.Token>()

const model: OAuth2Server.AuthorizationCodeModel & OAuth2Server.RefreshTokenModel = {
  async getClient(id, secret) {
    return id === client.id && isSecret(secret) ? client : false
  },
  async getAuthorizationCode(code) {
    return codes.get(code)
  },
  async saveAuthorizationCode(code, its, whose) {
    const saved = { ...code, client: its, user: whose }
    codes.set(code.authorizationCode, saved)
    return saved
  },
  async revokeAuthorizationCode({ authorizationCode }) {
    return codes.delete(authorizationCode)
  },
  async getAccessToken(token) {
    return accessTokens.get(token)
  },
  async getRefreshToken(token) {
    return refreshTokens.get(token)
  },
  async saveToken(token, its, whose) {
    const saved = { ...token, client: its, user: whose }
    accessTokens.set(token.accessToken, saved)
    const { refreshToken } = token
    if (refreshToken !== undefined) refreshTokens.set(refreshToken, { ...saved, refreshToken })
    return saved
  },
  async revokeToken({ refreshToken }) {
    return refreshTokens.delete(refreshToken)
  },
  async validateScope() {
    return [party.scope]
  },
}

const server = new OAuth2Server({
  model,
  accessTokenLifetime: lifetimes.accessToken,
  refreshTokenLifetime: lifetimes.refreshToken,
  alwaysIssueNewRefreshToken: true,
})

const port = await listen(() => (request, response) => {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (chunk: string) => {
    body += chunk
  })
  request.on('end', async () => {
    const answer = new OAuth2Server.Response()
    const { method = '', headers } = request
    const form = Object.fromEntries(new URLSearchParams(body))
    const asked = new OAuth2Server.Request({
      ...{ method, query: {}, body: form },
      headers: headers as Record<string, string>,
    })
    await server.token(asked, answer).catch(() => {})
    const text = JSON.stringify(answer.body)
    response.writeHead(answer.status ?? 500, {
      ...answer.headers,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    })
    response.end(text)
  })
})

serveParent<{ codes: number }>({ port }, async ({ codes: count }) =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const authorizationCode = randomBytes(32).toString('base64url')
      const expiresAt = new Date(Date.now() + lifetimes.code * 1000)
      const { redirectUri } = party
      const code = { authorizationCode, expiresAt, redirectUri, scope: [party.scope] }
      await model.saveAuthorizationCode(code, client, user)
      return authorizationCode
    }),
  ),
)

function isSecret(secret: string): boolean {
  const [given, right] = [secret, party.clientSecret].map((text) => Buffer.from(text ?? ''))
  return (
    given !== undefined &&
    right !== undefined &&
    given.length === right.length &&
    timingSafeEqual(given, right)
  )
}
