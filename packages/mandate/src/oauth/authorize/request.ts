/**
 * The authorization request (RFC 6749 §4.1.1), checked once, in the order of the specification.
 * From then on the browser carries it (`pending.ts`).
 *
 * There are two halves. Until the redirect URI is verified, an error may only be shown on our own
 * page (§4.1.2.1). From then on every error goes to the redirect URI, and a `RedirectTarget` proves
 * that it may.
 */

import { profileOf } from '../../clients/metadata/profile.ts'
import { appendToQuery, expectedRedirectUris, isRegistered } from '../../clients/redirect-uri.ts'
import { describeExcess, describeValue, redactUri } from '../../explanations/redaction.ts'
import { Refusal } from '../../explanations/refusal.ts'
import { isThumbprint } from '../../grants/confirmation.ts'
import { allowedScope } from '../../grants/gate.ts'
import {
  AUTHENTICATION_PARAMETERS,
  type AuthenticationRequest,
  readAuthenticationRequest,
} from '../../oidc/authentication-request.ts'
import { type ClaimsRequest, readClaimsRequest } from '../../oidc/claims-request.ts'
import { hasOpenId } from '../../oidc/scopes.ts'
import { isAdminScope } from '../../operators/permissions.ts'
import type { Client, Resource } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import { detailsText } from '../details/details.ts'
import { checkDetails, scopeOfDetails } from '../details/requested.ts'
import type { Parameters } from '../parameters.ts'
import { isChallenge } from '../pkce.ts'
import { registeredResources } from '../resource-lookup.ts'
import { isWithin, leaveOutOfflineAccess, parseScope } from '../scope.ts'
import {
  isSigned,
  type ResponseMode,
  refuseUnsignable,
  responseModeOf,
  responseModes,
} from './response-mode.ts'

/** A checked request. Plain data without secrets, because the browser carries it. */
export interface AuthorizationRequest extends AuthenticationRequest {
  readonly clientId: string
  /** As sent, or null if omitted; the token request has to repeat it (§4.1.3). */
  readonly redirectUri: string | null
  readonly responseMode: ResponseMode
  readonly state?: string | undefined
  readonly scope: readonly string[]
  /** APIs by their registered URIs; none means every API (RFC 8707 §2). */
  readonly resource: readonly string[]
  /** Whether those are the client's default ones, because the request named none. */
  readonly resourceIsUsual?: boolean
  /** Authorization details in canonical form (RFC 9396 §2); absent for none. */
  readonly details?: string
  readonly codeChallenge: string | null
  /** The thumbprint of the DPoP key that the code will be bound to (RFC 9449 §10). */
  readonly dpopJkt?: string
  /** The `request_uri` that its client was given when it pushed this request (RFC 9126 §2.2). */
  readonly pushed?: string
}

declare const verified: unique symbol

/** An address that this client registered. The browser is never redirected to any other. */
export interface RedirectTarget extends Pick<AuthorizationRequest, 'responseMode' | 'state'> {
  readonly [verified]: true
  readonly uri: string
}

/** A request that is currently valid, with its freshly read client. */
export interface VerifiedRequest {
  readonly asked: AuthorizationRequest
  readonly client: Client
  readonly target: RedirectTarget
  /** The APIs, if already read. */
  readonly apis?: readonly Resource[]
}

/** A request with a verified target. Refusals of `check` go to the client there. */
export interface AddressedRequest extends Pick<VerifiedRequest, 'client' | 'target'> {
  readonly check: () => VerifiedRequest | Promise<VerifiedRequest>
}

const DEFINED = [
  'response_type',
  'response_mode',
  'state',
  'scope',
  'code_challenge',
  'code_challenge_method',
  'authorization_details',
  'dpop_jkt',
  ...AUTHENTICATION_PARAMETERS,
]

/** Reads the parameters of a request. A `Refusal` thrown here must never redirect. */
export function addressRequest(
  context: ProtocolContext,
  client: Client,
  parameters: Parameters,
): AddressedRequest {
  const target = checkTarget(context, client, {
    redirectUri: parameters.one('redirect_uri') ?? null,
    state: ofSingle(parameters, 'state'),
    responseMode: responseModeOf(ofSingle(parameters, 'response_mode'), context.settings),
  })
  return { client, target, check: () => checkRequest(context, parameters, { client, target }) }
}

