/**
 * Connecting a device: the field for its code, the question, and the end. Somebody may have sent the
 * person a code of their own device, so the question says what asks, where and since when, and shows
 * the code again to compare (RFC 8628 §5.4; draft-ietf-oauth-cross-device-security).
 */

import type { Words } from '../words/en/en.ts'
import {
  type ConsentProps,
  decisionForm,
  end,
  ownPages,
  powers,
  term,
  wordsForNotice,
  you,
} from './consent.ts'
import { field } from './field.ts'
import { type Html, html } from './html.ts'
import { type FormProps, given, hiddenFields, letter, notice, type PageProps } from './layout.ts'
import { ago, day } from './time.ts'

/** Why the code was not accepted. */
export type CodeProblem =
  | { readonly is: 'missing' | 'malformed' | 'unknown' | 'used' }
  | { readonly is: 'wait'; readonly retryAfterSeconds: number }

export interface DeviceEntryProps extends PageProps, FormProps {
  /** What was typed last. */
  readonly typed: string
  /** The code that came with a link; null for none. */
  readonly linked: string | null
  readonly problem: CodeProblem | null
}

/** Posts `user_code`. A link fills it in, and the person has to compare it and press the button. */
export function deviceEntryPage(props: DeviceEntryProps): string {
  const { words, typed, linked, problem } = props
  const text = words.device
  const hint = linked === null ? text.codeHint : null
  const told = problem === null ? null : problemText(words, problem)
  return letter(props, {
    title: text.title,
    body: html`<h1>${text.title}</h1>
<p>${linked === null ? text.about : text.aboutLink}</p>
<form class="fields" method="post" action="${props.action}">
${hiddenFields(props.hidden)}
${field({ id: 'user_code', label: text.code, hint, problem: told }, (described) => codeInput(linked ?? typed, described))}
<button class="button button-primary" type="submit">${text.goOn}</button>
</form>`,
    below: html`<p>${text.warning}</p>`,
  })
}

/** Capital letters come up on a phone, and no program suggests or remembers a code. */
function codeInput(value: string, described: Html | null): Html {
  return html`<input class="user-code" id="user_code" name="user_code" type="text" dir="ltr" value="${value}" inputmode="text" autocapitalize="characters" autocomplete="off" autocorrect="off" spellcheck="false" enterkeyhint="go" maxlength="64" required="" autofocus=""${described}/>`
}

function problemText({ device, inWords }: Words, problem: CodeProblem): string | Html {
  switch (problem.is) {
    case 'missing':
      return device.missing
    case 'malformed':
      return device.malformed
    case 'unknown':
      return device.unknown
    case 'used':
      return device.used
    case 'wait':
      return html`${device.wait({ span: inWords.span(problem.retryAfterSeconds) })}`
  }
}

export interface DeviceQuestionProps extends Omit<ConsentProps, 'client'> {
  readonly client: Omit<
    ConsentProps['client'],
    'returnHost' | 'documentHost' | 'warning' | 'knownSince'
  > & {
    readonly knownSince: number
  }
  /** As the device shows it. */
  readonly userCode: string
  /** When the device asked, and now. */
  readonly askedAt: number
  readonly now: number
  /** Where it asked from; null if only its service asked. */
  readonly from: {
    /** Such as "Chrome (Android)"; empty if unknown. */
    readonly agent: string
    /** The network address. */
    readonly network: string
    /** Whether the person is in another network. */
    readonly isElsewhere: boolean
  } | null
}

/** The consent page of a device. Its form posts what that of the consent page does. */
export function deviceQuestionPage(props: DeviceQuestionProps): string {
  const { words, client, userCode } = props
  const { consent, device: text } = words
  return letter(props, {
    title: text.question({ client: client.name }),
    body: html`<h1>${text.question({ client: given(client.name) })}</h1>
${props.notice !== null && notice('alert', html`<p>${wordsForNotice(words, props.notice)}</p>`)}
${notice('alert', html`<p>${text.onlyIfYou}</p>`, 'only-if-you')}
<dl class="terms">
${term(text.codeOnDevice, html`<p class="user-code"><bdi dir="ltr">${userCode}</bdi></p>`)}
${term(consent.whoAsks, who(props))}
${term(text.fromWhere, place(props))}
${term(consent.signedInAs, you(props))}
${term(consent.itCan, powers(props))}
${term(consent.howLong, end(props))}
</dl>
${decisionForm(props)}`,
    below: html`<p>${text.afterwards}</p>
<p>${consent.neverSees}</p>`,
  })
}

function who({ words, client }: DeviceQuestionProps): Html {
  const { consent, consentChoices: more } = words
  const { logo, publisher } = client
  return html`<div class="who-asks">
${logo !== null && html`<img class="client-logo" src="${logo}" width="40" height="40" alt=""/>`}
<div><p>${words.device.deviceWith({ client: html`<strong>${given(client.name)}</strong>` })}</p>
${client.isSelfRegistered && html`<p class="unchecked">${more.registeredItself}</p>`}
<p class="soft">${consent.registered({ day: day(words, client.knownSince) })}${publisher !== null && html` · ${more.publishedBy({ publisher: given(publisher) })}`}</p>
${ownPages(words, client)}</div>
</div>`
}

function place({ words, from, askedAt, now }: DeviceQuestionProps): Html {
  const text = words.device
  const since = html`<p class="soft">${text.asked({ when: ago(words, askedAt, now) })}</p>`
  if (from === null)
    return html`<p>${text.serviceAsked}</p>
${since}`
  const { agent, network, isElsewhere } = from
  const where = given(network)
  return html`<p>${agent === '' ? text.fromNetwork({ network: where }) : text.fromAgent({ agent: given(agent), network: where })}</p>
${since}
${isElsewhere && html`<p class="unchecked">${text.elsewhere}</p>`}`
}

export interface DeviceDoneProps extends PageProps {
  readonly isDenied: boolean
  readonly accountAddress: string
}

/** The end: the person goes back to the device. */
export function deviceDonePage(props: DeviceDoneProps): string {
  const text = props.words.device
  const title = props.isDenied ? text.deniedTitle : text.doneTitle
  const account = (label: string) => html`<a href="${props.accountAddress}">${label}</a>`
  return letter(props, {
    title,
    body: html`<h1>${title}</h1>
${
  props.isDenied
    ? html`<p>${text.denied}</p>`
    : html`<p>${text.done}</p>
<p class="soft">${text.undo({ account })}</p>`
}`,
  })
}
