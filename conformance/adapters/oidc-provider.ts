/**
 * oidc-provider from npm, in this process and in memory: a peer to show that the rules can be broken.
 *
 * Configured as fairly as its settings allow: opaque tokens, introspection, revocation and client
 * credentials on, refresh tokens rotated, PKCE required of the same clients as here, the same scopes, clients and lifetimes.
 */

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import Provider, { errors } from 'oidc-provider'
import { type ClientWanted, cast, type Role, roles, scopes } from '../cast.ts'
import type { Client, Issuer, Metadata } from '../issuer.ts'
import { signersKeys } from '../parties/assertion.ts'
import { type FillIn, newBrowser } from '../parties/browser.ts'
import { authorizationAddress } from '../parties/client.ts'
import { send } from '../parties/http.ts'

const NOTES = 'https://notes.example'
const ARCHIVE = 'https://archive.example'

/** Starts one on a free port of loopback. */
export async function openOidcProvider(): Promise<Issuer> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('no port')
  const issuer = `http://127.0.0.1:${bound.port}`

  const clients = Object.fromEntries(roles.map((role) => [role, describeClient(role)])) as Record<
    Role,
    Client
  >
  const api = { id: 'notes-api', secret: secret(), uri: NOTES }
  const otherApi = { id: 'archive-api', secret: secret(), uri: ARCHIVE }
  const provider = new Provider(issuer, configuration(clients, [api, otherApi]))
  server.on('request', provider.callback())

  const discovered = await send(`${issuer}/.well-known/openid-configuration`)
  const metadata = discovered.json as Metadata
  const user = { username: 'jo.martin', password: 'any' }
  const home = { origin: issuer, fillIn, user }
  const first = newBrowser(home)
  const opened: Issuer = {
    name: 'oidc-provider',
    issuer,
    metadata,
    clients,
    user,
    otherUser: { username: 'mo.field', password: 'any' },
    api,
    otherApi,
    // It has no default scope, and grants nothing if none was requested.
    usualParameters: { scope: 'all' },
    newBrowser: () => newBrowser(home),
    // One browser for all: it renews the session id now and then.
    signedIn: () => first,
    register: (uri) => registers(String(metadata['registration_endpoint']), uri),
    protectedResource: {
      url: String(metadata['userinfo_endpoint']),
      scope: 'openid',
      tooLittle: 'notes:read',
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  await first.goThrough(authorizationAddress(opened))
  return opened
}

function describeClient(role: Role): Client {
  const wanted: ClientWanted = cast[role]
  const isPublic = wanted.kind === 'public'
  return {
    id: `client-${role}`,
    secret: isPublic || wanted.signs === true ? null : secret(),
    redirectUris: wanted.redirectUris,
    needsPkce: isPublic || wanted.requirePkce === true,
  }
}

function configuration(
  clients: Readonly<Record<Role, Client>>,
  apis: readonly Api[],
): Readonly<Record<string, unknown>> {
  const everything = ['openid', 'offline_access', ...Object.keys(scopes)].join(' ')
  return {
    clients: [
      ...roles
        // A disabled client is one that it does not know.
        .filter((role) => role !== 'disabled')
        .map((role) => {
          const { id, secret, redirectUris } = clients[role]
          const wanted: ClientWanted = cast[role]
          return {
            client_id: id,
            client_name: wanted.name,
            ...proofOf(wanted, secret),
            redirect_uris: redirectUris,
            ...(wanted.isMachine
              ? { grant_types: ['client_credentials'], response_types: [] }
              : { grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] }),
            scope: wanted.scope ?? everything,
          }
        }),
      ...apis.map(({ id, secret }) => ({
        client_id: id,
        client_secret: secret,
        redirect_uris: [],
        grant_types: [],
        response_types: [],
      })),
    ],
    scopes: everything.split(' '),
    cookies: { keys: [secret()] },
    pkce: {
      required: (_context: unknown, client: Party) =>
        Object.values(clients).some(({ id, needsPkce }) => needsPkce && id === client.clientId),
    },
    responseTypes: ['code'],
    // No client here runs in a browser.
    clientBasedCORS: () => false,
    renderError: async (context: { type: string; body: string }) => {
      context.type = 'html'
      context.body = '<!DOCTYPE html><title>Error</title><h1>This login cannot go on</h1>'
    },
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    ttl: {
      AuthorizationCode: 60,
      AccessToken: 300,
      IdToken: 300,
      RefreshToken: 31_536_000,
      Session: 3600,
      Grant: 31_536_000,
      Interaction: 3600,
    },
    findAccount: async (_context: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id }),
    }),
    features: {
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: mayIntrospect(apis) },
      revocation: {
        enabled: true,
        // Like its default, which exists only to ask for a decision.
        allowedPolicy: (_context: unknown, client: Party, token: Party) => {
          if (token.clientId === client.clientId) return true
          throw new errors.InvalidRequest('the token belongs to another client')
        },
      },
      registration: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: async () => [],
        getResourceServerInfo: async (_context: unknown, uri: string) => {
          if (uri !== NOTES && uri !== ARCHIVE) throw new errors.InvalidTarget()
          return { scope: Object.keys(scopes).join(' '), accessTokenFormat: 'opaque' }
        },
        useGrantedResource: async () => true,
      },
    },
  }
}

function proofOf({ signs }: ClientWanted, secret: string | null) {
  if (signs) return { token_endpoint_auth_method: 'private_key_jwt', jwks: signersKeys }
  return secret === null
    ? { token_endpoint_auth_method: 'none', application_type: 'native' }
    : { client_secret: secret }
}

type Api = Issuer['api']
interface Party {
  readonly clientId: string
}

/** The same as Mandate; its default lets every confidential client introspect everything. */
function mayIntrospect(apis: readonly Api[]) {
  return (
    _context: unknown,
    asker: Party,
    token: Party & { readonly kind: string; readonly aud?: string | string[] },
  ) => {
    const api = apis.find(({ id }) => id === asker.clientId)
    if (api === undefined) return token.clientId === asker.clientId
    const meant = token.aud === undefined ? [] : [token.aud].flat()
    return token.kind === 'AccessToken' && (meant.length === 0 || meant.includes(api.uri))
  }
}

async function registers(endpoint: string, redirectUri: string): Promise<boolean> {
  const answer = await send(endpoint, {
    headers: [['Content-Type', 'application/json']],
    body: JSON.stringify({ redirect_uris: [redirectUri] }),
  })
  return answer.status === 201
}

function secret(): string {
  return randomBytes(32).toString('base64url')
}

const fillIn: FillIn = (form, { user, decision }) => {
  const hidden = Object.fromEntries(form.inputs)
  if (form.inputs.has('login')) {
    const fields = { ...hidden, login: user.username, password: user.password }
    return { action: form.action, method: 'POST', fields }
  }
  if (hidden['prompt'] !== 'consent') return undefined
  if (decision === 'allow') return { action: form.action, method: 'POST', fields: hidden }
  return { action: `${form.action}/abort`, method: 'GET', fields: {} }
}
