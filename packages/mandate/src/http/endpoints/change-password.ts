/**
 * `/.well-known/change-password`: where password managers send people to change their password
 * ("A Well-Known URL for Changing Passwords", W3C).
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HttpContext } from '../context.ts'
import { respondToUnknownPlace } from '../error-response.ts'

export const changePasswordPlace =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) =>
    context.ways.form === undefined
      ? respondToUnknownPlace(context, { request, reply })
      : reply.redirect('/account/password', 302)
