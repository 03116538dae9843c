/** SCIM: filters, and the bodies of POST, PUT and PATCH. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseBody, patched, userIn } from '../../packages/mandate/src/scim/document.ts'
import { draftOf } from '../../packages/mandate/src/scim/draft.ts'
import { ScimError } from '../../packages/mandate/src/scim/error.ts'
import { matches, parseFilter, USERS } from '../../packages/mandate/src/scim/filter.ts'
import { lookupsFor } from '../../packages/mandate/src/scim/lookup.ts'
import { growsInProportion } from '../growth.ts'
import { anyText, textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const ada = {
  id: '1f',
  userName: 'ada@acme.example',
  externalId: 'oid',
  email: 'ada@acme.example',
  emails: [{ value: 'ada@acme.example', type: 'work', primary: true }],
  active: true,
  profile: { displayName: 'Ada', emailType: 'work' },
}
const pieces = [
  ...['userName', 'emails', 'emails.value', 'name.', 'active', 'externalId', `${USER}:userName`],
  ...[
    ' eq ',
    ' ne ',
    ' co ',
    ' gt ',
    ' pr',
    ' and ',
    ' or ',
    'not ',
    '(',
    ')',
    '[',
    ']',
    '].value',
  ],
  ...[
    '"ada@acme.example"',
    '"',
    '\\"',
    '\\',
    'true',
    'null',
    '5',
    '-1.5e3',
    ' ',
    '\n',
    'type eq "work"',
  ],
]

/** The result, or undefined if it was refused by its own error. */
function own<Result>(act: () => Result): Result | undefined {
  try {
    return act()
  } catch (error) {
    assert.ok(error instanceof ScimError, String(error))
    assert.ok(error.status >= 400 && error.status < 500)
    return undefined
  }
}

test('a filter is refused, or selects or not, and its lookups miss nothing that it selects', () => {
  forEvery(textOf(...pieces), (source) => {
    const filter = own(() => parseFilter(source, USERS))
    if (filter === undefined) return
    const lookups = lookupsFor(filter)
    if (!matches(filter, ada) || lookups === null) return
    const isFound = lookups.some(({ by, key }) =>
      by === 'id' ? key === ada.id : key === (by === 'externalId' ? ada.externalId : ada.email),
    )
    assert.ok(isFound, source)
  })
})

test('a filter takes time in proportion to its length', () => {
  growsInProportion(pieces, (source) => own(() => parseFilter(source, USERS)))
})

const paths = textOf(...pieces, 'displayName', 'familyName', '.', ':', '__proto__', 'urn:')
const values = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(...['True', 'a@b.example', [{ value: 'x' }], { value: true }, null, '']),
  fc.dictionary(paths, fc.jsonValue({ maxDepth: 2 })),
)
const operations = fc.array(
  fc.oneof(
    fc.record(
      {
        op: fc.constantFrom('add', 'Replace', 'remove', 'REMOVE', 'x'),
        path: paths,
        value: values,
      },
      { requiredKeys: ['op'] },
    ),
    fc.jsonValue({ maxDepth: 2 }),
  ),
  { maxLength: 5 },
)

test('a PATCH is refused, or gives a user whose values can be kept', () => {
  forEvery(
    operations,
    (Operations) => {
      const user = own(() => patched(draftOf(ada), { schemas: [PATCH], Operations }))
      if (user !== undefined) assertKept(user)
      assert.equal(({} as Record<string, unknown>)['value'], undefined)
    },
    { costs: 5 },
  )
})

test('a user is refused, or has values that can be kept', () => {
  const members = fc.dictionary(fc.oneof(paths, fc.constantFrom('userName', 'emails')), values)
  forEvery(
    members,
    (body) => {
      const user = own(() => userIn({ userName: 'ada', ...body, schemas: [USER] }))
      if (user !== undefined) assertKept(user)
    },
    { costs: 5 },
  )
})

test('a body is an object or refused', () => {
  forEvery(fc.oneof(anyText, fc.json()), (text) => {
    const body = own(() => parseBody(Buffer.from(text)))
    assert.equal(typeof (body ?? {}), 'object')
  })
})

function assertKept(user: ReturnType<typeof userIn>): void {
  assert.ok(user.userName.length > 0 && user.userName.length <= 255)
  assert.ok(user.userNameKey.length > 0)
  assert.ok(user.externalId === null || user.externalId !== '')
  assert.ok(user.email === null || /^[^\s@]+@[^\s@]+$/.test(user.email))
  assert.ok(user.shownName === null || user.shownName.length <= 200)
  // As the database keeps it.
  assert.deepEqual(JSON.parse(JSON.stringify(user.profile)), user.profile)
}
