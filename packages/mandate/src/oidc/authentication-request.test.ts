import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleSigningKeySet } from '../../test/sample-signing-keys.ts'
import type { ClientMetadata } from '../clients/metadata/fields.ts'
import { Refusal } from '../explanations/refusal.ts'
import type { ProtocolSettings } from '../oauth/context.ts'
import { parseParameters } from '../oauth/parameters.ts'
import { createSigningKeys } from '../signing/signing-keys.ts'
import { readAuthenticationRequest } from './authentication-request.ts'
import type { WantedSignIn } from './claims-request.ts'

const [rsa, ec] = sampleSigningKeySet.active
const both = { active: [rsa, ec].flatMap((key) => key ?? []), published: [] }

interface Situation {
  readonly scope?: readonly string[]
  readonly metadata?: ClientMetadata
  readonly openid?: boolean
  readonly signIn?: ProtocolSettings['signIn']
  readonly keys?: typeof both
  readonly wanted?: WantedSignIn
}

function read(query: string, situation: Situation = {}) {
  const { scope = ['openid'], metadata = {}, openid = true, keys = both, wanted } = situation
  const { signIn = { password: { way: 'password' } } } = situation
  const settings = { openid, signIn } as ProtocolSettings
  const context = { settings, signing: createSigningKeys(() => keys) }
  return readAuthenticationRequest(
    context,
    { metadata },
    { parameters: parseParameters(query), scope, wanted },
  )
}

function refusalOf(query: string, situation?: Situation) {
  try {
    read(query, situation)
  } catch (error) {
    if (error instanceof Refusal) return [error.reason, error.details]
    throw error
  }
  return assert.fail('nothing was refused')
}

const NOTHING = { prompt: [], maxAge: null, loginHint: null, uiLocales: null }

test('a request that says nothing about the sign-in asks for nothing', () => {
  assert.deepEqual(read(''), NOTHING)
  assert.deepEqual(read('display=popup&claims_locales=sv&display=x&unheard_of=1'), NOTHING)
})

test('the registered max_age holds for a request without one', () => {
  const metadata = { default_max_age: 600, require_auth_time: true }
  assert.equal(read('', { metadata }).maxAge, 600)
  assert.equal(read('max_age=0', { metadata }).maxAge, 0)
  assert.equal(read('', { metadata: { default_max_age: 0 } }).maxAge, 0)
})

test('a client that needs auth_time gets sign-ins whose time is known, however old', () => {
  assert.equal(read('', { metadata: { require_auth_time: true } }).maxAge, 999_999_999)
  assert.equal(read('', { metadata: { require_auth_time: false } }).maxAge, null)
})

test('what the claims parameter asks of the sign-in adds to what is registered', () => {
  const wanted = { wantsAuthTime: true } as const
  assert.equal(read('', { wanted }).maxAge, 999_999_999)
  assert.equal(read('', { wanted, metadata: { default_max_age: 600 } }).maxAge, 600)
  assert.equal(read('max_age=5', { wanted }).maxAge, 5)
  assert.equal(read('', { wanted: { sub: 'jo' } }).wantedSub, 'jo')
})

test('a parameter outside its grammar is refused or dropped, whatever stands around it', () => {
  for (const [query, parameter] of [
    ['max_age=-1', 'max_age'],
    ['max_age=1s', 'max_age'],
    ['max_age=1234567890', 'max_age'],
    ['prompt=login+consent+', 'prompt'],
    ['acr_values=a++b', 'acr_values'],
    ['acr_values=+a', 'acr_values'],
    [`acr_values=${'a'.repeat(256)}`, 'acr_values'],
    ['acr_values=a+b+c+d+e+f+g+h+i+j+k', 'acr_values'],
  ] as const) {
    assert.deepEqual(refusalOf(query), ['malformed_parameter', { parameter }], query)
  }
  assert.deepEqual(refusalOf('prompt=none+login'), ['prompt_none_mixed', {}])
  assert.equal(read('max_age=123456789').maxAge, 123_456_789)
  assert.deepEqual(read('prompt=none').prompt, ['none'])
  assert.deepEqual(read('prompt=login+consent+login').prompt, ['login', 'consent'])
  assert.equal(read('login_hint=jo%0A').loginHint, null)
  assert.equal(read('login_hint=%0Ajo').loginHint, null)
  assert.equal(read(`login_hint=${'é'.repeat(320)}`).loginHint?.length, 320)
  assert.equal(read(`login_hint=${'a'.repeat(321)}`).loginHint, null)
  assert.equal(read('ui_locales=sv-FI+EN').uiLocales, 'sv-FI EN')
  for (const text of ['é', 'sv+', '+sv', 'sv,en', 'a'.repeat(36), 'sv+é', `${'a+'.repeat(8)}a`]) {
    assert.equal(read(`ui_locales=${text}`).uiLocales, null, text)
  }
  assert.equal(read(`ui_locales=${'a+'.repeat(7)}a`).uiLocales?.length, 15)
})

