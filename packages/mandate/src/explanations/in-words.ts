/**
 * Turns a stored explanation into text, for the page and the command line: a sentence that says
 * what happened, and all findings as a list of facts. Time spans are relative to the request, so
 * they remain true when somebody reads them days later.
 */

import type { Details, Explanation, SenderProof } from '../store/records.ts'
import { en } from '../words/en/en.ts'
import type { Definition, Found, OperatorsPart } from './definition.ts'
import { type Fact, fact, factsOf, fits } from './details.ts'
import { type Difference, firstDifference } from './difference.ts'
import { definitions, type Reason } from './reasons.ts'

export interface ExplanationInWords {
  /** The end of `error_uri`. */
  readonly reference: string
  readonly error: string
  readonly when: string
  /** Method and endpoint. */
  readonly request: string
  /** A short heading. */
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
 * Turns an explanation into text. Another version of the program may have stored it, with a reason
 * or details that are unknown here; then the result has only what every explanation has.
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

/** The end of `error_uri`. */
export function referenceOf({ error, id }: Pick<Explanation, 'error' | 'id'>): string {
  return `${error}.${id}`
}

function definitionOf(reason: string): Definition | undefined {
  return Object.hasOwn(definitions, reason) ? definitions[reason as Reason] : undefined
}

/** Undefined if the details do not fit the reason. */
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
