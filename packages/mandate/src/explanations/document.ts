/** A stored explanation as JSON, the same at its address and on the command line. */

import type { Explanation } from '../store/records.ts'
import { explanationInWords } from './in-words.ts'

/** `at` is in seconds since 1970. Secrets were removed before it was stored. */
export function explanationDocument(explanation: Explanation) {
  const { request } = explanation
  const { reference, title, happened, next, operator, difference } = explanationInWords(explanation)
  return {
    reference,
    error: explanation.error,
    reason: explanation.reason,
    title,
    happened,
    next,
    ...(operator !== undefined && { message_to_operator: operator.message }),
    at: explanation.at,
    client_id: explanation.clientId,
    client_standing: explanation.standing,
    request: {
      method: request.method,
      endpoint: request.endpoint,
      content_type: request.mediaType,
      user_agent: request.userAgent,
      client_authentication: request.authentication,
      parameters: request.parameters,
    },
    details: explanation.details,
    ...(difference !== undefined && {
      first_difference: {
        character: difference.character,
        sent: Object.values(difference.sent).join(''),
        expected: Object.values(difference.expected).join(''),
        in_words: difference.sentence,
      },
    }),
  }
}

/** The explanation that the document of another server shows. Its text is made of it here. */
export function readExplanationDocument(document: ExplanationDocument): Explanation {
  const { reference, error, reason, at, request, details } = document
  return {
    ...{ error, reason, at, details },
    // The end of the reference, as `referenceOf` makes it.
    id: reference.slice(error.length + 1),
    clientId: document.client_id,
    standing: document.client_standing,
    request: {
      method: request.method,
      endpoint: request.endpoint,
      mediaType: request.content_type,
      userAgent: request.user_agent,
      authentication: request.client_authentication,
      parameters: request.parameters,
    },
  }
}

export type ExplanationDocument = ReturnType<typeof explanationDocument>
