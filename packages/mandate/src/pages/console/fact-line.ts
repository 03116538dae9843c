/** One line about what happened: to whom, when, and who did it. */

import type { Fact } from '../../facts/fact.ts'
import { consoleWords } from '../../words/console/console.ts'
import { type Html, html } from '../html.ts'
import { given } from '../layout.ts'
import { ago } from '../time.ts'
import type { ConsoleProps } from './shell.ts'

const text = consoleWords.facts

/** `clients`: the names of clients by their ids; those that are missing were deleted. */
export function factLine(
  { words, now }: Pick<ConsoleProps, 'words' | 'now'>,
  fact: Fact,
  clients: ReadonlyMap<string, string>,
): Html {
  const { kind, atMs, by, clientId } = fact
  const said = text.kinds[kind] ?? sentence(kind)
  const name = clientId === undefined ? null : (clients.get(clientId) ?? text.deletedClient)
  const whom = text.by[by.kind]
  return html`<li><p>${said}${name !== null && html`: ${given(name)}`}${where(fact)}
<span class="soft">${ago(words, Math.floor(atMs / 1000), now)}${whom !== null && html` · ${whom}`}</span></p></li>
`
}

function where(fact: Fact): Html | false {
  if (!('agent' in fact) || !('network' in fact)) return false
  return html` <span class="soft">${given(fact.agent)} · <code>${fact.network}</code></span>`
}

/** `event_stream.created` as "Event stream created". */
function sentence(kind: string): string {
  const plain = kind.replaceAll(/[._]/g, ' ')
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}
