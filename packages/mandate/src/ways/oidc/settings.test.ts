import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { readWay } from '../../../test/oidc-way.ts'

test('presets fill in what they know, and wrong settings say what to give', () => {
  const problems = (members: object) =>
    readWay(members).problems.map(({ at, text }) => `${at.at(-1)}: ${text}`)
  const id = { client_id: 'a', client_secret: 'b' }
  assert.deepEqual(problems({ preset: 'google', ...id }), [])
  const tenant = 'https://login.microsoftonline.com/organizations/v2.0'
  assert.deepEqual(problems({ preset: 'microsoft', issuer: tenant, ...id }), [])
  assert.deepEqual(problems({ preset: 'okta', issuer: 'https://a.okta.com/oauth2/b', ...id }), [])
  assert.match(
    problems({ preset: 'microsoft', ...id })[0] ?? '',
    /^issuer: is missing; give .*TENANT/,
  )
  const named = {
    issuer: 'https://login.microsoftonline.com/contoso.com/v2.0',
    preset: 'microsoft',
  }
  assert.match(problems({ ...named, ...id })[0] ?? '', /^issuer: .*the tenant id/)
  assert.match(
    problems({ preset: 'google', issuer: 'https://a.example', ...id })[0] ?? '',
    /^issuer/,
  )
  assert.match(problems(id)[0] ?? '', /^issuer: is missing/)
  assert.match(problems({ issuer: 'https://a.example', client_secret: 'b' })[0] ?? '', /^client_id/)
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const private_key = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const apple = { preset: 'apple', client_id: 'a', team_id: 't', key_id: 'k', private_key }
  assert.deepEqual(problems(apple), [])
  assert.match(problems({ preset: 'apple', client_id: 'a' }).join(), /team_id.*key_id.*private_key/)
  const wrongKey = problems({ ...apple, private_key: 's3cret' }).join()
  assert.match(wrongKey, /^private_key: is not right; give the content of the \.p8 file/)
  const issuer = 'https://a.example'
  for (const [member, value] of [
    ...[['scope', ['email']] as const, ['scope', ['openid email']] as const],
    ...[['accept', 'all'] as const, ['accept', { domains: ['@a.example'] }] as const],
    ...[['accept', { domains: [] }] as const, ['claims', { sub: 'oid' }] as const],
    ...[['issuer', 'https://a.example/?b'] as const, ['issuer', 'a.example'] as const],
    ['preset', 'facebook'] as const,
  ]) {
    assert.match(
      problems({ issuer, ...id, [member]: value }).join(),
      new RegExp(`^${member}: `),
      member,
    )
  }
})
