/**
 * Attacks on passkeys, each by an authenticator that lies about one thing. The pages have their own
 * tests, with the authenticator of Chromium.
 */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { ACT } from '../../../test/act.ts'
import {
  type Algorithm,
  type Authenticator,
  createAuthenticator,
  type Lies,
} from '../../../test/authenticator.ts'
import { addPasskey } from '../../operations/passkeys.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import { newAccountId } from '../account.ts'
import { creationOptions, requestOptions, SECONDS_FOR_PASSKEY, userHandleOf } from './options.ts'
import { type PasskeyAnswer, proveByPasskey } from './prove.ts'
import { relyingPartyAt } from './relying-party.ts'

const NOON = 1_800_000_000
const ORIGIN = 'https://login.example'
const party = { id: 'login.example', origin: ORIGIN }
const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())
let now = NOON
const context = { store, clock: { now: () => now } }

/** Challenges with the time at which they were made for the browser of this test. */
const challenges = new Map<string, number>()
function newChallenge(): string {
  const challenge = randomBytes(32).toString('base64url')
  challenges.set(challenge, now)
  return challenge
}
const answered = (credential: string): PasskeyAnswer => ({
  ...{ credential, party },
  askedAt: (challenge) => challenges.get(challenge),
})

async function newAccount() {
  const account = {
    ...{ id: newAccountId(now, randomBytes), email: null, emailKey: null, emailVerified: false },
    ...{
      name: 'Zoë',
      language: null,
      profile: null,
      deletion: null,
      terms: null,
      passwordHash: null,
      createdAt: now,
      disabledAt: null,
    },
  }
  assert.equal(await store.accounts.insert(account, ACT), 'inserted')
  return account
}
type Owner = Awaited<ReturnType<typeof newAccount>>

const asked = (account: Owner) =>
  creationOptions(party, {
    ...{ challenge: newChallenge(), account, passkeys: [], brandName: 'Acme' },
  })
const add = (account: Owner, credential: string) =>
  addPasskey(
    context,
    { kind: 'account', id: account.id },
    { ...answered(credential), nameFor: (aaguid) => aaguid ?? 'Key' },
  )
async function newPasskey(how: Parameters<typeof createAuthenticator>[1] = {}) {
  const account = await newAccount()
  const authenticator = createAuthenticator(ORIGIN, how)
  const added = await add(account, authenticator.create(asked(account)))
  assert.equal(added.is, 'added')
  return { account, authenticator }
}

const prove = (credential: string, accountId?: string) =>
  proveByPasskey(context, {
    ...answered(credential),
    ...(accountId !== undefined && { accountId }),
  })
const use = (authenticator: Authenticator, lies: Lies = {}) =>
  prove(authenticator.get(requestOptions(party, { challenge: newChallenge() }), lies))

/** Refused for this reason, and nothing was written. */
async function assertRefused(
  attempt: Promise<{ readonly is: string; readonly because?: string; readonly detail?: string }>,
  because: string,
  detail: RegExp,
) {
  const outcome = await attempt
  assert.deepEqual([outcome.is, outcome.because], ['refused', because], JSON.stringify(outcome))
  assert.match(outcome.detail ?? '', detail)
}

for (const algorithm of ['ES256', 'RS256', 'EdDSA'] satisfies Algorithm[]) {
  test(`a passkey with ${algorithm} proves its owner, as two factors that cannot be phished`, async () => {
    const { account, authenticator } = await newPasskey({ algorithm })
    const outcome = await use(authenticator)
    assert.ok(outcome.is === 'proven', JSON.stringify(outcome))
    assert.deepEqual(outcome.account, account)
    assert.deepEqual(outcome.proof, {
      ...{ accountId: account.id, authTime: NOON, amr: ['pop', 'mfa'], acr: 'phr' },
      ...{ provider: null, passwordHash: null },
    })
    const kept = (await store.passkeys.find(authenticator.id))?.passkey
    assert.deepEqual(kept?.transports, ['internal', 'hybrid'])
    assert.deepEqual([kept.lastUsedAt, kept.isBackedUp], [NOON, true])
  })
}

