/** The page between a dangerous act and its button: what ends, and what stays. */

import type { Phrase } from '../../words/phrase.ts'
import { type Html, html } from '../html.ts'
import { type FormProps, hiddenFields } from '../layout.ts'
import type { AccountPlace } from './places.ts'
import { type AccountDeskProps, accountDesk } from './shell.ts'

/** The question, in the language of the page. */
export interface Confirmation {
  /** A question, such as "Disconnect all apps?" For the title bar too, so without elements. */
  readonly title: string | Phrase<string>
  /** What will happen, a line each; the first says what ends. */
  readonly consequences: readonly (string | Phrase<Html>)[]
  /** The words on the button, which name the act. */
  readonly button: string | Phrase<Html>
}

export interface ConfirmProps extends AccountDeskProps, FormProps {
  readonly current: AccountPlace
  readonly confirmation: Confirmation
  /** The page that the person came from. */
  readonly backAddress: string
}

/** The page that asks. Its form posts the hidden fields again, with `confirmed`. */
export function confirmPage(props: ConfirmProps): string {
  const { confirmation, current, backAddress, action, hidden } = props
  return accountDesk(props, {
    current,
    title: confirmation.title,
    notice: null,
    body: html`<div class="sheet question">
<ul class="consequences">
${confirmation.consequences.map((line) => html`<li>${line}</li>`)}
</ul>
<form class="choices" method="post" action="${action}">
${hiddenFields({ ...hidden, confirmed: 'yes' })}
<a class="button" href="${backAddress}">${props.words.accountNav.cancel}</a>
<button class="button button-primary" type="submit">${confirmation.button}</button>
</form>
</div>`,
  })
}
