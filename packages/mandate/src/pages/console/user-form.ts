/** The form that adds a user, or invites one. */

import { consoleWords } from '../../words/console/console.ts'
import { type Language, languageNames, languages } from '../../words/languages.ts'
import { type Html, html } from '../html.ts'
import { notice } from '../layout.ts'
import { choiceField, lineField, selectField } from './form-fields.ts'
import { actForm, section } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'
import { NEW_USER, USERS } from './users.ts'

const text = consoleWords.newUser
const { cancel } = consoleWords.frame

/** How a new user signs in for the first time. */
export const firstSignIns = ['link', 'invitation', 'provider'] as const
export type FirstSignIn = (typeof firstSignIns)[number]

export interface UserFormProps extends ConsoleProps {
  readonly fields: {
    readonly email: string
    readonly name: string
    readonly firstSignIn: FirstSignIn
    /** Of the mail with the invitation. */
    readonly language: Language
  }
  /** What this server offers. */
  readonly choices: readonly FirstSignIn[]
  /** Whether an invitation is mailed; otherwise its link is shown. */
  readonly isMailed: boolean
  /** What is wrong with what was sent; null at first. */
  readonly problem: string | null
}

export function userFormPage(props: UserFormProps): string {
  const { fields, choices, isMailed, problem } = props
  const offersInvitation = choices.includes('invitation')
  return consoleDocument(props, {
    current: 'users',
    title: text.title,
    above: { label: consoleWords.users.title, address: USERS },
    body: html`${problem !== null && notice('alert', html`<p>${problem}</p>`, 'problem')}
<div class="sheet form-sheet">
${actForm(
  props,
  { action: NEW_USER, kind: 'fields' },
  html`${lineField({ id: 'email', label: text.email, value: fields.email, isRequired: true })}
${lineField({ id: 'name', label: text.name, value: fields.name, hint: text.nameHint })}
${choiceField(
  { id: 'first_sign_in', label: text.firstSignIn, chosen: fields.firstSignIn },
  choices.map((value) => ({
    ...{ value, label: text.ways[value] },
    hint: value === 'invitation' && isMailed ? text.invitationByMail : text.hints[value],
  })),
)}
${offersInvitation && isMailed && languageField(fields.language)}
<div class="choices">
<a class="button" href="${USERS}">${cancel}</a>
<button class="button button-primary" type="submit">${text.create}</button>
</div>`,
)}
</div>
${offersInvitation && withdrawal(props)}`,
  })
}

function languageField(chosen: Language): Html {
  return selectField(
    { id: 'language', label: text.language, chosen },
    languages.map((tag) => [tag, languageNames[tag]]),
  )
}

function withdrawal(props: UserFormProps): Html {
  return section(
    { id: 'withdraw', title: text.withdraw, about: text.withdrawAbout },
    html`<div class="sheet form-sheet">${actForm(
      props,
      { action: `${USERS}/invitations/withdraw`, kind: 'fields' },
      html`${lineField({ id: 'invited', label: text.email, value: '', isRequired: true })}
<div class="choices"><button class="button" type="submit">${text.withdrawButton}</button></div>`,
    )}</div>`,
  )
}
