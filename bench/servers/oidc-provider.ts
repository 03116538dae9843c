/**
 * oidc-provider from npm, in its best configuration for this work: opaque tokens, introspection and
 * revocation on, refresh tokens rotated at every use, nothing logged, no unnecessary
 * look-ups. The first argument is the URL of a PostgreSQL database; without it, all is in memory.
 */

import { generateKeyPairSync, randomBytes } from 'node:crypto'
import Provider from 'oidc-provider'
import { serveParent } from './answering.ts'
import { lifetimes, party, signedClients } from './cast.ts'
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
const { privateKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const { privateKey: ec } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const usual = {
  redirect_uris: [party.redirectUri],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
} as const
const openId = { ...usual, scope: `${party.scope} openid` }
const clientKey = JSON.parse(process.env['BENCH_CLIENT_KEY'] ?? '{}')
let models: Models | undefined

const port = await listen((issuer) => {
  const provider = new Provider(issuer, {
    adapter,
    clients: [
      {
        client_id: party.clientId,
        client_secret: party.clientSecret,
        ...usual,
        scope: party.scope,
      },
      ...(['es256', 'rs256'] as const).map((name) => ({
        client_id: signedClients[name].id,
        client_secret: signedClients[name].secret,
        ...openId,
        id_token_signed_response_alg: name.toUpperCase() as 'ES256' | 'RS256',
      })),
      {
        client_id: signedClients.keyHolder.id,
        ...usual,
        scope: party.scope,
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'ES256',
        jwks: { keys: [clientKey] },
      },
      {
        client_id: party.machineId,
        client_secret: party.machineSecret,
        redirect_uris: [],
        grant_types: ['client_credentials'],
        response_types: [],
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
    scopes: [party.scope, 'openid'],
    jwks: { keys: [rsa, ec].map((key) => key.export({ format: 'jwk' })) },
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
      clientCredentials: { enabled: true },
      resourceIndicators: { enabled: false },
      introspection: { enabled: true, allowedPolicy: async () => true },
      revocation: { enabled: true },
    },
  })
  models = provider as unknown as Models
  return provider.callback()
})

interface Question {
  readonly codes: number
  readonly of?: { readonly clientId: string; readonly scope: string }
}

const plain = { clientId: party.clientId, scope: party.scope }

serveParent<Question>({ port }, async ({ codes, of: { clientId, scope } = plain }) => {
  if (models === undefined) throw new Error('not listening yet')
  const { Client, Grant, AuthorizationCode } = models
  const client = await Client.find(clientId)
  const makeCode = async () => {
    const grant = new Grant({ accountId: 'account', clientId })
    grant.addOIDCScope(scope)
    const code = new AuthorizationCode({
      ...{ accountId: 'account', client, grantId: await grant.save() },
      ...{ gty: 'authorization_code', redirectUri: party.redirectUri, scope },
      ...{ authTime: Math.floor(Date.now() / 1000), expiresWithSession: false },
    })
    return code.save()
  }
  return Promise.all(Array.from({ length: codes }, makeCode))
})
