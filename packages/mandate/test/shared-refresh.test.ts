/**
 * Refresh tokens that the processes of a public client share: late ones get the live token, a thief
 * outside the bounds ends the grant, and confidential clients stay strict.
 */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ACT } from './act.ts'
import { newProver } from './dpop.ts'
import {
  type Answer,
  assertError,
  introspect,
  obtainTokens,
  post,
  refresh,
  type Tokens,
  tokensOf,
} from './integrator.ts'
import { REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, simplestRequest } from './visitor.ts'

// RFC 7636 App. B.
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

let server: RunningServer
const outcomes: string[] = []
before(async () => {
  server = await startServer({
    observe: (fact) => fact.kind === 'token.redeemed' && outcomes.push(fact.outcome),
  })
})
after(() => server.close())

const tokenUrl = () => `${server.issuer}/oauth2/token`

async function newProgram(metadata: { readonly shared_refresh_seconds?: number } = {}) {
  const description = { isPublic: true, trusted: false, metadata }
  return (await server.register(description)).client.id
}

/** Someone connects the program: its code, and the first tokens. */
async function connect(
  id: string,
  {
    headers = {},
    ...more
  }: { readonly headers?: Record<string, string>; readonly scope?: string } = {},
) {
  const visitor = newVisitor(server)
  const pkce = { code_challenge: CHALLENGE, code_challenge_method: 'S256' }
  const request = { ...simplestRequest(server), client_id: id, ...pkce, ...more }
  const arrival = await visitor.signIn(await visitor.open(request))
  const { address } = await visitor.decide(arrival, 'allow')
  const code = new URL(address).searchParams.get('code') ?? assert.fail('no code')
  const answer = await post(tokenUrl(), codeForm(id, code), { headers })
  return { code, ...tokensOf(answer) }
}
const codeForm = (id: string, code: string) => ({
  ...{ grant_type: 'authorization_code', client_id: id, code },
  ...{ redirect_uri: REDIRECT_URI, code_verifier: VERIFIER },
})

const present = (
  id: string,
  { refreshToken }: Pick<Tokens, 'refreshToken'>,
  more: { readonly form?: Record<string, string>; readonly headers?: Record<string, string> } = {},
): Promise<Answer> => {
  const form = { grant_type: 'refresh_token', client_id: id, refresh_token: refreshToken }
  return post(tokenUrl(), { ...form, ...more.form }, { headers: more.headers ?? {} })
}

async function isActive({ accessToken }: Tokens): Promise<boolean> {
  return (await introspect(server, accessToken)).body['active'] === true
}

test('SCENARIO 79: forty processes that read one file refresh at once, and nobody is logged out', async () => {
  const id = await newProgram()
  let file: Tokens = await connect(id)
  for (let round = 0; round < 3; round++) {
    const held = file
    const got = await Promise.all(
      Array.from({ length: 40 }, async () => {
        file = tokensOf(await present(id, held))
        return file.refreshToken
      }),
    )
    assert.equal(new Set(got).size, 1)
    server.clock.advance(300)
  }
})

test('SCENARIO 79: forty processes go on with what they have in memory, within their time', async () => {
  const id = await newProgram({ shared_refresh_seconds: 600 })
  const first = await connect(id)
  outcomes.length = 0
  let file: Tokens = first
  const memories: Tokens[] = Array.from({ length: 40 }, () => file)
  // Every five minutes each one needs an access token; some read the file again, most do not.
  for (let round = 0; round < 3; round++) {
    await Promise.all(
      memories.map(async (mine, process) => {
        const held = (process + round) % 4 === 0 ? file : mine
        const got = tokensOf(await present(id, held))
        assert.equal(await isActive(got), true)
        memories[process] = got
        file = got
      }),
    )
    server.clock.advance(300)
  }
  // Between two rounds nobody moved on, so all that converged hold the same token.
  assert.equal(new Set(memories.map(({ refreshToken }) => refreshToken)).size, 1)
  assert.equal(new Set(memories.map(({ accessToken }) => accessToken)).size, 1)
  assert.ok(outcomes.filter((outcome) => outcome === 'converged').length >= 39)

  // A copy of the first token, from a backup of the file.
  server.clock.advance(600)
  const refused = await present(id, first)
  assertError(refused, 'invalid_grant')
  for (const held of new Set(memories)) assertError(await present(id, held), 'invalid_grant')
})

test('SCENARIO 79: a thief with an old copy is caught, and the refusal says what may be the reason', async () => {
  const id = await newProgram({ shared_refresh_seconds: 60 })
  const first = await connect(id)
  const second = tokensOf(await present(id, first))
  server.clock.advance(60)
  const refused = await present(id, first)
  assertError(refused, 'invalid_grant')
  assert.match(
    String(refused.body['error_description']),
    /more than 60 s ago.*Two processes seem to share it.*lock.*Idempotency-Key.*DPoP/,
  )
  assert.equal(await isActive(second), false)
  assert.equal(outcomes.at(-1), 'replay_revoked')
})

