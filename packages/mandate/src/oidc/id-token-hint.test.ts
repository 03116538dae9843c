import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleSigningKeys } from '../../test/sample-signing-keys.ts'
import type { ReadingContext } from '../oauth/context.ts'
import { hintedPerson } from './id-token-hint.ts'

const settings = { issuer: 'https://login.example' } as ReadingContext['settings']
const context = { settings, signing: sampleSigningKeys }

/** Who is in an ID token of the client, perhaps with other claims and another type. */
function hinted(claims: Readonly<Record<string, unknown>> = {}, typ?: string) {
  const usual = { iss: settings.issuer, aud: 'client_a', sub: 'account_jo', exp: 1 }
  const header = { alg: 'ES256', typ: typ ?? 'JWT' } as const
  const idTokenHint = sampleSigningKeys.sign({ ...usual, ...claims }, header)
  return hintedPerson(context, { clientId: 'client_a', idTokenHint })
}

test('a request without a hint is for anyone', async () => {
  assert.deepEqual(await hintedPerson(context, { clientId: 'client_a' }), { is: 'anyone' })
})

test('an ID token of this client names its person, however old it is', async () => {
  assert.deepEqual(await hinted(), { is: 'one', sub: 'account_jo' })
})

test('any other JWT of this server names nobody', async () => {
  for (const [claims, typ] of [
    [{ iss: 'https://other.example' }],
    [{ aud: 'client_b' }],
    [{ sub: undefined }],
    [{}, 'at+jwt'],
    [{}, 'logout+jwt'],
  ] as const) {
    assert.deepEqual(await hinted(claims, typ), { is: 'unknown' }, JSON.stringify([claims, typ]))
  }
})

test('a person asked for by name is the only one, whoever is in the hint', async () => {
  const asked = { clientId: 'client_a', wantedSub: 'account_mo' }
  assert.deepEqual(await hintedPerson(context, asked), { is: 'one', sub: 'account_mo' })
})
