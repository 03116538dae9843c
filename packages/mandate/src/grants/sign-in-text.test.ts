import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acrIn, readSignInText, signInText } from './sign-in-text.ts'

test('a grant keeps how its user signed in, exactly as in the session', () => {
  for (const methods of [
    { amr: ['pwd'], acr: null },
    { amr: [], acr: 'urn:example:“high”' },
  ]) {
    assert.deepEqual(readSignInText(signInText(methods)), methods)
    assert.equal(acrIn(signInText(methods)), methods.acr)
  }
})
