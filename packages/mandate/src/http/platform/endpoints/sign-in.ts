/**
 * `POST /platform/v1/sign-in/read` and `…/answer`: the back end of a platform's login page reads
 * and answers a sign-in that was handed to it (`ways/handoff.ts`). That is two requests for each
 * sign-in, and the first is optional.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuthorizationRequest } from '../../../oauth/authorize/request.ts'
import { type AnswerOutcome, answerSignIn } from '../../../operations/handed-sign-ins.ts'
import type { PlatformKey } from '../../../store/records.ts'
import { readAnswer } from '../../../ways/handoff/answer.ts'
import { isAnswerable, type OpenedSignIn, openSignInId } from '../../../ways/handoff/id.ts'
import { continueUrl } from '../../../ways/handoff.ts'
import type { Exchange, HttpContext } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { jsonBody } from '../json-body.ts'
import { requirePlatformKey } from '../platform-key.ts'

type Body = Readonly<Record<string, unknown>>

/** The waiting request and its conditions. Times in seconds since 1970. */
export const readSignIn =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { key, signIn, body } = await received(context, { request, reply })
    const unknown = Object.keys(body).find((member) => member !== 'id')
    if (unknown !== undefined) {
      const detail = `${unknown} is not a member of this request; the only member is id.`
      throw new Problem(400, 'invalid_request', { detail, field: unknown })
    }
    const asked = askedIn(signIn)
    return {
      client: asked && (await clientOf(context, asked)),
      scope: asked?.scope.join(' ') ?? null,
      resources: asked?.resource ?? [],
      prompt: signIn.prompt,
      max_age: asked?.maxAge ?? null,
      acr_values: asked?.acrValues?.join(' ') ?? null,
      login_hint: asked?.loginHint ?? null,
      ui_locales: signIn.locales === '' ? null : signIn.locales,
      interactive: signIn.interactive,
      auth_time_after: signIn.authTimeAfter,
      expires_at: signIn.expiresAt,
      signed_in_as: await signedInAs(context, key, signIn),
    }
  }

/** Takes who signed in, or a refusal. Returns the URL for the browser. */
export const submitAnswer =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { key, signIn, id, body } = await received(context, { request, reply })
    const answer = readAnswer(body)
    if (answer.is === 'wrong') {
      const { field, detail } = answer
      throw new Problem(400, 'invalid_request', { field, detail })
    }
    const actor = { kind: 'platform', id: key.id } as const
    const outcome = await answerSignIn(context, actor, { signIn, provider: key.provider, answer })
    if (outcome.is !== 'answered') throw problemFor(outcome)
    const continuation = signIn.continuationFor(outcome.answerHash)
    return {
      continue_url: continueUrl(context.settings.issuer, { way: signIn.way, id, continuation }),
      expires_in: outcome.expiresAt - context.clock.now(),
    }
  }

interface Received {
  readonly key: PlatformKey
  readonly id: string
  readonly signIn: OpenedSignIn
  readonly body: Body
}

async function received(context: HttpContext, exchange: Exchange): Promise<Received> {
  const key = await requirePlatformKey(context, exchange, 'sign_in')
  const body = jsonBody(exchange.request)
  const { id } = body
  if (typeof id !== 'string') {
    const detail = 'id is missing: send the value of the browser’s sign_in parameter.'
    throw new Problem(400, 'invalid_request', { detail, field: 'id' })
  }
  const signIn = openSignInId(context.keys, id)
  const way = signIn && context.ways.find(signIn.way)
  if (signIn === undefined || way === undefined) {
    const detail = 'There is no such sign-in: send the browser’s sign_in parameter unchanged.'
    throw new Problem(404, 'unknown_sign_in', { detail, field: 'id' })
  }
  if (way.provider !== key.provider) {
    const detail = `This key is for ${key.provider}, but the sign-in belongs to another way.`
    throw new Problem(403, 'other_provider', { detail })
  }
  if (!isAnswerable(signIn, context.clock.now())) throw problemFor({ is: 'expired' })
  return { key, id, signIn, body }
}

function askedIn({ onward }: OpenedSignIn): AuthorizationRequest | null {
  const asked = onward.pending?.asked
  return asked === undefined || typeof asked === 'string' ? null : asked
}

async function clientOf({ store }: HttpContext, { clientId }: AuthorizationRequest) {
  const client = await store.clients.find(clientId)
  // The account was deleted in the meantime; the continuation will show that.
  return { client_id: clientId, name: client?.name ?? clientId }
}

/** The platform's subject for the account that is signed in here, if it has one. */
async function signedInAs(
  { store }: HttpContext,
  { provider }: PlatformKey,
  { accountId }: OpenedSignIn,
) {
  if (accountId === null) return null
  const identities = await store.accounts.listIdentities(accountId)
  const known = identities.find((identity) => identity.provider === provider)
  return known === undefined ? null : { subject: known.subject }
}

function problemFor(outcome: Exclude<AnswerOutcome, { readonly is: 'answered' }>): Problem {
  switch (outcome.is) {
    case 'already_answered':
      return new Problem(409, 'already_answered', {
        detail: 'This sign-in already has a different answer. The first answer counts.',
      })
    case 'already_used':
      return new Problem(409, 'already_used', {
        detail: 'The browser has already used this answer. Start the sign-in again.',
      })
    case 'expired':
      return new Problem(410, 'sign_in_expired', {
        detail: 'This sign-in has expired. Send the browser back to the app to start again.',
      })
    case 'sign_in_too_old':
      return new Problem(422, 'sign_in_too_old', {
        detail: `The client asks for a sign-in at ${outcome.notBefore} or later (auth_time_after). Let the user sign in again, and answer with that auth_time.`,
        field: 'auth_time',
      })
    case 'auth_time_in_future':
      return new Problem(422, 'auth_time_in_future', {
        detail:
          'auth_time is in the future. Send seconds since 1970, not milliseconds, and check the clock.',
        field: 'auth_time',
      })
    case 'account_disabled':
      return new Problem(422, 'account_disabled', {
        detail: 'This user’s account is disabled here. Enable it first, or send refused.',
        field: 'subject',
      })
  }
}
