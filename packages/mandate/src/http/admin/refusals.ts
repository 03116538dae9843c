/** Problems that several nouns have. */

import { Problem } from '../problem.ts'

/** `what` as in "There is no client with this id." */
export function noSuch(what: string): Problem {
  return new Problem(404, 'not_found', { detail: `There is no ${what} with this id.` })
}

/** A rule that the schema cannot express; `sentence` is for the person who entered it. */
export function notValid(sentence: string, field?: string): Problem {
  return new Problem(422, 'invalid_request', {
    detail: sentence,
    ...(field !== undefined && { errors: [{ field, detail: sentence }] }),
  })
}

/** Someone else has changed it since it was read (RFC 9110 §15.5.13). */
export function changedMeanwhile(): Problem {
  const detail = 'It was changed since you read it. Read it again, and send its ETag in If-Match.'
  return new Problem(412, 'changed_meanwhile', { detail })
}

/** The state does not allow it. */
export function conflict(code: string, detail: string): Problem {
  return new Problem(409, code, { detail })
}

/** The clock of the server may be wrong, so nothing that depends on it is done. */
export function clockInDoubt(): Problem {
  const detail = 'The clock of this server is in doubt; run mandate doctor on its machine.'
  return new Problem(409, 'clock_in_doubt', { detail })
}
