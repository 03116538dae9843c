/** The form for a new password, from a link for a lost one. */

import { field } from './field.ts'
import { type Html, html } from './html.ts'
import { type FormProps, hiddenFields, letter, notice, type PageProps } from './layout.ts'

/** Why the password was not changed. */
export type NewPasswordProblem =
  | 'missing'
  | 'different'
  | 'too_short'
  | 'too_long'
  | 'too_guessable'
  | 'busy'

export interface NewPasswordProps extends PageProps, FormProps {
  /** The account's address; null if it has none. */
  readonly email: string | null
  readonly problem: NewPasswordProblem | null
}

/** Posts `password`, `password_again` and the hidden fields. */
export function newPasswordPage(props: NewPasswordProps): string {
  const { words, email, problem } = props
  const text = words.mailedLinks.reset
  return letter(props, {
    title: text.title,
    body: html`<h1>${text.title}</h1>
${problem === 'busy' && notice('alert', html`<p><strong>${words.signIn.busy}</strong></p><p>${text.notChanged}</p>`)}
<form class="fields" method="post" action="${props.action}">
${hiddenFields(props.hidden)}
${username(props, email)}
${newPasswordFields(props, problem === 'busy' ? null : problem)}
<button class="button button-primary" type="submit">${text.button}</button>
</form>
<p class="soft">${text.whatEnds}</p>`,
  })
}

/** A password manager reads here which account the password is for. */
function username({ words }: PageProps, email: string | null): Html | false {
  return (
    email !== null &&
    field(
      { id: 'email', label: words.signIn.email, problem: null },
      () =>
        html`<input id="email" name="email" type="text" autocomplete="username" value="${email}" readonly=""/>`,
    )
  )
}

/** The two fields; neither keeps what was typed. */
function newPasswordFields(
  { words }: PageProps,
  problem: Exclude<NewPasswordProblem, 'busy'> | null,
): readonly Html[] {
  const text = words.mailedLinks.passwords
  const isSecond = problem === 'different'
  const input = (name: string, described: Html | null, focus: boolean) =>
    html`<input id="${name}" name="${name}" type="password" autocomplete="new-password" required=""${described}${focus && html` autofocus=""`}/>`
  return [
    field(
      {
        id: 'password',
        label: text.newPassword,
        hint: text.hint,
        problem: problem === null || isSecond ? null : text[problem],
      },
      (described) => input('password', described, !isSecond),
    ),
    field(
      { id: 'password_again', label: text.again, problem: isSecond ? text.different : null },
      (described) => input('password_again', described, isSecond),
    ),
  ]
}
