/**
 * The form with which a client's developer opens the explanations of its refused requests in a browser:
 * client id and client secret, as a program would send them with HTTP Basic.
 */

import type { Words } from '../words/en.ts'
import { type Html, html } from './html.ts'
import { notice } from './layout.ts'

export interface ClientSignIn {
  /** The address that the form is posted to. */
  readonly action: string
  /** What it opens. */
  readonly opens: 'one' | 'all'
  /** Whether the last attempt did not open it, for whatever reason. */
  readonly failed: boolean
}

export function clientSignIn({ clientSignIn: text }: Words, form: ClientSignIn): Html {
  const { heading, promise, button } = text[form.opens]
  const code = (name: string) => html`<code>${name}</code>`
  return html`<section class="small-print" aria-labelledby="developers">
<h2 id="developers">${heading}</h2>
<p>${promise}</p>
${form.failed && notice('alert', html`<p>${text.failed}</p>`)}
<form class="fields" method="post" action="${form.action}">
<div class="field">
<label for="client_id">${text.id}</label>
<input id="client_id" name="client_id" type="text" autocomplete="off" autocapitalize="none" spellcheck="false" required=""/>
</div>
<div class="field">
<label for="client_secret">${text.secret}</label>
<input id="client_secret" name="client_secret" type="password" autocomplete="off" required=""/>
</div>
<button class="button" type="submit">${button}</button>
</form>
<p>${text.publicClient({ code })}</p>
</section>`
}
