/** Documents of clients: any JSON, or nearly JSON, from a host that a stranger chose. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readDocument } from '../../packages/mandate/src/clients/documents/document.ts'
import { documentUrlProblem } from '../../packages/mandate/src/clients/documents/url.ts'
import { redirectUriProblem } from '../../packages/mandate/src/clients/redirect-uri.ts'
import { RegistrationRefused } from '../../packages/mandate/src/clients/registration-refused.ts'
import { textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const URL_OF_CLIENT = 'https://agents.example/client.json'
const usual = {
  client_id: URL_OF_CLIENT,
  client_name: 'Notes',
  redirect_uris: ['https://notes.example/callback', 'http://localhost/callback'],
  token_endpoint_auth_method: 'none',
}
const members = fc.constantFrom(
  ...Object.keys(usual),
  ...['scope', 'grant_types', 'response_types', 'jwks', 'jwks_uri', 'client_secret', '__proto__'],
  ...['subject_type', 'default_max_age', 'contacts', 'policy_uri', 'shared_refresh_seconds', 'x'],
)
const value = fc.oneof(
  fc.constantFrom(null, true, -1, 1e21, '', 'none', 'private_key_jwt', 'pairwise', {}, [], [[]]),
  fc.constantFrom({ keys: [] }, { keys: [null] }, { keys: [{ kty: 'oct', k: 'a' }] }),
  textOf(
    'https://',
    'http://localhost',
    'javascript:',
    '"',
    '<',
    '\u202e',
    '\u0000',
    '@',
    '#',
    '*',
  ),
  fc.array(textOf('https://', 'a.example', '/', 'cursor:', '..', '%', '\\'), { maxLength: 3 }),
)
const changed = fc
  .dictionary(members, value, { maxKeys: 3 })
  .map((change) => JSON.stringify({ ...usual, ...change }))
const broken = textOf('{', '}', '"client_id":', '"', ',', '[', ']', URL_OF_CLIENT, '1e999')

test('any text is refused with a sentence, or describes this client within the rules', () => {
  let accepted = 0
  forEvery(fc.oneof(changed, broken), (text) => {
    try {
      const { client, digest } = readDocument(text, { url: URL_OF_CLIENT, schemes: [] })
      assert.equal(client.id, URL_OF_CLIENT)
      assert.match(digest, /^[\w-]{43}$/)
      assert.deepEqual([client.trusted, client.requirePkce], [false, true])
      assert.match(client.authentication.method, /^(none|private_key_jwt)$/)
      for (const uri of client.redirectUris) assert.equal(redirectUriProblem(uri), undefined)
      accepted += 1
    } catch (error) {
      assert.ok(error instanceof RegistrationRefused, String(error))
      assert.match(error.message, /\.$/)
    }
  })
  assert.ok(accepted > 0)
})

test('a URL that is accepted is its own spelling, at a named host, over https', () => {
  const urls = textOf('https://', 'a.example', '/', '..', '%2e', ':443', '@', '#', '?', '\\', 'ü')
  forEvery(urls, (text) => {
    if (documentUrlProblem(text, { allowedHosts: [] }) !== undefined) return
    const url = new URL(text)
    assert.equal(url.href, text)
    assert.equal(url.protocol, 'https:')
    assert.equal(url.username + url.password + url.hash, '')
  })
})
