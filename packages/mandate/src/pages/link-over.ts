/** A mailed link that cannot be used: which it is, and how to go on. */

import { html } from './html.ts'
import { letter, type PageProps } from './layout.ts'

export type LinkPurposeName =
  | 'verify_address'
  | 'reset_password'
  | 'change_address'
  | 'stop_change'
  | 'let_browser_in'
  | 'register'
  | 'invitation'

export interface LinkOverProps extends PageProps {
  readonly because: 'used' | 'replaced' | 'expired' | 'withdrawn' | 'unknown'
  /** What the link was for; null if it is unknown. */
  readonly purpose: LinkPurposeName | null
  /** Where to ask for another link to choose a password; null if no mail is sent. */
  readonly forgotAddress: string | null
  readonly signInAddress: string
}

export function linkOverPage(props: LinkOverProps): string {
  const { words, because, purpose, forgotAddress, signInAddress } = props
  const text = words.mailedLinks.over
  const title = text.titles[because]
  const asksAgain = (purpose === null || purpose === 'reset_password') && forgotAddress !== null
  const next = purpose === null ? null : text.next[purpose]
  return letter(props, {
    title,
    body: html`<h1>${title}</h1>
<p>${text.reasons[because]}</p>
${next !== null && html`<p>${next}</p>`}
${asksAgain && html`<p><a class="button button-primary" href="${forgotAddress}">${text.newLink}</a></p>`}
<p><a href="${signInAddress}">${text.signIn}</a></p>`,
  })
}
