/**
 * A section of the security page: the owner's passkeys. Also the page that adds one, which runs a
 * script.
 */

import type { Words } from '../../words/en/en.ts'
import { type Html, html } from '../html.ts'
import { type FormProps, given, hiddenFields } from '../layout.ts'
import { noPasskeys, type PasskeyProps, passkeyForm } from '../passkey.ts'
import { ago, day } from '../time.ts'
import type { Confirmation } from './confirm.ts'
import { type AccountDeskProps, accountDesk, alerted, done, type Told } from './shell.ts'

export interface PasskeysProps {
  readonly now: number
  readonly passkeys: readonly ShownPasskey[]
  /** The page that adds one; null if there are as many as possible. */
  readonly addAddress: string | null
  readonly rename: FormProps
  readonly remove: FormProps
}

interface ShownPasskey {
  readonly id: string
  readonly name: string
  readonly createdAt: number
  readonly lastUsedAt: number | null
  readonly isSuspended: boolean
}

/** The forms post `passkey`, and to rename one, `name`. */
export function passkeysSection(words: Words, props: PasskeysProps): Html {
  const text = words.passkeys
  const { passkeys, addAddress } = props
  return html`<section class="spaced" aria-labelledby="passkeys">
<h2 id="passkeys">${text.title}</h2>
<p class="soft">${text.about}</p>
${
  passkeys.length > 0 &&
  html`<ul class="sheet rows">
${passkeys.map((passkey) => row(words, props, passkey))}
</ul>`
}
<p>${addAddress === null ? text.tooMany : html`<a class="button" href="${addAddress}">${text.add}</a>`}</p>
</section>`
}

function row(words: Words, props: PasskeysProps, passkey: ShownPasskey): Html {
  const text = words.passkeys
  const { rename, remove, now } = props
  const { id, name, createdAt, lastUsedAt, isSuspended } = passkey
  const unseen = html`<span class="unseen">${name}</span>`
  const field = `name-${id}`
  const used =
    lastUsedAt === null ? text.neverUsed : text.lastUsed({ ago: ago(words, lastUsedAt, now) })
  return html`<li><div>
<p><strong>${given(name)}</strong> <span class="soft">${text.added({ day: day(words, createdAt) })}</span> <span class="soft">${used}</span></p>
${isSuspended && html`<p class="warning">${text.suspendedHere}</p>`}
<details>
<summary>${text.rename({ passkey: unseen })}</summary>
<form class="fields" method="post" action="${rename.action}">
${hiddenFields({ ...rename.hidden, passkey: id })}
<div class="field">
<label for="${field}">${text.newName}</label>
<input id="${field}" name="name" type="text" autocomplete="off" maxlength="60" required="" value="${name}"/>
</div>
<button class="button" type="submit">${text.save}</button>
</form>
</details>
</div>
<form method="post" action="${remove.action}">
${hiddenFields({ ...remove.hidden, passkey: id })}
<button class="button" type="submit">${text.remove({ passkey: unseen })}</button>
</form></li>`
}

export interface AddPasskeyProps extends AccountDeskProps {
  readonly form: PasskeyProps
  readonly backAddress: string
  readonly notice: Told | null
}

/** The page that makes a passkey. Its form posts `credential`. */
export function addPasskeyPage(props: AddPasskeyProps): string {
  const { words, form, backAddress, notice } = props
  const text = words.passkeys
  return accountDesk(props, {
    ...{ current: 'security', title: text.addTitle, notice },
    body: html`<div class="sheet question">
<p>${text.howToAdd}</p>
${passkeyForm(words, form, { does: 'create', button: text.addNow, isPrimary: true })}
<noscript><p>${text.needsScript}</p></noscript>
${noPasskeys(words)}
<p><a href="${backAddress}">${words.accountNav.cancel}</a></p>
</div>`,
  })
}

/** The question before one is removed. */
export function removalOf(words: Words, name: string): Confirmation {
  const text = words.passkeys
  return {
    title: text.removeTitle({ passkey: name }),
    consequences: [text.cannotSignIn, text.staysOnDevice, text.sessionsStay],
    button: text.removeNow,
  }
}

/** The results of what the owner did. */
export const passkeyTold = {
  added: (name: string) => done(({ passkeys }) => [passkeys.isAdded({ passkey: given(name) })]),
  renamed: (name: string) => done(({ passkeys }) => [passkeys.isRenamed({ passkey: given(name) })]),
  removed: (name: string) => done(({ passkeys }) => [passkeys.isRemoved({ passkey: given(name) })]),
  nameInvalid: alerted(({ passkeys }) => [passkeys.nameInvalid]),
  isGone: alerted(({ passkeys }) => [passkeys.isGone]),
  isLast: alerted(({ passkeys }) => [passkeys.isLast]),
  isKnown: alerted(({ passkeys }) => [passkeys.known]),
  tooMany: alerted(({ passkeys }) => [passkeys.tooMany]),
  expired: alerted((words) => [words.signIn.ways.expired, words.passkeys.addAgain]),
  notAdded: alerted(({ passkeys }) => [passkeys.notAdded]),
} as const satisfies Readonly<Record<string, Told | ((name: string) => Told)>>
