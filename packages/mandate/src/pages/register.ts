/** A new account: the form for the address, and the answer, which is the same for every address. */

import { html } from './html.ts'
import { given, letter, notice } from './layout.ts'
import { type MailRequestProps, mailAgain, mailRequestForm } from './mail-request.ts'

export interface RegisterProps extends MailRequestProps {
  readonly signInAddress: string
}

/** Posts `email`. */
export function registerPage(props: RegisterProps): string {
  const { words, state, signInAddress } = props
  const text = words.registration
  const common = words.mailedLinks.forgot
  const back = html`<p><a href="${signInAddress}">${common.back}</a></p>`
  if (state.is === 'asking') {
    return letter(props, {
      title: text.title,
      body: html`<h1>${text.title}</h1>
<p>${text.about}</p>
${mailRequestForm(props, state)}
${back}`,
    })
  }
  return letter(props, {
    title: common.sent,
    body: html`<h1>${common.sent}</h1>
${notice('done', html`<p>${text.onItsWay({ email: given(state.email) })}</p>`)}
<p class="soft">${common.notArrived}</p>
${mailAgain(props)}
${back}`,
  })
}
