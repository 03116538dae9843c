/** Domains of clients with documents: what is decided, what waits, and what the settings say. */

import { consoleWords } from '../../words/console/console.ts'
import { type Html, html } from '../html.ts'
import { lineField } from './form-fields.ts'
import {
  actButton,
  actForm,
  linkButton,
  linkTo,
  nothing,
  pager,
  section,
  since,
  table,
  tag,
} from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.domains

export const DOMAINS = '/console/domains'

export interface ShownDomain {
  readonly domain: string
  /** Of its acts. */
  readonly address: string
  readonly decision: keyof typeof text.decisions
  /** When it was decided, or asked for. */
  readonly since: number
  /** The client that was asked for first, and its page; null if none was. */
  readonly askedFor: { readonly id: string; readonly address: string } | null
}

export interface DomainsProps extends ConsoleProps {
  readonly domains: readonly ShownDomain[]
  readonly first: string | null
  readonly next: string | null
  readonly settings: {
    readonly others: keyof typeof text.settingsSay
    readonly named: readonly (readonly [domain: string, policy: keyof typeof text.policies])[]
  }
  readonly canChange: boolean
}

export function domainsPage(props: DomainsProps): string {
  const { domains, first, next, canChange } = props
  return consoleDocument(props, {
    current: 'domains',
    title: text.title,
    body: html`<p class="soft">${text.about}</p>
${settingsSay(props)}
${domains.length > 0 ? list(props) : nothing({ title: text.noneYet, next: text.noneYetNext })}
${pager({ first, next })}
${canChange && decide(props)}`,
  })
}

function settingsSay({ settings: { others, named } }: DomainsProps): Html {
  return html`<p>${text.settingsSay[others]}${
    others !== 'off' &&
    named.length > 0 &&
    html` ${text.alsoNamed}: ${named.map(
      ([domain, policy], place) =>
        html`${place > 0 && ', '}<code>${domain}</code> (${text.policies[policy]})`,
    )}.`
  }</p>`
}

function list(props: DomainsProps): Html {
  const tones = { held: 'plain', allowed: 'good', denied: 'bad' } as const
  return table<ShownDomain>(
    text.caption,
    [
      { head: text.domain, cell: ({ domain }) => html`<code>${domain}</code>` },
      {
        head: text.decision,
        cell: ({ decision }) => tag(text.decisions[decision], tones[decision]),
      },
      { head: text.since, cell: (one) => since(props, one.since) },
      {
        head: text.askedFor,
        cell: ({ askedFor }) =>
          askedFor !== null && linkTo(askedFor.address, html`<code>${askedFor.id}</code>`),
      },
      { head: '', cell: (one) => props.canChange && acts(props, one) },
    ],
    props.domains,
  )
}

function acts(props: DomainsProps, { domain, address, decision }: ShownDomain): Html {
  const about = domain
  return html`<div class="row-acts">${
    decision !== 'allowed' &&
    actButton(props, { action: `${address}/allow`, label: text.allow, about })
  }
${decision !== 'denied' && linkButton(`${address}/deny`, text.deny, { tone: 'danger', about })}
${actButton(props, { action: `${address}/forget`, label: text.forget, about })}</div>`
}

function decide(props: DomainsProps): Html {
  return section(
    { id: 'decide', title: text.decide, about: text.decideAbout },
    html`<div class="sheet form-sheet">${actForm(
      props,
      { action: DOMAINS, kind: 'fields' },
      html`${lineField({ id: 'domain', label: text.field, value: '', isRequired: true })}
<div class="choices">
<button class="button button-danger" type="submit" name="decision" value="deny">${text.deny}</button>
<button class="button" type="submit" name="decision" value="allow">${text.allow}</button>
</div>`,
    )}</div>`,
  )
}
