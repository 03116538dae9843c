/** One grant, with those that it came from and those that came from it. */

import { consoleWords } from '../../words/console/console.ts'
import { html } from '../html.ts'
import { given } from '../layout.ts'
import { day } from '../time.ts'
import { grantTree, type ShownGrant } from './grant-tree.ts'
import { GRANTS, grantTag, type ListedGrant } from './grants.ts'
import { copyable, linkButton, linkTo, properties, section, since } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.grants
const { causes } = consoleWords.endings

export interface GrantProps extends ConsoleProps {
  readonly grant: ListedGrant & {
    readonly id: string
    /** Whether one that it was delegated from is over. */
    readonly isOverAbove: boolean
    /** Empty for every API. */
    readonly apis: readonly string[]
    readonly refreshes: number
    /** Null for no end of its own. */
    readonly expiresAt: number | null
    /** The methods of RFC 8176 §2, and the `acr`; empty if nobody signed in. */
    readonly signedInBy: readonly string[]
    readonly endedAt: number | null
    readonly because: string | null
  }
  readonly tree: ShownGrant
  readonly canEnd: boolean
}

export function grantPage(props: GrantProps): string {
  const { grant, tree, canEnd, words } = props
  const { client, user, state, isOverAbove, apis, refreshes, expiresAt, endedAt, because } = grant
  const isLive = state === 'live' && !isOverAbove
  return consoleDocument(props, {
    current: 'grants',
    title: text.titleOf(client.name ?? text.deletedClient),
    above: { label: text.title, address: GRANTS },
    actions: canEnd && isLive && linkButton(`${grant.address}/end`, text.end, { tone: 'danger' }),
    body: html`${properties([
      [
        text.state,
        html`${grantTag(isLive ? 'live' : state === 'live' ? 'ended' : state)}${isOverAbove && html` <span class="soft">${text.endedAbove}</span>`}`,
      ],
      [text.client, linkTo(client.address, given(client.name ?? text.deletedClient))],
      [
        text.user,
        user === null
          ? text.itself
          : linkTo(user.address, user.name === null ? text.deletedUser : given(user.name)),
      ],
      [text.id, copyable(grant.id)],
      [text.scope, html`<code>${grant.scope}</code>`],
      [text.apis, apis.length === 0 ? text.everyApi : html`<code>${apis.join(' ')}</code>`],
      [text.created, day(words, grant.createdAt)],
      [text.used, since(props, grant.redeemedAt)],
      [text.refreshed, text.times(words.inWords.number(refreshes))],
      [text.expires, expiresAt === null ? text.noEnd : day(words, expiresAt)],
      [
        text.signedInBy,
        grant.signedInBy.length > 0 && html`<code>${grant.signedInBy.join(' ')}</code>`,
      ],
      [text.endedAt, endedAt !== null && day(words, endedAt)],
      [text.because, because !== null && (causes[because] ?? causes['unknown'])?.what],
    ])}
${section({ id: 'tree', title: text.whoActs, about: text.whoActsAbout }, grantTree(props, [tree], { canEnd }))}`,
  })
}
