/** Setting up an authenticator app: the steps with the QR code, and the recovery codes after it. */

import type { Words } from '../words/en/en.ts'
import { type Html, html } from './html.ts'
import { type FormProps, hiddenFields } from './layout.ts'
import { qrCode } from './qr-code.ts'

export interface TotpSetUpProps extends FormProps {
  /** For the QR code (`people/totp.ts`). */
  readonly uri: string
  /** The secret in base32, for typing. */
  readonly spelled: string
  readonly problem: 'missing' | 'wrong' | 'too_old' | null
}

/** Posts `code` and the hidden fields. */
export function totpSetUp(words: Words, props: TotpSetUpProps): Html {
  const text = words.secondFactor
  const groups = props.spelled.match(/.{1,4}/g) ?? []
  const wrong = props.problem === 'missing' || props.problem === 'wrong'
  const told = props.problem === 'wrong' ? text.wrong : text.missing
  return html`<ol class="steps">
<li class="step"><p>${text.install}</p></li>
<li class="step"><p>${text.scan}</p>
${qrCode(props.uri, text.qr)}
<p class="soft">${text.orType}</p>
<p class="key"><code translate="no">${groups.join(' ')}</code></p></li>
<li class="step"><form class="fields" method="post" action="${props.action}">
${hiddenFields(props.hidden)}
<div class="field">
<label for="code">${text.enter}</label>
<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="12" required=""${wrong && html` aria-invalid="true" aria-describedby="code-problem"`}/>
${wrong && html`<p class="problem" id="code-problem">${told}${props.problem === 'wrong' && html`<br/>${text.wrongApp}`}</p>`}
</div>
<button class="button button-primary" type="submit">${text.confirm}</button>
</form></li>
</ol>`
}

export interface RecoveryCodesProps {
  readonly codes: readonly string[]
  /** Where the person goes on: to a page, or with a form during a sign-in. */
  readonly next: { readonly address: string } | { readonly action: string }
}

/** The codes, and a button when they are saved. */
export function recoveryCodes(words: Words, { codes, next }: RecoveryCodesProps): Html {
  const text = words.secondFactor
  return html`<p>${text.codesMeaning}</p>
<p><strong>${text.codesOnce}</strong></p>
<ul class="codes" translate="no">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
${
  'address' in next
    ? html`<p><a class="button button-primary" href="${next.address}">${text.codesDone}</a></p>`
    : html`<form class="fields" method="post" action="${next.action}">
<button class="button button-primary" type="submit">${text.codesDone}</button>
</form>`
}`
}
