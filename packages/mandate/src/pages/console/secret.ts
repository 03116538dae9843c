/** A secret that is shown once: of a client, of an API, or in a reset link. */

import { consoleWords } from '../../words/console/console.ts'
import { html, type Printable } from '../html.ts'
import { notice } from '../layout.ts'
import { copyable, linkButton, properties } from './parts.ts'
import type { ConsolePlace } from './places.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.frame

export interface SecretProps extends ConsoleProps {
  readonly current: ConsolePlace
  readonly title: string
  /** What it is for, and what to do with it. */
  readonly about: readonly Printable[]
  /** What belongs together, such as an id and its secret. */
  readonly values: readonly (readonly [label: string, value: string])[]
  /** The page that the way leads to. */
  readonly onward: string
}

export function secretPage(props: SecretProps): string {
  const { current, title, about, values, onward } = props
  return consoleDocument(props, {
    current,
    title,
    body: html`${about.map((line) => html`<p>${line}</p>\n`)}
${properties(values.map(([label, value]) => [label, copyable(value)] as const))}
${notice('alert', html`<p>${text.shownOnce}</p>`)}
<p>${linkButton(onward, text.goOn)}</p>`,
  })
}