test('cloned authenticator: the older counter is refused, and then the passkey itself', async () => {
  const { account, authenticator } = await newPasskey({ counter: 0 })
  const copy = authenticator.copy()
  assert.equal((await use(authenticator)).is, 'proven')
  assert.equal((await use(authenticator)).is, 'proven')
  await assertRefused(use(copy), 'suspended', /counter went back/)
  await assertRefused(use(authenticator), 'suspended', /is suspended/)
  const facts = await store.facts.list({ accountId: account.id }, 100)
  assert.equal(facts.filter(({ kind }) => kind === 'passkey.cloned').length, 1)
})

test('a form that is sent twice is a replay, not a clone', async () => {
  const { authenticator } = await newPasskey({ counter: 0 })
  const credential = authenticator.get(requestOptions(party, { challenge: newChallenge() }))
  const answers = await Promise.all([1, 2, 3].map(() => prove(credential)))
  assert.equal(answers.filter(({ is }) => is === 'proven').length, 1)
  await assertRefused(prove(credential), 'not_begun_here', /used before/)
  assert.equal((await use(authenticator)).is, 'proven')
})

test('replayed challenge: a response is good once', async () => {
  const { authenticator } = await newPasskey()
  const options = requestOptions(party, { challenge: newChallenge() })
  assert.equal((await prove(authenticator.get(options))).is, 'proven')
  await assertRefused(prove(authenticator.get(options)), 'not_begun_here', /used before/)
})

test('other browser: a challenge that was made for another is refused', async () => {
  const { authenticator } = await newPasskey()
  const challenge = randomBytes(32).toString('base64url')
  await assertRefused(use(authenticator, { challenge }), 'not_begun_here', /not made for this/)
})

test('expired: a challenge can be answered for five minutes', async () => {
  const { authenticator } = await newPasskey()
  const options = () => requestOptions(party, { challenge: newChallenge() })
  const [inTime, late, ahead] = [options(), options(), options()]
  now = NOON + SECONDS_FOR_PASSKEY
  assert.equal((await prove(authenticator.get(inTime))).is, 'proven')
  now++
  await assertRefused(prove(authenticator.get(late)), 'expired', /has expired/)
  now = NOON - 3_600
  await assertRefused(prove(authenticator.get(ahead)), 'not_begun_here', /not made for this/)
  now = NOON
})

test('lies of an authenticator or a browser are refused, and change nothing', async () => {
  const { account, authenticator } = await newPasskey()
  const before = await store.passkeys.find(authenticator.id)
  const facts = (await store.facts.list({ accountId: account.id }, 100)).length
  const attacks: readonly (readonly [string, Lies, RegExp])[] = [
    ['other origin', { origin: 'https://login.example.evil.example' }, /origin/],
    ['other port', { origin: 'https://login.example:8443' }, /origin/],
    ['no TLS', { origin: 'http://login.example' }, /origin/],
    ['wrong RP', { rpId: 'example' }, /RP ID/],
    ['in a frame of another site', { crossOrigin: true }, /no response/],
    ['UV missing', { without: 'verified' }, /could not be verified/],
    ['nobody present', { without: 'present' }, /not present/],
    ['no longer eligible for backup', { without: 'eligible' }, /backed up/],
    ['a registration instead of a sign-in', { type: 'webauthn.create' }, /type/],
    ['user handle mismatch', { userHandle: userHandleOf('another') }, /user handle/],
    ['user handle missing', { userHandle: null }, /user handle/],
    ['no signature', { signature: new Uint8Array() }, /./],
    ['a signature of something else', { signature: randomBytes(64) }, /./],
  ]
  for (const [attack, lies, detail] of attacks) {
    await assertRefused(use(authenticator, lies), 'not_genuine', detail).catch((error) =>
      assert.fail(`${attack}: ${error}`),
    )
  }
  assert.deepEqual(await store.passkeys.find(authenticator.id), before)
  assert.equal((await store.facts.list({ accountId: account.id }, 100)).length, facts)
  assert.equal((await use(authenticator)).is, 'proven')
})

