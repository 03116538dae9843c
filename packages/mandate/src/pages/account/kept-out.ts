/**
 * Apps that the person disconnected, and that an organization would otherwise connect again with its
 * next assertion: each can be allowed again.
 */

import type { Words } from '../../words/en/en.ts'
import { type Html, html } from '../html.ts'
import { type FormProps, given, hiddenFields } from '../layout.ts'

export interface KeptOutProps {
  readonly issuerId: string
  readonly clientId: string
  /** The name of the issuer, as the operator gave it. */
  readonly issuer: string
  /** The name of the app. */
  readonly client: string
}

/** The forms post `issuer` and `client_id`. */
export function keptOutApps(
  words: Words,
  { apps, allowAgain }: { readonly apps: readonly KeptOutProps[]; readonly allowAgain: FormProps },
): Html | null {
  if (apps.length === 0) return null
  const text = words.installations
  return html`<section class="sheet app" aria-labelledby="kept-out">
<h2 id="kept-out">${text.keptOut}</h2>
${apps.map(({ issuerId, clientId, ...named }) => {
  const [issuer, client] = [given(named.issuer), given(named.client)]
  return html`<div class="app-head">
<p class="soft">${text.keptOutBy({ issuer, client })}</p>
<form method="post" action="${allowAgain.action}">
${hiddenFields({ ...allowAgain.hidden, issuer: issuerId, client_id: clientId })}
<button class="button" type="submit"><span>${text.allowAgain({ client })}</span></button>
</form>
</div>`
})}
</section>`
}
