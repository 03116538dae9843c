/**
 * Errors of the endpoints for programs of the platform and of operators: problem details (RFC 9457).
 * Programs check `code`, which is stable; `detail` is for the person who reads the log.
 */

import { STATUS_CODES } from 'node:http'
import type { FastifyReply } from 'fastify'

/** One wrong part of a request. */
export interface Wrong {
  /** Where it is: a JSON Pointer (RFC 6901) into the body, or the name of a parameter. */
  readonly field: string
  /** The part of the request that `field` is in. Default: the body. */
  readonly in?: 'body' | 'path' | 'query' | 'header'
  readonly detail: string
}

/** Thrown by an endpoint to refuse the request. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly code: string
  /** The member of the request that is wrong. */
  readonly field: string | undefined
  /** If the request can have several wrong parts: all of them. */
  readonly errors: readonly Wrong[] | undefined
  /** The page that explains this occurrence (§3.1.5). */
  readonly instance: string | undefined

  constructor(
    status: number,
    code: string,
    said: {
      readonly detail: string
      readonly field?: string
      readonly errors?: readonly Wrong[]
      readonly instance?: string
    },
  ) {
    super(said.detail)
    this.status = status
    this.code = code
    this.field = said.field ?? said.errors?.[0]?.field
    this.errors = said.errors
    this.instance = said.instance
  }
}

/** Sends problem details. Without a `type` of its own, the title is that of the status (§4.2.1). */
export function sendProblem(
  reply: FastifyReply,
  problem: {
    readonly status: number
    readonly code: string
    readonly detail: string
    readonly field?: string | undefined
    readonly errors?: readonly Wrong[] | undefined
    readonly instance?: string | undefined
  },
): FastifyReply {
  const { status, code, detail, ...rest } = problem
  // As bytes: Fastify would add a charset to text, and JSON has none (RFC 8259 §11).
  return reply
    .code(status)
    .type('application/problem+json')
    .send(
      Buffer.from(
        JSON.stringify({
          ...{ type: 'about:blank', title: STATUS_CODES[status], status, code, detail },
          ...rest,
        }),
      ),
    )
}
