import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAnswer } from './answer.ts'

const full = {
  active: true,
  sub: 'acc_1',
  client_id: 'crm',
  username: 'ada@example.com',
  scope: 'all notes:read',
  token_type: 'bearer',
  exp: 2_000_000_000,
  iat: 1_999_999_700,
  aud: 'https://notes.example',
  iss: 'https://mandate.example',
  jti: 'tok_1',
}
const parse = (changes: Record<string, unknown> = {}) =>
  parseAnswer(JSON.stringify({ ...full, ...changes }))

test('an active answer becomes a principal', () => {
  assert.deepEqual(parse(), {
    active: true,
    issuer: 'https://mandate.example',
    lifetime: 300,
    binding: { by: 'nothing' },
    principal: {
      subject: 'acc_1',
      clientId: 'crm',
      username: 'ada@example.com',
      scope: new Set(['all', 'notes:read']),
      expiresAt: 2_000_000_000,
      audience: ['https://notes.example'],
      tokenId: 'tok_1',
    },
  })
})

test('authorization details are handed on, and an answer with unreadable ones is refused', () => {
  const authorization_details = [{ type: 'payment', amount: { value: '1.00' } }]
  const answer = parse({ authorization_details })
  assert.ok(answer.active)
  assert.deepEqual(answer.principal.authorizationDetails, authorization_details)
  for (const wrong of [null, {}, 'payment', [null], [{}], [{ type: 1 }]]) {
    assert.throws(() => parse({ authorization_details: wrong }), /authorization_details/)
  }
})

test('who acts through whom is handed on, and an answer with an unreadable chain is refused', () => {
  const act = { sub: 'agent', act: { sub: 'helper', act: { sub: 'crm' } } }
  const answer = parse({ act })
  assert.ok(answer.active)
  assert.deepEqual(answer.principal.actors, ['agent', 'helper', 'crm'])
  const endless = Array.from({ length: 30 }).reduce((inner) => ({ sub: 'a', act: inner }), act)
  for (const wrong of [null, 'agent', {}, { sub: 1 }, { sub: 'a', act: null }, endless]) {
    assert.throws(() => parse({ act: wrong }), /"act"/)
  }
})

test('an inactive answer is inactive, whatever else it says', () => {
  assert.deepEqual(parse({ active: false }), { active: false })
  assert.deepEqual(parseAnswer('{"active":false}'), { active: false })
})

test('members that the server may leave out may be left out', () => {
  const answer = parse({
    username: undefined,
    scope: undefined,
    aud: undefined,
    iss: undefined,
    jti: undefined,
  })
  assert.ok(answer.active && answer.binding.by === 'nothing')
  assert.deepEqual([...answer.principal.scope], [])
  assert.deepEqual(answer.principal.audience, [])
})

test('a token bound to a DPoP key says which', () => {
  const answer = parse({ token_type: 'DPoP', cnf: { jkt: 'x' } })
  assert.deepEqual(answer.active && answer.binding, { by: 'dpop', thumbprint: 'x' })
})

test('a token bound to a certificate says which (RFC 8705 §3.2)', () => {
  const answer = parse({ cnf: { 'x5t#S256': 'y' } })
  assert.deepEqual(answer.active && answer.binding, { by: 'certificate', thumbprint: 'y' })
})

test('what is bound in another way, or is no access token, is not taken for a plain Bearer token', () => {
  for (const changes of [
    { token_type: undefined },
    { token_type: 'DPoP' },
    { cnf: { jkt: 'x' } },
    { cnf: null },
    { token_type: 'DPoP', cnf: { jkt: 7 } },
    { token_type: 'DPoP', cnf: { jkt: 'x', 'x5t#S256': 'y' } },
    { token_type: 'DPoP', cnf: { 'x5t#S256': 'y' } },
    { cnf: { 'x5t#S256': 7 } },
    { cnf: { 'x5t#S256': 'y', kid: 'z' } },
  ]) {
    const answer = parse(changes)
    assert.ok(answer.active)
    assert.equal(answer.binding.by, 'unknown')
  }
})

const UNREADABLE: readonly Record<string, unknown>[] = [
  { active: undefined },
  { active: 'true' },
  { active: 1 },
  { sub: undefined },
  { sub: '' },
  { sub: 7 },
  { client_id: undefined },
  { exp: undefined },
  { exp: '2000000000' },
  { exp: null },
  { scope: ['all'] },
  { aud: [] },
  { aud: [1] },
  { aud: {} },
  { iss: null },
]
for (const changes of UNREADABLE) {
  const shown = JSON.stringify(changes, (_, value) => (value === undefined ? 'left out' : value))
  test(`an answer with ${shown} is a problem, not a verdict`, () => {
    assert.throws(() => parse(changes), { name: 'GuardProblem', code: 'answer_unreadable' })
  })
}

for (const body of ['', 'null', '[]', '"active"', '{"active":true', '<html>', '{"exp":1e999}']) {
  test(`the body ${JSON.stringify(body)} is a problem, not a verdict`, () => {
    assert.throws(() => parseAnswer(body), { name: 'GuardProblem', code: 'answer_unreadable' })
  })
}

test('the message about an unreadable answer does not quote it', () => {
  assert.throws(
    () => parseAnswer('mdt_at_secret is not JSON'),
    (error: Error) => !`${error.stack} ${error.cause}`.includes('mdt_at_secret'),
  )
})
