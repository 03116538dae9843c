/**
 * Errors of the platform's endpoints: problem details (RFC 9457). Programs check `code`, which is
 * stable; `detail` is for the person who reads the log.
 */

import { STATUS_CODES } from 'node:http'
import type { FastifyReply } from 'fastify'

/** Thrown by a platform endpoint to refuse the request. */
export class PlatformProblem extends Error {
  override readonly name = 'PlatformProblem'
  readonly status: number
  readonly code: string
  /** The member of the request that is wrong. */
  readonly field: string | undefined

  constructor(status: number, code: string, said: { readonly detail: string; field?: string }) {
    super(said.detail)
    this.status = status
    this.code = code
    this.field = said.field
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
  },
): FastifyReply {
  const { status, code, detail, field } = problem
  // As bytes: Fastify would add a charset to text, and JSON has none (RFC 8259 §11).
  return reply
    .code(status)
    .type('application/problem+json')
    .send(
      Buffer.from(
        JSON.stringify({
          ...{ type: 'about:blank', title: STATUS_CODES[status], status, code, detail },
          ...(field !== undefined && { field }),
        }),
      ),
    )
}
