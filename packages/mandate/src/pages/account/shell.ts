/**
 * The account pages: one desk with a list of places at its side. Each place is a file here, one in
 * `http/account/` and a line in `places.ts`; what a person does there is an act (`http/account/act.ts`).
 * A dangerous act asks on a page of its own first (`confirm.ts`).
 */

import type { Words } from '../../words/en/en.ts'
import type { Phrase } from '../../words/phrase.ts'
import { type Html, html } from '../html.ts'
import {
  desk,
  type FormProps,
  hiddenFields,
  notice,
  type PageProps,
  personName,
} from '../layout.ts'
import { type AccountPlace, places } from './places.ts'

/** What every account page needs. */
export interface AccountDeskProps extends PageProps {
  /** The address, or the name of a person without one; null for neither. */
  readonly email: string | null
  readonly signOut: FormProps
}

/** A message above a page, in the language of the page: the result of what the person just did. */
export type Told = (words: Words) => Html

interface Content {
  /** The place in the list that the page belongs to. */
  readonly current: AccountPlace
  /** The main heading. */
  readonly title: string | Phrase<string>
  readonly body: Html
  readonly notice: Told | null
}

/** An account page of a signed-in person. */
export function accountDesk(props: AccountDeskProps, content: Content): string {
  const { current, title, body, notice: told } = content
  return desk(props, {
    title,
    aside: signedInAs(props),
    side: navigation(props.words, current),
    body: html`<h1>${title}</h1>
${told?.(props.words)}
${body}`,
  })
}

function signedInAs({ words, email, signOut }: AccountDeskProps): Html {
  const text = words.account
  return html`<p class="who"><span class="soft">${text.signedInAs}</span> ${personName(words, email)}</p>
<form method="post" action="${signOut.action}">
${hiddenFields(signOut.hidden)}
<button class="button" type="submit">${text.signOut}</button>
</form>`
}

function navigation(words: Words, current: AccountPlace): Html {
  return html`<nav class="places" aria-label="${words.account.title}">
<ul>
${places.map(
  ({ name, address }) =>
    html`<li><a href="${address}"${name === current && html` aria-current="page"`}>${words.accountNav[name]}</a></li>`,
)}
</ul>
</nav>`
}

/** Good news, in one or more sentences. The first is in bold if there are more. */
export function done(lines: (words: Words) => readonly (string | Phrase<Html>)[]): Told {
  return (words) => notice('done', paragraphs(lines(words)))
}

/** What prevented the act. */
export function alerted(lines: (words: Words) => readonly (string | Phrase<Html>)[]): Told {
  return (words) => notice('alert', paragraphs(lines(words)))
}

function paragraphs([first = '', ...rest]: readonly (string | Phrase<Html>)[]): Html {
  return html`<p>${rest.length === 0 ? first : html`<strong>${first}</strong>`}</p>
${rest.map((line) => html`<p>${line}</p>`)}`
}

/** The form was of a page for somebody else. */
export const otherAccount: Told = alerted(({ account }) => [account.otherAccount])
/** The act was postponed too long, or in another browser. */
export const pageTooOld: Told = alerted(({ account }) => [account.pageTooOld])
