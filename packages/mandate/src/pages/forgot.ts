/** A lost password: the form for the address, and the answer, which is the same for every address. */

import type { Words } from '../words/en/en.ts'
import { field } from './field.ts'
import { type Html, html } from './html.ts'
import { type FormProps, given, letter, notice, type PageProps } from './layout.ts'

export interface ForgotProps extends PageProps, FormProps {
  readonly signInAddress: string
  readonly state:
    | {
        readonly is: 'asking'
        readonly email: string
        readonly problem: 'missing' | 'invalid' | { readonly retryAfterSeconds: number } | null
      }
    | { readonly is: 'asked'; readonly email: string }
}

type Asking = Extract<ForgotProps['state'], { readonly is: 'asking' }>

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
${form(props, state)}
${back}`,
    })
  }
  return letter(props, {
    title: text.sent,
    body: html`<h1>${text.sent}</h1>
${notice('done', html`<p>${text.onItsWay({ email: given(state.email) })}</p>`)}
<p>${text.goodFor}</p>
<p class="soft">${text.notArrived}</p>
<form class="fields" method="get" action="${props.action}">
${again(props)}
</form>
${back}`,
  })
}

function waiting(words: Words, problem: Asking['problem']): Html | false {
  return (
    typeof problem === 'object' &&
    problem !== null &&
    notice(
      'alert',
      html`<p><strong>${words.signIn.tooManyAttempts}</strong></p>
<p>${words.signIn.wait({ seconds: problem.retryAfterSeconds })}</p>`,
    )
  )
}

/** A form of GET drops the query of its address, so the query travels in fields. */
function again({ words, action }: ForgotProps): Html {
  const query = new URLSearchParams(action.split('?')[1])
  return html`${[...query].map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}"/>`,
  )}
<button class="button" type="submit">${words.mailedLinks.forgot.again}</button>`
}

function form({ words, action }: ForgotProps, { email, problem }: Asking): Html {
  const text = words.mailedLinks.forgot
  const told = typeof problem === 'string' ? text[problem] : null
  return html`${waiting(words, problem)}
<form class="fields" method="post" action="${action}">
${field(
  { id: 'email', label: words.signIn.email, problem: told },
  (described) =>
    html`<input id="email" name="email" type="text" inputmode="email" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="254" required="" value="${email}"${described} autofocus=""/>`,
)}
<button class="button button-primary" type="submit">${text.button}</button>
</form>`
}
