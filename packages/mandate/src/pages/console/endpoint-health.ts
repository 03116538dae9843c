/** How an endpoint does to which events are delivered: of a webhook, or of a client's stream. */

import type { EndpointDisabledBecause } from '../../store/port.ts'
import { consoleWords } from '../../words/console/console.ts'
import { type Html, html, type Printable } from '../html.ts'
import { day } from '../time.ts'
import { since, tag } from './parts.ts'
import type { ConsoleProps } from './shell.ts'

const text = consoleWords.webhooks

/** Times are seconds since 1970. */
export interface ShownHealth {
  /** `fresh`: nothing was sent yet. `resting`: whatever is sent fails, so it is tried now and then. */
  readonly state: 'working' | 'fresh' | 'resting' | 'paused' | 'disabled'
  /** Null unless it was disabled or paused. */
  readonly disabledAt: number | null
  readonly disabledBecause: EndpointDisabledBecause | null
  readonly failingSince: number | null
  readonly nextTryAt: number | null
  readonly lastSuccessAt: number | null
  /** When the oldest event happened that has not arrived; null if it is up to date. */
  readonly behindSince: number | null
  readonly missedUntil: number | null
  /** Counted, such as "100,000+". */
  readonly waiting: string
  readonly dead: string
}

export function stateTag({ state }: ShownHealth): Html {
  if (state === 'working') return tag(text.working, 'good')
  if (state === 'fresh' || state === 'paused') return tag(text[state])
  if (state === 'resting') return tag(text.resting, 'bad')
  return tag(text.disabled, 'bad')
}

type Line = readonly [label: Printable, value: Printable]

/** For the list of properties. `kept` says for how long events are kept. */
export function healthLines(
  props: Pick<ConsoleProps, 'words' | 'now'>,
  health: ShownHealth,
  kept: string,
): readonly Line[] {
  const { missedUntil } = health
  return [
    [
      text.state,
      html`${stateTag(health)} <span class="soft">${stateSentence(props, health, kept)}</span>`,
    ],
    [text.behind, since(props, health.behindSince, text.isNotBehind)],
    [text.waiting, health.waiting],
    [text.dead, health.dead],
    [text.lastSuccess, since(props, health.lastSuccessAt, text.neverArrived)],
    [
      text.missed,
      missedUntil !== null && html`${text.missedUntil} ${day(props.words, missedUntil)}`,
    ],
  ]
}

function stateSentence(
  props: Pick<ConsoleProps, 'words' | 'now'>,
  { state, disabledAt, disabledBecause: because, failingSince, nextTryAt }: ShownHealth,
  kept: string,
): Html | false {
  if (disabledAt !== null) {
    const why = because !== null && because !== 'operator' && text[because]
    const isKept = because !== 'client_disabled'
    return html`${text.stoppedSince} ${since(props, disabledAt)}. ${why} ${isKept && text.keptMeanwhile(kept)}`
  }
  if (state !== 'resting') return false
  const next = nextTryAt !== null && nextTryAt > props.now ? nextTryAt - props.now : null
  return html`${text.restingSince} ${since(props, failingSince)}.${next !== null && html` ${text.nextTry(props.words.inWords.span(next))}`}`
}
