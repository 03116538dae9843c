/**
 * A kept explanation in words, for the page and the terminal alike: what happened in one sentence
 * with its times, and everything that was found as a list of facts. Times are told from the moment
 * of the request, so that they stay true however late somebody reads them.
 */

import type { Details, Explanation, Standing } from '../store/records.ts'
import { type Difference, firstDifference } from './difference.ts'
import type { OperatorsPart } from './remedies/remedy.ts'
import { remedies } from './remedies.ts'
import { exactly, span } from './time.ts'

export interface ExplanationInWords {
  /** What `error_uri` ends in. */
  readonly reference: string
  readonly error: string
  readonly when: string
  /** Method and endpoint. */
  readonly request: string
  /** In a few words, for a heading. */
  readonly title: string
  readonly happened: string
  readonly next: string
  /** Where only the operator can put it right. */
  readonly operator: OperatorsPart | undefined
  readonly facts: readonly Fact[]
  /** Where a redirect URI is not the one that was expected. */
  readonly difference: Difference | undefined
}

interface Fact {
  readonly label: string
  readonly value: string
}

const standings: Readonly<Record<Standing, string>> = {
  authenticated: 'authenticated',
  named: 'named in the request, not authenticated',
  failed: 'authentication failed',
  unknown: 'not checked: the request was refused before it was looked up',
}

const causes: Readonly<Record<string, string>> = {
  reuse: 'an old code or refresh token of it came again',
  revoked_by_client: 'the client revoked it',
  revoked_by_user: 'the user disconnected the app',
  revoked_by_operator: 'the operator revoked it',
}

const challengeReasons: Readonly<Record<string, string>> = {
  public_client: 'a public client always has to send one',
  required_by_client: 'the client is registered with PKCE required',
  method_without_challenge: 'a code_challenge_method came without a code_challenge',
}

const verifierChecks: Readonly<Record<string, string>> = {
  plain: 'the verifier is the challenge itself; the challenge has to be its SHA-256',
  hash: 'the SHA-256 of the verifier is not the challenge',
}

const tokenKinds: Readonly<Record<string, string>> = {
  ac: 'a code',
  rt: 'a refresh token',
  at: 'an access token',
}

/** Puts an explanation into words. */
export function explanationInWords(explanation: Explanation): ExplanationInWords {
  const { reason, details, request } = explanation
  const remedy = remedies[reason]
  const sent = text(details['sent'])
  const difference =
    sent === undefined ? undefined : firstDifference(sent, texts(details['registered']))
  const when = exactly(explanation.at)
  const asked = `${request.method} ${request.endpoint}`
  return {
    reference: referenceOf(explanation),
    error: explanation.error,
    when,
    request: asked,
    title: remedy?.title ?? reason,
    operator: remedy?.operator?.(explanation),
    happened: story(explanation) ?? remedy?.happened ?? reason,
    next: remedy?.next ?? 'Ask the operator.',
    difference,
    facts: [
      ...fact('Reason', reason),
      ...fact('When', when),
      ...fact('Request', asked),
      ...fact('Client', describeClient(explanation)),
      ...fact('Client authentication', request.authentication),
      ...detailFacts(details, difference),
      ...request.parameters.map(({ name, value }) => ({ label: name, value })),
      ...fact('Content type', request.mediaType),
      ...fact('User agent', request.userAgent),
    ],
  }
}

/** What `error_uri` ends in. */
export function referenceOf({ error, id }: Pick<Explanation, 'error' | 'id'>): string {
  return `${error}.${id}`
}

function describeClient({ clientId, standing, reason }: Explanation): string {
  if (clientId === null) return 'none named'
  const known = reason === 'unknown_client' ? 'not registered here' : standings[standing]
  return `${clientId} (${known})`
}

