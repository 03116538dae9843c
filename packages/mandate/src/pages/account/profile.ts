/** The address that the owner of an account signs in with: confirmed or not, and how to change it. */

import type { Words } from '../../words/en/en.ts'
import { languageNames, languages, type Translated } from '../../words/languages.ts'
import type { Phrase } from '../../words/phrase.ts'
import { field } from '../field.ts'
import { type Html, html } from '../html.ts'
import { type FormProps, given, hiddenFields } from '../layout.ts'
import { labelled } from '../translated.ts'
import { type AccountDeskProps, accountDesk, alerted, done, type Told } from './shell.ts'

export interface ShownClaim {
  readonly claim: keyof Words['profile']['claims']
  readonly value: string
}

export interface ProfileProps extends AccountDeskProps {
  readonly notice: Told | null
  /** Null if the account has no address. */
  readonly address: string | null
  /** Null if the account has no sign-in name, so there is nothing to confirm. */
  readonly isVerified: boolean | null
  /** The person's name; null if unknown. */
  readonly name: string | null
  /** What else is known, each with its label in `words.profile.claims`. */
  readonly claims: readonly ShownClaim[]
  /** The form for the language of pages and mails; `chosen` is null for the browser's. */
  readonly language: FormProps & { readonly chosen: string | null }
  /** The open change to another address; null if there is none. */
  readonly change: { readonly newEmail: string; readonly cancel: FormProps } | null
  /** Sends a link to the address; null if that is not needed or no mail is sent. */
  readonly verify: FormProps | null
  /** The directory that keeps the address; null if its owner may change it. */
  readonly directory: Translated | null
  /** The form for another address; null if no mail is sent. */
  readonly changeForm: (FormProps & { readonly typed: string; readonly isInvalid: boolean }) | null
}

export function profilePage(props: ProfileProps): string {
  const { words, name, address, isVerified, change, verify } = props
  const text = words.profile
  return accountDesk(props, {
    current: 'profile',
    title: words.accountNav.profile,
    notice: props.notice,
    body: html`<section aria-labelledby="address">
<h2 id="address">${text.address}</h2>
<ul class="sheet rows">
<li><p><strong>${address === null ? words.account.noAddress : given(address)}</strong> ${isVerified !== null && html`<span class="soft">${isVerified ? text.confirmed : text.notConfirmed}</span>`}</p>
${verify && button(verify, text.sendLink)}</li>
${
  change &&
  html`<li><p>${text.waiting({ newEmail: given(change.newEmail) })}</p>
${button(change.cancel, text.cancelChange)}</li>`
}
</ul>
${howToChange(props)}
</section>
${
  name !== null &&
  html`<section aria-labelledby="name">
<h2 id="name">${text.name}</h2>
<ul class="sheet rows"><li><p>${given(name)}</p></li></ul>
</section>`
}
${aboutSection(props)}
${languageSection(props)}`,
  })
}

function aboutSection({ words, claims }: ProfileProps): Html | null {
  if (claims.length === 0) return null
  const text = words.profile
  return html`<section aria-labelledby="about">
<h2 id="about">${text.aboutYou}</h2>
<ul class="sheet rows">
${claims.map(
  ({ claim, value }) =>
    html`<li><p><strong>${given(value)}</strong> <span class="soft">${text.claims[claim]}</span></p></li>`,
)}
</ul>
<p class="soft">${text.whence}</p>
</section>`
}

function languageSection({ words, language: { chosen, ...form } }: ProfileProps): Html {
  const text = words.profile
  const options = languages.map(
    (tag) =>
      html`<option value="${tag}" lang="${tag}"${tag === chosen && html` selected=""`}>${languageNames[tag]}</option>`,
  )
  return html`<section aria-labelledby="language-title">
<h2 id="language-title">${text.language}</h2>
<form class="sheet question fields" method="post" action="${form.action}">
${hiddenFields(form.hidden)}
<div class="field"><label class="unseen" for="language">${text.language}</label>
<select id="language" name="language"><option value="">${text.ofTheBrowser}</option>${options}</select></div>
<button class="button" type="submit">${text.saveLanguage}</button>
</form>
</section>`
}

function howToChange({ words, directory, changeForm }: ProfileProps): Html {
  const text = words.profile
  if (directory !== null) {
    return html`<p class="soft">${text.ofADirectory({ provider: labelled(words, directory) })}</p>`
  }
  return changeForm === null
    ? html`<p class="soft">${text.askOperator}</p>`
    : newAddress(words, changeForm)
}

function newAddress(
  words: Words,
  { typed, isInvalid, ...form }: NonNullable<ProfileProps['changeForm']>,
): Html {
  const text = words.profile
  return html`<form class="sheet question fields" method="post" action="${form.action}">
${hiddenFields(form.hidden)}
${field(
  {
    id: 'email',
    label: text.newAddress,
    hint: text.howItChanges,
    problem: isInvalid ? words.mailedLinks.forgot.invalid : null,
  },
  (described) =>
    html`<input id="email" name="email" type="text" inputmode="email" autocomplete="email" autocapitalize="none" spellcheck="false" maxlength="254" required="" value="${typed}"${described}/>`,
)}
<button class="button" type="submit">${text.changeAddress}</button>
</form>`
}

function button(form: FormProps, label: string | Phrase<Html>): Html {
  return html`<form method="post" action="${form.action}">
${hiddenFields(form.hidden)}
<button class="button" type="submit">${label}</button>
</form>`
}

export const linkSent = (email: string): Told =>
  done(({ profile }) => [profile.linkSent({ email: given(email) })])
export const languageSaved: Told = done(({ profile }) => [profile.languageSaved])
export const isAddress: Told = alerted(({ profile }) => [profile.isAddress])
export const changeCancelled: Told = done(({ profile }) => [profile.cancelled])
export const noChange: Told = alerted(({ profile }) => [profile.noChange])
export const askedTooOften: Told = alerted(({ profile }) => [profile.tooOften])
