/**
 * `/register`: asks for a link to create an account. The answer is the same whether the address has
 * an account or not. A waiting app or act stays in the URL, and goes along with the link.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { type RegisterProps, registerPage } from '../../pages/register.ts'
import { askToRegister } from '../../people/registration.ts'
import { browserSecret, signInOrigin } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { respondToUnknownPlace } from '../error-response.ts'
import { wordsFor } from '../language.ts'
import { onwardOf } from '../mailed-links/onward.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { offersRegistration } from '../registration.ts'
import { formParameters } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'

export const showRegister =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    if (!offersRegistration(context)) return respondToUnknownPlace(context, { request, reply })
    // So that the link leads on in this browser.
    browserSecret(context, request, reply)
    return send(context, { request, reply }, { state: { is: 'asking', email: '', problem: null } })
  }

export const submitRegister =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    if (!offersRegistration(context)) return respondToUnknownPlace(context, { request, reply })
    const email = formParameters(request).one('email')?.trim() ?? ''
    const asking = (status: number, problem: Asking['problem']) =>
      send(context, { request, reply }, { status, state: { is: 'asking', email, problem } })
    const outcome = await askToRegister(context, {
      email,
      from: signInOrigin(context, { request, reply }),
      language: wordsFor(request).language,
      onward: onwardOf(request),
    })
    switch (outcome.is) {
      case 'asked':
        return send(context, { request, reply }, { state: { is: 'asked', email } })
      case 'wait': {
        const { retryAfterSeconds } = outcome
        reply.header('Retry-After', retryAfterSeconds)
        return asking(429, { retryAfterSeconds })
      }
      case 'email_invalid':
        return asking(400, email === '' ? 'missing' : 'invalid')
      case 'domain_refused':
        return asking(400, { domains: context.settings.registrationDomains })
    }
  }

type Asking = Extract<RegisterProps['state'], { readonly is: 'asking' }>

function send(
  context: HttpContext,
  { request, reply }: Exchange,
  { status = 200, state }: { readonly status?: number; readonly state: RegisterProps['state'] },
): FastifyReply {
  const onward = onwardOf(request)
  const query = onward === '' ? '' : `?${onward}`
  return sendPage(reply, {
    status,
    html: registerPage({
      ...pageProps(context, request),
      ...{ action: `/register${query}`, signInAddress: `/sign-in${query}`, state },
    }),
  })
}
