import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { ACT } from '../../../test/act.ts'
import { CALLBACK, type Form, openProtocol, type Party, START } from '../../../test/protocol.ts'
import type { Grant, GrantId } from '../../grants/grant.ts'
import { signInText } from '../../grants/sign-in-text.ts'
import { parseToken } from '../../grants/token.ts'
import { StorageUnavailable } from '../../store/port.ts'
import { nextStep } from './next-step.ts'
import { queryOf } from './pending.ts'

let protocol: Awaited<ReturnType<typeof openProtocol>>
let careful: Party
beforeEach(async () => {
  protocol = await openProtocol()
  careful = await protocol.register({ trusted: false, scope: 'all read write' })
})
type Visitor = Parameters<typeof protocol.authorize>[1]

const ask = (by: Party, form: Form = {}, visitor: Visitor = {}) => {
  const usual = { response_type: 'code', client_id: by.client.id, redirect_uri: CALLBACK }
  return protocol.authorize({ ...usual, ...form }, visitor)
}
async function errorOf(step: ReturnType<typeof ask>) {
  const answered = await step
  assert.ok(answered.outcome === 'answer' && answered.refusal !== null, answered.outcome)
  return answered.refusal.reason
}
async function rowOf(code: string | undefined) {
  const { grantId } = parseToken(code ?? '') ?? assert.fail('no code')
  return (await protocol.store.grants.find(grantId))?.grant ?? assert.fail('no grant')
}

test('sign-in, then consent, then the code with state and issuer (RFC 9207 §2)', async () => {
  assert.equal((await ask(careful, {}, { signedIn: false })).outcome, 'signIn')
  const question = await ask(careful)
  assert.ok(question.outcome === 'askConsent')
  assert.equal(question.account.id, 'account_jo')
  const step = await ask(careful, { state: 'abc' }, { decision: 'allow' })
  assert.ok(step.outcome === 'answer')
  assert.equal(step.refusal, null)
  assert.equal(step.client.id, careful.client.id)
  assert.equal(step.target.uri, CALLBACK)
  const { code, ...rest } = step.answer
  assert.deepEqual(rest, { state: 'abc', iss: 'https://login.example' })
  assert.equal(parseToken(code ?? '')?.kind, 'ac')
})

test('the row stores everything that the request binds the code to', async () => {
  // RFC 7636 App. B.
  const code_challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
  const resource = 'https://notes.example'
  const form = { scope: 'read write', code_challenge, code_challenge_method: 'S256', resource }
  const step = await ask(protocol.party, form)
  assert.ok(step.outcome === 'answer')
  const { id, seed, ...row } = await rowOf(step.answer['code'])
  assert.deepEqual(row, {
    clientId: protocol.party.client.id,
    subject: { kind: 'account', id: 'account_jo' },
    scope: 'read write',
    resource: [resource],
    redirectUri: CALLBACK,
    codeChallenge: code_challenge,
    authTime: START - 100,
    signIn: signInText(protocol.session),
    extras: null,
    sid: null,
    details: null,
    parent: null,
    createdAt: START,
    generation: 0,
    keyId: protocol.context.keys.current,
    expiresAt: START + 60,
    redeemedAt: null,
    retryKeyHash: null,
    recentRedemptions: null,
    revokedAt: null,
    revokedBecause: null,
  })
  assert.equal(seed.length, 32)
  assert.match(id, /^[0-9a-f]{32}$/)
  // Rows created in sequence are neighbours, because the id starts with the time in milliseconds.
  assert.equal(Number.parseInt(id.slice(0, 12), 16), START * 1_000)
})

test('consent is remembered, and asked again for more', async () => {
  await ask(careful, { scope: 'read' }, { decision: 'allow' })
  assert.deepEqual(await protocol.store.consents.find('account_jo', careful.client.id), {
    accountId: 'account_jo',
    clientId: careful.client.id,
    scope: 'read',
    resource: [],
    declined: '',
    details: null,
    grantedAt: START,
  })
  assert.equal((await ask(careful, { scope: 'read' })).outcome, 'answer')
  assert.equal((await ask(careful, { scope: 'read write' })).outcome, 'askConsent')
  assert.equal((await ask(careful, { scope: 'read', prompt: 'consent' })).outcome, 'askConsent')
})

