/** Errors other than an endpoint's refusal: the status, and the text for programs and people. */

import type { FastifyError } from 'fastify'
import { definitions, type Reason } from '../explanations/reasons.ts'
import { Refusal } from '../explanations/refusal.ts'
import { ClockInDoubt } from '../oauth/token/expired.ts'
import type { ErrorKind } from '../pages/error.ts'
import { StorageUnavailable } from '../store/port.ts'
import { TooBusy } from './admission.ts'
import { LARGEST_BODY } from './body-budget.ts'
import { UnknownCoding } from './malformed-request.ts'

export interface Failure {
  readonly status: number
  readonly error: string
  /** Null if the fault is ours, not the request's. */
  readonly refusal: Refusal | null
  /** For a program; a person reads the page's text about the problem. */
  readonly description: string
  readonly problem: ErrorKind
}

/** `mostBytes`: how long a body may be here. */
export function describeFailure(error: unknown, mostBytes = LARGEST_BODY): Failure {
  if (error instanceof ClockInDoubt) {
    return unavailable(
      'The server cannot tell the time for certain now. Nothing is lost; send the same request again later.',
    )
  }
  if (error instanceof StorageUnavailable) {
    return unavailable(
      'The server cannot reach its database now. Nothing is lost; send the same request again.',
    )
  }
  if (error instanceof TooBusy) {
    return unavailable(
      'The server has too much to do now. Nothing was begun; send the same request again.',
    )
  }
  const status = (error as Partial<FastifyError>).statusCode ?? 500
  if (status === 413) {
    const description = `The request is too large. Send at most ${mostBytes / 1024} KiB.`
    return { ...refused('request_too_long', status), description }
  }
  if (error instanceof UnknownCoding) return refused('content_coding', error.statusCode)
  if (status >= 400 && status < 500) return refused('malformed_http', 400)
  return {
    status: 500,
    error: 'server_error',
    refusal: null,
    description: 'Something went wrong here. The operator can read in the log what it was.',
    problem: 'serverError',
  }
}

function unavailable(description: string): Failure {
  return {
    status: 503,
    error: 'temporarily_unavailable',
    refusal: null,
    description,
    problem: 'unavailable',
  }
}

function refused(reason: Reason, status: number): Failure {
  const refusal = new Refusal(reason)
  const { error, description } = refusal
  const { problem = 'incompleteRequest' } = definitions[reason]
  return { status, error, refusal, description, problem }
}
