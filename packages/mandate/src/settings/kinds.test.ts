import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readKinds, withoutSecrets } from './kinds.ts'
import type { Kinds } from './schema.ts'

const folder = mkdtempSync(join(tmpdir(), 'mandate-kinds-'))
after(() => rmSync(folder, { recursive: true }))

const kinds: Kinds = {
  by: 'way',
  kinds: [
    { kind: 'password', isSingle: true, meaning: 'Here.', members: {} },
    {
      kind: 'door',
      meaning: 'Elsewhere.',
      members: {
        address: {
          ...{ schema: { type: 'string', minLength: 1 }, required: true, meaning: 'Where.' },
          give: 'an address',
          problem: (value) => (value === 'here' ? 'another place' : undefined),
        },
        client_secret: {
          schema: { type: 'string', minLength: 1 },
          confidential: true,
          meaning: 'Proves who asks.',
          give: 'a secret',
        },
        seconds: {
          schema: { type: 'integer', minimum: 1, maximum: 9 },
          ...{ default: 5, meaning: 'How long.', give: 'a whole number from 1 to 9' },
        },
        accept: {
          schema: {
            anyOf: [
              { type: 'string', enum: ['everybody', 'known'] },
              {
                type: 'object',
                additionalProperties: { type: 'array', items: { type: 'string' } },
              },
            ],
          },
          ...{ meaning: 'Who.', give: 'everybody, known or {domains: [acme.example]}' },
        },
      },
      problems: ({ address, client_secret }) =>
        address === 'secure' && client_secret === undefined
          ? [{ member: 'client_secret', give: 'the secret of the address' }]
          : [],
    },
  ],
}

const read = (given: Readonly<Record<string, unknown>>) => readKinds(kinds, given, folder)
const told = (given: Readonly<Record<string, unknown>>) =>
  read(given).problems.map(({ at, text }) => `${at.join('.')} ${text}`)

test('entries keep their order and get the defaults of their kind', () => {
  const accept = { domains: ['acme.example'] }
  const { value, problems } = read({
    acme: { way: 'door', address: 'there', accept },
    password: {},
  })
  assert.deepEqual(problems, [])
  assert.deepEqual(Object.entries(value), [
    ['acme', { way: 'door', address: 'there', seconds: 5, accept }],
    ['password', { way: 'password' }],
  ])
  // An entry with the name of its kind needs no `way` and no members.
  assert.deepEqual(read({ password: null }).value, { password: { way: 'password' } })
})

test('all problems are reported at once, with place and remedy', () => {
  assert.deepEqual(
    told({
      acme: { way: 'door', adress: 'x', seconds: 10, accept: 'friends' },
      other: { way: 'dor' },
      none: {},
      list: [],
      here: { way: 'door', address: 'here' },
      secure: { way: 'door', address: 'secure' },
    }),
    [
      'acme.adress is no member of door; did you mean address?',
      'acme.address is missing; give an address',
      'acme.seconds is 10; give a whole number from 1 to 9',
      'acme.accept is "friends"; give everybody, known or {domains: [acme.example]}',
      'other.way is "dor"; give one of password, door',
      'none.way is missing; give one of password, door',
      'list is a list; give a map of its members',
      'here.address is "here"; give another place',
      'secure.client_secret is missing; give the secret of the address',
    ],
  )
  assert.deepEqual(told({}), [' is empty; give at least one of password, door'])
  assert.match(
    told({ 'Our login': { way: 'door' } })[0] ?? '',
    /^ has the entry "Our login"; give a/,
  )
  assert.deepEqual(told({ password: { length: 12 } }), [
    'password.length is no member of password; it has none',
  ])
})

test('the name of a kind that can exist only once is reserved for it', () => {
  assert.match(told({ password: { way: 'door' } })[0] ?? '', /^password\.way .*another name than/)
  assert.match(told({ ours: { way: 'password' } })[0] ?? '', /^ours\.way .*the name password$/)
})

test('a secret may be in a file relative to the settings, and is never shown', () => {
  writeFileSync(join(folder, 'secret'), 'opensesame\n')
  const from = { way: 'door', address: 'there', client_secret_file: 'secret' }
  const { value } = read({ acme: from })
  assert.equal(value['acme']?.['client_secret'], 'opensesame')
  assert.deepEqual(withoutSecrets(kinds, value)['acme']?.['client_secret'], '***')
  writeFileSync(join(folder, 'empty'), '\n')
  const wrong = [
    { ...from, client_secret: 'opensesame' },
    { ...from, client_secret_file: 'empty' },
    { ...from, client_secret_file: 'postgres-opensesame' },
    { ...from, client_secret_file: 5 },
    { way: 'door', address: 'there', client_secret: ['opensesame'] },
    { way: 'door', address: 'there', client_secret: ' opensesame' },
    { way: 'door', address: 'https://me:opensesame@there.example' },
  ]
  for (const entry of wrong) {
    const [problem = ''] = told({ acme: entry })
    assert.match(problem, /^acme\.(client_secret|address)(_file)? (is|names) .*; give /)
    assert.doesNotMatch(problem, /opensesame/)
  }
})
