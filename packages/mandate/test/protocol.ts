/**
 * The protocol without HTTP, on a database in memory: a signed-in person, clients and an API. A whole
 * login takes a millisecond, so that every pair of rules can be tested together.
 */

import assert from 'node:assert/strict'
import { type ClientDescription, makeClient, makeResource } from '../src/clients/registration.ts'
import { Refusal } from '../src/explanations/refusal.ts'
import { type AuthorizationOutcome, nextStep } from '../src/oauth/authorize/next-step.ts'
import type { ProtocolContext, ProtocolSettings } from '../src/oauth/context.ts'
import { introspect } from '../src/oauth/introspect.ts'
import { parseParameters } from '../src/oauth/parameters.ts'
import { revoke } from '../src/oauth/revoke.ts'
import type { TokenAnswer } from '../src/oauth/token/issue.ts'
import { createJwtApis } from '../src/oauth/token/jwt-apis.ts'
import { answerTokenRequest } from '../src/oauth/token/token-request.ts'
import { offeredScopes } from '../src/oidc/scopes.ts'
import type { Account, Client, Session } from '../src/store/records.ts'
import { openSqliteStore } from '../src/store/sqlite/open.ts'
import { ACT } from './act.ts'
import { clientKeysByValue } from './client-proofs.ts'
import { bytesNamed, sampleKeys } from './sample-grant.ts'
import { sampleSigningKeys } from './sample-signing-keys.ts'

/** Its start, in seconds since 1970. */
export const START = 1_700_000_000
export const CALLBACK = 'https://client.example/cb'

const encode = (form: Form) =>
  new URLSearchParams(
    Object.entries(form).flatMap(([name, values]) => [values].flat().map((value) => [name, value])),
  ).toString()

/** Parameters; a list is a name that repeats. */
export type Form = Readonly<Record<string, string | readonly string[]>>
export interface Party {
  readonly client: Client
  readonly secret: string | null
}

