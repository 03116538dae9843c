import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAsked } from './asked.ts'

const wire = {
  client: { client_id: 'crm', name: 'CRM' },
  scope: 'notes:read notes:write',
  resources: ['https://notes.example'],
  prompt: ['login'],
  max_age: 300,
  acr_values: 'phr 2fa',
  login_hint: 'ada@example.com',
  ui_locales: 'sv en',
  interactive: true,
  auth_time_after: 1_700_000_000,
  expires_at: 1_700_000_900,
  signed_in_as: { subject: 'bob' },
}

test('the request is returned as strings, lists and dates', () => {
  assert.deepEqual(parseAsked(wire), {
    client: { clientId: 'crm', name: 'CRM' },
    scope: ['notes:read', 'notes:write'],
    resources: ['https://notes.example'],
    prompt: ['login'],
    maxAgeSeconds: 300,
    acrValues: ['phr', '2fa'],
    loginHint: 'ada@example.com',
    uiLocales: ['sv', 'en'],
    interactive: true,
    authTimeAfter: new Date(1_700_000_000_000),
    expiresAt: new Date(1_700_000_900_000),
    signedInAs: 'bob',
  })
})

test('absent members are null or empty', () => {
  const { client, scope, maxAgeSeconds, authTimeAfter, signedInAs } = parseAsked({
    client: null,
    interactive: false,
    auth_time_after: null,
    expires_at: 1_700_000_900,
    signed_in_as: null,
  })
  assert.deepEqual(
    { client, scope, maxAgeSeconds, authTimeAfter, signedInAs },
    { client: null, scope: [], maxAgeSeconds: null, authTimeAfter: null, signedInAs: null },
  )
})

for (const [name, value] of [
  ['interactive', undefined],
  ['interactive', 'false'],
  ['auth_time_after', '1700000000'],
  ['auth_time_after', Number.NaN],
  ['expires_at', undefined],
] as const) {
  test(`${name} ${value} is refused`, () => {
    assert.throws(() => parseAsked({ ...wire, [name]: value }), {
      code: 'answer_unreadable',
      message: new RegExp(name),
    })
  })
}
