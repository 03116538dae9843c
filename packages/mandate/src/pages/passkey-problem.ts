/** Why a passkey was refused, in words. */

import type { PasskeyRefused } from '../people/passkeys/prove.ts'
import { type Html, html } from './html.ts'
import { brand, type PageProps } from './layout.ts'

export interface PasskeyProblem {
  readonly kind: 'passkey'
  readonly because: PasskeyRefused['because']
}

export function wordsForPasskey(props: PageProps, { because }: PasskeyProblem): Html {
  const { passkeys: text, signIn } = props.words
  const lines = (title: string, rest: string) => html`<p><strong>${title}</strong></p>
<p>${rest}</p>`
  switch (because) {
    case 'unknown':
    case 'not_genuine':
      return lines(text.refused, text.tryAnother)
    case 'not_begun_here':
      return lines(signIn.ways.notBegunHere, text.usedOrElsewhere)
    case 'expired':
      return lines(signIn.ways.expired, signIn.ways.startAgain)
    case 'suspended':
      return lines(text.suspended, text.removeIt)
    case 'account_disabled':
      return lines(signIn.ways.accountDisabled, signIn.ways.askOperator({ brand: brand(props) }))
  }
}
