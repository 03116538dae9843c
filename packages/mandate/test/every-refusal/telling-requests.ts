/**
 * Requests with a secret in every possible place, to a server whose database is a file that can be
 * searched. Every secret that was sent is remembered by name.
 */

import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { deriveRedeemable } from '../../src/grants/derivation.ts'
import { accountOf, type Grant, type KeyId } from '../../src/grants/grant.ts'
import { parseToken } from '../../src/grants/token.ts'
import type { ServerSettings } from '../../src/http/context.ts'
import { wayKinds } from '../../src/ways/ways.ts'
import { ACT } from '../act.ts'
import { breakableStore } from '../breakable-store.ts'
import { newProver, type ProofChange } from '../dpop.ts'
import { type Answer, comeBack, DOOR, door } from '../fake-way.ts'
import { type Credentials, exchange, obtainTokens, post, refresh } from '../integrator.ts'
import { rawRequest } from '../raw-request.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { newVisitor, obtainCode, simplestRequest } from '../visitor.ts'

const TYPES = `payment:
  title: A payment
  limits: { until: until }
  schema: { type: object, properties: { amount: { type: number }, note: { type: string } } }
`
export let folder: string
export let server: RunningServer
export const breakable = breakableStore()
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mandate-refusals-'))
  const database = join(folder, 'mandate.db')
  const authorizationDetailsFile = join(folder, 'types.yaml')
  await writeFile(authorizationDetailsFile, TYPES)
  server = await startServer({
    ...{ database, wrap: breakable.wrap, wayKinds: [...wayKinds, door] },
    settings: {
      authorizationDetailsFile,
      trustedProxies: ['127.0.0.1'],
      clientCertificateHeader: 'Client-Cert',
      clientCertificateVerifiedHeader: 'Client-Cert-Verified',
    },
  })
})
after(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

/** Every secret that was sent, by name. */
export const secrets = new Map<string, string>()
let made = 0
export function secret(name: string): string {
  made += 1
  const text = `sEcReT-${made}-${Buffer.from(name).toString('hex').slice(0, 12)}`
  secrets.set(`${name} ${made}`, text)
  return text
}
export function known(name: string, text: string): string {
  secrets.set(name, text)
  return text
}

/** A separate client for each case, so that no refusal is dropped because of the limit per client. */
export async function newClient(change: Parameters<RunningServer['register']>[0] = {}) {
  const { client, secret } = await server.register(change)
  if (secret !== '') known(`secret of ${client.id}`, secret)
  return { id: client.id, secret }
}

export const token = (form: Readonly<Record<string, string>> | string, as?: Credentials) =>
  post(`${server.issuer}/oauth2/token`, form, { as })

/** A refresh with these headers. */
export const tokenWith = (headers: Readonly<Record<string, string>>, as: Credentials) =>
  refresh(server, secret('refresh token'), { as, headers })

/** A DPoP proof for the token endpoint; the key is another each time. */
export async function proof(claims: ProofChange['claims'] = {}): Promise<string> {
  const prover = await newProver(`${server.issuer}/oauth2/token`)
  const now = server.clock.now()
  const text = await prover.prove({ now, claims: { jti: secret('jti'), ...claims } })
  return known(`proof with ${claims?.['jti']}`, text)
}

export async function rawToken(
  body: string | Uint8Array,
  headers: readonly (readonly [string, string])[],
) {
  await rawRequest(server.issuer, { method: 'POST', path: '/oauth2/token', headers, body })
}

export const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const

/** An authorization request with a secret in every possible place. */
export async function ask(parameters: Readonly<Record<string, string>> | string): Promise<void> {
  const filled = new URLSearchParams(parameters)
  for (const name of ['nonce', 'login_hint', 'password']) {
    if (!filled.has(name)) filled.set(name, secret(name))
  }
  if (!filled.has('state')) filled.set('state', secret('state'))
  await newVisitor(server).get(`/oauth2/authorize?${filled}`)
}

/** A request to sign out. */
export async function askToLogOut(parameters: Readonly<Record<string, string>>): Promise<void> {
  const filled = new URLSearchParams({
    ...{ ...parameters, state: secret('state'), logout_hint: secret('hint') },
  })
  await newVisitor(server).get(`/oauth2/logout?${filled}`)
}

export async function tokensFor(as: Credentials) {
  const tokens = await obtainTokens(server, { as })
  known(`access token of ${as.id}`, tokens.accessToken)
  known(`refresh token of ${as.id}`, tokens.refreshToken)
  return tokens
}

async function grantOf(text: string): Promise<Grant> {
  const id = parseToken(text)?.grantId
  const found = id && (await server.store.grants.find(id))
  return found?.grant ?? assert.fail('no such grant')
}

/** The same generation, bound to a DPoP key that nobody has. */
export async function boundForm(text: string): Promise<string> {
  const grant = await grantOf(text)
  const confirmation = { by: 'dpop', thumbprint: 'A'.repeat(43) } as const
  return deriveRedeemable(server.keys, grant, { ...grant, confirmation })
}

/** Takes a scope token out of the token's grant, as its owner would. */
export async function takeBack(text: string, taken: string) {
  const { id, clientId, subject } = await grantOf(text)
  const accountId = accountOf({ subject }) ?? assert.fail('the client acts for itself')
  assert.ok(await server.store.grants.narrow({ id, accountId, clientId, taken }, ACT))
}

/** Puts the row at another generation, as a restored backup would; returns the row before. */
export async function putAt(text: string, change: { readonly to: number; readonly keyId?: KeyId }) {
  const { id, generation, scope, keyId, expiresAt } = await grantOf(text)
  const now = server.clock.now()
  const step = {
    id,
    from: generation,
    ...{ scope, details: null },
    keyId,
    expiresAt,
    redeemedAt: now,
    retryKeyHash: null,
    recentRedemptions: null,
  }
  assert.ok(await server.store.grants.advance({ ...step, ...change }))
}

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
export const pkce = { code_challenge: challenge, code_challenge_method: 'S256' }

export async function codeFor(as: Credentials, more: Readonly<Record<string, string>> = {}) {
  const code = await obtainCode(server, {
    ...simplestRequest(server),
    ...{ client_id: as.id, ...more },
  })
  return known(`code of ${as.id}`, code)
}

/** An authorization request of a fresh client with this change. */
export async function askWith(
  change: Readonly<Record<string, string>>,
  client: Parameters<RunningServer['register']>[0] = {},
) {
  const { id } = await newClient(client)
  await ask({ ...simplestRequest(server), client_id: id, ...change })
}

/** The parameters of an authorization request that this client has pushed. */
export async function pushed(
  as: Credentials,
  change: Readonly<Record<string, string>> = {},
): Promise<Record<string, string>> {
  const form = { ...simplestRequest(server), client_id: as.id, ...change }
  const { body } = await post(`${server.issuer}/oauth2/par`, form, { as })
  return { client_id: as.id, request_uri: String(body['request_uri']) }
}

/** An authorization request of a fresh client for one payment with these fields. */
export async function askWithDetails(fields: Readonly<Record<string, unknown>>) {
  const authorization_details = JSON.stringify([{ type: 'payment', ...fields }])
  const metadata = { authorization_details_types: ['payment'] }
  await askWith({ authorization_details }, { metadata })
}

/** An exchange by a fresh client whose code was requested with these parameters. */
export async function exchangeWith(
  asked: Readonly<Record<string, string>>,
  form: Readonly<Record<string, string>>,
) {
  const as = await newClient()
  await exchange(server, await codeFor(as, asked), { as, form })
}

/** A request with prompt=none whose user signs in elsewhere, where this is the answer. */
export async function answerElsewhere(answer: Answer, settings: Partial<ServerSettings> = {}) {
  const { id } = await newClient()
  const issuer = await server.addNode({ signIn: { door: DOOR }, ...settings })
  const visitor = newVisitor({ issuer, account: server.account })
  const asked = {
    ...simplestRequest(server),
    client_id: id,
    prompt: 'none',
    state: secret('state'),
  }
  await comeBack(visitor, await visitor.open(asked), answer)
}
