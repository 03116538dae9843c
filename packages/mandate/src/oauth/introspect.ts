/**
 * Introspection (RFC 7662): one MAC and one row decide whether a token is valid now. Writes
 * nothing.
 *
 * Whatever is wrong with a token, the answer is the same `{"active":false}` (§2.2).
 */

import { authenticateIntrospector } from '../clients/authentication/authenticate.ts'
import { readCredentials } from '../clients/authentication/credentials.ts'
import type { ClientCertificate } from '../clients/certificate.ts'
import { type ConfirmationClaim, confirmationClaim } from '../grants/confirmation.ts'
import { type Actor, actorsOf, mayActOf } from '../grants/delegation.ts'
import { idOfToken, isAuthentic, type PresentedToken } from '../grants/derivation.ts'
import { admitGrant } from '../grants/gate.ts'
import { subjectId } from '../grants/grant.ts'
import { spellingIn } from '../grants/resource-uri.ts'
import { acrIn } from '../grants/sign-in-text.ts'
import { parseToken } from '../grants/token.ts'
import { DOUBT_SECONDS } from '../grants/trusted-time.ts'
import { subjectOf } from '../oidc/subject.ts'
import type { GrantWithParties } from '../store/port.ts'
import type { ReadingContext } from './context.ts'
import { detailsNow } from './details/granted.ts'
import { type IntrospectedDetails, introspectedDetails } from './details/introspected.ts'
import { readJwtAccessToken } from './jwt-access-token.ts'
import { isTooNew } from './newer-generation.ts'
import type { Parameters } from './parameters.ts'
import { reaches } from './reach.ts'
import { remainingScope } from './scope.ts'
import { confirmUnknownKey } from './unknown-key.ts'

/** RFC 7662 §2.2. Times are whole seconds since 1970. */
export type IntrospectionAnswer =
  | { readonly active: false }
  | {
      readonly active: true
      readonly scope: string
      readonly client_id: string
      readonly username?: string
      readonly token_type?: 'bearer' | 'DPoP'
      readonly exp: number
      readonly iat: number
      readonly sub: string
      readonly aud?: readonly string[]
      readonly iss: string
      readonly jti?: string
      /** When the user signed in, and how surely (RFC 9470 §6.2). */
      readonly auth_time?: number
      readonly acr?: string
      /** RFC 9396 §9.2, and which of their members are limits. */
      readonly authorization_details?: IntrospectedDetails['authorization_details']
      readonly authorization_details_limits?: NonNullable<
        IntrospectedDetails['authorization_details_limits']
      >
      /** The key that must be proven with the token (RFC 9449 §6.2, RFC 8705 §3.2). */
      readonly cnf?: ConfirmationClaim
      /** Who acts for the user, through whom (RFC 8693 §4.1). */
      readonly act?: Actor
      /** The only client that may exchange the token (RFC 8693 §4.4). */
      readonly may_act?: { readonly sub: string }
    }

const INACTIVE = { active: false } as const
/** OpenID Connect Core §5.4. */
const EMAIL_SCOPE = 'email'

type Introspector = Awaited<ReturnType<typeof authenticateIntrospector>>

export interface IntrospectionRequest {
  /** The values of all `Authorization` headers. */
  readonly authorization: readonly string[]
  readonly certificate?: ClientCertificate | null | undefined
  readonly parameters: Parameters
}

/** Answers an introspection request. Rejects with `Refusal`, or `StorageUnavailable`. */
export async function introspect(
  context: ReadingContext,
  request: IntrospectionRequest,
): Promise<IntrospectionAnswer> {
  const { parameters } = request
  parameters.refuseRepeated(['token', 'token_type_hint'])
  const credentials = readCredentials(request.authorization, parameters, request.certificate)
  const text = parameters.required('token')
  const token = parseToken(text) ?? (await readJwtAccessToken(context, text))
  if (token === undefined) {
    await authenticateIntrospector(context, credentials)
    return INACTIVE
  }
  const tokenId = idOfToken(token, text)
  // Both reads are issued in one turn, so that the engine batches them.
  const [asker, found] = await Promise.all([
    authenticateIntrospector(context, credentials),
    context.store.grants.find(token.grantId, tokenId),
  ])
  // Checked before anything is read, because the token's own claims are not yet trusted.
  if (found === undefined || !isAuthentic(context.keys, found.grant.seed, token)) {
    await confirmUnknownKey(context, token.keyId)
    return INACTIVE
  }
  const now = context.clock.now()
  const tooNew = await isTooNew({ store: context.store, now }, token, found.grant)
  const judged = describe(context, { token, tokenId, found, asker, now, tooNew })
  if (!judged.active) return judged
  const { client, grant } = found
  // To an API, which serves many clients, a person has one subject.
  const isPairwise = asker.is === 'client' && client.sector !== null
  const answer = isPairwise ? { ...judged, sub: await subjectOf(context, client, grant) } : judged
  if (grant.details === null) return answer
  return { ...answer, ...(await detailsFor(context, { token, found, asker, now })) }
}