test('consent is compared by scope token', async () => {
  await ask(careful, { scope: 'read write' }, { decision: 'allow' })
  const consent = await protocol.store.consents.find('account_jo', careful.client.id)
  assert.equal(consent?.scope, 'read write')
  assert.equal((await ask(careful, { scope: 'write read' })).outcome, 'answer')
  assert.equal((await ask(careful, { scope: 'write' })).outcome, 'answer')
})

test('a restarted request does not name the operator’s default APIs', async () => {
  const usual = ['https://notes.example', 'https://gone.example']
  const by = await protocol.register({ trusted: false, defaultResources: usual })
  const step = await ask(by, {}, { signedIn: false })
  assert.ok(step.outcome === 'signIn')
  assert.deepEqual(step.request.asked.resource, usual)
  assert.equal((await protocol.authorize(queryOf(step.request.asked))).outcome, 'askConsent')
})

test('consent over the limit of codes changes nothing', async () => {
  const context = { ...protocol.context, codeRate: { admit: () => false } }
  const query = new URLSearchParams({ response_type: 'code', client_id: careful.client.id })
  const { account, session } = protocol
  const visitor = {
    signedIn: { account, session: { ...session, authTime: START } },
    decision: 'allow',
  } as const
  const step = await nextStep(context, { asked: `${query}`, startedAt: START }, visitor)
  assert.equal(step.outcome === 'answer' && step.refusal?.reason, 'too_many_codes')
  assert.equal(await protocol.store.consents.find('account_jo', careful.client.id), undefined)
})

test('a denial is final for the request and not remembered', async () => {
  assert.equal(await errorOf(ask(careful, {}, { decision: 'deny' })), 'user_said_no')
  assert.equal(await protocol.store.consents.find('account_jo', careful.client.id), undefined)
})

test('prompt=none never shows a page (OpenID Connect Core §3.1.2.6)', async () => {
  const silent = { prompt: 'none' }
  assert.equal(await errorOf(ask(careful, silent, { signedIn: false })), 'sign_in_needed')
  assert.equal(await errorOf(ask(careful, silent)), 'consent_needed')
  const trusted = await ask(protocol.party, silent)
  assert.ok(trusted.outcome === 'answer' && trusted.refusal === null)
})

test('prompt=login and select_account ask for a sign-in after the request began', async () => {
  for (const prompt of ['login', 'select_account']) {
    assert.equal((await ask(protocol.party, { prompt })).outcome, 'signIn')
    const before = await ask(protocol.party, { prompt }, { authTime: START - 1 })
    assert.equal(before.outcome, 'signIn')
    const since = await ask(protocol.party, { prompt }, { authTime: START })
    assert.equal(since.outcome, 'answer')
  }
})

test('max_age limits the age of the sign-in, to the second', async () => {
  const at = (max_age: string, authTime: number) => ask(protocol.party, { max_age }, { authTime })
  assert.equal((await at('100', START - 100)).outcome, 'answer')
  assert.equal((await at('100', START - 101)).outcome, 'signIn')
  assert.equal((await at('0', START - 1)).outcome, 'signIn')
  assert.equal((await at('0', START)).outcome, 'answer')
  // A sign-in for this request is recent enough, however long the consent page was open.
  const usual = { response_type: 'code', client_id: protocol.party.client.id, max_age: '0' }
  const query = new URLSearchParams(usual).toString()
  const session = { ...protocol.session, authTime: START - 5 }
  const signedIn = { account: protocol.account, session }
  const late = { asked: query, startedAt: START - 5 }
  const step = await nextStep(protocol.context, late, { signedIn, decision: undefined })
  assert.equal(step.outcome, 'answer')
})

