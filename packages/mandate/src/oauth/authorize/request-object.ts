/**
 * A request object (RFC 9101; OpenID Connect Core §6): the parameters of an authorization request as the
 * claims of a JWT that the client signed, by value or at an address that the client registered. An
 * unsigned one is refused: it would prove nothing.
 */

import { ClientKeysRefused, readJwtOf } from '../../clients/keys.ts'
import { profileOf } from '../../clients/metadata/profile.ts'
import { RequestObjectUnreachable } from '../../clients/request-objects.ts'
import { Refusal } from '../../explanations/refusal.ts'
import { ASYMMETRIC_ALGORITHMS } from '../../jwt/algorithms.ts'
import { type Jwt, parseJwt } from '../../jwt/read.ts'
import { JwtRefused } from '../../jwt/refused.ts'
import type { Client } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import { Parameters } from '../parameters.ts'

/** RFC 9101 §10.8. Many libraries have no `typ`, or the general one. */
const TYPES: ReadonlySet<unknown> = new Set([undefined, 'jwt', 'oauth-authz-req+jwt'])
/** Claims about the JWT itself, which are no parameters of the request (RFC 7519 §4.1). */
const OWN_CLAIMS: ReadonlySet<string> = new Set(['iss', 'aud', 'sub', 'exp', 'nbf', 'iat', 'jti'])
/** RFC 9101 §4: request and request_uri MUST NOT be included. */
const FORBIDDEN = ['request', 'request_uri']

/**
 * Whether the client is bound to the strict rules: everything is inside a signed object, which expires
 * within an hour (FAPI 2.0 Message Signing §5.3).
 */
export function isStrict({ metadata }: Pick<Client, 'metadata'>): boolean {
  return metadata.require_signed_request_object === true
}

/**
 * The parameters of the request: those of the object, and for OpenID Connect requests of clients that
 * may also send plain ones, those beside it that it does not have. Rejects with `Refusal`.
 */
export async function openRequestObject(
  context: ProtocolContext,
  client: Client,
  beside: Parameters,
): Promise<Parameters> {
  const jwt = await verified(context, client, await objectOf(context, client, beside))
  const inside = parametersIn(client, jwt.claims)
  const isOpenId = (beside.all('scope')[0] ?? '').split(' ').includes('openid')
  // OpenID Connect Core §6.1 merges them; RFC 9101 §6.3 uses only the object.
  const merged =
    isOpenId && !isStrict(client) ? beside.without([...FORBIDDEN, ...inside.names()]) : []
  return new Parameters(new Map([...merged, ...inside.entries(), ['client_id', [client.id]]]))
}

/** The object itself, which is sent or named, but not both (RFC 9101 §5). */
async function objectOf(
  { requestObjects }: ProtocolContext,
  client: Client,
  parameters: Parameters,
): Promise<string> {
  const value = parameters.one('request')
  const sent = parameters.one('request_uri')
  if (sent === undefined) return parameters.required('request')
  if (value !== undefined) throw new Refusal('two_request_objects')
  // OpenID Connect Core §6.2: a fragment only tells versions of the object apart.
  const withoutFragment = (uri: string) => uri.replace(/#.*$/s, '')
  const address = withoutFragment(sent)
  const registered = (client.metadata.request_uris ?? []).map(withoutFragment)
  if (requestObjects === undefined || registered.length === 0) throw new Refusal('request_uri')
  if (!registered.includes(address)) throw new Refusal('request_uri_not_registered')
  try {
    return await requestObjects.fetch(client, address)
  } catch (error) {
    if (!(error instanceof RequestObjectUnreachable)) throw error
    throw new Refusal('request_uri_unreachable', { problem: error.message })
  }
}

async function verified(
  { clientKeys, clock, settings }: ProtocolContext,
  client: Client,
  text: string,
): Promise<Jwt> {
  const { metadata } = client
  const only = metadata.request_object_signing_alg
  const possible = profileOf(client)?.algorithms ?? ASYMMETRIC_ALGORITHMS
  const rules = {
    ...{ clientKeys, now: clock.now() },
    algorithms: only === undefined ? possible : [only],
    ...(isStrict(client) && {
      ...{ requiredClaims: ['nbf', 'aud'], maxLifetimeSeconds: LONGEST_SECONDS },
    }),
  }
  let jwt: Jwt
  try {
    // Before the keys are asked for: what no key could make acceptable.
    parseJwt(text)
    jwt = await readJwtOf(client, text, rules)
  } catch (error) {
    if (error instanceof ClientKeysRefused) {
      throw new Refusal('request_object_keys', { problem: error.message })
    }
    if (!(error instanceof JwtRefused)) throw error
    // A client without keys cannot sign: request objects are not for it.
    const hasKeys = metadata.jwks !== undefined || metadata.jwks_uri !== undefined
    if (error.problem === 'unsigned' && !hasKeys) throw new Refusal('request_object')
    const claim = error.claim === null ? {} : { claim: error.claim }
    throw new Refusal('request_object_invalid', { problem: error.problem, ...claim })
  }
  const { header, claims } = jwt
  if (!TYPES.has(typeOf(header['typ'])))
    throw new Refusal('request_object_invalid', { problem: 'typ' })
  const wrong = (claim: string) =>
    new Refusal('request_object_invalid', { problem: 'claim', claim })
  // RFC 9101 §4; §10.8: a JWT whose subject is the client is an assertion, made for another purpose.
  if (claims['iss'] !== undefined && claims['iss'] !== client.id) throw wrong('iss')
  if (claims['sub'] === client.id) throw wrong('sub')
  const { aud } = claims
  if (aud !== undefined && ![aud].flat().includes(settings.issuer)) throw wrong('aud')
  if (isStrict(client) && Number(claims['nbf']) < clock.now() - LONGEST_SECONDS) throw wrong('nbf')
  return jwt
}

const LONGEST_SECONDS = 3_600

/** A media type: in any case, and with `application/` or without (RFC 7515 §4.1.9). */
function typeOf(typ: unknown): unknown {
  return typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : typ
}

/** Throws `Refusal` for a claim that cannot be a parameter. */
function parametersIn(client: Client, claims: Jwt['claims']): Parameters {
  const named = claims['client_id']
  // §5.2: the client_id in the object has to be the one beside it.
  if (named !== undefined && named !== client.id) {
    throw new Refusal('request_object_invalid', { problem: 'claim', claim: 'client_id' })
  }
  const forbidden = FORBIDDEN.find((name) => claims[name] !== undefined)
  if (forbidden !== undefined) {
    throw new Refusal('request_object_invalid', { problem: 'claim', claim: forbidden })
  }
  return new Parameters(
    new Map(
      Object.entries(claims)
        .filter(([name]) => !OWN_CLAIMS.has(name))
        .map(([name, value]) => [name, valuesOf(name, value)] as const)
        .filter(([, values]) => values.length > 0),
    ),
  )
}

/** As the parameter would be sent: text, a list of texts, or a JSON document (§4, §6.2). */
function valuesOf(name: string, value: unknown): readonly string[] {
  if (value === null || value === '') return []
  if (typeof value === 'string') return value.includes('\0') ? [] : [value]
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)]
  // RFC 8707 §2.1: several APIs are a list.
  if (name === 'resource' && Array.isArray(value)) return value.map(String)
  return [JSON.stringify(value)]
}
