/** What a platform sends about its users: lists of changes, and subject identifiers (RFC 9493). */

import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import fc from 'fast-check'
import { receiveLines } from '../../packages/mandate/src/http/platform/lines.ts'
import { readChange } from '../../packages/mandate/src/http/platform/user-change.ts'
import { isAccountId, isIdentity } from '../../packages/mandate/src/people/account-properties.ts'
import { readSubjectIdentifier } from '../../packages/mandate/src/people/subject-identifiers.ts'
import { anyText, textOf } from '../hostile-text.ts'
import { forEvery, forEveryAsync } from '../runs.ts'

const member = fc.oneof(
  fc.constantFrom(
    ...['subject', 'account_id', 'change', 'into', 'format', 'id', 'iss', 'sub', 'email', 'uri'],
    ...['identifiers', '__proto__', 'constructor', 'toString'],
  ),
  anyText,
)
const value = fc.oneof(
  fc.constantFrom(
    '42',
    'disable',
    'merge',
    'opaque',
    'iss_sub',
    'aliases',
    'acct:a@b.example',
    null,
  ),
  fc.constantFrom('https://login.example', 'acme', 'ada@example.com', '\0', 'x'.repeat(256)),
  anyText,
  fc.jsonValue(),
)
/** As a JSON parser makes it: `__proto__` is a member like any other. */
const members = fc
  .array(fc.tuple(member, value), { maxLength: 5 })
  .map((entries) => JSON.parse(JSON.stringify(Object.fromEntries(entries))))

test('any JSON is a change with one user, or is refused without repeating it', () => {
  forEvery(fc.oneof(members, fc.jsonValue()), (sent) => {
    const read = readChange(sent)
    if ('code' in read)
      return assert.match(read.detail, /^[A-Z].*\.$|^(subject|account_id|change|into) /)
    const users = read.change === 'merge' ? [read.user, read.into] : [read.user]
    for (const user of users) {
      const [name = '', ...more] = Object.values(user)
      assert.ok(more.length === 0 && name.length > 0 && name.length <= 255)
    }
  })
})

test('any subject identifier names what an account can be found by, or is refused', () => {
  const reader = { issuer: 'https://login.example', provider: 'acme' }
  const aliases = fc
    .array(members, { maxLength: 3 })
    .map((identifiers) => ({ format: 'aliases', identifiers }))
  forEvery(fc.oneof(members, aliases, fc.jsonValue()), (sent) => {
    const named = readSubjectIdentifier(sent, reader)
    if ('is' in named) return
    assert.ok(named.length > 0)
    for (const one of named) {
      if (one.by === 'account') assert.ok(isAccountId(one.accountId))
      if (one.by === 'identity') assert.ok(isIdentity(one) && one.provider === 'acme')
      if (one.by === 'email') assert.match(one.email, /@/)
    }
  })
})

test('any bytes are lines, each read once and in order, however they arrive', async () => {
  const line = fc.oneof(textOf('{"subject":"42"}', '{', '}', '\r', '[1]'), anyText)
  const bodies = fc.tuple(fc.array(line, { maxLength: 20 }), fc.integer({ min: 1, max: 9 }))
  await forEveryAsync(
    bodies,
    async ([lines, atOnce]) => {
      const body = Buffer.from(lines.join('\n'))
      const pieces = Array.from({ length: Math.ceil(body.length / 7) }, (_, index) =>
        body.subarray(7 * index, 7 * index + 7),
      )
      const read = [...(await receiveLines(Readable.from(pieces), atOnce))]
      const expected = body
        .toString()
        .split('\n')
        .filter((text) => text !== '' && text !== '\r')
      assert.equal(read.flat().length, expected.length)
      assert.ok(read.every((some) => some.length <= atOnce))
      assert.ok(read.slice(0, -1).every((some) => some.length === atOnce))
      assert.deepEqual(read.flat(), expected.map(parsed))
    },
    { costs: 5 },
  )
})

function parsed(line: string): unknown {
  try {
    return Buffer.byteLength(line) > 4096 ? undefined : JSON.parse(line.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}
