/**
 * The form with which a client's developer opens the explanations of its refused requests in a browser:
 * client id and client secret, as a program would send them with HTTP Basic.
 */

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

const words = {
  one: {
    heading: 'Did your client send this request?',
    promise: 'Its client id and client secret show you the exact reason.',
    button: 'Show the reason',
  },
  all: {
    heading: 'Sign in as your client',
    promise: 'Enter the client id and client secret that it authenticates with.',
    button: 'Show refused requests',
  },
} as const

export function clientSignIn({ action, opens, failed }: ClientSignIn): Html {
  const { heading, promise, button } = words[opens]
  return html`<section class="small-print" aria-labelledby="developers">
<h2 id="developers">${heading}</h2>
<p>${promise}</p>
${failed ? notice('alert', html`<p>That did not open it. Check the client id and the secret. Only the client that sent the request can see its reason.</p>`) : null}
<form class="fields" method="post" action="${action}">
<div class="field">
<label for="client_id">Client id</label>
<input id="client_id" name="client_id" type="text" autocomplete="off" autocapitalize="none" spellcheck="false" required=""/>
</div>
<div class="field">
<label for="client_secret">Client secret</label>
<input id="client_secret" name="client_secret" type="password" autocomplete="off" required=""/>
</div>
<button class="button" type="submit">${button}</button>
</form>
<p>A public client has no secret. The <code>error_description</code> of its answers says what was wrong, and the operator finds the rest by the reference.</p>
</section>`
}
