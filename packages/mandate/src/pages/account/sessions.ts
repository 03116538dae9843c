/** The account page with the browsers that are signed in, and buttons that sign them out. */

import type { Words } from '../../words/en/en.ts'
import { type Html, html } from '../html.ts'
import { type FormProps, hiddenFields } from '../layout.ts'
import { ago, day } from '../time.ts'
import type { Confirmation } from './confirm.ts'
import { type AccountDeskProps, accountDesk, alerted, done, type Told } from './shell.ts'

export interface ShownSession {
  readonly id: string
  /** The browser and its system; empty if unknown. */
  readonly agent: string
  readonly network: string
  readonly since: number
  readonly lastSeen: number
  /** Until when it stays signed in, if the person asked for that; null otherwise. */
  readonly keptUntil: number | null
}

export interface SessionsProps extends AccountDeskProps {
  readonly now: number
  /** The one in which the page is shown. */
  readonly here: ShownSession
  /** Latest use first. */
  readonly others: readonly ShownSession[]
  /** Each button posts `session` and the hidden fields to this form's address. */
  readonly end: FormProps
  /** Null if there is nothing else to end. */
  readonly endOthers: FormProps | null
  readonly notice: Told | null
}

export function sessionsPage(props: SessionsProps): string {
  const { words, here, others, endOthers, notice } = props
  const text = words.sessions
  return accountDesk(props, {
    current: 'sessions',
    title: words.accountNav.sessions,
    notice,
    body: html`<p class="soft lead">${text.about}</p>
<ul class="sheet rows">
<li>${told(props, here, text.here)}</li>
${others.map((session) => html`<li>${told(props, session, null)}\n${endButton(props, session)}</li>`)}
</ul>
${others.length === 0 && html`<p class="soft">${text.nowhereElse}</p>`}
${endOthers && endOthersButton(words, endOthers)}`,
  })
}

function told(
  { words, now }: SessionsProps,
  { agent, network, since, lastSeen, keptUntil }: ShownSession,
  mark: string | null,
): Html {
  const text = words.sessions
  const place = html`<bdi>${network}</bdi>`
  const times = { day: day(words, since), network: place, ago: ago(words, lastSeen, now) }
  return html`<p><strong>${nameOf(words, agent)}</strong>${mark !== null && html` <span class="mark">${mark}</span>`}
<span class="soft">${text.details(times)}</span>
${keptUntil !== null && html`<span class="soft">${text.keptUntil({ day: day(words, keptUntil) })}</span>`}</p>`
}

function endButton({ words, end }: SessionsProps, { id, agent, network }: ShownSession): Html {
  // Two browsers can have the same name.
  const unseen = html`<span class="unseen">${nameOf(words, agent)}, ${network}</span>`
  return html`<form method="post" action="${end.action}">
${hiddenFields({ ...end.hidden, session: id })}
<button class="button" type="submit">${words.sessions.end({ browser: unseen })}</button>
</form>`
}

function endOthersButton(words: Words, { action, hidden }: FormProps): Html {
  return html`<form method="post" action="${action}">
${hiddenFields(hidden)}
<button class="button" type="submit">${words.sessions.endOthers}</button>
</form>`
}

function nameOf(words: Words, agent: string): Html {
  return html`<bdi>${agent === '' ? words.sessions.unknownBrowser : agent}</bdi>`
}

/** The question before every other session ends. */
export function endOthersQuestion({ sessions: text }: Words, count: number): Confirmation {
  return {
    title: text.endOthersQuestion,
    consequences: [
      count === 0 ? text.nowhereElse : text.othersEnd({ count }),
      text.othersUnknown,
      text.staysHere,
      text.appsStay,
    ],
    button: text.endOthers,
  }
}

export const sessionEnded = (agent: string): Told =>
  done((words) => [words.sessions.ended({ browser: nameOf(words, agent) })])

export const othersEnded = (count: number): Told =>
  done(({ sessions: text }) => [
    count === 0 ? text.othersForgotten : text.othersEnded({ count }),
    text.changePassword,
  ])

export const sessionWasOver: Told = alerted(({ sessions }) => [sessions.wasOver])
