/** The account page with what happened to the account, newest first. */

import type { Fact } from '../../facts/fact.ts'
import { type Html, html } from '../html.ts'
import { brand } from '../layout.ts'
import { ago } from '../time.ts'
import { tell } from './activity-texts.ts'
import { type AccountDeskProps, accountDesk } from './shell.ts'

export interface ActivityProps extends AccountDeskProps {
  /** In seconds since 1970. */
  readonly now: number
  /** Newest first. Those that do not concern a person are left out. */
  readonly facts: readonly Fact[]
  /** The names of the apps by their client ids. */
  readonly clients: ReadonlyMap<string, string>
  /** For how many seconds it is kept. */
  readonly keptSeconds: number
  /** The address of the next page; null on the last. */
  readonly older: string | null
  readonly isFirst: boolean
}

export function activityPage(props: ActivityProps): string {
  const { words, facts, keptSeconds, older, isFirst } = props
  const text = words.activity
  const lines = facts.flatMap((fact) => line(props, fact) ?? [])
  return accountDesk(props, {
    current: 'activity',
    title: words.accountNav.activity,
    notice: null,
    body: html`<p class="soft lead">${text.about({ time: words.inWords.span(keptSeconds) })}</p>
${lines.length === 0 ? html`<p>${text.nothing}</p>` : html`<ul class="sheet rows">\n${lines}\n</ul>`}
${(older !== null || !isFirst) && html`<p>${older !== null && html`<a href="${older}">${text.earlier}</a>`}${!isFirst && html` <a href="/account/activity">${text.latest}</a>`}</p>`}`,
  })
}

function line(props: ActivityProps, fact: Fact): Html | null {
  const { words, now, clients } = props
  const told = tell(fact, { words, clients })
  if (told === null) return null
  const { activity: text } = words
  const actors = {
    account: null,
    operator: text.byOperator({ brand: brand(props) }),
    platform: text.byPlatform({ brand: brand(props) }),
    client: text.byApp,
    system: text.bySystem,
  }
  const by = actors[fact.by.kind]
  return html`<li><p>${told} <span class="soft">${ago(words, Math.floor(fact.atMs / 1000), now)}${by !== null && html` · ${by}`}</span></p></li>
`
}
