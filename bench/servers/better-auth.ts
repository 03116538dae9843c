/**
 * better-auth from npm with its OAuth provider, on SQLite: the file in the first argument, with a
 * write-ahead log synced at every commit, as with Mandate. Its memory adapter scans
 * the whole table each time, so measuring it would only show that.
 *
 * Rate limits, telemetry and logging are off; access tokens are opaque, refresh tokens rotated.
 */

import { hash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { oauthProvider } from '@better-auth/oauth-provider'
import { type BetterAuthPlugin, betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import { jwt } from 'better-auth/plugins'
import { serveParent } from './answering.ts'
import { lifetimes, party } from './cast.ts'
import { listen } from './listening.ts'

/** The plugin's additions, which its types lose on the way. */
interface ClientApi {
  adminCreateOAuthClient(asked: {
    readonly headers: Readonly<Record<string, string>>
    readonly body: Readonly<Record<string, unknown>>
  }): Promise<{ readonly client_id: string; readonly client_secret: string }>
}

const SCOPE = `${party.scope} offline_access`

const [path = ':memory:'] = process.argv.slice(2)
const database = new DatabaseSync(path)
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
let auth: ReturnType<typeof open> | undefined
let issuer = ''

const port = await listen(async (origin) => {
  issuer = `${origin}/api/auth`
  auth = open(origin)
  const { runMigrations } = await getMigrations(auth.options)
  await runMigrations()
  return toNodeHandler(auth)
})
if (auth === undefined) throw new Error('not listening')
const { api, handler } = auth
const { adminCreateOAuthClient: createClient } = api as unknown as ClientApi

const signedUp = await api.signUpEmail({
  body: { email: `${port}.${party.email}`, password: party.password, name: 'Bench' },
  asResponse: true,
})
const cookies = signedUp.headers.getSetCookie().map((line) => line.replace(/;.*$/s, ''))
const headers = { cookie: cookies.join('; ') }
const client = await createClient({
  headers,
  body: {
    redirect_uris: [party.redirectUri],
    scope: SCOPE,
    skip_consent: true,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic',
  },
})
const authorize = `${issuer}/oauth2/authorize?${new URLSearchParams({
  ...{ response_type: 'code', client_id: client.client_id, redirect_uri: party.redirectUri },
  ...{ scope: SCOPE, state: 'state', code_challenge_method: 'S256' },
  code_challenge: hash('sha256', party.verifier, 'base64url'),
})}`

serveParent<{ codes: number }>(
  { port, clientId: client.client_id, clientSecret: client.client_secret },
  async ({ codes }) => {
    const made: string[] = []
    while (made.length < codes) {
      const answer = await handler(new Request(authorize, { headers }))
      const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code')
      if (code === null) throw new Error('no code')
      made.push(code)
    }
    return made
  },
)

function open(baseURL: string) {
  const provider = oauthProvider({
    ...{ loginPage: '/sign-in', consentPage: '/consent' },
    scopes: SCOPE.split(' '),
    codeExpiresIn: lifetimes.code,
    accessTokenExpiresIn: lifetimes.accessToken,
    refreshTokenExpiresIn: lifetimes.refreshToken,
  })
  return betterAuth({
    ...{ baseURL, database, secret: party.clientSecret },
    emailAndPassword: { enabled: true },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Its types are incompatible with TypeScript's exactOptionalPropertyTypes.
    plugins: [jwt(), provider as unknown as BetterAuthPlugin],
  })
}
