import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readKinds } from '../settings/kinds.ts'
import { password } from './password.ts'

const secret = 's'.repeat(32)
const url = 'https://app.example/verify'

const told = (members: Readonly<Record<string, unknown>>) =>
  readKinds({ by: 'way', kinds: [password] }, { password: members }, '/').problems.map(
    ({ at, text }) => `${at.at(-1)} ${text}`,
  )

test('verify_url needs verify_secret, and the other way round', () => {
  assert.deepEqual(told({}), [])
  assert.deepEqual(told({ verify_url: url, verify_secret: secret, verify_provider: 'acme' }), [])
  assert.match(told({ verify_url: url }).join(), /^verify_secret is missing; give the secret/)
  assert.match(told({ verify_secret: secret }).join(), /^verify_url is missing; give the URL/)
})

test('a short secret, one with spaces, and an invalid URL are refused without showing the secret', () => {
  for (const wrong of ['hunter2', `${secret} hunter2`, `${secret}é`]) {
    const [problem = '', ...more] = told({ verify_url: url, verify_secret: wrong })
    assert.deepEqual(more, [])
    assert.match(problem, /^verify_secret is not right; give at least 32 visible ASCII characters/)
    assert.doesNotMatch(problem, /hunter2/)
  }
  for (const wrong of ['app.example/verify', 'ftp://app.example/', `${url}#here`]) {
    assert.match(
      told({ verify_url: wrong, verify_secret: secret }).join(),
      /^verify_url is .*; give an https:\/\/ URL/,
    )
  }
  const withPassword = told({
    verify_url: 'https://me:hunter2@app.example/',
    verify_secret: secret,
  })
  assert.equal(withPassword.length, 1)
  assert.doesNotMatch(withPassword.join(), /hunter2/)
})
