/** A mailed link that lets a browser in: the answer to who asked for it, and what the link opens. */

import type { Words } from '../words/en/en.ts'
import { type Html, html } from './html.ts'
import { type FormProps, given, hiddenFields, letter, notice, type PageProps } from './layout.ts'

/** Who asks, and where. */
export interface LetInOffer {
  readonly address: string
  readonly email: string
}

/** For a person who has to wait because others guess. Posts `email`. */
export function letInOffer({ letIn: text }: Words, { address, email }: LetInOffer): Html {
  return html`<form class="fields" method="post" action="${address}">
<p>${text.meaning}</p>
<input type="hidden" name="email" value="${email}"/>
<button class="button" type="submit">${text.offer}</button>
</form>`
}

export interface LetInAskedProps extends PageProps {
  /** As typed. The answer is the same for every address. */
  readonly email: string
  /** Nothing was sent: this network has asked too often. In seconds. */
  readonly wait: number | null
  readonly signInAddress: string
}

export function letInAskedPage(props: LetInAskedProps): string {
  const { words, wait } = props
  const text = words.mailedLinks.forgot
  const back = html`<p><a href="${props.signInAddress}">${text.back}</a></p>`
  if (wait !== null) {
    const title = words.signIn.tooManyAttempts
    const body = html`<h1>${title}</h1>
${notice('alert', html`<p>${words.signIn.wait({ seconds: wait })}</p>`)}
${back}`
    return letter(props, { title, body })
  }
  return letter(props, {
    title: text.sent,
    body: html`<h1>${text.sent}</h1>
${notice('done', html`<p>${text.onItsWay({ email: given(props.email) })}</p>`)}
<p>${text.goodFor}</p>
<p class="soft">${text.notArrived}</p>
${back}`,
  })
}

export interface LetInProps extends PageProps, FormProps {
  /** The account's address; null if it has none any more. */
  readonly email: string | null
}

/** Posts the hidden fields. */
export function letInPage(props: LetInProps): string {
  const { words, email } = props
  const text = words.letIn
  return letter(props, {
    title: text.title,
    body: html`<h1>${text.title}</h1>
${email !== null && html`<p>${text.forWhom({ email: given(email) })}</p>`}
<p>${text.whatHappens}</p>
<form class="fields" method="post" action="${props.action}">
${hiddenFields(props.hidden)}
<button class="button button-primary" type="submit">${text.button}</button>
</form>`,
  })
}
