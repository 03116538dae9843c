/**
 * The link for the first operator: a form for who they are and their password. They then sign in, set
 * up a second factor if the console requires one, and go on to set up the server.
 */

import type { FastifyReply } from 'fastify'
import { type FirstOperatorProblem, firstOperatorPage } from '../../pages/console/first-operator.ts'
import { becomeFirstOperator, hasNoOperator } from '../../people/first-operator.ts'
import { fewestCharacters } from '../../people/password-rules.ts'
import { placeAfterLink } from '../console/proof-of-link.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { RETRY_AFTER_SECONDS } from '../error-response.ts'
import { originOf } from '../origin-of.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import type { LinkHandler } from './handler.ts'
import { sendFirstOperatorOver } from './over.ts'
import { problemOf, readNewPassword } from './password-form.ts'

interface Typed {
  readonly token: string
  readonly email: string
  readonly name: string
}

export const firstOperator: LinkHandler = {
  show: async (context, exchange, { token }) =>
    (await hasNoOperator(context))
      ? ask(context, exchange, { typed: { token, email: '', name: '' }, problem: null })
      : sendFirstOperatorOver(context, exchange),
  async use(context, exchange, { form, link, token }) {
    const typed = { token, email: form.one('email') ?? '', name: form.one('name') ?? '' }
    const read = readNewPassword(form)
    if ('problem' in read) return ask(context, exchange, { typed, problem: read.problem })
    const from = originOf(exchange.request)
    const outcome = await becomeFirstOperator(context, { ...typed, ...read, link, from })
    switch (outcome.is) {
      case 'created':
        return exchange.reply.redirect(
          placeAfterLink(context, exchange, {
            accountId: outcome.account.id,
            page: '/console/setup',
          }),
          303,
        )
      case 'link_over':
        return sendFirstOperatorOver(context, exchange)
      case 'email_invalid':
      case 'email_taken':
      case 'name_invalid':
        return ask(context, exchange, { typed, problem: outcome.is })
      default:
        return ask(context, exchange, { typed, problem: problemOf(outcome) })
    }
  },
}

function ask(
  context: HttpContext,
  { request, reply }: Exchange,
  { typed, problem }: { readonly typed: Typed; readonly problem: FirstOperatorProblem | null },
): FastifyReply {
  if (problem === 'busy') reply.header('Retry-After', RETRY_AFTER_SECONDS)
  const { token, email, name } = typed
  return sendPage(reply, {
    status: problem === null ? 200 : problem === 'busy' ? 503 : 400,
    html: firstOperatorPage({
      ...pageProps(context, request),
      ...{ action: '/link', hidden: { token }, email, name, problem },
      fewestCharacters: fewestCharacters(false),
    }),
    // The console may have a listener of its own.
    leadsElsewhere: context.settings.consoleListen !== null,
  })
}
