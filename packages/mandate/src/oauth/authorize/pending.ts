/**
 * A pending authorization: the request while the user signs in and consents. The browser carries
 * it, sealed (`http/pending-request.ts`); there is no row until a code is issued. A checked request
 * is not parsed again, only compared with the current registration.
 */

import { describeUris } from '../../explanations/redaction.ts'
import { onBehalfOf, Refusal } from '../../explanations/refusal.ts'
import { allowedScope } from '../../grants/gate.ts'
import type { Resource } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import { refuseTypes } from '../details/details.ts'
import { findResource } from '../resource-lookup.ts'
import { leaveOutOfflineAccess } from '../scope.ts'
import { findClient } from './find-client.ts'
import { refuseUnlessOpen } from './pushed.ts'
import {
  type AddressedRequest,
  type AuthorizationRequest,
  checkTarget,
  refuseExcess,
  refuseWithoutChallenge,
  refuseWithoutCodeGrant,
  type VerifiedRequest,
} from './request.ts'

export interface PendingAuthorization {
  /** The checked request, or its query if not yet checked. */
  readonly asked: AuthorizationRequest | string
  /** When it came, in whole seconds since 1970: `prompt=login` asks for a sign-in after that. */
  readonly startedAt: number
  readonly consent?: PendingConsent
  /** Only a sign-in after the start counts, as with `prompt=login`. */
  readonly provesAgain?: true
  /** The person chose "Not you?", so the next sign-in lets them choose another account. */
  readonly isSwitching?: boolean
  /** The account that an external way has signed in for this request (`freshness.ts`). */
  readonly arrived?: string
}

/** What is known about the consent, if anything. */
export type PendingConsent =
  /** Ask even if consent was given before: this browser did not start the request. */
  | { readonly is: 'to_ask' }
  /**
   * This account consented after its session had ended; it counts once the account signs in again.
   */
  | {
      readonly is: 'given'
      readonly by: string
      /** The scope tokens that were ticked. */
      readonly ticked?: readonly string[]
      /** The document of the client that was shown, if it has one. */
      readonly seen?: string
    }

/**
 * How long a sign-in satisfies `prompt=login` or `max_age`: enough to type a password and read the
 * consent page.
 */
const SECONDS_TO_DECIDE = 15 * 60

/**
 * Restarts a request that is older than a person needs. A page left open, or reopened from the
 * browser's history, must not let an old sign-in count as a new one. A start in the future means
 * that the clock was set back. `now` in seconds since 1970.
 */
export function beginAnewIfOld(pending: PendingAuthorization, now: number): PendingAuthorization {
  const age = now - pending.startedAt
  return age >= 0 && age <= SECONDS_TO_DECIDE ? pending : { asked: pending.asked, startedAt: now }
}

/**
 * Checks what the operator, or the client in its document, may have changed since the request was read. As with `readRequest`, a
 * `Refusal` thrown here must never redirect.
 */
export async function recheckRequest(
  context: ProtocolContext,
  asked: AuthorizationRequest,
  network?: string,
): Promise<AddressedRequest> {
  const client = await findClient(context, asked.clientId, network)
  return onBehalfOf({ clientId: client.id, standing: 'named' }, async () => {
    if (asked.pushed !== undefined) await refuseUnlessOpen(context, client, asked.pushed)
    const target = checkTarget(context, client, asked)
    const check = () => {
      refuseWithoutCodeGrant(client)
      if (asked.codeChallenge === null) refuseWithoutChallenge(client)
      const allowed = allowedScope({ client, offered: context.settings.scopes })
      const scope = leaveOutOfflineAccess(asked.scope, allowed)
      refuseExcess(scope.length === 0 ? asked.scope : scope, allowed)
      if (asked.details !== undefined) refuseTypes(context, client, asked.details)
      return { asked: { ...asked, scope }, client, target }
    }
    return { client, target, check }
  })
}

/**
 * The APIs of the request. Omits a default API that was deleted; rejects with `Refusal` for any
 * other, or with `StorageUnavailable`.
 */
