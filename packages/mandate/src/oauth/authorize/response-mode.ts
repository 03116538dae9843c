/**
 * How an authorization response is returned (OAuth 2.0 Multiple Response Types §2.1, Form Post Response
 * Mode), and whether in a signed JWT (JWT Secured Authorization Response Mode, JARM).
 */

import type { SigningAlgorithm } from '../../signing/key.ts'
import type { SigningKeys } from '../../signing/signing-keys.ts'
import type { Client } from '../../store/records.ts'
import type { ProtocolSettings } from '../context.ts'

const PLAIN = ['query', 'form_post'] as const
const RESPONSE_MODES = [...PLAIN, ...(['query.jwt', 'form_post.jwt', 'jwt'] as const)] as const

/** Without OpenID Connect, the keys that would verify a JWT may not be published. */
export function responseModes({ openid }: Pick<ProtocolSettings, 'openid'>): readonly string[] {
  return openid ? RESPONSE_MODES : PLAIN
}

interface Returned {
  readonly responseMode: ResponseMode
}

export type ResponseMode = Exclude<(typeof RESPONSE_MODES)[number], 'jwt'>

/** JARM §2.3.4: `jwt` is the default mode of the response type, as a JWT. Unknown ones are a query. */
export function responseModeOf(
  text: string | undefined,
  settings: Pick<ProtocolSettings, 'openid'>,
): ResponseMode {
  if (text === undefined || !responseModes(settings).includes(text)) return 'query'
  if (text === 'jwt') return 'query.jwt'
  return RESPONSE_MODES.find((mode): mode is ResponseMode => mode === text) ?? 'query'
}

export function isForm({ responseMode }: Returned): boolean {
  return responseMode.startsWith('form_post')
}

export function isSigned({ responseMode }: Returned): boolean {
  return responseMode.endsWith('.jwt')
}

/** JARM §2.1 recommends at most ten minutes. */
const SECONDS = 600

/** JARM §3: RS256 if the client has not chosen another. */
function algorithmFor({ metadata }: Pick<Client, 'metadata'>): SigningAlgorithm {
  return metadata.authorization_signed_response_alg ?? 'RS256'
}

/** All parameters of the response as a JWT (JARM §2.1). `now` in seconds. */
export function signedResponse(
  { signing, issuer, now }: { signing: SigningKeys; issuer: string; now: number },
  client: Client,
  answer: Readonly<Record<string, string | undefined>>,
): { readonly response: string } {
  const claims = { ...answer, iss: issuer, aud: client.id, exp: now + SECONDS }
  return { response: signing.sign(claims, { alg: algorithmFor(client) }) }
}