/** Where this client may be answered. Throws `Refusal`, which must never redirect. */
export function checkTarget(
  { signing }: Pick<ProtocolContext, 'signing'>,
  client: Client,
  {
    redirectUri,
    state,
    responseMode,
  }: Pick<AuthorizationRequest, 'redirectUri' | 'state' | 'responseMode'>,
): RedirectTarget {
  if (client.disabledAt !== null) {
    throw new Refusal('client_turned_off', { disabled_at: client.disabledAt })
  }
  const { redirectUris: registered } = client
  const [onlyUri, ...others] = registered
  if (redirectUri === null && (onlyUri === undefined || others.length > 0)) {
    throw new Refusal('redirect_uri_needed', { registered })
  }
  const uri = redirectUri ?? onlyUri ?? ''
  if (redirectUri === null && profileOf(client) !== undefined) {
    throw new Refusal('missing_parameter', { parameter: 'redirect_uri' })
  }
  const anyLoopbackPort = client.authentication.method === 'none'
  if (!isRegistered(uri, registered, { anyLoopbackPort })) {
    const expected = expectedRedirectUris(uri, registered, { anyLoopbackPort })
    throw new Refusal('unknown_redirect_uri', {
      sent: redactUri(uri, registered),
      registered: expected,
      ...(expected.some((one) => !registered.includes(one)) && { loopback_port: 'any' }),
    })
  }
  refuseUnsignable(signing, client, { responseMode })
  return { uri, state, responseMode } as RedirectTarget
}

/** Checks the rest. A `Refusal` thrown here goes to the client, at the target. */
async function checkRequest(
  context: ProtocolContext,
  parameters: Parameters,
  { client, target }: Pick<VerifiedRequest, 'client' | 'target'>,
): Promise<VerifiedRequest> {
  parameters.refuseRepeated(DEFINED)
  const responseType = parameters.required('response_type')
  if (responseType !== 'code') {
    throw new Refusal('unknown_response_type', describeValue('response_type', responseType))
  }
  refuseWithoutCodeGrant(client)
  const { state, responseMode } = target
  // state is 1*VSCHAR (RFC 6749 App. A.5).
  if (state !== undefined && !/^[\x20-\x7e]+$/.test(state)) {
    throw new Refusal('malformed_parameter', { parameter: 'state' })
  }
  const mode = parameters.one('response_mode')
  if (mode !== undefined && !responseModes(context.settings).includes(mode)) {
    throw new Refusal('malformed_parameter', { parameter: 'response_mode' })
  }
  if (profileOf(client)?.signedResponses && !isSigned(target)) {
    throw new Refusal('signed_response_needed')
  }
  const codeChallenge = checkChallenge(client, parameters)
  const details = checkDetails(context, client, parameters.one('authorization_details'))
  const text = parameters.one('scope') ?? scopeOfDetails(context, client, details)
  const named = checkScope(context, client, text)
  const wanted = checkClaims(context, client, { parameters, scope: named })
  const scope = [...named, ...(wanted?.asked.only_named ?? [])]
  const uris = parameters.all('resource')
  const apis = await registeredResources(context, uris)
  const asked: AuthorizationRequest = {
    clientId: client.id,
    redirectUri: parameters.one('redirect_uri') ?? null,
    responseMode,
    state,
    scope,
    // Without a resource, the client's default APIs apply (RFC 8707 §2).
    resource: uris.length === 0 ? client.defaultResources : apis.map(({ uri }) => uri),
    resourceIsUsual: uris.length === 0,
    ...(details.length > 0 && { details: detailsText(details) }),
    codeChallenge,
    ...checkDpopKey(parameters.one('dpop_jkt')),
    ...readAuthenticationRequest(context, client, { parameters, scope, wanted: wanted?.signIn }),
    ...(wanted !== undefined && { claims: wanted.asked }),
  }
  return { asked, client, target, ...(uris.length > 0 && { apis }) }
}

/** The URL for an answer or an error; `iss` says who answered (RFC 9207 §2). */
export function redirectLocation(
  target: RedirectTarget,
  answer: Readonly<Record<string, string | undefined>>,
): string {
  return appendToQuery(target.uri, answer)
}

/** Throws `Refusal` if the client may not use the authorization code grant. */
export function refuseWithoutCodeGrant({ grantTypes }: Client): void {
  if (grantTypes.includes('authorization_code')) return
  throw new Refusal('grant_type_not_allowed', {
    grant_type: 'authorization_code',
    allowed: grantTypes,
  })
}

