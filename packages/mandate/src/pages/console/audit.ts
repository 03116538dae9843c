/** Audit events: the list with its filters and the end of the chain, and the page of one. */

import type { AuditEvent } from '../../audit/event.ts'
import { consoleWords } from '../../words/console/console.ts'
import { field } from '../field.ts'
import { type Html, html, type Printable } from '../html.ts'
import { given } from '../layout.ts'
import {
  copyable,
  filters,
  linkTo,
  nothing,
  pager,
  properties,
  section,
  since,
  table,
  tag,
} from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'
import { numberInWords } from './windows.ts'

const text = consoleWords.audit
const PATH = '/console/audit'

export interface ShownEvent {
  readonly event: AuditEvent
  /** The page of this one. */
  readonly address: string
  /** Of whom it concerns, and of who did it, where they have a page. */
  readonly places: Readonly<Partial<Record<Party, string>>>
  /** Of those users and clients that still exist, if the operator may see them. */
  readonly names: Readonly<Partial<Record<Party, string | undefined>>>
}

type Party = keyof AuditEvent['about'] | 'by'

export interface AuditProps extends ConsoleProps {
  readonly events: readonly ShownEvent[]
  /** The nouns that kinds begin with, such as `client`. */
  readonly nouns: readonly string[]
  readonly filter: { readonly what: string; readonly who: string; readonly about: string }
  readonly keptDays: number
  /** `NUMBER:HASH`; null if nothing was sealed yet. */
  readonly head: string | null
  readonly first: string | null
  readonly next: string | null
}

export function auditPage(props: AuditProps): string {
  const { events, filter, head, first, next } = props
  const isFiltered = Object.values(filter).some((value) => value !== '')
  const empty = isFiltered
    ? { title: text.noneMatching, next: text.noneMatchingNext }
    : { title: text.noneYet, next: text.noneYetNext }
  return consoleDocument(props, {
    current: 'audit',
    title: text.title,
    body: html`<p class="soft">${text.about(numberInWords(props.keptDays))}</p>
${search(props, isFiltered)}
${events.length === 0 ? nothing(empty) : eventTable(props, events)}
${pager({ first, next })}
${section(
  { id: 'chain', title: text.chain, about: text.chainAbout },
  head === null
    ? html`<p>${text.noHead}</p>`
    : html`${properties([[text.head, copyable(head)]])}
<p>${text.check}</p>
<p>${copyable(`mandate audit verify --head ${head}`)}</p>
<p class="soft">${text.keepHead}</p>`,
)}`,
  })
}

function eventTable(props: AuditProps, events: readonly ShownEvent[]): Html {
  return table<ShownEvent>(
    text.caption,
    [
      {
        head: text.what,
        cell: ({ event, address }) =>
          html`${linkTo(address, html`<code>${event.kind}</code>`)}${event.outcome === 'failure' && html` ${tag(text.failure, 'bad')}`}`,
      },
      { head: text.by, cell: (shown) => actor(shown) },
      { head: text.about_, cell: (shown) => concerned(shown) },
      {
        head: text.from,
        cell: ({ event }) => html`<code class="one-line">${event.from?.network ?? ''}</code>`,
      },
      { head: text.when, cell: ({ event }) => since(props, Date.parse(event.at) / 1_000) },
    ],
    events,
  )
}

function actor({ event: { by }, places, names }: ShownEvent): Printable {
  if (by === undefined) return ''
  if (by.id === undefined) return by.kind
  const who = named(names.by, by.id)
  return html`${by.kind} ${places.by === undefined ? who : linkTo(places.by, who)}`
}

function concerned({ event: { about, by }, places, names }: ShownEvent): Printable {
  const parties = Object.entries(about).filter(([, id]) => id !== by?.id)
  return html`${parties.map(([name, id]) => {
    const place = places[name as Party]
    const shown = named(names[name as Party], id)
    return html`<div>${place === undefined ? shown : linkTo(place, shown)}</div>`
  })}`
}

function named(name: string | undefined, id: string): Html {
  return name === undefined ? html`<code>${id}</code>` : given(name)
}

function search({ nouns, filter }: AuditProps, isFiltered: boolean): Html {
  const input = (id: 'who' | 'about', label: string) =>
    field(
      { id, label, problem: null },
      () =>
        html`<input id="${id}" name="${id}" value="${filter[id]}" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="300"/>`,
    )
  return filters(PATH, {
    fields: html`${field(
      { id: 'what', label: text.what, problem: null },
      () => html`<select id="what" name="what"><option value="">${text.everything}</option>
${nouns.map(
  (noun) =>
    html`<option value="${noun}"${noun === filter.what && html` selected="selected"`}>${noun}</option>\n`,
)}</select>`,
    )}
${input('who', text.who)}
${input('about', text.concerns)}`,
    all: isFiltered ? PATH : null,
  })
}

export interface AuditEventProps extends ConsoleProps, ShownEvent {
  /** The list of everything by the same actor. */
  readonly sameActor: string | null
}

export function auditEventPage(props: AuditEventProps): string {
  const { event, places, names, sameActor } = props
  const { id, kind, outcome, by, from, about, details } = event
  const origin = (value: string | undefined) =>
    value === undefined ? null : value === '' ? text.erased : given(value)
  const parties = Object.entries(about).map(([name, party]) => {
    const place = places[name as keyof typeof about]
    const label = text.parties[name as keyof typeof text.parties]
    const link = place !== undefined && linkTo(place, given(names[name as Party] ?? text.open))
    return [label, html`${link} ${copyable(party)}`] as const
  })
  return consoleDocument(props, {
    current: 'audit',
    title: text.one(kind),
    above: { label: text.title, address: PATH },
    body: section(
      { id: 'happened', title: text.happened },
      html`${properties([
        [text.when, html`${since(props, Date.parse(event.at) / 1_000)} <code>${event.at}</code>`],
        [text.outcome, outcome === 'success' ? text.success : tag(text.failure, 'bad')],
        [text.by, actor(props)],
        [text.actorId, by?.id !== undefined && names.by !== undefined && copyable(by.id)],
        [text.via, by?.via ?? null],
        [text.network, origin(from?.network)],
        [text.agent, origin(from?.agent)],
        ...parties,
        ...Object.entries(details).map(
          ([name, value]) =>
            [
              html`<code>${name}</code>`,
              given(typeof value === 'object' ? value.join(', ') : String(value)),
            ] as const,
        ),
        [text.id, id === undefined ? null : copyable(id)],
      ])}
${sameActor !== null && html`<p>${linkTo(sameActor, text.sameActor)}</p>`}`,
    ),
  })
}
