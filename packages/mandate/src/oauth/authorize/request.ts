/**
 * The authorization request (RFC 6749 §4.1.1), checked in the order of the specification.
 *
 * There are two halves. Until the redirect URI is known to be the client's, an error may be
 * shown on a page of ours only (`findTarget`, §4.1.2.1). From then on every error goes to the
 * redirect URI (`checkRequest`), and a `RedirectTarget` is the proof that it may.
 */

import { appendToQuery, expectedRedirectUris, isRegistered } from '../../clients/redirect-uri.ts'
import { describeExcess, describeValue, redactUri } from '../../explanations/redaction.ts'
import { onBehalfOf, Refusal } from '../../explanations/refusal.ts'
import { allowedScope } from '../../grants/gate.ts'
import type { Client } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import type { Parameters } from '../parameters.ts'
import { isChallenge } from '../pkce.ts'
import { registeredUris } from '../resource-lookup.ts'
import { isWithin, parseScope } from '../scope.ts'

declare const verified: unique symbol

/** An address that this client registered: the only kind the browser is ever sent to. */
export interface RedirectTarget {
  readonly [verified]: true
  readonly uri: string
  /** The `redirect_uri` exactly as sent, or null; the token request has to repeat it (§4.1.3). */
  readonly sentUri: string | null
  readonly state: string | undefined
  readonly responseMode: 'query' | 'form_post'
}

export interface AuthorizationRequest {
  readonly client: Client
  readonly target: RedirectTarget
  readonly scope: readonly string[]
  readonly resource: readonly string[]
  readonly codeChallenge: string | null
  readonly prompt: ReadonlySet<Prompt>
  /** Seconds since the last sign-in that the client will still accept. */
  readonly maxAge: number | null
  readonly loginHint: string | null
}

const PROMPTS = ['none', 'login', 'consent', 'select_account'] as const
export type Prompt = (typeof PROMPTS)[number]

const DEFINED = [
  'response_type',
  'response_mode',
  'state',
  'scope',
  'code_challenge',
  'code_challenge_method',
  'prompt',
  'max_age',
  'login_hint',
  'nonce',
  'request',
  'request_uri',
]

/** Finds the client and where it may be answered. A `Refusal` thrown here must never redirect. */
export async function findTarget(
  { store }: ProtocolContext,
  parameters: Parameters,
): Promise<{ readonly client: Client; readonly target: RedirectTarget }> {
  const client = await store.clients.find(parameters.required('client_id'))
  if (client === undefined) throw new Refusal('unknown_client')
  const addressee = { clientId: client.id, standing: 'named' } as const
  return onBehalfOf(addressee, () => ({ client, target: checkTarget(client, parameters) }))
}

function checkTarget(client: Client, parameters: Parameters): RedirectTarget {
  if (client.disabledAt !== null) {
    throw new Refusal('client_turned_off', { disabled_at: client.disabledAt })
  }
  const sentUri = parameters.one('redirect_uri')
  const { redirectUris: registered } = client
  const [onlyUri, ...others] = registered
  if (sentUri === undefined && (onlyUri === undefined || others.length > 0)) {
    throw new Refusal('redirect_uri_needed', { registered })
  }
  const uri = sentUri ?? onlyUri ?? ''
  const anyLoopbackPort = client.authentication.method === 'none'
  if (!isRegistered(uri, registered, { anyLoopbackPort })) {
    const expected = expectedRedirectUris(uri, registered, { anyLoopbackPort })
    throw new Refusal('unknown_redirect_uri', {
      sent: redactUri(uri, registered),
      registered: expected,
      ...(expected.some((one) => !registered.includes(one)) && { loopback_port: 'any' }),
    })
  }
  return {
    uri,
    sentUri: sentUri ?? null,
    state: ofSingle(parameters, 'state'),
    responseMode: ofSingle(parameters, 'response_mode') === 'form_post' ? 'form_post' : 'query',
  } as RedirectTarget
}

