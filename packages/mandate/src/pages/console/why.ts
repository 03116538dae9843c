/** "Why was I signed out?": for support. It shows ends and nothing else that happened. */

import { consoleWords } from '../../words/console/console.ts'
import { field } from '../field.ts'
import { type Html, html } from '../html.ts'
import { given } from '../layout.ts'
import { ago } from '../time.ts'
import { filters, linkTo, nothing, section } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.endings

export const WHY = '/console/why'

export interface ShownEnding {
  /** In seconds since 1970. */
  readonly at: number
  readonly clientName: string | null
  readonly what: string
  readonly say: string
}

export interface WhyProps extends ConsoleProps {
  /** As they were entered. */
  readonly user: string
  readonly client: string
  /** Null until somebody was looked up. */
  readonly found: {
    readonly user: { readonly name: string; readonly address: string }
    readonly client: { readonly name: string; readonly address: string } | null
    /** How things are now, a sentence each. */
    readonly now: readonly string[]
    /** Latest first. */
    readonly endings: readonly ShownEnding[]
    readonly keptSeconds: number
  } | null
  readonly unknown: 'user' | 'client' | null
}

export function whyPage(props: WhyProps): string {
  const { found } = props
  return consoleDocument(props, {
    current: 'why',
    title: text.title,
    body: html`<p class="soft">${text.about}</p>
${form(props)}
${found !== null && html`${now(found)}\n${last(props, found)}`}`,
  })
}

function form({ user, client, unknown }: WhyProps): Html {
  return filters(WHY, {
    fields: html`${field(
      { id: 'user', label: text.user, problem: unknown === 'user' ? text.unknownUser : null },
      (described) =>
        html`<input id="user" name="user" value="${user}" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="254" required="required"${described}/>`,
    )}
${field(
  {
    ...{ id: 'client', label: text.client, hint: text.clientHint },
    problem: unknown === 'client' ? text.unknownClient : null,
  },
  (described) =>
    html`<input id="client" name="client" value="${client}" autocomplete="off" spellcheck="false" maxlength="2000"${described}/>`,
)}`,
    all: null,
  })
}

type Found = NonNullable<WhyProps['found']>

function now({ user, client, now: sentences }: Found): Html {
  return section(
    { id: 'now', title: text.now },
    html`<div class="sheet question">
<p>${linkTo(user.address, given(user.name))}${client !== null && html` · ${linkTo(client.address, given(client.name))}`}</p>
<ul class="consequences">${sentences.map((sentence) => html`<li>${sentence}</li>\n`)}</ul>
</div>`,
  )
}

function last(props: WhyProps, { endings, keptSeconds }: Found): Html {
  const { words, now: at } = props
  return section(
    { id: 'last', title: text.last, about: text.lastAbout(words.inWords.span(keptSeconds)) },
    endings.length === 0
      ? nothing({ title: text.nothing, next: text.nothingNext })
      : html`<ol class="sheet endings">
${endings.map(
  (ending) => html`<li class="ending">
<p class="soft">${ago(words, ending.at, at)}${ending.clientName !== null && html` · ${given(ending.clientName)}`}</p>
<p><strong>${ending.what}</strong></p>
<p class="say"><span class="soft">${text.say}</span> “${ending.say}”</p>
</li>\n`,
)}</ol>`,
  )
}
