/** Console pages that show nothing: not allowed, not found. */

import { consoleWords } from '../../words/console/console.ts'
import { html } from '../html.ts'
import { letter, type PageProps } from '../layout.ts'
import type { ConsolePlace } from './places.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.frame

/** For an account without a role: nothing of the console is shown. */
export function noOperatorPage(props: PageProps): string {
  const { forbidden } = text
  return letter(props, {
    title: forbidden.noOperator,
    body: html`<h1>${forbidden.noOperator}</h1>
<p>${forbidden.noOperatorNext}</p>
<p><a class="button" href="/account">${forbidden.toAccount}</a></p>`,
  })
}

/** For an operator whose role waits, because somebody with one factor only added a way to sign in. */
export function unconfirmedPage(props: PageProps): string {
  const { forbidden } = text
  return letter(props, {
    title: forbidden.unconfirmed,
    body: html`<h1>${forbidden.unconfirmed}</h1>
<p>${forbidden.unconfirmedWhy}</p>
<p>${forbidden.unconfirmedNext}</p>
<p><a class="button" href="/account/security">${forbidden.toSecurity}</a></p>`,
  })
}

/** For an operator whose role does not have the permission. */
export function notAllowedPage(props: ConsoleProps): string {
  const { forbidden, roles } = text
  return consoleDocument(props, {
    current: null,
    title: forbidden.notAllowed,
    body: html`<div class="sheet question">
<p>${forbidden.notAllowedNext(roles[props.operator.role].toLowerCase())}</p>
<p><a class="button" href="/console">${forbidden.toConsole}</a></p>
</div>`,
  })
}

export interface MissingProps extends ConsoleProps {
  readonly current: ConsolePlace
  readonly what: Exclude<keyof typeof text.missing, 'title' | 'next'>
}

export function missingPage(props: MissingProps): string {
  const { missing } = text
  return consoleDocument(props, {
    current: props.current,
    title: missing.title,
    body: html`<div class="sheet question">
<p>${missing[props.what]}</p>
<p>${missing.next}</p>
</div>`,
  })
}
