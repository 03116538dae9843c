import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Issuer, NotOffered } from './issuer.ts'
import { tryAll } from './results.ts'
import type { Rule } from './rule.ts'

const issuer = { name: 'nobody' } as Issuer

function rule(tryOn: Rule['tryOn']): Rule {
  return { rule: 'A rule', source: 'RFC 1 §1', file: 'token/a.test.ts', tryOn }
}

test('a rule is kept, broken with its reason, or about something that is not offered', async () => {
  const heard: string[] = []
  const all = await tryAll(
    issuer,
    [
      rule(async () => {}),
      rule(async () => assert.equal(200, 400, 'the status')),
      rule(async () => {
        throw new NotOffered('PAR is not offered')
      }),
      rule(async () => {
        throw new Error('connection refused')
      }),
    ],
    ({ result }) => heard.push(result),
  )
  assert.deepEqual(heard, ['kept', 'broken', 'not offered', 'broken'])
  assert.deepEqual(
    all.map((tried) => ('because' in tried ? tried.because : '')),
    ['', 'the status: expected 400, got 200', 'PAR is not offered', 'connection refused'],
  )
})
