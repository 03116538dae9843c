/** What went wrong, where it was no refusal: its status, and the words for a program and for a person. */

import type { FastifyError } from 'fastify'
import type { Reason } from '../explanations/reasons.ts'
import { ClockInDoubt } from '../oauth/token/expired.ts'
import type { ErrorKind } from '../pages/error.ts'
import { StorageUnavailable } from '../store/port.ts'
import { TooBusy } from './admission.ts'
import { LARGEST_BODY } from './body-budget.ts'
import { UnknownCoding } from './malformed-request.ts'

export interface Failure {
  readonly status: number
  readonly error: string
  /** Null where the request was not refused: the trouble is here. */
  readonly reason: Reason | null
  /** For a program; a person reads what the page says about the problem. */
  readonly description: string
  readonly problem: ErrorKind
}

export function describeFailure(error: unknown): Failure {
  if (error instanceof ClockInDoubt) {
    return {
      status: 503,
      error: 'temporarily_unavailable',
      reason: null,
      description:
        'The server cannot tell the time for certain now. Nothing is lost; send the same request again later.',
      problem: 'unavailable',
    }
  }
  if (error instanceof StorageUnavailable) {
    return {
      status: 503,
      error: 'temporarily_unavailable',
      reason: null,
      description:
        'The server cannot reach its database now. Nothing is lost; send the same request again.',
      problem: 'unavailable',
    }
  }
  if (error instanceof TooBusy) {
    return {
      status: 503,
      error: 'temporarily_unavailable',
      reason: null,
      description:
        'The server has too much to do now. Nothing was begun; send the same request again.',
      problem: 'unavailable',
    }
  }
  const status = (error as Partial<FastifyError>).statusCode ?? 500
  if (status === 413) {
    return {
      status,
      error: 'invalid_request',
      reason: 'request_too_long',
      description: `The request is too large. Send at most ${LARGEST_BODY / 1024} KiB.`,
      problem: 'tooLarge',
    }
  }
  if (error instanceof UnknownCoding) {
    return {
      status: error.statusCode,
      error: 'invalid_request',
      reason: 'content_coding',
      description: 'The body has a Content-Encoding. Send it as it is.',
      problem: 'incompleteRequest',
    }
  }
  if (status >= 400 && status < 500) {
    return {
      status: 400,
      error: 'invalid_request',
      reason: 'malformed_http',
      description: 'The request is not well-formed HTTP.',
      problem: 'incompleteRequest',
    }
  }
  return {
    status: 500,
    error: 'server_error',
    reason: null,
    description: 'Something went wrong here. The operator can read in the log what it was.',
    problem: 'serverError',
  }
}
