import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readStepUp } from './step-up.ts'

const answer = (challenge: string, status = 401) => ({
  status,
  headers: new Headers({ 'www-authenticate': challenge }),
})

test('a challenge of RFC 9470 says what to ask for', () => {
  const error = 'error="insufficient_user_authentication"'
  const whole = `Bearer realm="a, b", ${error}, error_description="say \\"max_age=9\\"", acr_values="phr 2fa", max_age="300"`
  assert.deepEqual(readStepUp(answer(whole)), { acrValues: ['phr', '2fa'], maxAge: 300 })
  assert.deepEqual(readStepUp(answer(`Bearer ${error}, max_age=5`)), { maxAge: 5 })
  assert.deepEqual(readStepUp(answer(`bearer ${error}`)), {})
  assert.deepEqual(readStepUp(answer(`Bearer ${error}, acr_values="", max_age=-1`)), {})
})

test('any other answer is no step-up', () => {
  const asked = 'Bearer error="insufficient_user_authentication", acr_values="2fa"'
  assert.equal(readStepUp(answer(asked, 403)), undefined)
  assert.equal(readStepUp(answer('Bearer error="invalid_token", acr_values="2fa"')), undefined)
  const quoted = 'Bearer error_description="error=insufficient_user_authentication"'
  assert.equal(readStepUp(answer(quoted)), undefined)
  assert.equal(readStepUp({ status: 401, headers: new Headers() }), undefined)
})
