import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { newProver, type ProofChange } from '../../../test/dpop.ts'
import { CALLBACK, openProtocol, type Party, refusalFrom } from '../../../test/protocol.ts'
import { parseToken } from '../../grants/token.ts'
import { currentNonce } from '../dpop/nonce.ts'
import { challengeOf } from '../pkce.ts'

let protocol: Awaited<ReturnType<typeof openProtocol>>
let app: Party
beforeEach(async () => {
  protocol = await openProtocol()
  app = await protocol.register({ isPublic: true, trusted: false })
})
const TOKEN = 'https://login.example/oauth2/token'
const [mine, theirs] = [await newProver(TOKEN), await newProver(TOKEN)]
type Prover = typeof mine
const verifier = 'v'.repeat(43)
const pkce = {
  code_challenge: challengeOf(verifier),
  code_challenge_method: 'S256',
}

interface Sent {
  readonly key?: Prover | undefined
  readonly proof?: ProofChange
  readonly by?: Party
  readonly retryKey?: string
}

async function send(form: Record<string, string>, sent: Sent) {
  const { key, proof = {}, by = app, retryKey } = sent
  const now = protocol.clock.time
  return protocol.token(form, {
    by,
    dpop: key === undefined ? [] : [await key.prove({ now, ...proof })],
    retryKey: retryKey === undefined ? [] : [retryKey],
  })
}
const exchange = (code: string, sent: Sent) => {
  const isApp = (sent.by ?? app) === app
  const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK }
  return send({ ...form, ...(isApp && { code_verifier: verifier }) }, sent)
}
const refresh = (refresh_token: string, sent: Sent) =>
  send({ grant_type: 'refresh_token', refresh_token }, sent)
const login = async (sent: Sent) => {
  const by = sent.by ?? app
  return exchange(await protocol.code(by === app ? pkce : {}, by), sent)
}
const reasonOf = async (act: Promise<unknown>) => (await refusalFrom(act)).reason
const keyOf = (token: string) => parseToken(token)?.confirmation?.thumbprint

test('with a proof, the access token is bound to its key and said to be', async () => {
  for (const by of [app, protocol.party]) {
    const answer = await login({ key: mine, by })
    assert.equal(answer.token_type, 'DPoP')
    assert.equal(keyOf(answer.access_token), mine.thumbprint)
    const seen = await protocol.introspect(answer.access_token)
    assert.ok(seen.active)
    assert.deepEqual([seen.token_type, seen.cnf], ['DPoP', { jkt: mine.thumbprint }])
  }
  const plain = await login({})
  assert.equal(plain.token_type, 'bearer')
  assert.equal(keyOf(plain.access_token), undefined)
})

test('a public client’s refresh token is bound too, and stays bound', async () => {
  let { refresh_token } = await login({ key: mine })
  for (const _ of [1, 2]) {
    assert.equal(keyOf(refresh_token), mine.thumbprint)
    assert.equal(await reasonOf(refresh(refresh_token, {})), 'bound_without_proof')
    assert.equal(await reasonOf(refresh(refresh_token, { key: theirs })), 'bound_to_another_key')
    ;({ refresh_token } = await refresh(refresh_token, { key: mine }))
  }
})

test('a thief of a used refresh token, without its key, does not end the grant', async () => {
  const first = await login({ key: mine })
  const { refresh_token } = await refresh(first.refresh_token, { key: mine })
  assert.equal(await reasonOf(refresh(first.refresh_token, {})), 'bound_without_proof')
  const stolen = refresh(first.refresh_token, { key: theirs })
  assert.equal(await reasonOf(stolen), 'bound_to_another_key')
  const next = await refresh(refresh_token, { key: mine })
  // With the key it is a process of the client that is behind, however far.
  const late = await refresh(first.refresh_token, { key: mine })
  assert.equal(late.refresh_token, next.refresh_token)
})

test('a client that does not share its tokens ends the grant by using one again, with its key too', async () => {
  app = await protocol.register({
    ...{ isPublic: true, trusted: false },
    metadata: { shared_refresh_seconds: 0 },
  })
  const first = await login({ key: mine })
  const next = await refresh(first.refresh_token, { key: mine })
  assert.equal(await reasonOf(refresh(first.refresh_token, { key: mine })), 'generation_reused')
  assert.equal(await reasonOf(refresh(next.refresh_token, { key: mine })), 'grant_revoked')
})

test('a confidential client may change its key, because its secret ties the refresh token', async () => {
  const by = protocol.party
  const first = await login({ key: mine, by })
  assert.equal(keyOf(first.refresh_token), undefined)
  const second = await refresh(first.refresh_token, { key: theirs, by })
  assert.equal(keyOf(second.access_token), theirs.thumbprint)
  assert.equal((await refresh(second.refresh_token, { by })).token_type, 'bearer')
})

test('a public client can begin to use a key, and cannot go back', async () => {
  const plain = await login({})
  const bound = await refresh(plain.refresh_token, { key: mine })
  assert.equal(keyOf(bound.refresh_token), mine.thumbprint)
  assert.equal(await reasonOf(refresh(bound.refresh_token, {})), 'bound_without_proof')
})

