/**
 * The form for a new password, on every page that has one. Neither field keeps what was typed. Paste
 * and password managers work: the fields say what they are, and nothing limits their characters.
 */

import { field } from './field.ts'
import { type Html, html, type Printable } from './html.ts'
import { type FormProps, hiddenFields, notice, type PageProps } from './layout.ts'

/** Why the password was not changed. */
export type NewPasswordProblem =
  | 'missing'
  | 'different'
  | 'too_short'
  | 'too_long'
  | 'too_guessable'
  | 'leaked'
  | 'busy'

export interface PasswordFormProps extends PageProps, FormProps {
  /** The account's address; null if it has none. */
  readonly email: string | null
  readonly problem: NewPasswordProblem | null
  /** How many characters the password must have. */
  readonly fewestCharacters: number
}

/** Posts `password`, `password_again` and the hidden fields. */
export function passwordForm(
  props: PasswordFormProps,
  {
    texts = props.words.mailedLinks.passwords,
    above = null,
    below = null,
  }: {
    /** In place of those for a password that is changed. */
    readonly texts?: Readonly<Record<'newPassword' | 'again' | 'button', string>>
    /** More fields. */
    readonly above?: Printable
    readonly below?: Html | null
  } = {},
): Html {
  const { words, problem } = props
  const text = words.mailedLinks.passwords
  return html`${problem === 'busy' && notice('alert', html`<p><strong>${text.busy}</strong></p><p>${text.notChanged}</p>`)}
<form class="fields" method="post" action="${props.action}">
${hiddenFields(props.hidden)}
${above}
${username(props)}
${fields(props, problem === 'busy' ? null : problem, { labels: texts, focus: above === null || problem !== null })}
${below}
<button class="button button-primary" type="submit">${texts.button}</button>
</form>`
}

/** A password manager reads here which account the password is for. */
function username({ words, email }: PasswordFormProps): Html | false {
  return (
    email !== null &&
    field(
      { id: 'email', label: words.signIn.email, problem: null },
      () =>
        html`<input id="email" name="email" type="text" autocomplete="username" value="${email}" readonly=""/>`,
    )
  )
}

function fields(
  { words, fewestCharacters: characters }: PasswordFormProps,
  problem: Exclude<NewPasswordProblem, 'busy'> | null,
  {
    labels,
    focus,
  }: {
    readonly labels: Readonly<Record<'newPassword' | 'again', string>>
    /** Whether the person begins here. */
    readonly focus: boolean
  },
): readonly Html[] {
  const text = words.mailedLinks.passwords
  const isSecond = problem === 'different'
  const about = problem === null || isSecond ? null : text[problem]
  const input = (name: string, described: Html | null, focus: boolean) =>
    html`<input id="${name}" name="${name}" type="password" autocomplete="new-password" minlength="${characters}" passwordrules="minlength: ${characters};" required=""${described}${focus && html` autofocus=""`}/>`
  return [
    field(
      {
        id: 'password',
        label: labels.newPassword,
        hint: text.hint({ characters }),
        problem: typeof about === 'function' ? about({ characters }) : about,
      },
      (described) => input('password', described, focus && !isSecond),
    ),
    field(
      { id: 'password_again', label: labels.again, problem: isSecond ? text.different : null },
      (described) => input('password_again', described, isSecond),
    ),
  ]
}
