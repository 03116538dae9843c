import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusalOf } from '../../../test/refusal-of.ts'
import { sampleGrant } from '../../../test/sample-grant.ts'
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
  ['one that is too short', { verifier: 'a', challenge: CHALLENGE }, 'verifier_wrong'],
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