test('a repeated request gets the same refresh token, with a new proof of the same key', async () => {
  const plain = await login({})
  const first = await refresh(plain.refresh_token, { key: mine, retryKey: 'r' })
  const again = await refresh(plain.refresh_token, { key: mine, retryKey: 'r' })
  assert.equal(again.refresh_token, first.refresh_token)
  const bound = first.refresh_token
  const second = await refresh(bound, { key: mine, retryKey: 's' })
  assert.equal(
    (await refresh(bound, { key: mine, retryKey: 's' })).refresh_token,
    second.refresh_token,
  )
})

test('a request repeated with another key, or with none, is another request', async () => {
  for (const key of [theirs, undefined]) {
    const { refresh_token } = await login({})
    await refresh(refresh_token, { key: mine, retryKey: 'r' })
    const repeated = refresh(refresh_token, { key, retryKey: 'r' })
    assert.equal(await reasonOf(repeated), 'generation_reused')
  }
  const code = await protocol.code(pkce, app)
  await exchange(code, { key: mine, retryKey: 'r' })
  const repeated = exchange(code, { key: theirs, retryKey: 'r' })
  assert.equal(await reasonOf(repeated), 'generation_reused')
})

test('with dpop_jkt, the code is good for that key only (RFC 9449 §10)', async () => {
  for (const by of [app, protocol.party]) {
    const bound = { dpop_jkt: mine.thumbprint, ...(by === app && pkce) }
    const code = await protocol.code(bound, by)
    assert.equal(await reasonOf(exchange(code, { by })), 'bound_without_proof')
    assert.equal(await reasonOf(exchange(code, { by, key: theirs })), 'bound_to_another_key')
    assert.equal((await exchange(code, { by, key: mine })).token_type, 'DPoP')
  }
  for (const dpop_jkt of ['A'.repeat(42), `${'A'.repeat(42)}B`, 'jkt']) {
    const asked = { response_type: 'code', client_id: app.client.id, ...pkce, dpop_jkt }
    const outcome = await protocol.authorize({ ...asked, redirect_uri: CALLBACK })
    assert.ok(outcome.outcome === 'answer' && outcome.answer['error'] === 'invalid_request')
  }
})

test('a client registered for bound tokens gets no others (RFC 9449 §5.2)', async () => {
  const by = await protocol.register({ metadata: { dpop_bound_access_tokens: true } })
  assert.equal(await reasonOf(login({ by })), 'dpop_required')
  assert.equal((await login({ by, key: mine })).token_type, 'DPoP')
})

test('a proof counts once, and a forged token does not use it up', async () => {
  const { refresh_token } = await login({ key: mine })
  const proof = { claims: { jti: 'the same' } }
  const forged = refresh_token.replace(/.{10}$/, 'AAAAAAAAAA')
  assert.equal(await reasonOf(refresh(forged, { key: mine, proof })), 'token_malformed')
  const next = await refresh(refresh_token, { key: mine, proof })
  const replayed = refresh(next.refresh_token, { key: mine, proof })
  assert.equal(await reasonOf(replayed), 'dpop_replayed')
  // Another key's proof of that name is another proof.
  const others = await login({ key: theirs, proof })
  assert.equal(others.token_type, 'DPoP')
})

test('of two requests with one proof, one counts', async () => {
  const [one, other] = [await login({ key: mine }), await login({ key: mine })]
  const proof = { claims: { jti: 'for both' } }
  const ends = await Promise.allSettled(
    [one, other].map(({ refresh_token }) => refresh(refresh_token, { key: mine, proof })),
  )
  assert.deepEqual(ends.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('a proof is good for a minute, and with a nonce as long as that is good', async () => {
  const { refresh_token } = await login({ key: mine })
  const now = protocol.clock.time
  const at = (iat: number, nonce?: string) =>
    refresh(refresh_token, { key: mine, proof: { claims: { iat, nonce } } })
  for (const wrong of [now - 61, now + 61]) {
    const refusal = await refusalFrom(at(wrong))
    assert.deepEqual([refusal.error, refusal.details['because']], ['use_dpop_nonce', 'not_recent'])
  }
  assert.equal(await reasonOf(at(now, 'invented')), 'dpop_nonce_needed')
  const nonce = currentNonce(protocol.context.keys, now)
  const next = await at(now - 100_000, nonce)
  protocol.clock.time += 240
  const late = refresh(next.refresh_token, { key: mine, proof: { claims: { nonce } } })
  assert.equal(await reasonOf(late), 'dpop_nonce_needed')
})

test('a server may require nonces', async () => {
  protocol.settings.dpopNonce = 'required'
  assert.equal(await reasonOf(login({ key: mine })), 'dpop_nonce_needed')
  const nonce = currentNonce(protocol.context.keys, protocol.clock.time)
  const { token_type } = await login({ key: mine, proof: { claims: { nonce } } })
  assert.equal(token_type, 'DPoP')
})
