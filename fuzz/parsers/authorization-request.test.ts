/** Authorization requests: any query string, parsed until the next step is known. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { nextStep } from '../../packages/mandate/src/oauth/authorize/next-step.ts'
import { queryOf } from '../../packages/mandate/src/oauth/authorize/pending.ts'
import { redirectLocation } from '../../packages/mandate/src/oauth/authorize/request.ts'
import { textOf } from '../hostile-text.ts'
import { forEveryAsync } from '../runs.ts'
import { sampleContext } from '../sample-context.ts'

const { context, client, publicClient, strictClient } = sampleContext()
const clients = [client, publicClient, strictClient]
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

const value = textOf('code', 'S256', 'none', 'login', ' ', 'all', 'read', '%', '&', '=', '9')
const encoded = value.filter((text) => text.isWellFormed()).map(encodeURIComponent)
const uri = fc.constantFrom(...clients.flatMap(({ redirectUris }) => redirectUris))

/** Mostly what a client would send, so that the later checks are reached. */
const known: Readonly<Record<string, fc.Arbitrary<string>>> = {
  client_id: fc.constantFrom(...clients.map(({ id }) => id)),
  redirect_uri: uri.map(encodeURIComponent),
  response_type: fc.constantFrom('code', 'code', 'code', 'token', 'code%20token'),
  response_mode: fc.constantFrom('query', 'form_post', 'fragment'),
  state: encoded,
  scope: fc.constantFrom(
    'all',
    'read',
    'read+write',
    'all++read',
    'admin',
    '%22',
    'openid+x',
    'offline_access',
  ),
  code_challenge: fc.constantFrom(challenge, challenge.slice(1), '%00'),
  code_challenge_method: fc.constantFrom('S256', 'plain', 's256'),
  prompt: fc.constantFrom('none', 'login', 'login+consent', 'none+login', 'admire'),
  max_age: fc.constantFrom('0', '60', '-1', '1e9', '99999999999'),
  resource: fc.constantFrom('https%3A%2F%2Fnotes.example', 'https%3A%2F%2Fother.example'),
  request: encoded,
  request_uri: encoded,
  nonce: encoded,
  login_hint: encoded,
  id_token_hint: fc.oneof(encoded, fc.constantFrom('e30.e30.e30', 'a.b.c.d')),
  acr_values: fc.constantFrom('2fa', '1+2', '%20', '2fa+phr'),
  display: encoded,
}
const parameter = (name: string, likely: fc.Arbitrary<string>) =>
  fc
    .oneof(
      { weight: 8, arbitrary: likely },
      { weight: 1, arbitrary: encoded },
      { weight: 1, arbitrary: value },
    )
    .map((text) => `${name}=${text}`)
const often = ['client_id', 'redirect_uri', 'response_type']
const query = fc
  .tuple(
    ...Object.entries(known).map(([name, likely]) =>
      fc.option(parameter(name, likely), { freq: often.includes(name) ? 12 : 1, nil: undefined }),
    ),
    fc.option(textOf('&', '=', 'client_id=', 'state=', 'scope='), { freq: 1, nil: undefined }),
  )
  .map((parts) => parts.filter((part) => part !== undefined).join('&'))

test('any query ends on one of our pages or at an address that this client registered', async () => {
  const seen = new Set<string>()
  await forEveryAsync(query, async (text) => {
    const startedAt = context.clock.now()
    const step = await nextStep(context, { asked: text, startedAt }, { signedIn: undefined })
    seen.add(step.outcome)
    if (step.outcome === 'showError') return
    const { client, target } = step.outcome === 'answer' ? step : step.request
    assert.ok(client.redirectUris.includes(target.uri))
    if (step.outcome !== 'answer') {
      const { asked } = step.request
      // The request stored in the browser is the same, whether it is parsed again or only rechecked.
      for (const again of [asked, queryOf(asked)]) {
        const next = await nextStep(context, { asked: again, startedAt }, { signedIn: undefined })
        assert.ok(next.outcome === 'signIn')
        assert.deepEqual(next.request.asked, asked)
      }
      assert.ok(JSON.stringify(asked).length <= text.length + 250, text)
      return
    }

    const address = redirectLocation(step.target, step.answer)
    const answered = new URL(address)
    assert.equal(answered.origin, new URL(step.target.uri).origin)
    // Headers and address bars contain only these characters; the rest is percent-encoded.
    assert.match(address, /^[!-~]*$/)
    assert.deepEqual(answered.searchParams.getAll('iss'), [context.settings.issuer])
    assert.equal(answered.searchParams.get('code'), null)
    assert.equal(answered.searchParams.get('state') ?? undefined, step.target.state)
    assert.match(step.answer['error_description'] ?? '', /^[ !#-[\]-~]+$/)
  })
  assert.deepEqual([...seen].sort(), ['answer', 'showError', 'signIn'])
})
