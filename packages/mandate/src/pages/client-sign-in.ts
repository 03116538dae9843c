/**
 * The form that lets a client's developer see why its requests were refused: client id and client
 * secret, as a program would send them with HTTP Basic.
 */

import type { Words } from '../words/en/en.ts'
import { type Html, html } from './html.ts'
import { notice } from './layout.ts'

export interface ClientSignIn {
  /** The address that the form is posted to. */
  readonly action: string
  /** One explanation, or the list of all. */
  readonly opens: 'one' | 'all'
  /** Whether the last attempt failed, for whatever reason. */
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
