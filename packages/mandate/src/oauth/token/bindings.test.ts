import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusalOf } from '../../../test/refusal-of.ts'
import { sampleGrant } from '../../../test/sample-grant.ts'
import { Refusal } from '../../explanations/refusal.ts'
import { checkCodeBindings } from './bindings.ts'

const URI = 'https://client.example/cb'
// RFC 7636 App. B.
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

const cases = [
  ['the same redirect URI', { sent: URI, expected: URI }, undefined],
  ['none, and none before', { sent: undefined, expected: null }, undefined],
  ['none, though one was sent before', { sent: undefined, expected: URI }, 'redirect_uri_differs'],
  ['one, though none was sent before', { sent: URI, expected: null }, 'redirect_uri_differs'],
  ['another', { sent: 'https://other.example/cb', expected: URI }, 'redirect_uri_differs'],
  ['a slash more', { sent: `${URI}/`, expected: URI }, 'redirect_uri_differs'],
  ['other case', { sent: 'https://CLIENT.example/cb', expected: URI }, 'redirect_uri_differs'],
  [
    'a default port more',
    { sent: 'https://client.example:443/cb', expected: URI },
    'redirect_uri_differs',
  ],
  [
    'other percent-encoding',
    { sent: 'https://client.example/%63b', expected: URI },
    'redirect_uri_differs',
  ],
] as const

for (const [what, { sent, expected }, reason] of cases) {
  test(`redirect_uri at the exchange: ${what}: ${reason ?? 'accepted'}`, () => {
    const check = checkCodeBindings({ redirectUri: sent, verifier: undefined })
    const grant = sampleGrant({ redirectUri: expected, codeChallenge: null })
    assert.equal(
      refusalOf(() => check(grant)),
      reason,
    )
  })
}

const pkce = [
  ['the right verifier', { verifier: VERIFIER, challenge: CHALLENGE }, undefined],
  ['none, and no challenge before', { verifier: undefined, challenge: null }, undefined],
  [
    'none, though there was a challenge',
    { verifier: undefined, challenge: CHALLENGE },
    'verifier_missing',
  ],
  [
    'one, though there was no challenge',
    { verifier: VERIFIER, challenge: null },
    'verifier_not_expected',
  ],
  ['another', { verifier: VERIFIER.replace('d', 'e'), challenge: CHALLENGE }, 'verifier_wrong'],
  ['the challenge itself', { verifier: CHALLENGE, challenge: CHALLENGE }, 'verifier_wrong'],
  ['one that is too short', { verifier: 'a', challenge: CHALLENGE }, 'verifier_malformed'],
] as const

for (const [what, { verifier, challenge }, reason] of pkce) {
  test(`code_verifier at the exchange: ${what}: ${reason ?? 'accepted'}`, () => {
    const check = checkCodeBindings({ redirectUri: undefined, verifier })
    const grant = sampleGrant({ redirectUri: null, codeChallenge: challenge })
    assert.equal(
      refusalOf(() => check(grant)),
      reason,
    )
  })
}

/** The details for the operator and the client. */
function detailsOf(
  sent: Parameters<typeof checkCodeBindings>[0],
  stored: { readonly redirectUri: string | null; readonly codeChallenge: string | null },
) {
  try {
    checkCodeBindings(sent)(sampleGrant(stored))
  } catch (error) {
    if (error instanceof Refusal) return error.details
    throw error
  }
  return assert.fail('nothing is refused')
}

test('both differing redirect URIs are reported, without anything a person added', () => {
  const told = (sent: string | undefined, redirectUri: string | null) =>
    detailsOf({ redirectUri: sent, verifier: undefined }, { redirectUri, codeChallenge: null })
  assert.deepEqual(told(`${URI}/`, URI), { sent: `${URI}/`, registered: [URI] })
  assert.deepEqual(told(undefined, URI), { registered: [URI] })
  assert.deepEqual(told(URI, null), { sent: URI })
  // The registered URI contains no secrets; what was added to it may.
  assert.deepEqual(told('https://a.example/?t=5&code=abc', 'https://a.example/?t=5'), {
    sent: 'https://a.example/?t=5&code=(3 characters)',
    registered: ['https://a.example/?t=5'],
  })
})

test('a mismatching verifier is explained, never shown', () => {
  const told = (verifier: string) =>
    detailsOf({ redirectUri: undefined, verifier }, { redirectUri: null, codeChallenge: CHALLENGE })
  assert.deepEqual(told('short'), { length: 5, characters: [] })
  assert.deepEqual(told(`${VERIFIER}=`), { length: 44, characters: ['='] })
  assert.deepEqual(told('"é = ?\\'), {
    length: 7,
    characters: ['U+0022', 'U+00E9', 'U+0020', 'and 3 more'],
  })
  assert.deepEqual(told(CHALLENGE), { check: 'plain' })
  const { made, ...rest } = told(VERIFIER.replace('d', 'e'))
  assert.deepEqual(rest, { check: 'hash', expected: CHALLENGE })
  assert.match(String(made), /^[A-Za-z0-9_-]{43}$/)
})
