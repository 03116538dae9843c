import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addUp, allAsked, readStepUp } from './step-up.ts'

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
  assert.equal(readStepUp(answer('Bearer error="insufficient_scope"', 403)), undefined)
  assert.equal(readStepUp(answer('Bearer scope="notes:write"', 403)), undefined)
  const endless = 'a '.repeat(2_000)
  assert.equal(
    readStepUp(answer(`Bearer error="insufficient_scope", scope="${endless}"`, 403)),
    undefined,
  )
  const quoted = 'Bearer error_description="error=insufficient_user_authentication"'
  assert.equal(readStepUp(answer(quoted)), undefined)
  assert.equal(readStepUp({ status: 401, headers: new Headers() }), undefined)
})

const lacking = (scope: string) =>
  answer(`Bearer error="insufficient_scope", scope="${scope}"`, 403)

test('a challenge for more scope is added to what the grant has', () => {
  const demanded = readStepUp(lacking('notes:write notes:share'))
  assert.deepEqual(demanded, { scope: 'notes:write notes:share' })
  assert.deepEqual(addUp(demanded ?? {}, { scope: 'notes:read', asked: 'notes:read openid' }), {
    scope: 'notes:read openid notes:write notes:share',
    asked: 'notes:read openid',
  })
})

test('two APIs that each get only one of two scopes do not send the user around for ever', () => {
  // A user, or a policy, that gives only the scope that was demanded last.
  let grant: { scope: string | null; asked?: string | undefined } = { scope: 'x', asked: 'x' }
  let logins = 0
  for (let call = 0; call < 20; call++) {
    const demanded = call % 2 === 0 ? 'a' : 'b'
    const stepUp = addUp({ scope: demanded }, grant)
    if (stepUp === undefined) continue
    logins++
    grant = { scope: demanded, asked: allAsked(stepUp.scope ?? null, stepUp.asked) }
  }
  assert.equal(logins, 2)
})

test('a better sign-in does not ask again for what the user did not give', () => {
  const stepUp = { acrValues: ['2fa'], scope: 'pay' }
  assert.deepEqual(addUp(stepUp, { scope: 'read', asked: 'read pay' }), {
    ...{ acrValues: ['2fa'], scope: 'read', asked: 'read pay' },
  })
  assert.deepEqual(addUp({ maxAge: 5 }, { scope: 'read' }), { maxAge: 5 })
})
