/** `/sign-in/second-factor/passkey`: a passkey as the second step of a sign-in. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { proveByPasskey } from '../../people/passkeys/prove.ts'
import type { HttpContext } from '../context.ts'
import { originOf } from '../origin-of.ts'
import { challengesOf } from '../passkeys.ts'
import { formParameters } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'
import { completeSignIn } from '../sign-in/complete.ts'
import { startAgain, withFactor } from '../sign-in/second-factor.ts'
import { sendAsk, whoIsHere } from './second-factor.ts'

export const submitSecondPasskey =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const exchange = { request, reply }
    const visit = await whoIsHere(context, exchange)
    if ('answered' in visit) return visit.answered
    const { found, proven } = visit
    const { passkey } = context.ways
    if (passkey === undefined) return sendAsk(context, exchange, { proven, problem: null })
    const outcome = await proveByPasskey(context, {
      credential: formParameters(request).required('credential'),
      party: passkey.party,
      askedAt: challengesOf(context, request, 'use'),
      from: originOf(request),
      accountId: proven.account.id,
    })
    if (outcome.is === 'refused') {
      context.observe({ kind: 'sign_in.failed', because: 'second_factor' })
      request.log.info(`A passkey was refused: ${outcome.detail}.`)
      const problem = { kind: 'passkey', because: outcome.because } as const
      return sendAsk(context, exchange, { proven, problem })
    }
    const { amr, acr } = outcome.proof
    const whole = await withFactor(context, proven, { amr, acr })
    return whole === undefined
      ? startAgain(exchange, found)
      : completeSignIn(context, exchange, whole)
  }
