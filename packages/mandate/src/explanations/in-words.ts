/**
 * A kept explanation in words, for the page and the command line: what happened in one sentence, and
 * everything that was found as a list of facts. Spans are counted from the time of the request, so they
 * are still true when somebody reads them days later.
 */

import type { Details, Explanation, SenderProof } from '../store/records.ts'
import { en } from '../words/en.ts'
import type { Definition, Found, OperatorsPart } from './definition.ts'
import { type Fact, fact, factsOf, fits } from './details.ts'
import { type Difference, firstDifference } from './difference.ts'
import { definitions, type Reason } from './reasons.ts'

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
  /** If only the operator can fix it. */
  readonly operator: OperatorsPart | undefined
  readonly facts: readonly Fact[]
  /** If a redirect URI is not the expected one. */
  readonly difference: Difference | undefined
}

const standings: Readonly<Record<SenderProof, string>> = {
  authenticated: 'authenticated',
  named: 'named in the request, not authenticated',
  failed: 'authentication failed',
  unknown: 'not checked: the request was refused before it was looked up',
}

/**
 * Puts an explanation into words. Another version of the program may have kept it, with a reason or
 * details that are unknown here: then only what every explanation has is shown.
 */
export function explanationInWords(explanation: Explanation): ExplanationInWords {
  const { error, reason, at, request } = explanation
  const definition = definitionOf(reason)
  const told = definition && tellDetails(definition, explanation)
  const when = en.inWords.exactly(at)
  const asked = `${request.method} ${request.endpoint}`
  return {
    reference: referenceOf(explanation),
    error,
    when,
    request: asked,
    title: definition?.title ?? reason,
    happened: told?.story ?? definition?.happened ?? reason,
    next: definition?.next ?? 'Ask the operator.',
    operator: told?.operator,
    difference: told?.difference,
    facts: [
      ...fact('Reason', reason),
      ...fact('When', when),
      ...fact('Request', asked),
      ...fact('Client', describeClient(explanation)),
      ...fact('Client authentication', request.authentication),
      ...(told?.facts ?? []),
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

function definitionOf(reason: string): Definition | undefined {
  return Object.hasOwn(definitions, reason) ? definitions[reason as Reason] : undefined
}

/** Undefined where the details are not those of the reason. */
function tellDetails(definition: Definition, { at, clientId, details }: Explanation) {
  const { schema } = definition
  if (!fits(schema, details)) return undefined
  const found: Found<Details> = { details, at, client: clientId ?? 'CLIENT_ID' }
  const { sent, expected = [] } = definition.compare?.(details) ?? {}
  const difference = sent === undefined ? undefined : firstDifference(sent, expected)
  return {
    story: definition.story?.(found),
    operator: definition.operator?.(found),
    difference,
    facts: [
      ...(difference === undefined ? fact('Sent', sent) : []),
      ...(difference === undefined || expected.length > 1
        ? fact('Expected', expected.join('\n'))
        : []),
      ...(definition.facts?.(details) ?? factsOf(schema, details)),
    ],
  }
}

function describeClient({ clientId, standing, reason }: Explanation): string {
  if (clientId === null) return 'none named'
  const known = reason === 'unknown_client' ? 'not registered here' : standings[standing]
  return `${clientId} (${known})`
}
