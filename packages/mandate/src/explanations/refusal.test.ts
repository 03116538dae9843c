import assert from 'node:assert/strict'
import { test } from 'node:test'
import { definitions, reasons } from './reasons.ts'
import { onBehalfOf, Refusal } from './refusal.ts'

const hostile = '"<script>\\\'é\n'
/** Values so varied that some fit every detail: every known word, and hostile text. */
const values = [
  ...['none', 'secret', 'none_where_needed', 'any', 'public_client', 'method_without_challenge'],
  ...['required_by_server', 'no_json', 'malformed'],
  ...['ac', 'rt', 'at', 'code', 'plain', 'hash', 'absent', 'another', 'reuse', 'revoked_by_user'],
  ...['assertion', 'unsigned', 'parties', 'other_client', 'embedded_key', 'too_long'],
  ...['signature', 'no_key', 'algorithm', 'missing_claim', 'expired', 'not_yet', 'too_long_valid'],
  ...['dpop', 'certificate', 'repeated', 'typ', 'htm', 'htu', 'ath', 'required', 'not_recent'],
  ...['subject_token', 'actor_token', 'another_kind', 'too_deep', 'too_many'],
  ...['claim', 'aud', 'jti', 'exp', 'not_verified', 'several', 'past', 'client_document_scope'],
  ...['unknown', 'person', 'issuer', 'subject', 'not_trusted', 'no_subject', 'no_amount'],
  ...[hostile, 0, 1_772_546_700, [], [hostile, 'all', ...Array(9).fill('x')]],
]

test('each description says in one sentence what is wrong, in the characters of RFC 6749 §5.2', () => {
  for (const reason of reasons) {
    const { schema, describe } = definitions[reason]
    const fitting = Object.entries(schema).map(([name, detail]) => {
      const some: unknown[] = values.filter((value) => detail.fits(value))
      assert.ok(some.length > 0, `${reason}: nothing here fits ${name}`)
      return { name, some: detail.optional ? [...some, undefined] : some }
    })
    for (let turn = 0; turn < values.length; turn++) {
      const details = fitting
        .map(({ name, some }) => [name, some[turn % some.length]])
        .filter(([, value]) => value !== undefined)
      const description = describe(Object.fromEntries(details))
      assert.match(description, /^[A-Za-z][\x20-\x21\x23-\x5b\x5d-\x7e]{15,}\.$/, reason)
      assert.doesNotMatch(description, /undefined|[<>']/)
    }
  }
})

test('a refusal has the error code of its reason, its details, and a sentence made from both', () => {
  const refusal = new Refusal('repeated_parameter', { parameter: 'state' })
  const { name, message, error, description, details, addressee } = refusal
  assert.deepEqual(
    [name, message, error, details, addressee],
    [
      ...['Refusal', 'invalid_request (repeated_parameter)', 'invalid_request'],
      ...[{ parameter: 'state' }, null],
    ],
  )
  assert.equal(description, 'The parameter state appears more than once. Send it once.')
  assert.deepEqual(new Refusal('two_client_ids').details, {})
})

test('details that do not fit the reason do not compile', () => {
  // @ts-expect-error: the reason has details.
  new Refusal('repeated_parameter')
  // @ts-expect-error: the reason has none.
  new Refusal('two_client_ids', { parameter: 'client_id' })
  // @ts-expect-error: one is missing.
  new Refusal('scope_wider', { too_much: ['admin'] })
  // @ts-expect-error: one is of another type.
  new Refusal('verifier_malformed', { length: '5', characters: [] })
  // @ts-expect-error: one is another's.
  new Refusal('user_said_no', { parameter: 'state' })
  // @ts-expect-error: the word has no meaning here.
  new Refusal('challenge_needed', { because: 'fashion' })
})

test('unknown, forged and another client’s tokens share one description, whatever the grant', () => {
  const found = { grant: 'g', presented: 3 }
  const heard = [
    new Refusal('grant_unknown'),
    new Refusal('token_forged', found),
    new Refusal('token_of_another_client', { ...found, presented: 0 }),
  ]
  assert.equal(new Set(heard.map(({ description }) => description)).size, 1)
})

test('an unknown client, a wrong secret and a disabled client share one description', () => {
  const heard = [
    new Refusal('unknown_client'),
    new Refusal('wrong_secret'),
    new Refusal('client_turned_off', { disabled_at: 0 }),
    new Refusal('other_authentication_method', {
      used: 'client_secret',
      method: 'private_key_jwt',
    }),
  ]
  assert.equal(new Set(heard.map(({ description }) => description)).size, 1)
  const withoutSecret = [
    new Refusal('unknown_client', { proof: 'none' }),
    new Refusal('client_turned_off', { proof: 'none', disabled_at: 0 }),
    new Refusal('no_credentials', { proof: 'none' }),
  ]
  assert.equal(new Set(withoutSecret.map(({ description }) => description)).size, 1)
  const unproven = [
    new Refusal('unknown_client', { proof: 'assertion' }),
    new Refusal('wrong_assertion', { problem: 'no_key', alg: 'ES256' }),
    new Refusal('client_keys_unavailable', { problem: 'It did not answer.' }),
    new Refusal('other_authentication_method', { used: 'private_key_jwt', method: 'secret' }),
  ]
  assert.equal(new Set(unproven.map(({ description }) => description)).size, 1)
})

test('a refusal on behalf of a client is addressed to it, and other errors stay unchanged', async () => {
  const addressee = { clientId: 'client_sample', standing: 'authenticated' } as const
  const thrown = new Refusal('user_said_no', { grant: 'g' }, { cause: 'a cause' })
  const refused = await onBehalfOf(addressee, () => {
    throw thrown
  }).catch((error: unknown) => error)
  assert.ok(refused instanceof Refusal)
  assert.deepEqual(refused.addressee, addressee)
  assert.deepEqual(
    [refused.reason, refused.details, refused.cause],
    [thrown.reason, thrown.details, thrown.cause],
  )
  assert.equal(thrown.addressee, null)

  const accident = new Error('a disk is full')
  await assert.rejects(
    onBehalfOf(addressee, () => Promise.reject(accident)),
    (error) => error === accident,
  )
  assert.equal(await onBehalfOf(addressee, () => 'done'), 'done')
})
