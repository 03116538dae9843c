import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IntrospectionAnswer } from './answer.ts'
import { judge, type Rules } from './verdict.ts'

type ActiveAnswer = Extract<IntrospectionAnswer, { active: true }>

const EXPIRES_AT = 1_000
const answer: ActiveAnswer = {
  active: true,
  issuer: 'https://mandate.example',
  lifetime: 300,
  binding: { by: 'nothing' },
  principal: {
    subject: 'acc_1',
    clientId: 'crm',
    username: undefined,
    scope: new Set(['notes:read']),
    expiresAt: EXPIRES_AT,
    audience: ['https://notes.example'],
    tokenId: undefined,
  },
}
const rules: Rules = {
  issuer: undefined,
  resource: undefined,
  requireAudience: false,
  scope: [],
  signIn: {},
  scheme: 'bearer',
  proofProblem: undefined,
  now: 0,
}

function reason(changes: Partial<Rules>, of: IntrospectionAnswer = answer): string {
  const verdict = judge(of, { ...rules, ...changes })
  return verdict.good ? 'good' : verdict.reason
}

test('an active token is good until the millisecond it expires, and not one longer', () => {
  assert.equal(reason({ now: EXPIRES_AT * 1000 - 1 }), 'good')
  assert.equal(reason({ now: EXPIRES_AT * 1000 }), 'expired')
})

test('an inactive token is inactive', () => {
  assert.equal(reason({}, { active: false }), 'inactive')
})

test('a token for another API is refused, one that names several is taken by each of them', () => {
  const both = { ...answer.principal, audience: ['https://a.example', 'https://notes.example'] }
  assert.equal(reason({ resource: 'https://notes.example' }), 'good')
  assert.equal(
    reason({ resource: 'https://notes.example' }, { ...answer, principal: both }),
    'good',
  )
  assert.equal(reason({ resource: 'https://other.example' }), 'other_audience')
  assert.equal(reason({ resource: 'https://notes.example/a' }), 'other_audience')
})

test('the resource of the setting and that of the token may be spelled in two ways', () => {
  for (const resource of ['https://notes.example/', 'HTTPS://Notes.Example:443']) {
    assert.equal(reason({ resource }), 'good')
  }
})

test('an API may demand that the token names it', () => {
  const demands = { resource: 'https://notes.example', requireAudience: true }
  assert.equal(reason(demands), 'good')
  const principal = { ...answer.principal, audience: [] }
  assert.equal(reason(demands, { ...answer, principal }), 'no_audience')
})

test('a token that names no API is taken by each', () => {
  const principal = { ...answer.principal, audience: [] }
  assert.equal(reason({ resource: 'https://notes.example' }, { ...answer, principal }), 'good')
})

test('a token of another issuer is refused', () => {
  assert.equal(reason({ issuer: 'https://mandate.example' }), 'good')
  assert.equal(reason({ issuer: 'https://mandate.example/' }), 'other_issuer')
})

test('a refresh token, or a token bound in a way that is not known here, is refused', () => {
  const unknown = { ...answer, binding: { by: 'unknown' } } as const
  for (const scheme of ['bearer', 'dpop'] as const) {
    assert.equal(reason({ scheme }, unknown), 'not_plain_bearer')
  }
})

test('a token bound to a certificate needs that one (RFC 8705 §3)', () => {
  const bound = { ...answer, binding: { by: 'certificate', thumbprint: 'x' } } as const
  assert.equal(reason({ certificate: 'x' }, bound), 'good')
  assert.equal(reason({ certificate: 'y', scope: [['admin']] }, bound), 'other_certificate')
  assert.equal(reason({}, bound), 'certificate_missing')
  assert.equal(reason({ certificate: 'x', scheme: 'dpop' }, bound), 'not_bound')
  assert.equal(reason({ certificate: 'y' }), 'good')
})

test('a token bound to a key needs its proof, and one that is not cannot have one', () => {
  const bound = { ...answer, binding: { by: 'dpop', thumbprint: 'x' } } as const
  assert.equal(reason({ scheme: 'dpop' }, bound), 'good')
  assert.equal(reason({}, bound), 'bound_token_as_bearer')
  assert.equal(reason({ scheme: 'dpop' }), 'not_bound')
  const proofProblem = 'proof_repeated'
  assert.equal(reason({ scheme: 'dpop', proofProblem, scope: [['admin']] }, bound), proofProblem)
})

test('a token that lacks scope and a better sign-in is asked for both at once', () => {
  const signIn = { acr: ['2fa'] }
  assert.equal(reason({ scope: [['admin']], signIn }), 'sign_in_insufficient')
})

test('a bad token is refused as such even if its scope is not enough either', () => {
  assert.equal(reason({ scope: [['admin']] }), 'scope_missing')
  assert.equal(reason({ scope: [['admin']], now: EXPIRES_AT * 1000 }), 'expired')
})