/** An ID token that this server has issued, perhaps with other claims. */
const idToken = (claims: Readonly<Record<string, unknown>> = {}, typ = 'JWT') => {
  const { issuer } = protocol.settings
  const usual = { iss: issuer, aud: protocol.party.client.id, sub: 'account_jo', exp: START - 9 }
  return protocol.context.signing.sign({ ...usual, ...claims }, { alg: 'ES256', typ })
}

test('id_token_hint: the person in it is signed in, and nobody else (OpenID Connect Core §3.1.2.2)', async () => {
  const hinted = (sub: string, form: Form = {}, visitor: Visitor = {}) =>
    ask(protocol.party, { id_token_hint: idToken({ sub }), ...form }, visitor)
  assert.equal((await hinted('account_jo', { prompt: 'none' })).outcome, 'answer')
  assert.equal((await hinted('account_jo', {}, { signedIn: false })).outcome, 'signIn')
  assert.equal(await errorOf(hinted('account_mo', { prompt: 'none' })), 'another_user')
  const switched = await hinted('account_mo')
  assert.ok(switched.outcome === 'signIn' && switched.mustSwitch)
  const first = await hinted('account_mo', {}, { signedIn: false })
  assert.ok(first.outcome === 'signIn' && !first.mustSwitch)
  // Jo has signed in again although Mo was expected.
  assert.equal(await errorOf(hinted('account_mo', {}, { authTime: START })), 'another_user')
})

test('a provider that brings the same person again is not asked twice', async () => {
  const { party, account, session, context } = protocol
  const usual = { response_type: 'code', client_id: party.client.id }
  const asked = new URLSearchParams({ ...usual, id_token_hint: idToken({ sub: 'account_mo' }) })
  const pending = { asked: `${asked}`, startedAt: START, arrived: account.id }
  const visitor = { signedIn: { account, session } }
  const step = await nextStep(context, pending, visitor)
  assert.equal(step.outcome === 'answer' && step.refusal?.reason, 'another_user')
})

test('an id_token_hint that cannot be verified says nothing, and prompt=none needs to know', async () => {
  const [head, body] = idToken().split('.')
  for (const id_token_hint of [
    `${head}.${body}.AAAA`,
    'e30.e30.e30',
    idToken({ iss: 'https://other.example' }),
    idToken({ aud: 'client_other' }),
    idToken({}, 'logout+jwt'),
    idToken({ sub: undefined }),
  ]) {
    const form = { id_token_hint }
    assert.equal((await ask(protocol.party, form)).outcome, 'answer')
    const silent = ask(protocol.party, { ...form, prompt: 'none' })
    assert.equal(await errorOf(silent), 'hint_unverified')
  }
})

test('acr_values are a demand without openid (RFC 9470 §4) and a wish with it (OpenID Connect Core §5.5.1.1)', async () => {
  const by = await protocol.register({ scope: 'all openid' })
  const out = async (form: Form) => {
    const step = await ask(by, form)
    return step.outcome === 'answer' ? (step.refusal?.reason ?? 'code') : step.outcome
  }
  const wish = { scope: 'openid' }
  assert.equal(await out({ acr_values: '1 2' }), 'acr_unmet')
  assert.equal(await out({ acr_values: '1 2', ...wish }), 'code')
  // What can be reached is asked for.
  assert.equal(await out({ acr_values: '1 2fa', ...wish }), 'askFactor')
  assert.equal(await out({ acr_values: '1 2fa', ...wish, prompt: 'none' }), 'second_factor_needed')
  // A passkey could reach it, and Jo has none.
  protocol.settings.signIn = { password: { way: 'password' }, passkey: { way: 'passkey' } }
  assert.equal(await out({ acr_values: 'phr' }), 'acr_unmet')
  assert.equal(await out({ acr_values: 'phr', ...wish }), 'code')
  assert.equal(await out({ acr_values: 'phr', ...wish, prompt: 'none' }), 'second_factor_needed')
  // The operator's own rule is no wish.
  protocol.settings.secondFactor = 'required'
  assert.equal(await out({ acr_values: 'phr', ...wish }), 'acr_unmet')
})

test('a malformed form is refused on a page of ours', async () => {
  const step = await protocol.authorize('client_id=%zz')
  assert.ok(step.outcome === 'showError')
  assert.equal(step.refusal.reason, 'malformed_form')
})

