/** A client with the profile `fapi2`, from the pushed request to the refresh (FAPI 2.0 Security Profile §5.3.2). */

import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { decodeProtectedHeader } from 'jose'
import { signedResponse } from '../src/oauth/authorize/response-mode.ts'
import { parseParameters } from '../src/oauth/parameters.ts'
import { challengeOf } from '../src/oauth/pkce.ts'
import { pushRequest } from '../src/oauth/push.ts'
import { introspectSigned } from '../src/oauth/signed-introspection.ts'
import { assertionOf, newClientKey } from './client-proofs.ts'
import { newProver } from './dpop.ts'
import { CALLBACK, openProtocol, type Party, refusalFrom } from './protocol.ts'

const ISSUER = 'https://login.example'
const verifier = 'v'.repeat(43)
const key = newClientKey()
const prover = await newProver(`${ISSUER}/oauth2/token`)
let protocol: Awaited<ReturnType<typeof openProtocol>>
let party: Party
before(async () => {
  protocol = await openProtocol()
  party = await protocol.register({
    metadata: {
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [key.jwk] },
      dpop_bound_access_tokens: true,
      profile: 'fapi2',
    },
  })
})

const REQUEST = {
  response_type: 'code',
  redirect_uri: CALLBACK,
  code_challenge: challengeOf(verifier),
  code_challenge_method: 'S256',
}
type Members = Readonly<Record<string, string | undefined>>
const defined = (members: Members) =>
  Object.entries(members).filter((pair): pair is [string, string] => pair[1] !== undefined)

const proven = (audience: unknown = ISSUER) =>
  assertionOf(party.client.id, key, { audience, now: protocol.clock.time })

const push = (change: Members = {}, audience?: unknown) =>
  pushRequest(protocol.context, {
    authorization: [],
    dpop: [],
    parameters: parseParameters(
      new URLSearchParams(defined({ ...REQUEST, ...proven(audience), ...change })).toString(),
    ),
  })

async function token(form: Readonly<Record<string, string>>, withProof = true) {
  const dpop = withProof ? [await prover.prove({ now: protocol.clock.time })] : []
  return protocol.token({ ...form, ...proven() }, { by: party, dpop })
}

test('the whole flow, and a used refresh token that still works half a minute later', async () => {
  const { request_uri } = await push()
  const code = await protocol.code({ request_uri }, party)
  const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK }
  const exchange = { ...form, code_verifier: verifier }
  assert.equal((await refusalFrom(token(exchange, false))).reason, 'dpop_required')
  const first = await token(exchange)
  assert.equal(first.token_type, 'DPoP')
  const refresh = { grant_type: 'refresh_token', refresh_token: first.refresh_token }
  const second = await token(refresh)
  protocol.clock.time += 30
  const again = await token(refresh)
  assert.equal(again.refresh_token, second.refresh_token)
})

test('what the profile forces is refused where it is missing', async () => {
  const plain = await protocol.authorize({ ...REQUEST, client_id: party.client.id })
  assert.ok(plain.outcome === 'answer')
  assert.equal(plain.refusal?.reason, 'push_needed')
  const reasonOf = async (change: Members, audience?: unknown) =>
    (await refusalFrom(push(change, audience))).reason
  const noPkce = { code_challenge: undefined, code_challenge_method: undefined }
  assert.equal(await reasonOf(noPkce), 'challenge_needed')
  assert.equal(await reasonOf({ redirect_uri: undefined }), 'missing_parameter')
  const others = [[ISSUER], `${ISSUER}/oauth2/token`, `${ISSUER}/oauth2/par`]
  for (const audience of others) assert.equal(await reasonOf({}, audience), 'assertion_claims')
})

test('what is signed for the client without its choice is signed as the profile allows', async () => {
  const { request_uri } = await push({ response_mode: 'jwt' })
  const asked = { client_id: party.client.id, request_uri }
  const step = await protocol.authorize(asked)
  assert.ok(step.outcome === 'answer' && step.refusal === null)
  const { signing } = protocol.context
  const signer = { signing, issuer: ISSUER, now: protocol.clock.time }
  const { response } = signedResponse(signer, step.client, step.answer)
  assert.equal(decodeProtectedHeader(response).alg, 'PS256')
  const parameters = parseParameters(
    new URLSearchParams(defined({ token: 'unknown', ...proven() })).toString(),
  )
  const introspected = await introspectSigned(protocol.context, { authorization: [], parameters })
  assert.equal(decodeProtectedHeader(introspected).alg, 'PS256')
})

test('a code lives for a minute, whatever the setting says', async () => {
  const { codeSeconds } = protocol.settings
  protocol.settings.codeSeconds = 600
  const { request_uri } = await push()
  const code = await protocol.code({ request_uri }, party)
  protocol.settings.codeSeconds = codeSeconds
  protocol.clock.time += 61
  const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK }
  const refusal = await refusalFrom(token({ ...form, code_verifier: verifier }))
  assert.equal(refusal.reason, 'generation_expired')
})