/** RFC 7636 §4.3, §4.4.1; S256 only (RFC 9700 §2.1.1). */
function checkChallenge(client: Client, parameters: Parameters): string | null {
  const challenge = parameters.one('code_challenge')
  const method = parameters.one('code_challenge_method')
  if (challenge === undefined) {
    refuseWithoutChallenge(client)
    if (method === undefined) return null
    throw new Refusal('challenge_needed', { because: 'method_without_challenge' })
  }
  if (method !== 'S256') {
    throw new Refusal(
      'challenge_method',
      method === undefined ? {} : describeValue('code_challenge_method', method),
    )
  }
  if (!isChallenge(challenge)) {
    throw new Refusal('malformed_parameter', { parameter: 'code_challenge' })
  }
  return challenge
}

/** Throws `Refusal` if the client has to send a challenge. */
export function refuseWithoutChallenge(client: Client): void {
  const because =
    (client.authentication.method === 'none' && 'public_client') ||
    ((client.requirePkce || profileOf(client) !== undefined) && 'required_by_client')
  if (because !== false) throw new Refusal('challenge_needed', { because })
}

/** RFC 9449 §10. */
function checkDpopKey(dpopJkt: string | undefined): Pick<AuthorizationRequest, 'dpopJkt'> {
  if (dpopJkt === undefined) return {}
  if (!isThumbprint(dpopJkt)) throw new Refusal('malformed_parameter', { parameter: 'dpop_jkt' })
  return { dpopJkt }
}

/** The default scope is the part of it that the client may have (RFC 6749 §3.3). */
export function checkScope(
  { settings }: Pick<ProtocolContext, 'settings'>,
  client: Client,
  text: string | undefined,
): readonly string[] {
  const allowed = allowedScope({ client, offered: settings.scopes })
  const usual = settings.defaultScope.split(' ')
  if (text === undefined && allowed !== '') {
    return isWithin(usual, allowed) ? usual : allowed.split(' ')
  }
  const named = text === undefined ? usual : understood(settings, parseScope(text))
  const scope = leaveOutOfflineAccess(named, allowed)
  // Only `offline_access`, for a client that may not have it.
  if (scope.length === 0) return checkScope({ settings }, client, undefined)
  refuseExcess(scope, allowed, settingBeyond(settings, client, scope))
  return scope
}

/**
 * The setting that has to name more, if it decides and not a registration: a client from a document
 * has no more than `client_document_scope`.
 */
function settingBeyond(
  { clientDocumentScope }: ProtocolContext['settings'],
  { registration }: Client,
  scope: readonly string[],
): 'client_document_scope' | undefined {
  if (registration?.by !== 'document' || isWithin(scope, clientDocumentScope)) return undefined
  return 'client_document_scope'
}

/** The scope of a claim is added if the client may have it; otherwise the claim is left out. */
function checkClaims(
  { settings }: ProtocolContext,
  client: Client,
  { parameters, scope }: { readonly parameters: Parameters; readonly scope: readonly string[] },
): Omit<ClaimsRequest, 'scope'> | undefined {
  const text = parameters.one('claims')
  if (text === undefined || !settings.openid || !hasOpenId(scope.join(' '))) return undefined
  const { asked, scope: needed, signIn } = readClaimsRequest(text)
  const allowed = allowedScope({ client, offered: settings.scopes }).split(' ')
  const added = needed.filter((token) => allowed.includes(token) && !scope.includes(token))
  return { asked: { ...asked, ...(added.length > 0 && { only_named: added }) }, signIn }
}

/** Beside `openid`, what nobody here knows is ignored (OpenID Connect Core §3.1.2.1). */
function understood(
  { openid, scopes }: ProtocolContext['settings'],
  scope: readonly string[],
): readonly string[] {
  if (!openid || !scope.includes('openid')) return scope
  return scope.filter((token) => Object.hasOwn(scopes, token) || isAdminScope(token))
}

/**
 * Throws `Refusal` if the scope exceeds what is allowed. `setting` is the one that decides, if the
 * client's registration does not.
 */
export function refuseExcess(
  scope: readonly string[],
  allowed: string,
  setting?: 'client_document_scope',
): void {
  if (isWithin(scope, allowed)) return
  throw new Refusal('scope_not_allowed', {
    ...describeExcess(scope, allowed),
    ...(setting !== undefined && { setting }),
  })
}

/** A repeated `state` is not echoed, because it is ambiguous. */
function ofSingle(parameters: Parameters, name: string): string | undefined {
  const values = parameters.all(name)
  return values.length === 1 ? values[0] : undefined
}
