/** A form for an address that a mail with a link is sent to. */

import type { Words } from '../words/en/en.ts'
import { field } from './field.ts'
import { type Html, html } from './html.ts'
import { type FormProps, given, notice, type PageProps } from './layout.ts'

export interface MailRequestProps extends PageProps, FormProps {
  readonly state:
    | {
        readonly is: 'asking'
        readonly email: string
        readonly problem:
          | 'missing'
          | 'invalid'
          | { readonly retryAfterSeconds: number }
          /** Only addresses there are accepted. */
          | { readonly domains: readonly string[] }
          | null
      }
    | { readonly is: 'asked'; readonly email: string }
}

type Asking = Extract<MailRequestProps['state'], { readonly is: 'asking' }>

/** Posts `email`. */
export function mailRequestForm(
  { words, action }: MailRequestProps,
  { email, problem }: Asking,
): Html {
  return html`${waiting(words, problem)}
<form class="fields" method="post" action="${action}">
${field(
  { id: 'email', label: words.signIn.email, problem: told(words, problem) },
  (described) =>
    html`<input id="email" name="email" type="text" inputmode="email" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="254" required="" value="${email}"${described} autofocus=""/>`,
)}
<button class="button button-primary" type="submit">${words.mailedLinks.forgot.button}</button>
</form>`
}

/** A form of GET drops the query of its address, so the query travels in fields. */
export function mailAgain({ words, action }: MailRequestProps): Html {
  const query = new URLSearchParams(action.split('?')[1])
  return html`<form class="fields" method="get" action="${action}">
${[...query].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}"/>`)}
<button class="button" type="submit">${words.mailedLinks.forgot.again}</button>
</form>`
}

function told(words: Words, problem: Asking['problem']): string | Html | null {
  if (typeof problem === 'string') return words.mailedLinks.forgot[problem]
  if (problem === null || !('domains' in problem)) return null
  const domains = given(problem.domains.join(', '))
  return html`${words.registration.domain({ domains })}`
}

function waiting(words: Words, problem: Asking['problem']): Html | false {
  return (
    typeof problem === 'object' &&
    problem !== null &&
    'retryAfterSeconds' in problem &&
    notice(
      'alert',
      html`<p><strong>${words.signIn.tooManyAttempts}</strong></p>
<p>${words.signIn.wait({ seconds: problem.retryAfterSeconds })}</p>`,
    )
  )
}
