/**
 * SCENARIO 39, a matrix: every path that issues or honours a token, against everything that may have
 * happened to its parties. All are refused; and a source file that makes or checks tokens must be the
 * end of a path here.
 */

import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { after, afterEach, before, test } from 'node:test'
import { makeResource } from '../src/clients/registration.ts'
import { disableAccount } from '../src/operations/accounts.ts'
import { ACT, actAt } from './act.ts'
import { type Codes, codesFor, deviceGrants, poll, typeCode } from './device.ts'
import { newProver } from './dpop.ts'
import {
  type Answer,
  type Credentials,
  exchange,
  introspect,
  post,
  refresh,
  tokensOf,
} from './integrator.ts'
import { REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { type Arrival, newVisitor, type Visitor } from './visitor.ts'
import { vouchedFor } from './vouched-for.ts'

const SCOPES = { all: 'Do everything', read: 'Read', write: 'Write', openid: 'Know you' }
/** Every request reads it, so removing a token here simulates a restart with other settings. */
const scopes: Record<string, string> = { ...SCOPES }
afterEach(() => {
  Object.assign(scopes, SCOPES)
})

/** An API whose access tokens are JWTs. */
const JWT_API = 'https://jwt.example'

let server: RunningServer
before(async () => {
  server = await startServer({ settings: { scopes } })
  const { clock } = server
  const random = (bytes: number) => new Uint8Array(bytes)
  const described = { name: 'Reads JWTs', uri: JWT_API, jwtAlgorithm: 'ES256' } as const
  await server.store.resources.insert(makeResource(described, { clock, random }).resource, ACT)
})
after(() => server.close())

/** The parties of one attempt. */
interface Cast {
  readonly account: RunningServer['account']
  readonly as: Credentials
  readonly visitor: Visitor
  readonly request: Readonly<Record<string, string>>
}

async function newCast({ trusted = true, scope = 'read' } = {}): Promise<Cast> {
  const { client, secret } = await server.register({
    trusted,
    grantTypes: ['authorization_code', ...deviceGrants],
    scope: Object.keys(SCOPES).join(' '),
  })
  return {
    account: await server.createAccount(`of.${client.id}@example.com`),
    as: { id: client.id, secret },
    visitor: newVisitor(server),
    request: {
      response_type: 'code',
      client_id: client.id,
      redirect_uri: REDIRECT_URI,
      scope,
    },
  }
}

const signIn = async ({ visitor, request, account }: Cast): Promise<Arrival> =>
  visitor.signIn(await visitor.open(request), { email: account.email })
const codeIn = ({ address }: Arrival) => address.searchParams.get('code')
const login = async (cast: Cast) => {
  const code = codeIn(await signIn(cast)) ?? ''
  return { code, ...tokensOf(await exchange(server, code, { as: cast.as })) }
}
const withKey = (as: Credentials) => ({ as, headers: { 'idempotency-key': '"b2c9"' } })

/**
 * The scope that the last step yielded, as far as it tells; null if it was refused. Every step before
 * it ran while nothing was wrong.
 */
type LastStep = () => Promise<string | null>
interface Path {
  /** The source file that issues or honours the token. */
  readonly through: string
  /** Whether there is a grant before the last step, so that it can be revoked. */
  readonly hasGrant: boolean
  /** The client acts for no account, so that no account ends it and nobody takes a part back. */
  readonly inOwnName?: true
  /** Its scope is not among the settings, so that it cannot be taken out of them. */
  readonly hasBuiltInScope?: true
  readonly begin: (scope?: string) => Promise<{ readonly cast: Cast; readonly lastStep: LastStep }>
}

function issued({ status, body }: Answer): string | null {
  assert.ok(status < 500, `${status}`)
  return status === 200 && typeof body['access_token'] === 'string' ? String(body['scope']) : null
}

/** The same, if there is an ID token in the answer; without the scope that it was asked for with. */
function signed(answer: Answer): string | null {
  const scope = issued(answer)
  if (scope === null || typeof answer.body['id_token'] !== 'string') return null
  return scope.replace(/^openid ?/, '')
}

function active({ status, body }: Answer): string | null {
  assert.ok(status < 500, `${status}`)
  return body['active'] === true ? String(body['scope']) : null
}

/** Userinfo tells no scope, so any answer counts for what is left here. */
async function told(accessToken: string, dpop?: string): Promise<string | null> {
  const headers =
    dpop === undefined
      ? { authorization: `Bearer ${accessToken}` }
      : { authorization: `DPoP ${accessToken}`, dpop }
  const { status } = await fetch(`${server.issuer}/oauth2/userinfo`, { headers })
  assert.ok(status < 500, `${status}`)
  return status === 200 ? 'read' : null
}

/** A new key of the client, and proofs made with it. */
async function newProofs({ as }: Cast) {
  const { prove } = await newProver(`${server.issuer}/oauth2/token`)
  const now = () => server.clock.now()
  return {
    withProof: async () => ({ as, headers: { dpop: await prove({ now: now() }) } }),
    proofFor: (accessToken: string) => {
      const ath = hash('sha256', accessToken, 'base64url')
      const uri = `${server.issuer}/oauth2/userinfo`
      return prove({ now: now(), uri, claims: { htm: 'GET', ath } })
    },
  }
}

function arrived(arrival: Arrival): string | null {
  assert.ok(arrival.status < 500, `${arrival.status}`)
  return codeIn(arrival) === null ? null : 'a code'
}

/** The admin API tells no scope either. */
async function administered(accessToken: string): Promise<string | null> {
  const headers = { authorization: `Bearer ${accessToken}` }
  const { status } = await fetch(`${adminApi()}/clients`, { headers })
  assert.ok(status < 500, `${status}`)
  return status === 200 ? 'read' : null
}
const adminApi = () => `${server.issuer}/admin/v1`
const ADMIN_SCOPE = 'admin:clients:read'
const allowAdmin = ({ as }: Cast) =>
  server.store.clients.update(as.id, { scope: `read write ${ADMIN_SCOPE}` }, ACT)

/** A path that ends with a code, whose login starts like `prepare`. */
const issuingCode = (
  options: { readonly trusted: boolean },
  prepare: (cast: Cast) => Promise<() => Promise<Arrival>>,
): Path => ({
  through: 'oauth/authorize/issue-code.ts',
  hasGrant: false,
  begin: async () => {
    const cast = await newCast(options)
    const last = await prepare(cast)
    return { cast, lastStep: async () => arrived(await last()) }
  },
})

/** A path that ends with a request for tokens, or about them. */
const withTokens = (through: string, prepare: (cast: Cast) => Promise<LastStep>): Path => ({
  through,
  hasGrant: true,
  begin: async (scope) => {
    const cast = await newCast({ ...(scope !== undefined && { scope }) })
    return { cast, lastStep: await prepare(cast) }
  },
})

/** A path on which the client acts in its own name. */
const inOwnName = (
  path: Pick<Path, 'through' | 'hasGrant'>,
  prepare: (cast: Cast) => Promise<LastStep>,
): Path => ({
  ...path,
  inOwnName: true,
  begin: async () => {
    const cast = await newCast()
    const grantTypes = ['authorization_code', 'client_credentials']
    await server.store.clients.update(cast.as.id, { grantTypes }, ACT)
    return { cast, lastStep: await prepare(cast) }
  },
})

/** A token of a client in its own name. */
const ownToken = ({ as }: Cast, form: Readonly<Record<string, string>> = {}) => {
  const asked = { grant_type: 'client_credentials', scope: 'read', ...form }
  return post(`${server.issuer}/oauth2/token`, asked, { as })
}

/** An agent that may act with the tokens of the cast's client, and what it gets for one of them. */
async function newAgent({ as }: Cast) {
  const { client, secret } = await server.register({
    ...{ grantTypes: [EXCHANGE], redirectUris: [], trusted: false },
    ...{ scope: 'read write', metadata: { token_exchange_clients: [as.id] } },
  })
  const agent = { id: client.id, secret }
  const exchanged = (subject_token: string, resource = server.resource.uri) => {
    const subject_token_type = 'urn:ietf:params:oauth:token-type:access_token'
    const form = { grant_type: EXCHANGE, subject_token, subject_token_type, resource }
    return post(`${server.issuer}/oauth2/token`, form, { as: agent })
  }
  return { agent, exchanged }
}
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'

/** A path whose last step is about a delegated token; each mishap meets the agent instead of the app. */
const ofAgent = (through: string, prepare: (token: string) => LastStep): Path => ({
  through,
  hasGrant: true,
  begin: async (scope) => {
    const app = await newCast({ ...(scope !== undefined && { scope }) })
    const { accessToken } = await login(app)
    const { agent, exchanged } = await newAgent(app)
    const { body } = await exchanged(accessToken)
    return { cast: { ...app, as: agent }, lastStep: prepare(String(body['access_token'])) }
  },
})

/** The same for a request with the scope `openid` besides. */
const withOpenId = (through: string, prepare: (cast: Cast) => Promise<LastStep>): Path => ({
  through,
  hasGrant: true,
  begin: async (scope = 'read') => {
    const cast = await newCast({ scope: `openid ${scope}` })
    return { cast, lastStep: await prepare(cast) }
  },
})

const DEVICE = 'oauth/token/device-code.ts'

/** A path that ends with a grant that no code was shown for. */
const deciding = (prepare: (cast: Cast) => Promise<LastStep>): Path => ({
  through: DEVICE,
  hasGrant: false,
  begin: async () => {
    const cast = await newCast()
    return { cast, lastStep: await prepare(cast) }
  },
})

/** The codes of a device that its person has connected. */
async function connectedDevice({ as, account, visitor, request }: Cast): Promise<Codes> {
  const codes = await codesFor(server, as, { form: { scope: request['scope'] ?? '' } })
  const question = await typeCode(visitor, codes.userCode, { email: account.email })
  assert.equal((await visitor.decide(question, 'allow')).address.pathname, '/device/done')
  return codes
}

/** A path of a client for which a trusted issuer vouches (RFC 7523). */
const withAssertions = (
  hasGrant: boolean,
  prepare: (present: () => Promise<Answer>) => Promise<LastStep>,
): Path => ({
  ...{ through: hasGrant ? INTROSPECT : STANDING, hasGrant },
  begin: async (scope = 'read') => {
    const cast = await newCast()
    const { as, account } = cast
    const present = await vouchedFor(server, { as, accountId: account.id, scope })
    return { cast, lastStep: await prepare(present) }
  },
})

/** The request, in the form in which the browser refers to it (RFC 9126 §4). */
async function push({ as, request }: Cast): Promise<Readonly<Record<string, string>>> {
  const { status, body } = await post(`${server.issuer}/oauth2/par`, request, { as })
  assert.equal(status, 201)
  return { client_id: as.id, request_uri: String(body['request_uri']) }
}

const REDEEM = 'oauth/token/redeem.ts'
const INTROSPECT = 'oauth/introspect.ts'
const STANDING = 'oauth/token/standing.ts'
const PRESENTED = 'oauth/token/exchange/presented-token.ts'
const PUSHED = 'oauth/authorize/pushed.ts'
const ID_TOKEN = 'oidc/id-token.ts'
const USERINFO = 'oidc/access-token.ts'

const paths: Readonly<Record<string, Path>> = {
  'authorization with a live session': issuingCode({ trusted: true }, async (cast) => {
    await signIn(cast)
    return () => cast.visitor.open(cast.request)
  }),
  'authorization with prompt=none': issuingCode({ trusted: true }, async (cast) => {
    await signIn(cast)
    return () => cast.visitor.open({ ...cast.request, prompt: 'none' })
  }),
  'sign-in on the way to a trusted client': issuingCode({ trusted: true }, async (cast) => {
    const page = await cast.visitor.open(cast.request)
    return () => cast.visitor.signIn(page, { email: cast.account.email })
  }),
  'the decision to allow': issuingCode({ trusted: false }, async (cast) => {
    const page = await signIn(cast)
    return () => cast.visitor.decide(page, 'allow')
  }),
  'the back button after a decision': issuingCode({ trusted: false }, async (cast) => {
    const page = await signIn(cast)
    await cast.visitor.decide(page, 'allow')
    return () => cast.visitor.open(cast.request)
  }),
  'the decision about a pushed request': issuingCode({ trusted: false }, async (cast) => {
    const page = await signIn({ ...cast, request: await push(cast) })
    return () => cast.visitor.decide(page, 'allow')
  }),
  'the code of a pushed request, given again': withTokens(PUSHED, async (cast) => {
    const page = await cast.visitor.open(await push(cast))
    const sent = await cast.visitor.signIn(page, { email: cast.account.email })
    assert.notEqual(codeIn(sent), null)
    return async () => {
      const asked = await cast.visitor.follow(page.address.href)
      const isAsked = asked.address.pathname === '/consent'
      const again = isAsked ? await cast.visitor.decide(asked, 'allow') : asked
      if (arrived(again) === null) return null
      return issued(await exchange(server, codeIn(again) ?? '', { as: cast.as }))
    }
  }),
  'the decision about a device': deciding(async (cast) => {
    const { id, secret } = cast.as
    const codes = await codesFor(server, { id, secret }, { form: { scope: 'read' } })
    const { email } = cast.account
    const question = await typeCode(cast.visitor, codes.userCode, { email })
    assert.equal(question.address.pathname, '/device/connect')
    return async () => {
      const end = await cast.visitor.decide(question, 'allow')
      assert.ok(end.status < 500, `${end.status}`)
      return end.address.pathname === '/device/done' ? 'a device' : null
    }
  }),
  'a device code': withTokens(DEVICE, async (cast) => {
    const codes = await connectedDevice(cast)
    return async () => issued(await poll(server, cast.as, codes))
  }),
  'a device code repeated with its key': withTokens(DEVICE, async (cast) => {
    const codes = await connectedDevice(cast)
    const { headers } = withKey(cast.as)
    tokensOf(await poll(server, cast.as, { ...codes, headers }))
    return async () => issued(await poll(server, cast.as, { ...codes, headers }))
  }),
  'a code exchange': withTokens(REDEEM, async (cast) => {
    const code = codeIn(await signIn(cast)) ?? ''
    return async () => issued(await exchange(server, code, { as: cast.as }))
  }),
  'a code exchange repeated with its key': withTokens(REDEEM, async (cast) => {
    const code = codeIn(await signIn(cast)) ?? ''
    tokensOf(await exchange(server, code, withKey(cast.as)))
    return async () => issued(await exchange(server, code, withKey(cast.as)))
  }),
  'a refresh': withTokens(REDEEM, async (cast) => {
    const { refreshToken } = await login(cast)
    return async () => issued(await refresh(server, refreshToken, { as: cast.as }))
  }),
  'a refresh repeated with its key': withTokens(REDEEM, async (cast) => {
    const { refreshToken } = await login(cast)
    tokensOf(await refresh(server, refreshToken, withKey(cast.as)))
    return async () => issued(await refresh(server, refreshToken, withKey(cast.as)))
  }),
  'an ID token for a code': withOpenId(ID_TOKEN, async (cast) => {
    const code = codeIn(await signIn(cast)) ?? ''
    return async () => signed(await exchange(server, code, { as: cast.as }))
  }),
  'an ID token for a refresh': withOpenId(ID_TOKEN, async (cast) => {
    const { refreshToken } = await login(cast)
    const { scope = '' } = cast.request
    return async () => signed(await refresh(server, refreshToken, { as: cast.as, form: { scope } }))
  }),
  'a code exchange and a refresh with DPoP proofs': withTokens(REDEEM, async (cast) => {
    const code = codeIn(await signIn(cast)) ?? ''
    const { withProof } = await newProofs(cast)
    const { refreshToken } = tokensOf(await exchange(server, code, await withProof()))
    return async () => issued(await refresh(server, refreshToken, await withProof()))
  }),
  'userinfo with a token bound to a key': withOpenId(USERINFO, async (cast) => {
    const code = codeIn(await signIn(cast)) ?? ''
    const { withProof, proofFor } = await newProofs(cast)
    const { accessToken } = tokensOf(await exchange(server, code, await withProof()))
    return async () => told(accessToken, await proofFor(accessToken))
  }),
  'userinfo with an access token': withOpenId(USERINFO, async (cast) => {
    const { accessToken } = await login(cast)
    return () => told(accessToken)
  }),
  'introspection of an access token by an API': withTokens(INTROSPECT, async (cast) => {
    const { accessToken } = await login(cast)
    return async () => active(await introspect(server, accessToken))
  }),
  'introspection of an access token by its client': withTokens(INTROSPECT, async (cast) => {
    const { accessToken } = await login(cast)
    return async () => active(await introspect(server, accessToken, cast.as))
  }),
  'introspection of a JWT access token': withTokens(INTROSPECT, async (cast) => {
    const request = { ...cast.request, resource: JWT_API }
    const { accessToken } = await login({ ...cast, request })
    assert.match(accessToken, /^eyJ/)
    return async () => active(await introspect(server, accessToken, cast.as))
  }),
  'the first token of a client in its own name': inOwnName(
    { through: STANDING, hasGrant: false },
    async (cast) => async () => issued(await ownToken(cast)),
  ),
  'another token of a client in its own name': inOwnName(
    { through: STANDING, hasGrant: false },
    async (cast) => {
      assert.notEqual(issued(await ownToken(cast)), null)
      return async () => issued(await ownToken(cast))
    },
  ),
  'introspection of a token of a client in its own name': inOwnName(
    { through: INTROSPECT, hasGrant: true },
    async (cast) => {
      const accessToken = String((await ownToken(cast)).body['access_token'])
      return async () => active(await introspect(server, accessToken))
    },
  ),
  'introspection of a JWT of a client in its own name': inOwnName(
    { through: INTROSPECT, hasGrant: true },
    async (cast) => {
      const { body } = await ownToken(cast, { resource: JWT_API })
      const accessToken = String(body['access_token'])
      assert.match(accessToken, /^eyJ/)
      return async () => active(await introspect(server, accessToken, cast.as))
    },
  ),
  'its own stream of security events': {
    ...inOwnName({ through: USERINFO, hasGrant: true }, async (cast) => {
      await server.store.clients.update(cast.as.id, { scope: 'read ssf.read' }, ACT)
      const { body } = await ownToken(cast, { scope: 'ssf.read' })
      const headers = { authorization: `Bearer ${body['access_token']}` }
      return async () => {
        const { status } = await fetch(`${server.issuer}/ssf/stream`, { headers })
        assert.ok(status < 500, `${status}`)
        return status === 200 ? 'read' : null
      }
    }),
    hasBuiltInScope: true,
  },
  'a token exchange': withTokens(PRESENTED, async (cast) => {
    const { accessToken } = await login(cast)
    const { exchanged } = await newAgent(cast)
    return async () => issued(await exchanged(accessToken))
  }),
  'an exchange of a delegated token': withTokens(PRESENTED, async (cast) => {
    const { accessToken } = await login(cast)
    const { agent, exchanged } = await newAgent(cast)
    const { body } = await exchanged(accessToken)
    const below = await newAgent({ ...cast, as: agent })
    return async () => issued(await below.exchanged(String(body['access_token'])))
  }),
  'introspection of a delegated token': withTokens(INTROSPECT, async (cast) => {
    const { accessToken } = await login(cast)
    const { exchanged } = await newAgent(cast)
    const { body } = await exchanged(accessToken)
    return async () => active(await introspect(server, String(body['access_token'])))
  }),
  'introspection of a delegated JWT': withTokens(INTROSPECT, async (cast) => {
    const { accessToken } = await login(cast)
    const { agent, exchanged } = await newAgent(cast)
    const { body } = await exchanged(accessToken, JWT_API)
    assert.match(String(body['access_token']), /^eyJ/)
    return async () => active(await introspect(server, String(body['access_token']), agent))
  }),
  'introspection of a token of an agent': ofAgent(
    INTROSPECT,
    (token) => async () => active(await introspect(server, token)),
  ),
  'the first token for an assertion': withAssertions(false, async (present) => {
    return async () => issued(await present())
  }),
  'another token for an assertion': withAssertions(false, async (present) => {
    assert.notEqual(issued(await present()), null)
    return async () => issued(await present())
  }),
  'introspection of a token for an assertion': withAssertions(true, async (present) => {
    const accessToken = String((await present()).body['access_token'])
    return async () => active(await introspect(server, accessToken))
  }),
  'the admin API for a client in its own name': {
    ...inOwnName({ through: USERINFO, hasGrant: true }, async (cast) => {
      await allowAdmin(cast)
      const { body } = await ownToken(cast, { scope: ADMIN_SCOPE, resource: adminApi() })
      return () => administered(String(body['access_token']))
    }),
    hasBuiltInScope: true,
  },
  'the admin API for a person': {
    ...withTokens(USERINFO, async (cast) => {
      await allowAdmin(cast)
      const { id: accountId } = cast.account
      const operator = { accountId, role: 'auditor', createdAt: server.clock.now() } as const
      await server.store.operators.insert(operator, ACT)
      const scope = `${cast.request['scope']} ${ADMIN_SCOPE}`
      const request = { ...cast.request, scope, resource: adminApi() }
      const { accessToken } = await login({ ...cast, request })
      return () => administered(accessToken)
    }),
    hasBuiltInScope: true,
  },
  'introspection of a refresh token by its client': withTokens(INTROSPECT, async (cast) => {
    const { refreshToken } = await login(cast)
    return async () => active(await introspect(server, refreshToken, cast.as))
  }),
}

const FROM_SETTINGS = 'the scope was taken out of the settings'
const mishaps: Readonly<Record<string, (cast: Cast) => Promise<unknown>>> = {
  'the account was disabled': ({ account }) =>
    disableAccount(server, { kind: 'operator', via: 'shell' }, { accountId: account.id }),
  'the client was disabled': ({ as }) =>
    server.store.clients.disable(as.id, actAt(server.clock.now())),
  'the client was deleted': ({ as }) => server.store.clients.delete(as.id, ACT),
  'the scope was withdrawn': ({ as }) =>
    server.store.clients.update(as.id, { scope: 'write' }, ACT),
  [FROM_SETTINGS]: async () => {
    delete scopes['read']
    delete scopes['openid']
  },
}
const revokedOwn = ({ as }: Cast) => {
  const whose = { clientId: as.id }
  return server.store.grants.revokeAllOf(whose, 'revoked_by_operator', actAt(server.clock.now()))
}
const revoked = ({ account, as }: Cast) => {
  const whose = { accountId: account.id, clientId: as.id }
  return server.store.grants.revokeAllOf(whose, 'revoked_by_operator', actAt(server.clock.now()))
}
const takenBack = async ({ account, as }: Cast) => {
  const whose = { accountId: account.id, clientId: as.id }
  const { rows } = await server.store.grants.list(whose, { limit: 1 })
  const id = rows[0]?.id ?? assert.fail('no grant')
  assert.ok(await server.store.grants.narrow({ ...whose, id, taken: 'write' }, ACT))
}

for (const [name, path] of Object.entries(paths)) {
  test(`${name} succeeds while nothing is wrong`, async () => {
    const { lastStep } = await path.begin()
    assert.notEqual(await lastStep(), null)
  })
  const { 'the account was disabled': _, ...withoutAccount } = mishaps
  const [end, apart] = path.inOwnName ? [revokedOwn, withoutAccount] : [revoked, mishaps]
  const all = path.hasGrant ? { ...apart, 'the grant was revoked': end } : apart
  for (const [mishap, happen] of Object.entries(all)) {
    if (path.hasBuiltInScope && mishap === FROM_SETTINGS) continue
    test(`${name} is refused once ${mishap}`, async () => {
      const { cast, lastStep } = await path.begin()
      await happen(cast)
      assert.equal(await lastStep(), null)
    })
  }
  if (!path.hasGrant || path.inOwnName) continue
  test(`${name} yields what is left once a permission was taken back`, async () => {
    const { cast, lastStep } = await path.begin('read write')
    await takenBack(cast)
    assert.equal(await lastStep(), 'read')
  })
}

test('every source file that makes or checks tokens is the end of a path above', async () => {
  const source = new URL('../src/', import.meta.url)
  const found: string[] = []
  for await (const file of glob('{oauth,oidc,http,people}/**/*.ts', { cwd: source })) {
    if (file.endsWith('.test.ts')) continue
    const text = await readFile(new URL(file, source), 'utf8')
    if (/\b(deriveRedeemable|deriveAccessToken|isAuthentic|signing\.sign|admitGrant)\(/.test(text))
      found.push(file)
  }
  const expected = [
    ...Object.values(paths).map(({ through }) => through),
    // Revocation honours nothing: a token of disabled parties may still be revoked.
    'oauth/revoke.ts',
    // All grant types issue through a function that takes `Admitted`, which only the gate returns.
    'oauth/token/issue.ts',
    'oauth/jwt-access-token.ts',
    // A logout token ends something, and gives access to nothing.
    'oidc/logout-token.ts',
    // A security event tells of what has ended, and gives access to nothing either.
    'oauth/security-events/event-token.ts',
    // These sign what a path above has answered.
    'oauth/authorize/response-mode.ts',
    'oauth/signed-introspection.ts',
    'oidc/userinfo.ts',
  ]
  assert.deepEqual(found.sort(), [...new Set(expected)].sort())
})
