/** What a purpose of mailed links has to offer: a page that asks, and what the button does. */

import type { FastifyReply } from 'fastify'
import type { Parameters } from '../../oauth/parameters.ts'
import type { OpenedLink } from '../../people/open-link.ts'
import type { Exchange, HttpContext } from '../context.ts'

/** A link that can be used, with the token to use it. */
export type UsableLink = Extract<OpenedLink, { readonly is: 'open' }> & { readonly token: string }

export interface LinkHandler {
  /** Shows what will happen. Must change nothing: mail scanners open links too. */
  show(context: HttpContext, exchange: Exchange, usable: UsableLink): Promise<FastifyReply>
  /** Does it, or says why not. */
  use(
    context: HttpContext,
    exchange: Exchange,
    usable: UsableLink & { readonly form: Parameters },
  ): Promise<FastifyReply>
}
