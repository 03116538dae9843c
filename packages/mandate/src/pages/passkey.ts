/**
 * The button that uses or makes a passkey, with its script (`passkeys.js`). It stays hidden without JavaScript and
 * in browsers that cannot do it, so whatever is beside it has to be another way.
 */

import type { Words } from '../words/en/en.ts'
import { assetAddress } from './assets.ts'
import { type Html, html } from './html.ts'
import { type FormProps, hiddenFields } from './layout.ts'

export interface PasskeyProps extends FormProps {
  /** The options for the browser as JSON, or the address where the script gets them. */
  readonly options: string
}

/** Its form posts `credential` and the hidden fields. `before` is shown only together with it. */
export function passkeyForm(
  words: Words,
  { action, hidden, options }: PasskeyProps,
  how: {
    readonly does: 'get' | 'create'
    readonly button: string
    readonly isPrimary?: boolean
    /** Whether the browser also offers passkeys where it fills in the e-mail address. */
    readonly fillsIn?: boolean
    readonly before?: Html | null
  },
): Html {
  const { known, cancelled, notAdded } = words.passkeys
  const failed = how.does === 'get' ? cancelled : notAdded
  return html`<div class="passkey-offer" data-passkeys="" hidden="">
${how.before}
<form class="passkey" method="post" action="${action}" data-passkey="${how.does}" data-options="${options}" data-failed="${failed}" data-known="${known}"${how.fillsIn && html` data-autofill=""`}>
${hiddenFields({ ...hidden, credential: '' })}
<button class="button${how.isPrimary && ' button-primary'}" type="submit">${how.button}</button>
<p class="passkey-problem" role="alert" hidden=""></p>
</form>
<script src="${assetAddress('passkeys.js')}" defer=""></script>
</div>`
}

/** For a page with no other way: shown by the script in a browser that has no passkeys. */
export function noPasskeys({ passkeys }: Words): Html {
  return html`<p data-no-passkeys="" hidden="">${passkeys.notPossible}</p>`
}
