/**
 * The one dispatcher of the authorization endpoint. Sign-in and consent never call each other: each
 * does its work and comes back here, and here it is decided what the browser does next.
 *
 *     request ──▶ signIn ──▶ askConsent ──▶ answer (a code, or an error, at the redirect URI)
 */

import { Refusal } from '../../explanations/refusal.ts'
import { spellingIn } from '../../grants/resource-uri.ts'
import { consentNeeded, isExempt, rememberConsent } from '../../people/consent.ts'
import { StorageUnavailable } from '../../store/port.ts'
import type { Account, Client, Resource, Session } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import { parseParameters } from '../parameters.ts'
import { issueCode } from './issue-code.ts'
import type { PendingAuthorization } from './pending.ts'
import {
  type AuthorizationRequest,
  checkRequest,
  findTarget,
  type RedirectTarget,
} from './request.ts'

export type AuthorizationOutcome =
  /** Nothing about the redirect URI is certain: a page of ours. */
  | { readonly outcome: 'showError'; readonly refusal: Refusal }
  /** To the client, with a code or an error; `iss` and `state` are in it. */
  | {
      readonly outcome: 'answer'
      readonly client: Client
      readonly target: RedirectTarget
      readonly answer: Readonly<Record<string, string | undefined>>
      readonly refusal: Refusal | null
    }
  | { readonly outcome: 'signIn'; readonly request: AuthorizationRequest }
  | {
      readonly outcome: 'askConsent'
      readonly request: AuthorizationRequest
      readonly account: Account
      /** The APIs that will be told the e-mail address. */
      readonly toldEmail: readonly Resource[]
    }

/** Who is at the browser, and what they just decided on the consent page, if anything. */
export interface Visitor {
  readonly signedIn: { readonly session: Session; readonly account: Account } | undefined
  readonly decision: 'allow' | 'deny' | undefined
}

/**
 * Decides, and issues the code when nothing more is needed. Rejects only with what goes wrong before
 * the redirect URI is certain: from then on the client hears of it there (RFC 6749 §4.1.2.1).
 */
export async function nextStep(
  context: ProtocolContext,
  pending: PendingAuthorization,
  visitor: Visitor,
): Promise<AuthorizationOutcome> {
  let found: Awaited<ReturnType<typeof findTarget>>
  let parameters: ReturnType<typeof parseParameters>
  try {
    parameters = parseParameters(pending.query)
    found = await findTarget(context, parameters)
  } catch (error) {
    if (error instanceof Refusal) return { outcome: 'showError', refusal: error }
    throw error
  }
  try {
    const request = await checkRequest(context, parameters, found)
    return await decide(context, request, { ...visitor, pending })
  } catch (error) {
    return refuseAtTarget(
      context,
      found,
      asRefusal(error).from({ clientId: found.client.id, standing: 'named' }),
    )
  }
}

async function decide(
  context: ProtocolContext,
  request: AuthorizationRequest,
  visitor: Visitor & { readonly pending: PendingAuthorization },
): Promise<AuthorizationOutcome> {
  const { signedIn, decision, pending } = visitor
  const { startedAt } = pending
  const silent = request.prompt.has('none')
  // Nobody has to sign in to give nothing.
  if (decision === 'deny') throw new Refusal('user_said_no')
  if (
    signedIn === undefined ||
    !isFreshEnough(request, signedIn.session, { startedAt, now: context.clock.now() })
  ) {
    if (silent) throw new Refusal('sign_in_needed')
    return { outcome: 'signIn', request }
  }
  const { client } = request
  const pair = { accountId: signedIn.account.id, clientId: client.id }
  const wanted = { scope: request.scope.join(' '), resource: request.resource }
  const [known, needing] = await Promise.all([
    context.store.consents.find(pair.accountId, pair.clientId),
    isExempt(client) ? [] : context.store.resources.listNeedingUsername(),
  ])
  if (decision === 'allow') {
    const agreed = { ...pair, ...wanted, grantedAt: context.clock.now() }
    await rememberConsent(context.store.consents, agreed, latest(needing))
  } else {
    const toldEmail = needing.filter((api) => reaches(request, api))
    const asks = request.prompt.has('consent') || pending.consent?.is === 'to_ask'
    if (asks || consentNeeded({ client, known, wanted, toldSince: latest(toldEmail) })) {
      if (silent) throw new Refusal('consent_needed')
      return { outcome: 'askConsent', request, account: signedIn.account, toldEmail }
    }
  }
  const code = await issueCode(context, request, signedIn)
  return {
    outcome: 'answer',
    client: request.client,
    target: request.target,
    answer: { code, state: request.target.state, iss: context.settings.issuer },
    refusal: null,
  }
}

/** Whether tokens of this request would be good at the API (`oauth/introspect.ts`). */
function reaches({ resource }: AuthorizationRequest, { uri, restricted }: Resource): boolean {
  return resource.length === 0 ? !restricted : spellingIn(resource, uri) !== undefined
}

function latest(apis: readonly Resource[]): number {
  return Math.max(0, ...apis.map(({ needsUsernameSince }) => needsUsernameSince ?? 0))
}

/** OpenID Connect Core §3.1.2.1: `prompt=login` and `max_age` ask for a recent sign-in. */
function isFreshEnough(
  { prompt, maxAge }: AuthorizationRequest,
  { authTime }: Session,
  { startedAt, now }: { readonly startedAt: number; readonly now: number },
): boolean {
  const mustBeNew = prompt.has('login') || prompt.has('select_account')
  if (mustBeNew && authTime < startedAt) return false
  return maxAge === null || authTime >= startedAt || now - authTime <= maxAge
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const reason = error instanceof StorageUnavailable ? 'storage_unavailable' : 'program_error'
  return new Refusal(reason, {}, { cause: error })
}

function refuseAtTarget(
  { settings }: ProtocolContext,
  { client, target }: { readonly client: Client; readonly target: RedirectTarget },
  refusal: Refusal,
): AuthorizationOutcome {
  return {
    outcome: 'answer',
    client,
    target,
    answer: {
      error: refusal.error,
      error_description: refusal.description,
      state: target.state,
      iss: settings.issuer,
    },
    refusal,
  }
}
