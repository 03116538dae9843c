/** The account page where its owner downloads their data, and deletes the account. */

import type { Words } from '../../words/en/en.ts'
import { html } from '../html.ts'
import { type FormProps, hiddenFields, letter, type PageProps, personName } from '../layout.ts'
import { day } from '../time.ts'
import type { Confirmation } from './confirm.ts'
import { type AccountDeskProps, accountDesk, alerted, type Told } from './shell.ts'

export interface DataProps extends AccountDeskProps {
  readonly download: FormProps
  readonly remove: FormProps
  /** How long the account can still be kept, in seconds. */
  readonly graceSeconds: number
  readonly notice: Told | null
}

export function dataPage(props: DataProps): string {
  const { words, download, remove, graceSeconds, notice } = props
  const text = words.personalData
  const grace = words.inWords.span(graceSeconds)
  return accountDesk(props, {
    current: 'data',
    title: words.accountNav.data,
    notice,
    body: html`<section class="sheet question" aria-labelledby="download">
<h2 id="download">${text.download}</h2>
<p>${text.whatIsInIt}</p>
<form method="post" action="${download.action}">
${hiddenFields(download.hidden)}
<button class="button" type="submit">${text.downloadButton}</button>
</form>
</section>
<section class="sheet question" aria-labelledby="delete">
<h2 id="delete">${text.remove}</h2>
<p>${text.aboutRemoving({ time: grace })}</p>
<form method="post" action="${remove.action}">
${hiddenFields(remove.hidden)}
<button class="button" type="submit">${text.removeButton}</button>
</form>
</section>`,
  })
}

/** The question before the account is deleted. */
export function deletionQuestion(
  words: Words,
  { apps, after }: { readonly apps: number; readonly after: number },
): Confirmation {
  const text = words.personalData
  return {
    title: text.question,
    consequences: [
      text.signedOut,
      ...(apps === 0 ? [] : [text.appsEnd({ count: apps })]),
      text.untilThen({ day: day(words, after) }),
      text.thenGone,
    ],
    button: text.removeButton,
  }
}

export const notDeleted: Told = alerted(({ personalData }) => [personalData.notPossible])

export const isLastOwner: Told = alerted(({ personalData }) => [personalData.lastOwner])

export interface DeletionAskedProps extends PageProps {
  readonly after: number
  readonly signInAddress: string
}

/** What happened, to a person who is signed out now. */
export function deletionAskedPage(props: DeletionAskedProps): string {
  const { words, after, signInAddress } = props
  const text = words.personalData
  return letter(props, {
    title: text.asked,
    body: html`<h1>${text.asked}</h1>
<p>${text.willBeDeleted({ day: day(words, after) })}</p>
<p>${text.howToKeep}</p>
<p><a class="button" href="${signInAddress}">${text.signIn}</a></p>`,
  })
}

export interface KeepProps extends PageProps {
  readonly email: string | null
  readonly after: number
  readonly keep: FormProps
  readonly signOut: FormProps
}

/** The only page of an account that waits for its deletion. */
export function keepAccountPage(props: KeepProps): string {
  const { words, email, after, keep, signOut } = props
  const text = words.personalData
  return letter(props, {
    title: text.keepQuestion,
    body: html`<h1>${text.keepQuestion}</h1>
<p>${text.keepFor({ email: personName(words, email), day: day(words, after) })}</p>
<p class="soft">${text.keptAs}</p>
<div class="decision">
<form method="post" action="${signOut.action}">
${hiddenFields(signOut.hidden)}
<button class="button" type="submit">${text.leave}</button>
</form>
<form method="post" action="${keep.action}">
${hiddenFields(keep.hidden)}
<button class="button" type="submit">${text.keep}</button>
</form>
</div>`,
  })
}
