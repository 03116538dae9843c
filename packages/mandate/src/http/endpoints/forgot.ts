/**
 * `/forgot`: asks for a link to choose a new password. The answer is the same whether the address
 * has an account or not. A waiting app or act stays in the URL, and goes along with the link.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { type ForgotProps, forgotPage } from '../../pages/forgot.ts'
import { askForReset } from '../../people/lost-password.ts'
import { browserSecret, signInOrigin } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { respondToUnknownPlace } from '../error-response.ts'
import { wordsFor } from '../language.ts'
import { offersReset } from '../mailed-links/offer.ts'
import { onwardOf } from '../mailed-links/onward.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { formParameters } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'

export const showForgot =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    if (!offersReset(context)) return respondToUnknownPlace(context, { request, reply })
    // So that the link leads on in this browser.
    browserSecret(context, request, reply)
    return send(context, { request, reply }, { state: { is: 'asking', email: '', problem: null } })
  }

export const submitForgot =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    if (!offersReset(context)) return respondToUnknownPlace(context, { request, reply })
    const email = formParameters(request).one('email')?.trim() ?? ''
    const outcome = await askForReset(context, {
      email,
      from: signInOrigin(context, { request, reply }),
      language: wordsFor(request).language,
      onward: onwardOf(request),
      passwordsFrom: context.ways.form?.provider,
    })
    switch (outcome.is) {
      case 'asked':
        return send(context, { request, reply }, { state: { is: 'asked', email } })
      case 'wait': {
        const { retryAfterSeconds } = outcome
        reply.header('Retry-After', retryAfterSeconds)
        const problem = { retryAfterSeconds }
        const state = { is: 'asking', email, problem } as const
        return send(context, { request, reply }, { status: 429, state })
      }
      case 'email_invalid': {
        const problem = email === '' ? 'missing' : 'invalid'
        return send(
          context,
          { request, reply },
          {
            status: 400,
            state: { is: 'asking', email, problem },
          },
        )
      }
    }
  }

function send(
  context: HttpContext,
  { request, reply }: Exchange,
  { status = 200, state }: { readonly status?: number; readonly state: ForgotProps['state'] },
): FastifyReply {
  const onward = onwardOf(request)
  const query = onward === '' ? '' : `?${onward}`
  return sendPage(reply, {
    status,
    html: forgotPage({
      ...pageProps(context, request),
      action: `/forgot${query}`,
      signInAddress: `/sign-in${query}`,
      state,
    }),
  })
}
