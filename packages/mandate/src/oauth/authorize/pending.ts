/**
 * A pending authorization: the request on its way through sign-in and consent. It travels in the browser,
 * sealed for it (`http/pending-request.ts`); there is no row until a code is issued. What was checked is
 * not parsed again, only held against the registration as it is now.
 */

import { describeUris } from '../../explanations/redaction.ts'
import { onBehalfOf, Refusal } from '../../explanations/refusal.ts'
import { allowedScope } from '../../grants/gate.ts'
import type { Resource } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import { findResource } from '../resource-lookup.ts'
import {
  type AddressedRequest,
  type AuthorizationRequest,
  checkTarget,
  findClient,
  refuseExcess,
  refuseWithoutChallenge,
  refuseWithoutCodeGrant,
  type VerifiedRequest,
} from './request.ts'

export interface PendingAuthorization {
  /** The request as it was checked, or its query if it has not been checked yet. */
  readonly asked: AuthorizationRequest | string
  /** When it came, in whole seconds since 1970: `prompt=login` asks for a sign-in after that. */
  readonly startedAt: number
  readonly consent?: PendingConsent
}

/** What is known about the consent, if the request does not simply wait for it. */
export type PendingConsent =
  /** It is asked for even if it was given before: nobody in this browser began the request. */
  | { readonly is: 'to_ask' }
  /** This account said yes after its session had ended; it counts once the account signs in again. */
  | { readonly is: 'given'; readonly by: string }

/**
 * How long a sign-in may count as the one that `prompt=login` or `max_age` asked for: enough to type a
 * password and to read the consent page.
 */
const SECONDS_TO_DECIDE = 15 * 60

/**
 * The request as if it came now, if it is older than a person needs. A page that was left open, or
 * comes out of the browser's history, must not let the sign-in of that day pass for a new one. A start
 * in the future means that the clock was set back. `now` in seconds since 1970.
 */
export function beginAnewIfOld(pending: PendingAuthorization, now: number): PendingAuthorization {
  const age = now - pending.startedAt
  return age >= 0 && age <= SECONDS_TO_DECIDE ? pending : { asked: pending.asked, startedAt: now }
}

/**
 * Checks what the operator may have changed since the request was read. As with `readRequest`, a
 * `Refusal` thrown here must never redirect.
 */
export async function recheckRequest(
  context: ProtocolContext,
  asked: AuthorizationRequest,
): Promise<AddressedRequest> {
  const client = await findClient(context, asked.clientId)
  return onBehalfOf({ clientId: client.id, standing: 'named' }, () => {
    const target = checkTarget(client, asked)
    const check = () => {
      refuseWithoutCodeGrant(client)
      if (asked.codeChallenge === null) refuseWithoutChallenge(client)
      refuseExcess(asked.scope, allowedScope({ client, offered: context.settings.scopes }))
      return { asked, client, target }
    }
    return { client, target, check }
  })
}

/**
 * The APIs of the request. An operator's default API that was deleted is left out; for any other that was,
 * this rejects with `Refusal`. Rejects with `StorageUnavailable` too.
 */
export async function findApis(
  { store }: ProtocolContext,
  { asked, client, apis }: VerifiedRequest,
): Promise<readonly Resource[]> {
  if (apis !== undefined) return apis
  const found = await Promise.all(asked.resource.map((uri) => findResource(store.resources, uri)))
  const gone = asked.resource.filter((_, place) => found[place] === undefined)
  const refused = gone.filter((uri) => !client.defaultResources.includes(uri))
  if (refused.length > 0) throw new Refusal('unknown_resource', describeUris(refused))
  return found.filter((api) => api !== undefined)
}

/** The request as a query: as it came, or rebuilt from what was understood of it. */
export function queryOf(asked: PendingAuthorization['asked']): string {
  if (typeof asked === 'string') return asked
  const { codeChallenge, maxAge } = asked
  const parameters: Readonly<Record<string, string | readonly string[] | null | undefined>> = {
    response_type: 'code',
    client_id: asked.clientId,
    redirect_uri: asked.redirectUri,
    response_mode: asked.responseMode === 'query' ? null : asked.responseMode,
    scope: asked.scope.join(' '),
    resource: asked.resourceIsUsual ? null : asked.resource,
    state: asked.state,
    code_challenge: codeChallenge,
    code_challenge_method: codeChallenge === null ? null : 'S256',
    prompt: asked.prompt.length === 0 ? null : asked.prompt.join(' '),
    max_age: maxAge === null ? null : String(maxAge),
    login_hint: asked.loginHint,
    ui_locales: asked.uiLocales,
  }
  return Object.entries(parameters)
    .flatMap(([name, values]) => [values ?? []].flat().map((value) => `${name}=${encode(value)}`))
    .join('&')
}

/**
 * The query of the request in a pending authorization that anybody may have written, if there is one. It
 * is worth no more than a link to the authorization endpoint.
 */
export function claimedQuery(pending: unknown): string | undefined {
  try {
    const query = queryOf((pending as PendingAuthorization).asked)
    // Only what needs no encoding in a URL.
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

/** As a form, and no more than it must: the query has to stay within `LONGEST_REQUEST`. */
function encode(text: string): string {
  return text
    .replace(/[^\x20\x21\x24\x27-\x2a\x2c-\x5b\x5d-\x7e]/gu, encodeURIComponent)
    .replaceAll(' ', '+')
}
