/**
 * `POST /sign-in/let-in`: asks for a link that lets this browser in, from the sign-in page of a
 * person who has to wait. The answer is the same for every address.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { letInAskedPage } from '../../pages/let-in.ts'
import { askToBeLetIn } from '../../people/let-in.ts'
import { signInOrigin } from '../browser.ts'
import type { HttpContext } from '../context.ts'
import { respondToUnknownPlace } from '../error-response.ts'
import { wordsFor } from '../language.ts'
import { offersReset } from '../mailed-links/offer.ts'
import { onwardOf } from '../mailed-links/onward.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { formParameters } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'

export const submitLetIn =
  (context: HttpContext) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    refuseCrossSite(context, request)
    if (!offersReset(context)) return respondToUnknownPlace(context, { request, reply })
    const email = formParameters(request).one('email')?.trim() ?? ''
    const onward = onwardOf(request)
    const outcome = await askToBeLetIn(context, {
      ...{ email, onward, language: wordsFor(request).language },
      from: signInOrigin(context, { request, reply }),
    })
    const query = onward === '' ? '' : `?${onward}`
    const wait = outcome.is === 'wait' ? outcome.retryAfterSeconds : null
    if (wait !== null) reply.header('Retry-After', wait)
    return sendPage(reply, {
      status: wait === null ? 200 : 429,
      html: letInAskedPage({
        ...pageProps(context, request),
        ...{ email, wait, signInAddress: `/sign-in${query}` },
      }),
    })
  }
