/** SCIM responses, including errors: `application/scim+json` (RFC 7644 §8.1). */

import type { FastifyReply } from 'fastify'
import { Refusal } from '../../explanations/refusal.ts'
import { ScimError } from '../../scim/error.ts'
import { Problem } from '../problem.ts'

export const SCIM_TYPE = 'application/scim+json'

export function sendScim(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply.code(status).type(SCIM_TYPE).send(JSON.stringify(body))
}

/** The SCIM error, if the request caused it. */
export function asScimError(error: unknown): ScimError | undefined {
  if (error instanceof ScimError) return error
  if (error instanceof Refusal) return new ScimError(400, 'invalidValue', error.description)
  if (!(error instanceof Problem)) return undefined
  return new ScimError(error.status, undefined, error.message)
}
