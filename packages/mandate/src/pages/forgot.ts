/** A lost password: the form for the address, and the answer, which is the same for every address. */

import { html } from './html.ts'
import { given, letter, notice } from './layout.ts'
import { type MailRequestProps, mailAgain, mailRequestForm } from './mail-request.ts'

export interface ForgotProps extends MailRequestProps {
  readonly signInAddress: string
}

/** Posts `email`. */
export function forgotPage(props: ForgotProps): string {
  const { words, state, signInAddress } = props
  const text = words.mailedLinks.forgot
  const back = html`<p><a href="${signInAddress}">${text.back}</a></p>`
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
    title: text.sent,
    body: html`<h1>${text.sent}</h1>
${notice('done', html`<p>${text.onItsWay({ email: given(state.email) })}</p>`)}
<p>${text.goodFor}</p>
<p class="soft">${text.notArrived}</p>
${mailAgain(props)}
${back}`,
  })
}
