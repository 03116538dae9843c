import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBody, patched, userIn } from './document.ts'
import { draftOf } from './draft.ts'
import { ScimError } from './error.ts'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const ada = {
  userName: 'ada@acme.example',
  externalId: 'oid',
  email: 'ada@acme.example',
  profile: { displayName: 'Ada', name: { givenName: 'Ada' }, emailType: 'work' },
}

function after(...operations: readonly unknown[]) {
  return patched(draftOf(ada), { schemas: [PATCH], Operations: operations })
}

function scimTypeOf(act: () => unknown): string | undefined {
  try {
    act()
  } catch (error) {
    assert.ok(error instanceof ScimError, String(error))
    return error.scimType
  }
  return assert.fail('not refused')
}

test('of several addresses the primary one is stored, otherwise the work address, otherwise the first', () => {
  const home = { value: 'home@a.example', type: 'home' }
  const work = { value: 'work@a.example', type: 'Work' }
  const other = { value: 'other@a.example', primary: 'True' }
  const emailOf = (...emails: readonly unknown[]) =>
    userIn({ schemas: [USER], userName: 'ada', emails }).email
  assert.equal(emailOf(home, work, other), 'other@a.example')
  assert.equal(emailOf(home, work), 'work@a.example')
  assert.equal(emailOf(home), 'home@a.example')
  assert.equal(emailOf({ type: 'work' }, {}), null)
  const plain = userIn({ schemas: [USER], userName: 'ada', emails: [{ ...home, primary: false }] })
  assert.deepEqual(draftOf({ ...ada, ...plain }).emails, [{ ...home, primary: false }])
  const { email, shownEmail } = userIn({ schemas: [USER], userName: 'ada@a.example' })
  assert.deepEqual([email, shownEmail], [null, 'ada@a.example'])
})

test('the name to show is the display name, otherwise the formatted name, otherwise its parts', () => {
  const shown = (more: object) => userIn({ schemas: [USER], userName: 'ada', ...more }).shownName
  const name = { formatted: 'Countess Ada', givenName: 'Ada', familyName: 'Lovelace' }
  assert.equal(shown({ displayName: 'A. L.', name }), 'A. L.')
  assert.equal(shown({ name }), 'Countess Ada')
  assert.equal(shown({ name: { ...name, formatted: '' } }), 'Ada Lovelace')
  assert.equal(shown({}), null)
})

test('an operation adds, replaces or removes one path (RFC 7644 §3.5.2)', () => {
  for (const [operation, expected] of [
    [{ op: 'add', path: 'displayName', value: 'A' }, { displayName: 'A' }],
    [{ op: 'remove', path: 'displayName' }, { displayName: undefined }],
    [{ op: 'replace', path: 'displayName', value: null }, { displayName: undefined }],
    [{ op: 'ADD', path: `${USER}:name.familyName`, value: 'L' }, { familyName: 'L' }],
    [{ op: 'replace', path: 'name', value: { familyName: 'L' } }, { givenName: 'Ada' }],
    [{ op: 'remove', path: 'name' }, { givenName: undefined }],
    [{ op: 'remove', path: 'externalId' }, { externalId: null }],
    [
      { op: 'remove', path: 'emails' },
      { email: null, emailType: undefined },
    ],
    [{ op: 'add', path: 'emails', value: [{ value: 'b@a.example' }] }, { email: ada.email }],
    [
      { op: 'add', path: 'emails', value: { value: 'b@a.example', primary: true } },
      { email: 'b@a.example' },
    ],
    [
      { op: 'replace', path: 'emails', value: [{ value: 'b@a.example' }] },
      { email: 'b@a.example' },
    ],
    [{ op: 'replace', path: 'emails.value', value: 'b@a.example' }, { email: 'b@a.example' }],
    [
      { op: 'replace', path: 'emails[primary eq true]', value: { value: 'b@a.example' } },
      { email: 'b@a.example', emailType: 'work' },
    ],
    [
      { op: 'remove', path: 'emails', value: [{ value: 'other@a.example' }] },
      { emailType: 'work' },
    ],
    [{ op: 'remove', path: 'emails[type eq "home"]' }, { emailType: 'work' }],
    [
      { op: 'replace', value: { ACTIVE: 'False', id: 'x', meta: {}, nonsense: 1 } },
      { active: false },
    ],
  ] as const) {
    const { profile, ...user } = after(operation)
    const { name, ...rest } = profile
    const actual: Record<string, unknown> = { ...user, ...rest, ...name }
    for (const [property, value] of Object.entries(expected)) {
      assert.equal(actual[property], value, `${JSON.stringify(operation)}: ${property}`)
    }
  }
})

