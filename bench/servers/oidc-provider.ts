/**
 * oidc-provider from npm, in its best configuration for this work: opaque tokens, introspection and
 * revocation on, refresh tokens rotated at every use, nothing logged, no unnecessary
 * look-ups. The first argument is the URL of a PostgreSQL database; without it, all is in memory.
 */

import { generateKeyPairSync, randomBytes } from 'node:crypto'
import Provider from 'oidc-provider'
import { serveParent } from './answering.ts'
import { lifetimes, party } from './cast.ts'
import { listen } from './listening.ts'
import { inMemory, inPostgres } from './oidc-provider-storage.ts'

/** The parts of its models that are needed to put codes into storage. */
interface Models {
  readonly Client: { find(id: string): Promise<unknown> }
  readonly Grant: new (
    claims: Readonly<Record<string, unknown>>,
  ) => { addOIDCScope(scope: string): void; save(): Promise<string> }
  readonly AuthorizationCode: new (
    claims: Readonly<Record<string, unknown>>,
  ) => { save(): Promise<string> }
}

const [url] = process.argv.slice(2)
const adapter = url === undefined ? inMemory() : await inPostgres(url)
// It requires one, although nothing here is signed.
const { privateKey: signingKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
let models: Models | undefined

const port = await listen((issuer) => {
  const provider = new Provider(issuer, {
    adapter,
    clients: [
      {
        client_id: party.clientId,
        client_secret: party.clientSecret,
        redirect_uris: [party.redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        scope: party.scope,
      },
      {
        client_id: party.apiId,
        client_secret: party.apiSecret,
        redirect_uris: [],
        grant_types: [],
        response_types: [],
      },
    ],
    scopes: [party.scope],
    jwks: { keys: [signingKey.export({ format: 'jwk' })] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    pkce: { required: () => false },
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    findAccount: async (_context: unknown, accountId: string) => ({
      accountId,
      claims: async () => ({ sub: accountId }),
    }),
    ttl: {
      AuthorizationCode: lifetimes.code,
      AccessToken: lifetimes.accessToken,
      RefreshToken: lifetimes.refreshToken,
      Grant: lifetimes.refreshToken,
    },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: { enabled: false },
      introspection: { enabled: true, allowedPolicy: async () => true },
      revocation: { enabled: true },
    },
  })
  models = provider as unknown as Models
  return provider.callback()
})

serveParent<{ codes: number }>({ port }, async ({ codes }) => {
  if (models === undefined) throw new Error('not listening yet')
  const { Client, Grant, AuthorizationCode } = models
  const client = await Client.find(party.clientId)
  const makeCode = async () => {
    const grant = new Grant({ accountId: 'account', clientId: party.clientId })
    grant.addOIDCScope(party.scope)
    const code = new AuthorizationCode({
      ...{ accountId: 'account', client, grantId: await grant.save() },
      ...{ gty: 'authorization_code', redirectUri: party.redirectUri, scope: party.scope },
      ...{ authTime: Math.floor(Date.now() / 1000), expiresWithSession: false },
    })
    return code.save()
  }
  return Promise.all(Array.from({ length: codes }, makeCode))
})
