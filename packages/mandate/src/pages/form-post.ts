/**
 * The answer to an app that asked for `response_mode=form_post` (OAuth 2.0 Form Post Response Mode):
 * a form that posts the answer to the redirect URI. One line of script submits it; without
 * JavaScript, the button does.
 */

import { createHash } from 'node:crypto'
import { html, unescaped } from './html.ts'
import { type FormProps, given, hiddenFields, letter, type PageProps } from './layout.ts'

export interface FormPostProps extends PageProps {
  /** The verified redirect URI. */
  readonly action: FormProps['action']
  readonly clientName: string
  /** The authorization response: `code`, `state`, `iss`, or an error. */
  readonly fields: Readonly<Record<string, string>>
}

const script = 'document.forms[0].submit()'

/** The source expression that the `script-src` of this page's CSP needs (CSP Level 3 §2.3.1). */
export const formPostScriptSource = `'sha256-${createHash('sha256').update(script).digest('base64')}'`

/** The page that takes the authorization response to the app. */
export function formPostPage(props: FormPostProps): string {
  const { clientName } = props
  const text = props.words.formPost
  return letter(props, {
    title: text.title({ client: clientName }),
    body: html`<h1>${text.title({ client: given(clientName) })}</h1>
<p>${text.about}</p>
<form method="post" action="${props.action}">
${hiddenFields(props.fields)}
<button class="button button-primary" type="submit">${text.button}</button>
</form>
<script>${unescaped(script)}</script>`,
  })
}
