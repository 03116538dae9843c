/** Receives every external sign-in, whatever the way: it is completed, or ends with an error. */

import type { FastifyReply } from 'fastify'
import { Refusal } from '../../explanations/refusal.ts'
import { signInNotBefore } from '../../oauth/authorize/freshness.ts'
import { beginAnewIfOld, type PendingAuthorization } from '../../oauth/authorize/pending.ts'
import { arrive, type NobodyArrived } from '../../people/arrival.ts'
import type { ExternalWay, Finished, Lost, Onward } from '../../ways/way.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { completeSignIn } from './complete.ts'
import { finishConnecting, offerToConnect } from './connect.ts'
import { mayShowNothing, refuse, sendFailed, sendProblem } from './failed.ts'

interface Finish {
  readonly way: ExternalWay
  readonly finished: Finished | Lost
}

export async function finishSignIn(
  context: HttpContext,
  exchange: Exchange,
  { way, finished }: Finish,
): Promise<FastifyReply> {
  if (finished.onward === null) {
    return sendFailed(context, exchange, { way, failed: finished, onward: null })
  }
  if (finished.onward.isConnecting) {
    return finishConnecting(context, exchange, { way, finished })
  }
  const onward = upToNow(finished.onward, context.clock.now())
  switch (finished.is) {
    case 'failed':
      return sendFailed(context, exchange, { way, failed: finished, onward })
    case 'refused':
      return sendRefused(context, exchange, { way, refused: finished, onward })
    case 'proven':
      return signInWith(context, exchange, { way, proven: finished, onward })
  }
}

async function signInWith(
  context: HttpContext,
  exchange: Exchange,
  {
    way,
    proven,
    onward,
  }: {
    readonly way: ExternalWay
    readonly proven: Extract<Finished, { readonly is: 'proven' }>
    readonly onward: Onward
  },
): Promise<FastifyReply> {
  const { pending } = onward
  const outcome = await arrive(context, proven.proof, {
    rules: { accept: way.accept, asksToLink: way.asksToLink && !onward.isSeparate },
    notBefore: pending === null ? null : notBefore(pending),
  })
  if (outcome.is === 'email_in_use') {
    return offerToConnect(context, exchange, { way, proof: proven.proof, ...outcome, onward })
  }
  if (outcome.is !== 'proven') {
    return sendNobody(context, exchange, { way, outcome, onward })
  }
  const { account, proof } = outcome
  return completeSignIn(context, exchange, { account, proof, onward, by: { is: 'external', way } })
}

function sendNobody(
  context: HttpContext,
  exchange: Exchange,
  {
    way,
    outcome,
    onward,
  }: {
    readonly way: ExternalWay
    readonly outcome: Exclude<NobodyArrived, { readonly is: 'email_in_use' }>
    readonly onward: Onward
  },
): Promise<FastifyReply> {
  const { label } = way
  switch (outcome.is) {
    case 'subject_invalid': {
      const detail = 'The subject is empty, too long, or contains invisible characters.'
      const failed = { is: 'failed', because: 'not_trusted', detail } as const
      return sendFailed(context, exchange, { way, failed, onward })
    }
    case 'busy':
      return sendProblem(context, exchange, {
        problem: { kind: 'account_changed', way: label },
        onward,
      })
    case 'account_disabled': {
      const refusal = new Refusal('party_turned_off', { because: 'account_disabled' })
      const problem = { kind: outcome.is, way: label }
      return sendProblem(context, exchange, { problem, onward, refusal })
    }
    case 'not_provisioned':
      return sendProblem(context, exchange, { problem: { kind: outcome.is, way: label }, onward })
  }
}

/**
 * The other side refused. If there are other ways, the person can try one; otherwise the request
 * ends and the client gets the error.
 */
function sendRefused(
  context: HttpContext,
  exchange: Exchange,
  {
    way,
    refused,
    onward,
  }: {
    readonly way: ExternalWay
    readonly refused: Extract<Finished, { readonly is: 'refused' }>
    readonly onward: Onward
  },
): Promise<FastifyReply> {
  const { pending } = onward
  const { error, reason } = refused
  const problem = { kind: 'refused', way: way.label, reason } as const
  if (pending === null) return sendProblem(context, exchange, { problem, onward })
  const details = { way: way.name, ...(reason !== null && { because: reason }) }
  if (!mayShowNothing(pending)) {
    return context.ways.only === undefined
      ? sendProblem(context, exchange, { problem, onward })
      : refuse(context, exchange, { pending, refusal: new Refusal('sign_in_refused', details) })
  }
  const refusal =
    error === 'access_denied'
      ? new Refusal('sign_in_refused', details)
      : error === 'interaction_required'
        ? new Refusal('interaction_needed', { way: way.name })
        : new Refusal('sign_in_needed')
  return refuse(context, exchange, { pending, refusal })
}

function upToNow({ pending, ...rest }: Onward, now: number): Onward {
  return { ...rest, pending: pending === null ? null : beginAnewIfOld(pending, now) }
}

function notBefore(pending: PendingAuthorization): number | null {
  const { asked, startedAt } = pending
  return typeof asked === 'string' ? null : signInNotBefore({ asked, startedAt })
}
