/**
 * Introspection (RFC 7662): one MAC and one row say whether a token is good now. Writes nothing.
 *
 * Whatever is wrong with a token, the asker hears the same `{"active":false}` (§2.2).
 */

import { accessTokenId, isAuthentic } from '../grants/derivation.ts'
import { admitGrant } from '../grants/gate.ts'
import { type ParsedToken, parseToken } from '../grants/token.ts'
import { DOUBT_SECONDS } from '../grants/trusted-time.ts'
import type { GrantWithParties } from '../store/port.ts'
import { authenticateIntrospector, readCredentials } from './client-authentication.ts'
import type { ProtocolContext } from './context.ts'
import { isTooNew } from './newer-generation.ts'
import type { Parameters } from './parameters.ts'

/** RFC 7662 §2.2. Times are whole seconds since 1970. */
export type IntrospectionAnswer =
  | { readonly active: false }
  | {
      readonly active: true
      readonly scope: string
      readonly client_id: string
      readonly username: string
      readonly token_type?: 'bearer'
      readonly exp: number
      readonly iat: number
      readonly sub: string
      readonly aud: string | readonly string[]
      readonly iss: string
      readonly jti?: string
    }

const INACTIVE = { active: false } as const

type Introspector = Awaited<ReturnType<typeof authenticateIntrospector>>

/** Answers an introspection request. Rejects with `Refusal`, or `StorageUnavailable`. */
export async function introspect(
  context: ProtocolContext,
  request: { readonly authorization: readonly string[]; readonly parameters: Parameters },
): Promise<IntrospectionAnswer> {
  const { parameters } = request
  parameters.refuseRepeated(['token', 'token_type_hint'])
  const credentials = readCredentials(request.authorization, parameters)
  const text = parameters.required('token')
  const token = parseToken(text)
  if (token === undefined) {
    await authenticateIntrospector(context, credentials)
    return INACTIVE
  }
  const tokenId = accessTokenId(text)
  // Both reads are issued in one turn, so that the engine gathers them.
  const [asker, found] = await Promise.all([
    authenticateIntrospector(context, credentials),
    context.store.grants.find(token.grantId, tokenId),
  ])
  // Before anything is read on the word of the token's own text.
  if (found === undefined || !isAuthentic(context.keys, found.grant.seed, token)) return INACTIVE
  const now = context.clock.now()
  const tooNew = await isTooNew({ store: context.store, now }, token, found.grant)
  return describe(context, { token, tokenId, found, asker, now, tooNew })
}

/** What there is to say of a token that is genuine. */
function describe(
  { settings }: ProtocolContext,
  asked: {
    readonly token: ParsedToken
    readonly tokenId: string
    readonly found: GrantWithParties
    readonly asker: Introspector
    readonly now: number
    readonly tooNew: boolean
  },
): IntrospectionAnswer {
  const { token, tokenId, found, asker, now, tooNew } = asked
  const { grant, account } = found
  const gate = admitGrant(grant, { ...found, offered: settings.scopes })
  if (!gate.open) return INACTIVE
  // A client may look at what it holds itself, and at nothing else.
  if (asker.is === 'client' && asker.client.id !== grant.clientId) return INACTIVE

  const common = {
    active: true,
    client_id: grant.clientId,
    username: account.email,
    sub: grant.accountId,
    iss: settings.issuer,
  } as const

  if (token.kind === 'at') {
    const resource = token.narrowing?.resource ?? grant.resource
    if (found.accessTokenDenied || token.expiresAt <= now) return INACTIVE
    // Made by a clock that was ahead, it would be good for as long as that clock was wrong.
    if (token.issuedAt > now + DOUBT_SECONDS) return INACTIVE
    if (tooNew) return INACTIVE
    if (asker.is === 'resource' && resource.length > 0 && !resource.includes(asker.resource.uri)) {
      return INACTIVE
    }
    const scope = remaining(token.narrowing?.scope, gate.admitted.scope)
    if (scope === '') return INACTIVE
    const everyApi = asker.is === 'resource' ? asker.resource.uri : settings.issuer
    return {
      ...common,
      scope,
      token_type: 'bearer',
      exp: token.expiresAt,
      iat: token.issuedAt,
      aud: resource.length > 0 ? resource : everyApi,
      jti: tokenId,
    }
  }

  // A refresh token is for this server; an API that was shown one must not take it (RFC 6750 §5.2).
  const isLive = token.generation === grant.generation && grant.expiresAt > now
  if (token.kind !== 'rt' || asker.is === 'resource' || !isLive) return INACTIVE
  return {
    ...common,
    scope: gate.admitted.scope,
    exp: grant.expiresAt,
    iat: grant.redeemedAt ?? grant.createdAt,
    aud: settings.issuer,
  }
}

/** What a narrowed token may still do after the operator has withdrawn scope from the client. */
function remaining(narrowed: string | undefined, admitted: string): string {
  if (narrowed === undefined) return admitted
  const left = new Set(admitted.split(' '))
  return narrowed
    .split(' ')
    .filter((token) => left.has(token))
    .join(' ')
}