test('a late process gets the live refresh token and an access token of its own', async () => {
  const id = await newProgram()
  const first = await connect(id)
  const third = tokensOf(await present(id, tokensOf(await present(id, first))))
  server.clock.advance(5)
  const late = tokensOf(await present(id, first))
  assert.equal(late.refreshToken, third.refreshToken)
  assert.notEqual(late.accessToken, third.accessToken)
  assert.equal(outcomes.at(-1), 'converged')
  assertError(await present(id, first, { form: { scope: 'read' } }), 'invalid_scope')
  assert.equal((await present(id, third)).status, 200)
})

test('presenting an old token again and again does not prolong its time', async () => {
  const id = await newProgram({ shared_refresh_seconds: 100 })
  const first = await connect(id)
  await present(id, first)
  for (const seconds of [50, 49]) {
    server.clock.advance(seconds)
    assert.equal((await present(id, first)).status, 200)
  }
  server.clock.advance(1)
  assertError(await present(id, first), 'invalid_grant')
})

test('a code is never shared, not even at once', async () => {
  const id = await newProgram()
  const { code, accessToken, refreshToken } = await connect(id)
  assertError(await post(tokenUrl(), codeForm(id, code)), 'invalid_grant')
  assert.equal(await isActive({ accessToken, refreshToken }), false)
})

test('a client that is strict, or that has a secret, stays at one use', async () => {
  const strict = await newProgram({ shared_refresh_seconds: 0 })
  const first = await connect(strict)
  await present(strict, first)
  const refused = await present(strict, first)
  assertError(refused, 'invalid_grant')
  assert.match(String(refused.body['error_description']), /this client may not share it/)

  const tokens = await obtainTokens(server)
  await refresh(server, tokens.refreshToken)
  assertError(await refresh(server, tokens.refreshToken), 'invalid_grant')
})

test('what the person took back is in no token that a late process gets', async () => {
  const id = await newProgram()
  const first = await connect(id, { scope: 'read write' })
  await present(id, first)
  const [grant] = (await server.store.grants.list({ clientId: id }, { limit: 1 })).rows
  const grantId = grant?.id ?? assert.fail('no grant')
  const taken = { id: grantId, accountId: server.account.id, clientId: id, taken: 'write' }
  assert.equal(await server.store.grants.narrow(taken, ACT), true)
  assert.equal((await present(id, first)).body['scope'], 'read')
})

test('bound to a key, a late process needs the key and nothing else', async () => {
  const id = await newProgram({ shared_refresh_seconds: 10 })
  const prover = await newProver(tokenUrl())
  const thief = await newProver(tokenUrl())
  const now = () => ({ now: server.clock.now() })
  const proof = async (of = prover) => ({ headers: { dpop: await of.prove(now()) } })
  const first = await connect(id, await proof())
  let live = tokensOf(await present(id, first, await proof()))
  for (let count = 0; count < 3; count++) live = tokensOf(await present(id, live, await proof()))
  server.clock.advance(24 * 60 * 60)
  for (const stolen of [{}, await proof(thief)]) {
    assert.equal((await present(id, first, stolen)).status, 400)
  }
  const late = await present(id, first, await proof())
  assert.deepEqual(
    [tokensOf(late).refreshToken, late.body['token_type']],
    [live.refreshToken, 'DPoP'],
  )
})

test('a program that begins to bind its token leaves no way for unbound copies', async () => {
  const id = await newProgram()
  const prover = await newProver(tokenUrl())
  const proof = async () => ({
    headers: { dpop: await prover.prove({ now: server.clock.now() }) },
  })
  const first = await connect(id)
  const second = tokensOf(await present(id, first))
  // Late, and with a proof: the live token stays as it is, only the access token is bound.
  const late = await present(id, first, await proof())
  assert.deepEqual(
    [tokensOf(late).refreshToken, late.body['token_type']],
    [second.refreshToken, 'DPoP'],
  )
  const bound = tokensOf(await present(id, second, await proof()))
  assert.equal(tokensOf(await present(id, second, await proof())).refreshToken, bound.refreshToken)
  assertError(await present(id, first), 'invalid_grant')
  assertError(await present(id, bound, await proof()), 'invalid_grant')
})

test('a process that sends Idempotency-Key and one that does not get along', async () => {
  const id = await newProgram()
  const first = await connect(id)
  const headers = { 'idempotency-key': 'one' }
  const second = tokensOf(await present(id, first, { headers }))
  assert.equal(outcomes.at(-1), 'advanced')
  const again = tokensOf(await present(id, first, { headers }))
  assert.deepEqual([again.refreshToken, outcomes.at(-1)], [second.refreshToken, 'repeated'])
  const third = tokensOf(await present(id, second))
  const late = await present(id, first, { headers })
  assert.deepEqual(
    [tokensOf(late).refreshToken, outcomes.at(-1)],
    [third.refreshToken, 'converged'],
  )
})