/** Checks the rest. A `Refusal` thrown here is the client's to hear, at the target. */
export async function checkRequest(
  context: ProtocolContext,
  parameters: Parameters,
  { client, target }: { readonly client: Client; readonly target: RedirectTarget },
): Promise<AuthorizationRequest> {
  parameters.refuseRepeated(DEFINED)
  if (parameters.has('request')) throw new Refusal('request_object')
  if (parameters.has('request_uri')) throw new Refusal('request_uri')
  const responseType = parameters.required('response_type')
  if (responseType !== 'code') {
    throw new Refusal('unknown_response_type', describeValue('response_type', responseType))
  }
  if (!client.grantTypes.includes('authorization_code')) {
    throw new Refusal('grant_type_not_allowed', {
      grant_type: 'authorization_code',
      allowed: client.grantTypes,
    })
  }
  // RFC 6749 App. A.5: state is 1*VSCHAR.
  if (target.state !== undefined && !/^[\x20-\x7e]+$/.test(target.state)) {
    throw new Refusal('malformed_parameter', { parameter: 'state' })
  }
  const mode = parameters.one('response_mode')
  if (mode !== undefined && mode !== 'query' && mode !== 'form_post') {
    throw new Refusal('malformed_parameter', { parameter: 'response_mode' })
  }
  return {
    client,
    target,
    codeChallenge: checkChallenge(client, parameters),
    scope: checkScope(context, client, parameters.one('scope')),
    resource: await checkResource(context, client, parameters.all('resource')),
    prompt: checkPrompt(parameters.one('prompt')),
    maxAge: checkMaxAge(parameters.one('max_age')),
    loginHint: parameters.one('login_hint') ?? null,
  }
}

/** Where the browser goes with an answer or an error; `iss` says who answered (RFC 9207 §2). */
export function redirectLocation(
  target: RedirectTarget,
  answer: Readonly<Record<string, string | undefined>>,
): string {
  return appendToQuery(target.uri, answer)
}

/** RFC 7636 §4.3, §4.4.1; S256 only (RFC 9700 §2.1.1). */
function checkChallenge(client: Client, parameters: Parameters): string | null {
  const challenge = parameters.one('code_challenge')
  const method = parameters.one('code_challenge_method')
  if (challenge === undefined) {
    const because =
      (client.authentication.method === 'none' && 'public_client') ||
      (client.requirePkce && 'required_by_client') ||
      (method !== undefined && 'method_without_challenge')
    if (because !== false) throw new Refusal('challenge_needed', { because })
    return null
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

/** Without a scope, the default one, as far as the client may have it (RFC 6749 §3.3). */
function checkScope(
  { settings }: ProtocolContext,
  client: Client,
  text: string | undefined,
): readonly string[] {
  const allowed = allowedScope({ client, offered: settings.scopes })
  const usual = settings.defaultScope.split(' ')
  if (text === undefined && allowed !== '') {
    return isWithin(usual, allowed) ? usual : allowed.split(' ')
  }
  const scope = text === undefined ? usual : parseScope(text)
  if (!isWithin(scope, allowed)) {
    throw new Refusal('scope_not_allowed', describeExcess(scope, allowed))
  }
  return scope
}

/** RFC 8707 §2. Without a resource, those that the operator has set for the client. */
async function checkResource(
  { store }: ProtocolContext,
  client: Client,
  uris: readonly string[],
): Promise<readonly string[]> {
  // Not looked up: where one is gone, none of the others stands in for it.
  if (uris.length === 0) return client.defaultResources
  return registeredUris(store.resources, uris)
}

/** OpenID Connect Core §3.1.2.1. */
function checkPrompt(text: string | undefined): ReadonlySet<Prompt> {
  const prompts = new Set<Prompt>()
  for (const word of text?.split(' ') ?? []) {
    const prompt = PROMPTS.find((known) => known === word)
    if (prompt === undefined) throw new Refusal('malformed_parameter', { parameter: 'prompt' })
    prompts.add(prompt)
  }
  if (prompts.has('none') && prompts.size > 1) throw new Refusal('prompt_none_mixed')
  return prompts
}

function checkMaxAge(text: string | undefined): number | null {
  if (text === undefined) return null
  if (!/^[0-9]{1,9}$/.test(text)) throw new Refusal('malformed_parameter', { parameter: 'max_age' })
  return Number(text)
}

/** A repeated `state` is not echoed: nobody could say which one was meant. */
function ofSingle(parameters: Parameters, name: string): string | undefined {
  const values = parameters.all(name)
  return values.length === 1 ? values[0] : undefined
}
