/** The page before a dangerous act: what it ends, in numbers; then its name is typed, and it is done. */

import { consoleWords } from '../../words/console/console.ts'
import { field } from '../field.ts'
import { html, type Printable } from '../html.ts'
import { actForm } from './parts.ts'
import type { ConsolePlace } from './places.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.frame

export interface Question {
  readonly current: ConsolePlace
  /** Such as "Delete Ledgerline?" */
  readonly title: string
  /** What will happen, a line each; the first says what ends, in numbers. */
  readonly consequences: readonly Printable[]
  /** What has to be typed; null if pressing the button is enough. */
  readonly typed: string | null
  /** The words on the button, which name the act. */
  readonly button: string
  /** More fields of the form. */
  readonly fields?: Printable
  /** Where the page was that led here. */
  readonly back: string
}

export interface QuestionProps extends ConsoleProps {
  readonly question: Question
  readonly action: string
  /** Whether something else was typed. */
  readonly isTypedWrong: boolean
}

export function questionPage(props: QuestionProps): string {
  const { question, action, isTypedWrong } = props
  const { current, title, consequences, typed, button, fields, back } = question
  return consoleDocument(props, {
    current,
    title,
    body: html`<div class="sheet question">
<ul class="consequences" aria-label="${text.isAbout}">
${consequences.map((line) => html`<li>${line}</li>\n`)}</ul>
${actForm(
  props,
  { action, kind: 'fields' },
  html`${fields}
${
  typed !== null &&
  field(
    {
      id: 'typed',
      label: text.typeName(typed),
      problem: isTypedWrong ? text.typedWrong(typed) : null,
    },
    (described) =>
      html`<input id="typed" name="typed" autocomplete="off" autocapitalize="off" spellcheck="false" required="required"${described}/>`,
  )
}
<div class="choices">
<a class="button" href="${back}">${text.cancel}</a>
<button class="button button-danger" type="submit">${button}</button>
</div>`,
)}
</div>`,
  })
}
