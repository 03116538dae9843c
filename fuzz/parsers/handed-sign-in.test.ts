/** The id of a sign-in that was handed to a platform comes by URL, and the platform's answer as JSON. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import type { KeyId } from '../../packages/mandate/src/grants/grant.ts'
import { readAnswer } from '../../packages/mandate/src/ways/handoff/answer.ts'
import { makeSignInId, openSignInId } from '../../packages/mandate/src/ways/handoff/id.ts'
import { bytesNamed } from '../../packages/mandate/test/sample-grant.ts'
import { damage, damaged } from '../../packages/mandate/test/token-arbitraries.ts'
import { growsInProportion } from '../growth.ts'
import { anyText, textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const keyId = 'a0b1c2d3' as KeyId
const keys = { current: keyId, secrets: new Map([[keyId, bytesNamed('server key')]]) }
const idOf = (asked: string) =>
  makeSignInId(
    { keys, random: (bytes) => randomBytes(bytes) },
    {
      ...{ way: 'acme', browser: 'hash', accountId: null, interactive: true, prompt: [] },
      ...{ authTimeAfter: null, locales: '', startedAt: 1 },
      onward: { pending: { asked, startedAt: 1 }, act: null },
    },
  )

const member = fc.oneof(
  fc.constantFrom(
    ...['id', 'subject', 'email', 'email_verified', 'name', 'auth_time', 'amr', 'acr'],
    ...['refused', 'reason', '__proto__', 'constructor', 'toString', 'hasOwnProperty'],
  ),
  anyText,
)
const value = fc.oneof(
  fc.constantFrom('42', 'access_denied', true, null, 1_700_000_000, ['pwd']),
  textOf('ada@example.com', 'a', '\n', '<b>'),
  fc.jsonValue(),
)
/** As a JSON parser makes it: `__proto__` is a member like any other. */
const members = fc
  .array(fc.tuple(member, value), { maxLength: 6 })
  .map((entries) => JSON.parse(JSON.stringify(Object.fromEntries(entries))))

test('text that was not made here opens to nothing', () => {
  const prefix = Buffer.from(keyId, 'hex').toString('base64url').slice(0, 5)
  forEvery(textOf(prefix, 'AAAAAAAA', '_-', '='), (text) => {
    assert.equal(openSignInId(keys, text), undefined)
  })
})

test('an id opens to what it was made of, and a modified one to nothing', () => {
  forEvery(fc.tuple(anyText, damage), ([asked, accident]) => {
    const id = idOf(asked)
    const opened = openSignInId(keys, id)
    // JSON has no lone surrogates in UTF-8.
    if (asked.isWellFormed()) assert.equal(opened?.onward.pending?.asked, asked)
    const touched = damaged(id, accident)
    if (touched !== id) assert.equal(openSignInId(keys, touched), undefined)
  })
})

test('an answer is taken within its limits, or one member is named as wrong', () => {
  forEvery(members, (given) => {
    const answer = readAnswer(given)
    switch (answer.is) {
      case 'wrong':
        assert.ok(answer.detail.length > 0)
        break
      case 'refused':
        assert.doesNotMatch(answer.reason ?? '', /[\p{Cc}\p{Cs}]/u)
        assert.ok((answer.reason ?? '').length <= 301)
        break
      case 'signed_in':
        assert.match(answer.subject, /^[\x21-\x7e]{1,255}$/)
        assert.ok((answer.name ?? '').length <= 200)
    }
  })
})

test('ids and answers take time in proportion to their length', () => {
  growsInProportion(['A', '_', '=', 'é'], (text) => openSignInId(keys, text))
  growsInProportion([' ', '\n', 'x', '\u202e'], (reason) =>
    readAnswer({ refused: 'access_denied', reason }),
  )
  growsInProportion(['a', '@', '.', 'é'], (email) => readAnswer({ subject: '1', email }))
})