/** What only some reasons can tell, as a sentence; the others have one of their own. */
function story({ reason, details, at, clientId }: Explanation): string | undefined {
  if (reason === 'unknown_client' && clientId?.startsWith('resource_')) {
    return 'The id is that of an API, or of one that was deleted. An API can only introspect tokens; it is not a client.'
  }
  if (reason === 'no_credentials') {
    if (details['proof'] === 'none_where_needed')
      return 'No client secret was sent, and this endpoint cannot be used without one.'
    if (details['proof'] === 'none')
      return 'The request named a client that has a secret, and did not send the secret.'
  }
  const [presented, live] = [number(details['presented']), number(details['live'])]
  const [since, until] = [number(details['live_since']), number(details['live_until'])]
  if (presented === undefined || live === undefined) return undefined
  const came = nameOf(presented)
  if (reason === 'generation_reused' && since !== undefined) {
    const before = `${span(Math.max(0, at - since))} before this request`
    return presented === live - 1
      ? `The client presented ${came}, which it had redeemed ${before} for ${nameOf(live)}. This is the second time, so the grant was ended.`
      : `The client presented ${came}, which it had redeemed long before: ${before} the grant had come to ${nameOf(live)}. So the grant was ended.`
  }
  if (reason === 'generation_expired' && until !== undefined) {
    return `The client presented ${came}, which was good until ${exactly(until)}; the request came ${span(Math.max(0, at - until))} later.`
  }
  const ended = number(details['revoked_at'])
  if (reason === 'grant_revoked' && ended !== undefined) {
    const cause = causes[String(details['revoked_because'])] ?? 'it was revoked'
    return `The client presented ${came} of a grant that had ended ${span(Math.max(0, at - ended))} before this request: ${cause}.`
  }
  return undefined
}

function nameOf(generation: number): string {
  return generation === 0 ? 'the authorization code' : `refresh token no. ${generation}`
}

function detailFacts(details: Details, difference: Difference | undefined): readonly Fact[] {
  const moment = (name: string) => momentOf(number(details[name]))
  const generation = (name: string) => {
    const value = number(details[name])
    return value === undefined ? undefined : nameOf(value)
  }
  const registered = texts(details['registered'])
  return [
    ...fact('Looked for', text(details['sought'])),
    ...fact('It is at', text(details['right'])),
    ...fact('Server metadata', text(details['metadata'])),
    ...fact('Parameter', text(details['parameter'])),
    ...(difference === undefined ? fact('Sent', text(details['sent'])) : []),
    ...(difference === undefined || registered.length > 1
      ? fact('Expected', registered.join('\n'))
      : []),
    ...fact('Too much', texts(details['too_much']).join(' ')),
    ...fact('Possible', texts(details['possible']).join(' ')),
    ...fact('Not possible', texts(details['uris']).join('\n')),
    ...fact('Granted', texts(details['granted']).join('\n')),
    ...fact('How many', number(details['count'])?.toString()),
    ...fact('Why', challengeReasons[String(details['because'])] ?? text(details['because'])),
    ...fact('Failed check', verifierChecks[String(details['check'])]),
    ...fact('Length of the verifier', number(details['length'])?.toString()),
    ...fact('Characters not allowed', texts(details['characters']).join(' ')),
    ...fact('SHA-256 of the verifier', text(details['made'])),
    ...fact('Challenge', text(details['expected'])),
    ...fact('Port', details['loopback_port'] === 'any' ? 'any, on a loopback address' : undefined),
    ...fact('Kind of token', tokenKinds[String(details['token_kind'])]),
    ...fact('In the URL', texts(details['parameters']).join(' ')),
    ...fact('Presented', generation('presented')),
    ...fact('Live', generation('live')),
    ...fact('Live since', moment('live_since')),
    ...fact('Live until', moment('live_until')),
    ...fact('Ended', moment('revoked_at')),
    ...fact('Ended because', causes[String(details['revoked_because'])]),
    ...fact('Idempotency-Key', retryKey(details)),
    ...fact('Grant', text(details['grant'])),
    ...fact('Server key', text(details['key'])),
    ...fact('Turned off', moment('disabled_at')),
    ...fact('Secret', replaced(number(details['replaced_until']))),
  ]
}

function retryKey(details: Details): string | undefined {
  if (details['retry_key'] === undefined) return undefined
  const how = details['retry_key'] === 'absent' ? 'not sent' : 'sent, not that of the first time'
  const seconds = number(details['retry_seconds']) ?? 0
  return seconds > 0 ? `${how}; the client’s ${seconds} s for retries did not apply` : how
}

function replaced(until: number | undefined): string | undefined {
  return until === undefined
    ? undefined
    : `the one before the last rotation, which was good until ${exactly(until)}`
}

function momentOf(seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : exactly(seconds)
}

function fact(label: string, value: string | null | undefined): readonly Fact[] {
  return value === undefined || value === null || value === '' ? [] : [{ label, value }]
}

function text(value: Details[string] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function number(value: Details[string] | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function texts(value: Details[string] | undefined): readonly string[] {
  return typeof value === 'object' ? value : []
}