test('a disabled account gets no code, and a client without scope gets none either', async () => {
  const account = { ...protocol.account, disabledAt: START }
  const { session } = protocol
  const usual = { response_type: 'code', client_id: protocol.party.client.id }
  const pending = { asked: new URLSearchParams(usual).toString(), startedAt: START }
  const visitor = { signedIn: { account, session }, decision: undefined }
  const step = await nextStep(protocol.context, pending, visitor)
  assert.ok(step.outcome === 'answer' && step.refusal !== null)
  assert.equal(step.refusal.reason, 'party_turned_off')
  assert.deepEqual(step.refusal.details, { because: 'account_disabled' })
  assert.deepEqual(step.refusal.addressee, {
    clientId: protocol.party.client.id,
    standing: 'named',
  })
})

test('withdrawing consent while the code is issued ends the grant', async () => {
  const { store } = protocol.context
  let id: GrantId | undefined
  const grants = {
    insert: async (grant: Grant) => {
      id = grant.id
      await store.grants.insert(grant, ACT)
    },
    revoke: store.grants.revoke.bind(store.grants),
    dropUnredeemed: store.grants.dropUnredeemed.bind(store.grants),
  }
  // A later look at the consent finds none.
  const consents = { find: async () => undefined, put: async () => true }
  const step = await withStore({ grants, consents }, careful)
  assert.ok(step.outcome === 'answer' && step.refusal !== null)
  assert.deepEqual([step.refusal.reason, step.refusal.details], ['user_said_no', { grant: id }])
  const found = id && (await store.grants.find(id))
  assert.deepEqual(
    [found?.grant.revokedAt, found?.grant.revokedBecause],
    [START, 'revoked_by_user'],
  )
})

test('a user who is signed out everywhere while a code is issued gets none, and signs in again', async () => {
  const { store } = protocol.context
  const grants = {
    insert: async (grant: Grant) => {
      await store.grants.insert(grant, ACT)
      // All that was there ends, and this grant just was not.
      assert.equal(await store.accounts.endSessions(protocol.account.id, ACT), 1)
    },
    revoke: store.grants.revoke.bind(store.grants),
    dropUnredeemed: store.grants.dropUnredeemed.bind(store.grants),
  }
  const step = await withStore({ grants }, protocol.party)
  assert.equal(step.outcome, 'signIn')
  const { rows } = await store.grants.list({}, { limit: 9 })
  assert.equal(rows.length, 1)
  assert.equal(rows[0]?.revokedAt, START)
})

test('after the redirect URI is verified, each failure goes there with its own error code', async () => {
  for (const [error, reason, wire] of [
    [new StorageUnavailable('gone'), 'storage_unavailable', 'temporarily_unavailable'],
    [new TypeError('a bug'), 'program_error', 'server_error'],
  ] as const) {
    const insert = () => Promise.reject(error)
    const step = await withStore({ grants: { insert } }, protocol.party)
    assert.ok(step.outcome === 'answer' && step.refusal !== null)
    assert.deepEqual([step.refusal.reason, step.answer['error']], [reason, wire])
    assert.equal(step.refusal.cause, error)
  }
})

test('failures before that are never sent to a redirect URI', async () => {
  const find = () => Promise.reject(new StorageUnavailable('gone'))
  await assert.rejects(withStore({ clients: { find } }, protocol.party), StorageUnavailable)
})

/** Jo, signed in, allows it; some verbs of the store are replaced. */
function withStore(other: object, by: Party) {
  const { store } = protocol.context
  const { clients, resources, consents, sessions } = store
  const context = {
    ...protocol.context,
    store: { clients, resources, consents, sessions, ...other },
  } as unknown as typeof protocol.context
  const query = new URLSearchParams({
    ...{ response_type: 'code', client_id: by.client.id, redirect_uri: CALLBACK },
  }).toString()
  const { account, session } = protocol
  const signedIn = { account, session }
  return nextStep(context, { asked: query, startedAt: START }, { signedIn, decision: 'allow' })
}
