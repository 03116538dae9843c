import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { isChallenge, verifies } from './pkce.ts'

// RFC 7636 App. B.
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

test('the example of RFC 7636 App. B verifies', () => {
  assert.equal(isChallenge(CHALLENGE), true)
  assert.equal(verifies(VERIFIER, CHALLENGE), true)
})

test('every verifier of 43 to 128 unreserved characters verifies against its own challenge', () => {
  const unreserved = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~'
  const verifier = fc.string({
    unit: fc.constantFrom(...unreserved),
    minLength: 43,
    maxLength: 128,
  })
  fc.assert(
    fc.property(verifier, verifier, (one, other) => {
      assert.equal(isChallenge(challengeOf(one)), true)
      assert.equal(verifies(one, challengeOf(one)), true)
      assert.equal(verifies(other, challengeOf(one)), one === other)
    }),
  )
})

test('a verifier that is too short, too long or has other characters does not verify', () => {
  const malformed = [
    '',
    'a'.repeat(42),
    'a'.repeat(129),
    `${VERIFIER}=`,
    `${VERIFIER} `,
    `${VERIFIER}\n`,
    VERIFIER.replace('d', 'é'),
    VERIFIER.replace('d', '+'),
    VERIFIER.replace('d', '/'),
    VERIFIER.replace('d', '%'),
  ]
  for (const text of malformed) {
    assert.equal(verifies(text, challengeOf(text)), false, JSON.stringify(text))
  }
})

test('the challenge itself is not a verifier, as it would be with the method plain', () => {
  assert.equal(verifies(CHALLENGE, CHALLENGE), false)
  assert.equal(verifies(VERIFIER, VERIFIER), false)
})

test('a challenge is 43 characters of base64url (RFC 7636 §4.2)', () => {
  const malformed = [
    '',
    CHALLENGE.slice(1),
    `${CHALLENGE}A`,
    `${CHALLENGE.slice(1)}=`,
    `${CHALLENGE.slice(1)}+`,
    `${CHALLENGE.slice(1)}.`,
    `${CHALLENGE.slice(1)}~`,
    `${CHALLENGE}\n`,
    ` ${CHALLENGE}`,
  ]
  for (const text of malformed) assert.equal(isChallenge(text), false, JSON.stringify(text))
})

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier, 'ascii').digest('base64url')
}