test('somebody else’s credential is no second factor, and its id is of no use to others', async () => {
  const { account } = await newPasskey()
  const { authenticator: mallorys } = await newPasskey()
  const { authenticator } = await newPasskey()
  const challenge = newChallenge()
  const credential = mallorys.get(requestOptions(party, { challenge }))
  await assertRefused(prove(credential, account.id), 'unknown', /not known/)
  // Mallory signs, and claims to be the other passkey.
  const credentialId = Buffer.from(authenticator.id, 'base64url')
  await assertRefused(use(mallorys, { credentialId }), 'not_genuine', /./)
  await assertRefused(use(createAuthenticator(ORIGIN)), 'unknown', /not known/)
})

test('as a second factor, an authenticator need not say whose passkey it is', async () => {
  const { account, authenticator } = await newPasskey()
  const silent = () =>
    authenticator.get(requestOptions(party, { challenge: newChallenge() }), { userHandle: null })
  assert.equal((await prove(silent(), account.id)).is, 'proven')
  const other = { userHandle: userHandleOf('another') }
  const credential = authenticator.get(requestOptions(party, { challenge: newChallenge() }), other)
  await assertRefused(prove(credential, account.id), 'not_genuine', /user handle/)
})

test('a disabled account is told so only with its passkey', async () => {
  const { account, authenticator } = await newPasskey()
  await store.accounts.disable(account.id, ACT)
  await assertRefused(use(authenticator), 'account_disabled', /disabled/)
  const credentialId = Buffer.from(authenticator.id, 'base64url')
  const stranger = createAuthenticator(ORIGIN)
  await assertRefused(use(stranger, { credentialId }), 'not_genuine', /./)
})

test('credential id registered twice: the first owner keeps it', async () => {
  const { account, authenticator } = await newPasskey()
  const mallory = await newAccount()
  const credentialId = Buffer.from(authenticator.id, 'base64url')
  const copied = createAuthenticator(ORIGIN).create(asked(mallory), { credentialId })
  assert.deepEqual(await add(mallory, copied), { is: 'known_already' })
  const again = authenticator.create(asked(account))
  assert.deepEqual(await add(account, again), { is: 'known_already' })
  assert.deepEqual(await store.passkeys.listOf(mallory.id), [])
  const outcome = await use(authenticator)
  assert.ok(outcome.is === 'proven' && outcome.account.id === account.id)
})

test('algorithm confusion: only the algorithms that we ask for, and only with their kind of key', async () => {
  const account = await newAccount()
  for (const algorithm of [-65535, -37, -47, -35, 5, 0]) {
    const credential = createAuthenticator(ORIGIN).create(asked(account), { algorithm })
    await assertRefused(add(account, credential), 'not_genuine', /alg/)
  }
  // A key that names the algorithm of another kind can be stored, but never used.
  const confused = createAuthenticator(ORIGIN, { algorithm: 'RS256' })
  const added = await add(account, confused.create(asked(account), { algorithm: -7 }))
  assert.equal(added.is, 'added')
  await assertRefused(use(confused), 'not_genuine', /./)
})

test('lies about a new passkey are refused', async () => {
  const account = await newAccount()
  const attacks: readonly (readonly [Lies, RegExp])[] = [
    [{ origin: 'https://evil.example' }, /origin/],
    [{ rpId: 'evil.example' }, /RP ID/],
    [{ without: 'verified' }, /could not be verified/],
    [{ without: 'present' }, /not present/],
    [{ type: 'webauthn.get' }, /type/],
    [{ crossOrigin: true }, /no new passkey/],
    [{ without: 'attested' }, /./],
  ]
  for (const [lies, detail] of attacks) {
    const credential = createAuthenticator(ORIGIN).create(asked(account), lies)
    await assertRefused(add(account, credential), 'not_genuine', detail)
  }
  const challenge = randomBytes(32).toString('base64url')
  const elsewhere = createAuthenticator(ORIGIN).create(asked(account), { challenge })
  await assertRefused(add(account, elsewhere), 'not_begun_here', /not made for this/)
  const signedOther = JSON.parse(createAuthenticator(ORIGIN).create(asked(account)))
  const claimed = JSON.stringify({ ...signedOther, id: 'AAAA', rawId: 'AAAA' })
  await assertRefused(add(account, claimed), 'not_genuine', /another credential id/)
  assert.deepEqual(await store.passkeys.listOf(account.id), [])
})

