/**
 * How an authorization response is returned (OAuth 2.0 Multiple Response Types §2.1, Form Post Response
 * Mode), and whether in a signed JWT (JWT Secured Authorization Response Mode, JARM).
 */

import { usualAlgorithm } from '../../clients/metadata/profile.ts'
import { Refusal } from '../../explanations/refusal.ts'
import { CannotSign } from '../../oidc/cannot-sign.ts'
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

/**
 * What the client has chosen, or RS256 (JARM §3), which is the first of a server with RSA keys; but
 * never what its profile forbids. Undefined if there is no key.
 */
function algorithmFor(
  { algorithms }: Pick<SigningKeys, 'algorithms'>,
  client: Pick<Client, 'metadata'>,
): SigningAlgorithm | undefined {
  const { authorization_signed_response_alg: chosen } = client.metadata
  return chosen === undefined
    ? usualAlgorithm(algorithms, client)
    : algorithms.find((alg) => alg === chosen)
}

/**
 * Throws `Refusal` if the response would have to be signed and cannot be. It must not be sent to the
 * client: what asks for signed answers takes no others.
 */
export function refuseUnsignable(
  signing: Pick<SigningKeys, 'algorithms'>,
  client: Pick<Client, 'metadata'>,
  returned: Returned,
): void {
  if (!isSigned(returned) || algorithmFor(signing, client) !== undefined) return
  const needed = client.metadata.authorization_signed_response_alg ?? 'RS256'
  throw new Refusal('no_signing_key', { needed, offered: signing.algorithms })
}

/**
 * All parameters of the response as a JWT (JARM §2.1). `now` in seconds. Throws `StorageUnavailable` if
 * the key is gone since.
 */
export function signedResponse(
  { signing, issuer, now }: { signing: SigningKeys; issuer: string; now: number },
  client: Client,
  answer: Readonly<Record<string, string | undefined>>,
): { readonly response: string } {
  const alg = algorithmFor(signing, client)
  if (alg === undefined) throw new CannotSign(`no key of this server signs for ${client.id}`)
  const claims = { ...answer, iss: issuer, aud: client.id, exp: now + SECONDS }
  return { response: signing.sign(claims, { alg }) }
}
