/** Who acts for whom: grants, and below each those that were delegated from it. */

import { consoleWords } from '../../words/console/console.ts'
import { type Html, html } from '../html.ts'
import { given } from '../layout.ts'
import { day } from '../time.ts'
import { linkButton, linkTo, since, tag } from './parts.ts'
import type { ConsoleProps } from './shell.ts'

const text = consoleWords.grants

export interface ShownGrant {
  readonly id: string
  /** Of the console pages of the grant and its client. */
  readonly address: string
  readonly clientAddress: string
  /** Null for a client that was deleted. */
  readonly clientName: string | null
  readonly scope: string
  readonly createdAt: number
  readonly redeemedAt: number | null
  readonly isLive: boolean
  /** The grants that were delegated from it. */
  readonly below: readonly ShownGrant[]
  /** Whether this is the grant that the page is about. */
  readonly isHere?: boolean
}

export function grantTree(
  props: Pick<ConsoleProps, 'words' | 'now'>,
  grants: readonly ShownGrant[],
  can: { readonly canEnd: boolean },
): Html {
  return html`<div class="sheet tree-sheet"><ul class="tree">
${grants.map((grant) => branch(props, grant, can))}</ul></div>`
}

function branch(
  props: Pick<ConsoleProps, 'words' | 'now'>,
  grant: ShownGrant,
  can: { readonly canEnd: boolean },
): Html {
  const { clientName, clientAddress, address, scope, createdAt, redeemedAt, isLive, below } = grant
  const name = clientName === null ? text.deletedClient : clientName
  return html`<li>
<div class="tree-line"><div>
<strong>${linkTo(clientAddress, given(name))}</strong>${!isLive && html` ${tag(text.ended, 'bad')}`}${grant.isHere === true && html` ${tag(text.here)}`}
<span class="soft"><code>${scope}</code></span>
<span class="soft">${text.since} ${day(props.words, createdAt)}, ${redeemedAt === null ? text.neverUsed : html`${text.lastUsed} ${since(props, redeemedAt)}`} · ${linkTo(address, html`${text.show}<span class="unseen"> ${name}</span>`)}</span>
</div>
${can.canEnd && isLive && linkButton(`${address}/end`, text.end, { about: name })}</div>
${below.length > 0 && html`<ul>\n${below.map((one) => branch(props, one, can))}</ul>\n`}</li>
`
}
