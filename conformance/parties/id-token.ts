/** A client of OpenID Connect: what it asks for, and how it checks an ID token (Core §3.1.3.7). */

import assert from 'node:assert/strict'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { type Issuer, offered } from '../issuer.ts'
import type { Browser } from './browser.ts'
import { exchange, obtainCode } from './client.ts'
import { type Answer, type Parameters, send } from './http.ts'

const AS = { as: 'openid' } as const

/** The issuer's published keys. */
export async function publishedKeys({ metadata }: Issuer): Promise<JSONWebKeySet> {
  const place = offered(metadata['jwks_uri'], 'OpenID Connect')
  const answer = await send(String(place))
  assert.equal(answer.status, 200, 'jwks_uri')
  return answer.json as unknown as JSONWebKeySet
}

/** Signs the user in with the scope `openid`, and returns the answer to the code. */
export async function signInFor(
  issuer: Issuer,
  parameters: Parameters = {},
  browser: Browser = issuer.signedIn(),
): Promise<Answer> {
  offered(issuer.metadata['jwks_uri'], 'OpenID Connect')
  const code = await obtainCode(issuer, { scope: 'openid', ...parameters }, { ...AS, browser })
  return exchange(issuer, code, AS)
}

/** The verified ID token of an answer; an assertion error if there is none, or it is not for this client. */
export async function readIdToken(issuer: Issuer, answer: Answer) {
  const { id_token: token } = answer.json
  assert.equal(typeof token, 'string', `an ID token: ${answer.status}`)
  const keys = createLocalJWKSet(await publishedKeys(issuer))
  const { payload, protectedHeader } = await jwtVerify(String(token), keys, {
    issuer: issuer.issuer,
    audience: issuer.clients.openid.id,
    algorithms: ['RS256'],
    requiredClaims: ['sub', 'iat', 'exp'],
    clockTolerance: 5,
  })
  return { token: String(token), claims: payload, header: protectedHeader }
}
