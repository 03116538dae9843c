/** Who acts for the person through an app: the programs to which it passed its access on. */

import type { Words } from '../../words/en/en.ts'
import { type Html, html } from '../html.ts'
import { type FormProps, given, hiddenFields } from '../layout.ts'
import { day } from '../time.ts'
import { done, type Told } from './shell.ts'

export interface DelegateProps {
  readonly grantId: string
  readonly name: string
  /** The name of the program between it and the app; null if there is none. */
  readonly through: string | null
  /** Seconds since 1970. */
  readonly since: number
}

/** Nothing for an app that passed nothing on. `end` posts `grant`. */
export function delegateList(
  { words, endDelegate }: { readonly words: Words; readonly endDelegate: FormProps },
  {
    app,
    delegates = [],
  }: { readonly app: string; readonly delegates?: readonly DelegateProps[] | undefined },
): Html | null {
  if (delegates.length === 0) return null
  const text = words.installations
  return html`<div class="app-powers">
<p class="soft">${text.delegates({ client: given(app) })}</p>
<ul class="permissions">
${delegates.map(({ grantId, name, through, since }) => {
  const delegate = given(name)
  const chain = through === null ? delegate : text.delegateThrough({ delegate, by: given(through) })
  const unseen = html`<span class="unseen">${delegate} (${given(app)})</span>`
  return html`<li><span>${chain}<br/><span class="soft">${text.delegateSince({ day: day(words, since) })}</span></span>
<form method="post" action="${endDelegate.action}">
${hiddenFields({ ...endDelegate.hidden, grant: grantId })}
<button class="text-button" type="submit">${text.endDelegate({ delegate: unseen })}</button>
</form></li>`
})}
</ul>
</div>`
}

export const delegateEnded = (name: string): Told =>
  done(({ installations }) => [
    installations.delegateEnded({ delegate: given(name) }),
    installations.delegateStays,
  ])
