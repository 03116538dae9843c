/** The first page of a new server: who its owner is. */

import { firstStartWords } from '../../words/console/first-start.ts'
import { field } from '../field.ts'
import { html } from '../html.ts'
import { letter, type PageProps } from '../layout.ts'
import { type NewPasswordProblem, type PasswordFormProps, passwordForm } from '../password-form.ts'

const text = firstStartWords

export type FirstOperatorProblem = NewPasswordProblem | keyof typeof text.problems

export interface FirstOperatorProps extends Omit<PasswordFormProps, 'email' | 'problem'> {
  /** As typed so far. */
  readonly email: string
  readonly name: string
  readonly problem: FirstOperatorProblem | null
}

/** Posts `email`, `name`, `password`, `password_again` and the hidden fields. */
export function firstOperatorPage({ email, name, problem, ...props }: FirstOperatorProps): string {
  const own = problem !== null && isOwn(problem) ? problem : null
  return letter(props, {
    title: text.title,
    body: html`<h1>${text.title}</h1>
<p>${text.about}</p>
${passwordForm(
  {
    ...props,
    email: null,
    problem: problem !== null && isOwn(problem) ? null : problem,
  },
  {
    texts: { newPassword: text.password, again: text.again, button: text.button },
    above: [
      field(
        {
          id: 'email',
          label: text.email,
          hint: text.emailHint,
          problem: own === null || own === 'name_invalid' ? null : text.problems[own],
        },
        (described) =>
          html`<input id="email" name="email" type="email" autocomplete="username" value="${email}" required=""${described}/>`,
      ),
      field(
        {
          id: 'name',
          label: text.name,
          problem: own === 'name_invalid' ? text.problems.name_invalid : null,
        },
        (described) =>
          html`<input id="name" name="name" type="text" autocomplete="name" value="${name}"${described}/>`,
      ),
    ],
  },
)}
<p class="soft">${text.next}</p>`,
  })
}

/** The link is not good any more, because somebody became the owner. */
export function firstOperatorOverPage(props: PageProps): string {
  const { over } = text
  return letter(props, {
    title: over.title,
    body: html`<h1>${over.title}</h1>
<p>${over.about}</p>
<p><a class="button button-primary" href="/console">${over.console}</a></p>`,
  })
}

function isOwn(problem: FirstOperatorProblem): problem is keyof typeof text.problems {
  return Object.hasOwn(text.problems, problem)
}
