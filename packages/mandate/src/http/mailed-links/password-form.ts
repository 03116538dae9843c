/** The form for a new password by a link: how it is shown, read and refused. */

import type { FastifyReply } from 'fastify'
import type { Parameters } from '../../oauth/parameters.ts'
import { wasMadeInShell } from '../../operations/reset-links.ts'
import { newPasswordPage } from '../../pages/new-password.ts'
import type { NewPasswordProblem } from '../../pages/password-form.ts'
import { hasSecondFactor, type PasswordRefused } from '../../people/new-password.ts'
import { fewestCharacters } from '../../people/password-rules.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { RETRY_AFTER_SECONDS } from '../error-response.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import type { UsableLink } from './handler.ts'

/** The new password in a form, or what is wrong with it. The second field may be missing. */
export function readNewPassword(
  form: Parameters,
): { readonly password: string } | { readonly problem: 'missing' | 'different' } {
  const password = form.one('password') ?? ''
  if (password === '') return { problem: 'missing' }
  return (form.one('password_again') ?? password) === password
    ? { password }
    : { problem: 'different' }
}

export function problemOf(refused: PasswordRefused): NewPasswordProblem {
  return refused.is === 'busy' ? 'busy' : refused.problem
}

/** The page of a link with the form. */
export async function sendPasswordForm(
  context: HttpContext,
  { request, reply }: Exchange,
  {
    usable: { account, token, link },
    problem,
  }: { readonly usable: UsableLink; readonly problem: NewPasswordProblem | null },
): Promise<FastifyReply> {
  if (problem === 'busy') reply.header('Retry-After', RETRY_AFTER_SECONDS)
  const hasTwo = account !== null && (await hasSecondFactor(context.store, account.id))
  const newEmail = String(link.details['newEmail'] ?? '')
  return sendPage(reply, {
    status: statusOf(problem),
    html: newPasswordPage({
      ...pageProps(context, request, { account: account ?? undefined }),
      action: '/link',
      hidden: { token },
      email: link.purpose === 'stop_change' ? link.email : (account?.email ?? null),
      problem,
      fewestCharacters: fewestCharacters(hasTwo),
      stops: link.purpose === 'stop_change' ? { newEmail } : null,
    }),
    // An operator goes on to the console, which may have a listener of its own.
    leadsElsewhere: wasMadeInShell(link) && context.settings.consoleListen !== null,
  })
}

export function statusOf(problem: NewPasswordProblem | null): number {
  if (problem === null) return 200
  return problem === 'busy' ? 503 : 400
}