test('an attestation is neither checked nor followed, whatever it says', async (t) => {
  const account = await newAccount()
  t.mock.method(globalThis, 'fetch', () => assert.fail('something was fetched'))
  const x5c = [new Uint8Array(randomBytes(300))]
  for (const fmt of ['packed', 'tpm', 'fido-u2f', 'android-key', 'made up']) {
    const attStmt = new Map<string, unknown>([
      ...[['x5c', x5c] as const, ['alg', -7] as const, ['sig', new Uint8Array(70)] as const],
    ])
    const credential = createAuthenticator(ORIGIN).create(asked(account), {
      attestation: { fmt, attStmt },
    })
    assert.equal((await add(account, credential)).is, 'added', fmt)
  }
})

test('giant, deep and malformed inputs are refused', async () => {
  const { account, authenticator } = await newPasskey()
  const good = JSON.parse(authenticator.get(requestOptions(party, { challenge: newChallenge() })))
  const made = JSON.parse(createAuthenticator(ORIGIN).create(asked(account)))
  const deep = Buffer.alloc(12_000, 0x81).toString('base64url')
  const long = 'A'.repeat(12_000)
  const inputs: readonly unknown[] = [
    ...['', 'null', '[]', '{}', '"x"', '{"id":1}', '\0', `${'['.repeat(9_000)}`],
    { ...good, id: long, rawId: long },
    { ...good, type: 'password' },
    { ...good, rawId: 'other' },
    { ...good, response: null },
    { ...good, response: { ...good.response, authenticatorData: long } },
    { ...good, response: { ...good.response, authenticatorData: '' } },
    { ...good, response: { ...good.response, authenticatorData: 7 } },
    { ...good, response: { ...good.response, signature: long } },
    { ...good, response: { ...good.response, signature: null } },
    { ...good, response: { ...good.response, userHandle: {} } },
    { ...good, response: { ...good.response, clientDataJSON: long } },
    { ...good, response: { ...good.response, clientDataJSON: 'bnVsbA' } },
    { ...made, response: { ...made.response, attestationObject: deep } },
    { ...made, response: { ...made.response, attestationObject: long } },
    { ...made, response: { ...made.response, attestationObject: '' } },
    { ...made, response: { ...made.response, attestationObject: 'oA' } },
    { ...made, response: { ...made.response, attestationObject: null } },
  ]
  for (const input of inputs) {
    const text = typeof input === 'string' ? input : JSON.stringify(input)
    for (const attempt of [prove(text), add(account, text)]) {
      const outcome = await attempt
      assert.equal(outcome.is, 'refused', text.slice(0, 200))
    }
  }
  const longId = createAuthenticator(ORIGIN).create(asked(account), {
    credentialId: randomBytes(1_024),
  })
  await assertRefused(add(account, longId), 'not_genuine', /no new passkey/)
  assert.equal((await store.passkeys.listOf(account.id)).length, 1)
})

test('issuers with an IP address have no passkeys', () => {
  for (const issuer of ['http://127.0.0.1:4000', 'http://[::1]:4000', 'https://10.0.0.1']) {
    assert.equal(relyingPartyAt(issuer), undefined)
  }
  assert.deepEqual(relyingPartyAt(ORIGIN), party)
  assert.deepEqual(relyingPartyAt('http://localhost:4000'), {
    ...{ id: 'localhost', origin: 'http://localhost:4000' },
  })
})