test('with openid, acr_values that cannot be reached are left out', () => {
  const wish = (acrValues: readonly string[]) => ({ ...NOTHING, acrValues, acrIsVoluntary: true })
  assert.deepEqual(read('acr_values=1+2'), NOTHING)
  assert.deepEqual(read('acr_values=1+2fa'), wish(['2fa']))
  assert.deepEqual(read('acr_values=2fa+phr', { scope: ['all', 'openid'] }), wish(['2fa']))
  const passkey = { password: { way: 'password' }, passkey: { way: 'passkey' } }
  assert.deepEqual(read('acr_values=phr', { signIn: passkey }), wish(['phr']))
  const wanted = { acr: { values: ['x', '2fa'], isEssential: false } }
  assert.deepEqual(read('acr_values=1', { wanted }), wish(['2fa']))
  // A provider may know others.
  const signIn = { corp: { way: 'oidc' } }
  assert.deepEqual(read('acr_values=1+2', { signIn }), wish(['1', '2']))
  assert.deepEqual(refusalOf('acr_values=é'), ['malformed_parameter', { parameter: 'acr_values' }])
})

test('registered acr_values are wished for if the request names none, and only with openid', () => {
  const metadata = { default_acr_values: ['1', '2fa'] }
  assert.deepEqual(read('', { metadata }).acrValues, ['2fa'])
  assert.equal(read('acr_values=1', { metadata }).acrValues, undefined)
  assert.equal(read('', { metadata, scope: ['all'] }).acrValues, undefined)
  assert.equal(read('', { metadata, openid: false }).acrValues, undefined)
})

test('without openid, or with OpenID Connect turned off, acr_values are demanded', () => {
  for (const situation of [{ scope: ['all'] }, { scope: ['openid'], openid: false }]) {
    assert.deepEqual(refusalOf('acr_values=1+2', situation), [
      'acr_unmet',
      { because: 'not_offered' },
    ])
    // Any of them is enough, so the others stay.
    const asked = read('acr_values=1+2fa', situation)
    assert.deepEqual(asked, { ...NOTHING, acrValues: ['1', '2fa'] })
  }
})

test('an id_token_hint has the form of a signed JWT', () => {
  assert.equal(read('id_token_hint=a.b-_.C9').idTokenHint, 'a.b-_.C9')
  for (const text of [
    'a',
    'a.b',
    'a.b.',
    'a..c',
    'a.b.c.d',
    'a.b.c.d.e',
    'a.b.c%0A',
    '{}',
    '%20a.b.c',
  ]) {
    assert.deepEqual(
      refusalOf(`id_token_hint=${text}`),
      ['malformed_parameter', { parameter: 'id_token_hint' }],
      text,
    )
  }
})

test('a client whose algorithm has no key is refused before anybody signs in', () => {
  const metadata = { id_token_signed_response_alg: 'EdDSA' } as const
  assert.deepEqual(refusalOf('', { metadata }), [
    'no_signing_key',
    { needed: 'EdDSA', offered: ['RS256', 'PS256', 'ES256'] },
  ])
  const none = { active: [], published: [] }
  assert.deepEqual(refusalOf('', { keys: none }), [
    'no_signing_key',
    { needed: 'RS256', offered: [] },
  ])
  // Without ID tokens, none is needed.
  assert.deepEqual(read('', { metadata, scope: ['all'] }), NOTHING)
  assert.deepEqual(read('', { metadata, openid: false }), NOTHING)
  // A server without RSA keys signs with what it has.
  assert.deepEqual(read('', { keys: { ...both, active: both.active.slice(1) } }), NOTHING)
})