/** Opens it. `settings` and `clock.time` may be changed between requests. */
export async function openProtocol({ signing = sampleSigningKeys } = {}) {
  const store = await openSqliteStore({ path: ':memory:' })
  const clock = { time: START, now: () => clock.time }
  let asked = 0
  const random = (bytes: number) => bytesNamed(`random ${asked++}`).slice(0, bytes)
  const settings: { -readonly [Name in keyof ProtocolSettings]: ProtocolSettings[Name] } = {
    issuer: 'https://login.example',
    accessTokenSeconds: 300,
    codeSeconds: 60,
    deviceCodeSeconds: 600,
    pushedRequestSeconds: 90,
    requirePushedRequests: false,
    refreshTokenSeconds: 31_536_000,
    sharedRefreshSeconds: 60,
    grantSeconds: 0,
    defaultScope: 'all',
    scopes: offeredScopes({
      openid: true,
      scopes: { all: 'Everything', read: 'Read', write: 'Write' },
    }),
    openid: true,
    idTokenSeconds: 3_600,
    clientRegistration: 'off',
    clientRegistrationScope: 'all',
    clientDocuments: { others: 'off', domains: {} },
    clientDocumentScope: 'all',
    clientDocumentSchemes: [],
    dpopNonce: 'when_needed',
    clientCertificateHeader: null,
    clientCertificateVerifiedHeader: null,
    mtlsUrl: null,
    tokenParametersInQuery: false,
    signIn: { password: { way: 'password' } },
    secondFactor: 'optional',
    secondFactorScopes: [],
  }
  const context: ProtocolContext = {
    store,
    keys: sampleKeys,
    signing,
    clientKeys: clientKeysByValue(clock),
    jwtApis: createJwtApis({ store, clock }),
    clock,
    random,
    settings,
  }

  async function register(description: Partial<ClientDescription> = {}): Promise<Party> {
    const usual = { name: 'Ledgerline', redirectUris: [CALLBACK], scope: 'all read write' }
    const flags = { isPublic: false, trusted: true }
    const made = makeClient(
      { ...usual, ...flags, ...description },
      { clock, random, keys: sampleKeys },
    )
    await store.clients.insert(made.client, ACT)
    return made
  }
  const party = await register()
  const api = makeResource({ name: 'Notes', uri: 'https://notes.example' }, { clock, random })
  await store.resources.insert(api.resource, ACT)
  const account: Account = {
    id: 'account_jo',
    email: 'Jo@example.com',
    emailKey: 'jo@example.com',
    emailVerified: false,
    name: null,
    language: null,
    profile: null,
    deletion: null,
    terms: null,
    passwordHash: 'none',
    createdAt: START,
    disabledAt: null,
  }
  await store.accounts.insert(account, ACT)
  const session: Session = {
    id: 'session',
    sid: 'sid_of_the_session-001',
    accountId: account.id,
    authTime: START - 100,
    amr: ['pwd'],
    acr: null,
    provider: null,
    browser: 'a browser',
    agent: 'Firefox (Linux)',
    network: '192.0.2.7',
    isKept: false,
    startedAt: START - 100,
    lastSeenAt: START - 100,
    expiresAt: START + 1_000_000,
  }
  await store.sessions.insert(session, account.passwordHash, ACT)

  /** The browser's next request; by default Jo is signed in and comes from the client. */
  function authorize(
    form: Form | string,
    visitor: { signedIn?: boolean; decision?: 'allow' | 'deny'; authTime?: number } = {},
  ): Promise<AuthorizationOutcome> {
    const query = typeof form === 'string' ? form : encode(form)
    const { signedIn = true, decision, authTime = session.authTime } = visitor
    return nextStep(
      context,
      { asked: query, startedAt: clock.time },
      {
        signedIn: signedIn ? { account, session: { ...session, authTime } } : undefined,
        decision,
      },
    )
  }

  async function code(form: Form = {}, by: Party = party): Promise<string> {
    const asked = {
      response_type: 'code',
      client_id: by.client.id,
      redirect_uri: CALLBACK,
      ...form,
    }
    const step = await authorize(asked, by.client.trusted ? {} : { decision: 'allow' })
    assert.ok(step.outcome === 'answer' && step.answer['code'] !== undefined, JSON.stringify(step))
    return step.answer['code']
  }

  /** A token request with the client's secret in the body; '' means no refresh token. */
  async function token(
    form: Form,
    more: { by?: Party; query?: Form; retryKey?: readonly string[]; dpop?: readonly string[] } = {},
  ): Promise<TokenAnswer & { readonly refresh_token: string }> {
    const { by = party, query = {}, retryKey = [], dpop = [] } = more
    const answer = await answerTokenRequest(context, {
      authorization: [],
      retryKey,
      dpop,
      body: parseParameters(encode({ ...credentialsOf(by), ...form })),
      query: parseParameters(encode(query)),
    })
    return { ...answer, refresh_token: answer.refresh_token ?? '' }
  }
  const exchange = (code: string, form: Form = {}, by: Party = party) =>
    token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...form }, { by })
  const refresh = (refresh_token: string, form: Form = {}, by: Party = party) =>
    token({ grant_type: 'refresh_token', refresh_token, ...form }, { by })

  const asking = (form: Form) => ({ authorization: [], parameters: parseParameters(encode(form)) })
  return {
    ...{ context, store, clock, settings, party, api, account, session, register },
    ...{ authorize, code, token, exchange, refresh },
    /** A login up to its first tokens. */
    login: async (form: Form = {}, by: Party = party) => exchange(await code(form, by), {}, by),
    introspect: (
      text: string,
      by: Form = { client_id: api.resource.id, client_secret: api.secret },
    ) => introspect(context, asking({ token: text, ...by })),
    revoke: (text: string, by: Party = party, form: Form = {}) =>
      revoke(context, asking({ token: text, ...credentialsOf(by), ...form })),
  }
}

export function credentialsOf({ client, secret }: Party): Form {
  return { client_id: client.id, ...(secret !== null && { client_secret: secret }) }
}

/** The refusal that a request ends with; fails on any other outcome. */
export async function refusalFrom(act: Promise<unknown>): Promise<Refusal> {
  try {
    await act
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  return assert.fail('nothing was refused')
}
