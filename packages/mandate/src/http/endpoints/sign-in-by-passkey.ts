/**
 * `/sign-in/passkey`: sign-in with a passkey, on the page of `sign-in.ts`.
 *
 * POST options ──▶ a challenge for this browser
 * POST ──▶ who it is (`people/passkeys/prove.ts`) ──▶ completed, or the page again with the reason
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { requestOptions } from '../../people/passkeys/options.ts'
import { proveByPasskey } from '../../people/passkeys/prove.ts'
import type { HttpContext } from '../context.ts'
import { originOf } from '../origin-of.ts'
import { challengesOf, newChallenge } from '../passkeys.ts'
import { placeOf } from '../pending-request.ts'
import { sealedAct } from '../postponed-act.ts'
import { formParameters } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'
import { completeSignIn } from '../sign-in/complete.ts'
import { readOwnPending, showAgain } from './sign-in.ts'

export const passkeyOptions =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const { passkey } = context.ways
    if (passkey === undefined) return reply.callNotFound()
    const challenge = newChallenge(context, { request, reply }, 'use')
    return reply.send(requestOptions(passkey.party, { challenge }))
  }

export const submitPasskey =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const exchange = { request, reply }
    const own = readOwnPending(context, exchange)
    if (own.is === 'from_elsewhere') return own.reply
    const { found } = own
    const { passkey } = context.ways
    if (passkey === undefined) return reply.redirect(placeOf('/sign-in', found?.sealed), 303)
    const form = formParameters(request)
    const isKept = form.one('keep') !== undefined
    const outcome = await proveByPasskey(context, {
      credential: form.required('credential'),
      party: passkey.party,
      askedAt: challengesOf(context, request, 'use'),
      from: originOf(request),
    })
    if (outcome.is === 'proven') {
      const { account, proof } = outcome
      const onward = { pending: found?.pending ?? null, act: sealedAct(request) }
      const by = { is: 'own', email: account.email ?? '', isKept } as const
      return completeSignIn(context, exchange, { account, proof, onward, by })
    }
    context.observe({ kind: 'sign_in.failed', because: 'passkey' })
    request.log.info(`A passkey was refused: ${outcome.detail}.`)
    const status = outcome.because === 'account_disabled' ? 403 : 401
    const problem = { kind: 'passkey', because: outcome.because } as const
    return showAgain(context, exchange, { found, form: { status, problem, isKept } })
  }
