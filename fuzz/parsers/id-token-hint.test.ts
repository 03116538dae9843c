/** `id_token_hint`: whatever it is, it names a person only if this server signed it for this client. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hintedPerson } from '../../packages/mandate/src/oidc/id-token-hint.ts'
import { textOf } from '../hostile-text.ts'
import { forEveryAsync } from '../runs.ts'
import { sampleContext } from '../sample-context.ts'

const { context, client } = sampleContext()
const { issuer } = context.settings
const genuine = (claims: object, typ = 'JWT') => {
  const usual = { iss: issuer, aud: client.id, sub: 'account_jo', exp: 1 }
  return context.signing.sign({ ...usual, ...claims }, { alg: 'ES256', typ })
}
const [head = '', body = '', signature = ''] = genuine({}).split('.')
const base64Of = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')

const part = fc.oneof(
  fc.constantFrom(head, body, signature, ''),
  textOf('A', '-', '_', '=', 'eyJ', '.'),
  fc.jsonValue().map(base64Of),
  fc
    .record({
      alg: fc.constantFrom('none', 'HS256', 'ES256', 'RS256', 'ES384', 1),
      kid: fc.oneof(fc.constantFrom('', '../x'), fc.string()),
      crit: fc.constantFrom(undefined, ['exp']),
      typ: fc.constantFrom('JWT', 'at+jwt', undefined),
    })
    .map(base64Of),
)
const text = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('.'))

const whoseIs = (idTokenHint: string) => hintedPerson(context, { clientId: client.id, idTokenHint })

test('a text that this server did not sign names nobody', async () => {
  const whole = `${head}.${body}.${signature}`
  assert.deepEqual(await whoseIs(whole), { is: 'one', sub: 'account_jo' })
  await forEveryAsync(text, async (one) => {
    if (one === whole) return
    assert.deepEqual(await whoseIs(one), { is: 'unknown' })
  })
})

test('claims of another server, for another client or of another type name nobody', async () => {
  const claims = fc.dictionary(
    fc.constantFrom('iss', 'aud', 'sub', 'exp', 'nbf', 'iat', 'nonce'),
    fc.oneof(fc.constantFrom<unknown>(issuer, client.id, [client.id], 'x'), fc.jsonValue()),
    { maxKeys: 3 },
  )
  await forEveryAsync(
    fc.tuple(claims, fc.constantFrom('JWT', 'jwt', 'at+jwt')),
    async ([one, typ]) => {
      const found = await whoseIs(genuine(one, typ))
      if (found.is !== 'one') return
      assert.equal(typeof found.sub, 'string')
      assert.equal(typ.toLowerCase(), 'jwt')
      const { iss = issuer, aud = client.id } = one
      assert.equal(iss, issuer)
      assert.ok([aud].flat().includes(client.id))
    },
  )
})
