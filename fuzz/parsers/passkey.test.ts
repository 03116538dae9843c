/** What a browser sends for a passkey: JSON, and in it base64url, CBOR and JSON again. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  creationOptions,
  requestOptions,
} from '../../packages/mandate/src/people/passkeys/options.ts'
import {
  readResponse,
  verifyCreation,
  verifyUse,
} from '../../packages/mandate/src/people/passkeys/response.ts'
import { createAuthenticator } from '../../packages/mandate/test/authenticator.ts'
import { growsInProportion } from '../growth.ts'
import { textOf } from '../hostile-text.ts'
import { forEvery, forEveryAsync } from '../runs.ts'

const party = { id: 'login.example', origin: 'https://login.example' }
const challenge = 'Y2hhbGxlbmdl'
const expected = { party, challenge }
// Its signatures have only one spelling.
const authenticator = createAuthenticator(party.origin, { algorithm: 'EdDSA' })
const account = { id: 'acc_1', email: null, name: null }
const asked = creationOptions(party, { challenge, account, passkeys: [], brandName: 'Acme' })
const creation = JSON.parse(authenticator.create(asked))
const use = JSON.parse(authenticator.get(requestOptions(party, { challenge })))

const pieces = [
  '{"id":"',
  '"response":{',
  '"clientDataJSON":"',
  'eyJjaGFsbGVuZ2UiOiJ4In0',
  '"}',
  ',',
]

test('any text is a response or not', () => {
  forEvery(textOf(...pieces), (text) => {
    const response = readResponse<never>(text)
    if (response !== undefined) assert.equal(typeof response.challenge, 'string')
  })
  growsInProportion(pieces, (text) => readResponse<never>(text))
})

/** The same response with one bit of one of its parts turned. */
function turned(
  json: { readonly response: Readonly<Record<string, string>> },
  part: string,
  place: number,
): string {
  const bytes = Buffer.from(json.response[part] ?? '', 'base64url')
  const at = place % (bytes.length * 8)
  bytes.writeUInt8(bytes.readUInt8(at >> 3) ^ (1 << (at & 7)), at >> 3)
  return JSON.stringify({
    ...json,
    response: { ...json.response, [part]: bytes.toString('base64url') },
  })
}

test('a use with any bit turned is not genuine', async () => {
  const made = await verifyCreation(
    readResponse<never>(JSON.stringify(creation)) ?? assert.fail(),
    expected,
  )
  assert.ok(made.is === 'genuine')
  const times = { createdAt: 0, lastUsedAt: null, suspendedAt: null }
  const passkey = { ...made, ...times, accountId: account.id, name: 'Key' }
  const judge = async (text: string) => {
    const response = readResponse<never>(text)
    return response === undefined
      ? 'no response'
      : (await verifyUse(response, passkey, expected)).is
  }
  assert.equal(await judge(JSON.stringify(use)), 'genuine')
  await forEveryAsync(
    fc.tuple(fc.constantFrom('clientDataJSON', 'authenticatorData', 'signature'), fc.nat()),
    async ([part, place]) => assert.notEqual(await judge(turned(use, part, place)), 'genuine'),
    { costs: 10 },
  )
})

test('a new passkey with any bit turned, or with any bytes, is refused or kept within its limits', async () => {
  const judge = async (text: string) => {
    const response = readResponse<never>(text)
    const made = response && (await verifyCreation(response, expected))
    if (made?.is === 'genuine') assert.ok(made.publicKey.length <= 1_200)
  }
  await forEveryAsync(
    fc.tuple(fc.constantFrom('clientDataJSON', 'attestationObject'), fc.nat()),
    ([part, place]) => judge(turned(creation, part, place)),
    { costs: 10 },
  )
  await forEveryAsync(
    fc.uint8Array({ maxLength: 2_000 }),
    (bytes) => {
      const attestationObject = Buffer.from(bytes).toString('base64url')
      return judge(
        JSON.stringify({ ...creation, response: { ...creation.response, attestationObject } }),
      )
    },
    { costs: 10 },
  )
})