test('a wrong operation is refused with the reason, and nothing is changed', () => {
  for (const [operation, scimType] of [
    [{ op: 'replace', path: 'nonsense', value: 1 }, 'invalidPath'],
    [{ op: 'replace', path: 'name.nonsense', value: 'x' }, 'invalidPath'],
    [{ op: 'replace', path: 'userName.x', value: 'x' }, 'invalidPath'],
    [{ op: 'replace', path: 'emails[value eq "a"].x', value: 'x' }, 'invalidPath'],
    [{ op: 'replace', path: 'name[x eq 1]', value: 'x' }, 'invalidPath'],
    [{ op: 'replace', path: 'emails]', value: 'x' }, 'invalidPath'],
    [{ op: 'replace', path: '__proto__.polluted', value: 'x' }, 'invalidPath'],
    [{ op: 'replace', path: 'constructor.prototype', value: 'x' }, 'invalidPath'],
    [{ op: 'replace', path: 'name.__proto__', value: {} }, 'invalidPath'],
    [{ op: 'replace', path: 'a.'.repeat(2_000), value: 'x' }, 'invalidPath'],
    [{ op: 'replace', path: 7, value: 'x' }, 'invalidPath'],
    [{ op: 'replace', path: 'emails[nonsense]', value: 'x' }, 'invalidFilter'],
    [{ op: 'replace', path: 'id', value: 'x' }, 'mutability'],
    [{ op: 'remove', path: 'meta.created' }, 'mutability'],
    [{ op: 'add', path: 'emails[value sw "x"].type', value: 'x' }, 'noTarget'],
    [{ op: 'remove' }, 'noTarget'],
    [{ op: 'remove', path: 'userName' }, 'mutability'],
    [{ op: 'Remove', path: 'active' }, 'mutability'],
    [{ op: 'replace', path: 'userName', value: null }, 'invalidValue'],
    [{ op: 'replace', path: 'externalId', value: 'a\nb' }, 'invalidValue'],
    [{ op: 'replace', path: 'externalId', value: 7 }, 'invalidValue'],
    [{ op: 'replace', path: 'userName', value: ' ' }, 'invalidValue'],
    [{ op: 'replace', path: 'userName', value: 'a\u202eb' }, 'invalidValue'],
    [{ op: 'replace', path: 'userName', value: 'a'.repeat(256) }, 'invalidValue'],
    [{ op: 'replace', path: 'userName', value: ['a', 'b'] }, 'invalidValue'],
    [{ op: 'replace', path: 'active', value: 'maybe' }, 'invalidValue'],
    [{ op: 'replace', path: 'emails', value: [{ value: 'nonsense' }] }, 'invalidValue'],
    [{ op: 'replace', value: 'x' }, 'invalidValue'],
    [{ op: 'add', path: 'displayName' }, 'invalidValue'],
    [{ op: 'move', path: 'displayName' }, 'invalidSyntax'],
    ['x', 'invalidSyntax'],
    [{ op: 'add', path: 'emails', value: Array(21).fill({ type: 'x' }) }, 'invalidValue'],
  ] as const) {
    const good = { op: 'replace', path: 'displayName', value: 'Changed' }
    assert.equal(
      scimTypeOf(() => after(good, operation)),
      scimType,
      JSON.stringify(operation).slice(0, 100),
    )
  }
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
})

test('a body must be a JSON object with the right schema, not too deep and not too long', () => {
  const body = (text: string) => parseBody(Buffer.from(text))
  for (const act of [
    () => parseBody(null),
    () => body(''),
    () => body('[]'),
    () => body('{"a":'),
    () => parseBody(Buffer.from([0x7b, 0xff, 0x7d])),
    () => body(`${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`),
    () => userIn(body('{"userName":"ada"}')),
    () => userIn({ schemas: [PATCH], userName: 'ada' }),
    () => userIn({ schemas: USER, userName: 'ada' }),
    () => patched(draftOf(ada), { schemas: [PATCH] }),
    () => patched(draftOf(ada), { schemas: [PATCH], Operations: [] }),
    () => patched(draftOf(ada), { schemas: [USER], Operations: [{}] }),
    () => patched(draftOf(ada), { schemas: [PATCH], Operations: Array(101).fill({}) }),
  ]) {
    assert.equal(scimTypeOf(act), 'invalidSyntax', String(act))
  }
  assert.equal(
    scimTypeOf(() => userIn({ schemas: [USER] })),
    'invalidValue',
  )
})