/** The answer for a genuine token. */
function describe(
  { settings }: ReadingContext,
  asked: {
    readonly token: PresentedToken
    readonly tokenId: string
    readonly found: GrantWithParties
    readonly asker: Introspector
    readonly now: number
    readonly tooNew: boolean
  },
): IntrospectionAnswer {
  const { token, tokenId, found, asker, now, tooNew } = asked
  const { grant } = found
  const gate = admitGrant(grant, {
    ...found,
    offered: settings.scopes,
    documents: settings.clientDocuments,
  })
  if (!gate.open) return INACTIVE
  // A client may introspect only its own tokens.
  if (asker.is === 'client' && asker.client.id !== grant.clientId) return INACTIVE

  const common = {
    active: true,
    client_id: grant.clientId,
    sub: subjectId(grant),
    iss: settings.issuer,
  } as const

  if (token.kind === 'at') {
    const audience = audienceFor(asker, token.narrowing?.resource ?? grant.resource)
    if (found.accessTokenDenied || token.expiresAt <= now) return INACTIVE
    // Issued by a clock that was ahead, it would otherwise stay good too long by the clock's error.
    if (token.issuedAt > now + DOUBT_SECONDS) return INACTIVE
    if (tooNew || audience === undefined) return INACTIVE
    const scope = remainingScope(token.narrowing?.scope, gate.admitted.scope)
    if (scope === '') return INACTIVE
    return {
      ...common,
      scope,
      ...usernameFor(asker, { scope, found }),
      token_type: token.confirmation?.by === 'dpop' ? 'DPoP' : 'bearer',
      exp: token.expiresAt,
      iat: token.issuedAt,
      ...(audience.length > 0 && { aud: audience }),
      jti: tokenId,
      ...signInOf(grant),
      ...cnfOf(token),
      ...actOf(found),
    }
  }

  // A refresh token is for this server; an API that is presented one must not accept it (RFC 6750
  // §5.2).
  const isLive = token.generation === grant.generation && grant.expiresAt > now
  if (token.kind !== 'rt' || asker.is === 'resource' || !isLive) return INACTIVE
  const { scope } = gate.admitted
  return {
    ...common,
    scope,
    ...usernameFor(asker, { scope, found }),
    exp: grant.expiresAt,
    iat: grant.redeemedAt ?? grant.createdAt,
    ...cnfOf(token),
  }
}

/** As they are now, whenever the token was issued: a person may have lowered their limits since. */
async function detailsFor(
  { store, detailTypes: types }: ReadingContext,
  asked: {
    readonly token: PresentedToken
    readonly found: GrantWithParties
    readonly asker: Introspector
    readonly now: number
  },
): Promise<IntrospectedDetails> {
  const { token, found, asker, now } = asked
  return introspectedDetails(await detailsNow(store, types, found), {
    ...{ types, now },
    places: token.kind === 'at' ? token.narrowing?.details : undefined,
    api: asker.is === 'client' ? undefined : asker.resource,
  })
}

function cnfOf({ confirmation }: PresentedToken): { readonly cnf?: ConfirmationClaim } {
  return confirmation === null ? {} : { cnf: confirmationClaim(confirmation) }
}

/** Every client on which a delegated token depends, and who may be the next. */
function actOf(found: GrantWithParties): {
  readonly act?: Actor
  readonly may_act?: { readonly sub: string }
} {
  const [act, mayAct] = [actorsOf(found), mayActOf(found)]
  return { ...(act !== undefined && { act }), ...(mayAct !== undefined && { may_act: mayAct }) }
}

/** Nothing for a client in its own name. The text is parsed only if it has an `acr`. */
function signInOf({ authTime, signIn }: GrantWithParties['grant']): {
  readonly auth_time?: number
  readonly acr?: string
} {
  if (authTime === null) return {}
  const acr = signIn === null ? null : acrIn(signIn)
  return acr === null ? { auth_time: authTime } : { auth_time: authTime, acr }
}

/**
 * The APIs that the token names, the calling API in its registered spelling; empty if it names
 * none. Undefined if the token is not for the caller: it names others, or it names none and the
 * caller is restricted to tokens that name it (RFC 9700 §2.3, RFC 7662 §4).
 */
function audienceFor(asker: Introspector, named: readonly string[]): readonly string[] | undefined {
  if (asker.is === 'client') return named
  const { uri, restricted } = asker.resource
  if (named.length === 0) return restricted ? undefined : named
  const spelled = spellingIn(named, uri)
  if (spelled === undefined) return undefined
  return spelled === uri ? named : named.map((one) => (one === spelled ? uri : one))
}

/**
 * The `username` is the account's e-mail address. It is included if a scope for it was granted, and
 * for an API that needs it, if the consent page has mentioned it: the person's own grant, from which
 * this one may be delegated, reaches the API and was made since it said so.
 */
function usernameFor(
  asker: Introspector,
  { scope, found }: { readonly scope: string; readonly found: GrantWithParties },
): { readonly username?: string } {
  const { grant, account, ancestors } = found
  if (account === null) return {}
  const agreed = ancestors.at(-1)?.grant ?? grant
  const api = asker.is === 'resource' ? asker.resource : undefined
  const since = api?.needsUsernameSince ?? Infinity
  const isNeeded = api !== undefined && agreed.createdAt >= since && reaches(agreed, api)
  const isTold = isNeeded || scope.split(' ').includes(EMAIL_SCOPE)
  return isTold && account.email !== null ? { username: account.email } : {}
}
