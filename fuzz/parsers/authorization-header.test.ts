/** What an API reads from requests and introspection responses (RFC 6750 §2.1, RFC 7662 §2.2). */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseAnswer } from '../../packages/guard/src/answer.ts'
import { parseAuthorization } from '../../packages/guard/src/authorization.ts'
import { GuardProblem } from '../../packages/guard/src/problem.ts'
import { growsInProportion } from '../growth.ts'
import { headerOf, textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const fragments = ['Bearer', 'bEARER', 'DPoP', ' ', '\t', 'mdt_at_', 'A', '=', ',', '"', ':', '~']

test('any Authorization header is a token, or nothing, or malformed', () => {
  forEvery(headerOf(...fragments), (text) => {
    const presented = parseAuthorization(text)
    if (presented.kind === 'token') assert.match(presented.token, /^[\w.~+/-]+=*$/)
    else assert.match(presented.kind, /^(nothing_presented|malformed)$/)
  })
})

const members = [
  'active',
  'sub',
  'client_id',
  'exp',
  'scope',
  'aud',
  'iss',
  'token_type',
  'cnf',
  '__proto__',
]
const claims = fc.dictionary(
  fc.constantFrom(...members),
  fc.oneof(fc.constantFrom<unknown>(true, false, 'a b', 0, 1e300, [], ['a']), fc.jsonValue()),
)
const json = fc.oneof(
  fc.json(),
  claims.map((one) => JSON.stringify(one)),
  claims.map((one) => JSON.stringify({ active: true, sub: 's', client_id: 'c', exp: 1, ...one })),
  textOf('{', '}', '[', ']', '"active"', ':', 'true', ',', '1e999', 'null'),
)

test('any introspection response is read or refused, and never quoted', () => {
  forEvery(json, (text) => {
    try {
      const answer = parseAnswer(text)
      if (!answer.active) return
      assert.equal(typeof answer.principal.subject, 'string')
      assert.ok(Number.isFinite(answer.principal.expiresAt))
    } catch (error) {
      assert.ok(error instanceof GuardProblem, String(error))
      assert.ok(text.length < 12 || !error.message.includes(text))
    }
  })
})

test('headers and responses take time in proportion to their length', () => {
  growsInProportion(fragments, parseAuthorization)
  growsInProportion([' ', '=', 'A', '.'], (text) => parseAuthorization(`Bearer ${text}`))
  growsInProportion(['[', '{"a":', '"', '\\', ' ', '1'], (text) => {
    parseAnswer(text)
  })
  growsInProportion([' ', 'a', '\t'], (scope) =>
    parseAnswer(JSON.stringify({ active: true, sub: 's', client_id: 'c', exp: 1, scope })),
  )
})