export async function findApis(
  context: ProtocolContext,
  {
    asked,
    client,
    apis,
  }: Pick<VerifiedRequest, 'client' | 'apis'> & {
    readonly asked: Pick<AuthorizationRequest, 'resource'>
  },
): Promise<readonly Resource[]> {
  if (apis !== undefined) return apis
  const found = await Promise.all(asked.resource.map((uri) => findResource(context, uri)))
  const gone = asked.resource.filter((_, place) => found[place] === undefined)
  const refused = gone.filter((uri) => !client.defaultResources.includes(uri))
  if (refused.length > 0) throw new Refusal('unknown_resource', describeUris(refused))
  return found.filter((api) => api !== undefined)
}

/** The request as a query: the original one, or rebuilt from the checked request. */
export function queryOf(asked: PendingAuthorization['asked']): string {
  if (typeof asked === 'string') return asked
  const { codeChallenge, maxAge, pushed } = asked
  if (pushed !== undefined) {
    return `client_id=${encode(asked.clientId)}&request_uri=${encode(pushed)}`
  }
  const parameters: Readonly<Record<string, string | readonly string[] | null | undefined>> = {
    response_type: 'code',
    client_id: asked.clientId,
    redirect_uri: asked.redirectUri,
    response_mode: asked.responseMode === 'query' ? null : asked.responseMode,
    scope: withoutAdded(asked).join(' '),
    claims: claimsText(asked),
    resource: asked.resourceIsUsual ? null : asked.resource,
    state: asked.state,
    code_challenge: codeChallenge,
    code_challenge_method: codeChallenge === null ? null : 'S256',
    nonce: asked.nonce,
    dpop_jkt: asked.dpopJkt,
    prompt: asked.prompt.length === 0 ? null : asked.prompt.join(' '),
    authorization_details: asked.details ?? null,
    acr_values: asked.acrValues?.join(' ') ?? null,
    max_age: maxAge === null ? null : String(maxAge),
    login_hint: asked.loginHint,
    id_token_hint: asked.idTokenHint,
    ui_locales: asked.uiLocales,
  }
  return Object.entries(parameters)
    .flatMap(([name, values]) => [values ?? []].flat().map((value) => `${name}=${encode(value)}`))
    .join('&')
}

/** The scope without what only the claims parameter asks for. */
function withoutAdded({ scope, claims }: AuthorizationRequest): readonly string[] {
  return scope.filter((token) => claims?.only_named?.includes(token) !== true)
}

/** The claims parameter of a checked request; null for none. */
function claimsText({ claims, wantedSub, acrValues, acrIsVoluntary }: AuthorizationRequest) {
  if (claims === undefined) return null
  const ofNames = (names: readonly string[] = []) =>
    Object.fromEntries(names.map((name) => [name, null]))
  return JSON.stringify({
    userinfo: ofNames(claims.userinfo),
    id_token: {
      ...ofNames(claims.id_token),
      ...(wantedSub !== undefined && { sub: { value: wantedSub } }),
      ...(acrValues !== undefined &&
        !acrIsVoluntary && { acr: { essential: true, values: acrValues } }),
    },
  })
}

/**
 * The query in a pending authorization whose seal was not verified, if any. To be trusted no more
 * than a link to the authorization endpoint.
 */
export function claimedQuery(pending: unknown): string | undefined {
  try {
    const query = queryOf((pending as PendingAuthorization).asked)
    // Only characters that need no encoding in a URL.
    return /^[\x21\x24-\x5b\x5d-\x7e]+$/.test(query) ? query : undefined
  } catch {
    return undefined
  }
}

/** The `ui_locales` of such a pending authorization. */
export function claimedLocales(pending: unknown): string | undefined {
  const { asked }: Partial<PendingAuthorization> = Object(pending)
  const locales: unknown =
    typeof asked === 'string'
      ? new URLSearchParams(asked).get('ui_locales')
      : Object(asked).uiLocales
  return typeof locales === 'string' ? locales : undefined
}

/** Form-encoded with minimal escaping, because the query has to stay within `LONGEST_REQUEST`. */
function encode(text: string): string {
  return text
    .replace(/[^\x20\x21\x24\x27-\x2a\x2c-\x5b\x5d-\x7e]/gu, encodeURIComponent)
    .replaceAll(' ', '+')
}
