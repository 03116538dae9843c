/**
 * Consent: may this app act for me? The page answers in the order in which a careful person asks:
 * who wants in, as whom am I signed in, what may it do, for how long, how do I undo it.
 */

import { icon } from './icons.ts'
import {
  brand,
  type FormProps,
  given,
  hiddenFields,
  letter,
  notice,
  type PageProps,
} from './layout.ts'
import { html, type Markup } from './markup.ts'
import { type ScopeInWords, scopeInWords, scopeList } from './scope.ts'
import { day, span } from './time.ts'

/** Why the question is asked again. */
export type ConsentNotice = 'no_decision' | 'page_too_old'

export interface ConsentProps extends PageProps, FormProps {
  readonly client: {
    readonly name: string
    /** The host (and port, if it is not the default) that the browser returns to. */
    readonly returnHost: string
    /** When the app was registered here. */
    readonly knownSince: number
  }
  /** As whom the person is signed in. */
  readonly email: string
  /** Where "use another account" posts to; with `hidden`, like the decision. */
  readonly switchAction: string
  readonly scope: readonly ScopeInWords[]
  /** The names of the APIs it is limited to; empty means every API. */
  readonly resources: readonly string[]
  /** The names of the APIs that are told the e-mail address. */
  readonly toldEmail: readonly string[]
  /** After this many seconds without use it ends by itself. */
  readonly unusedSeconds: number
  /** Where a person disconnects apps. */
  readonly accountAddress: string
  readonly notice: ConsentNotice | null
}

/** The consent page. Its form posts `decision` (`allow` or `deny`) and the hidden fields. */
export function consentPage(props: ConsentProps): string {
  const { client } = props
  return letter({
    brandName: props.brandName,
    title: `Let ${client.name} act for you?`,
    body: html`<h1>Let ${given(client.name)} act for you?</h1>
${props.notice === null ? null : notice('alert', wordsForNotice(props.notice))}
<dl class="terms">
${term('Who asks', who(props))}
${term('Signed in as', you(props))}
${term('It can', powers(props))}
${term('How long', end(props))}
</dl>
<form class="decision" aria-label="Your decision" method="post" action="${props.action}">
${hiddenFields(props.hidden)}
<button class="button" type="submit" name="decision" value="deny">${icon('cross')}Deny</button>
<button class="button" type="submit" name="decision" value="allow">${icon('check')}Allow</button>
</form>`,
    below: html`<p>Whatever you choose, you return to the app.</p>
<p>It never sees your password, which stays with ${brand(props)}.</p>`,
  })
}

function term(question: string, answer: Markup): Markup {
  return html`<div class="term">
<dt>${question}</dt>
<dd>${answer}</dd>
</div>`
}

function who({ client }: ConsentProps): Markup {
  const { returnHost } = client
  // The name is in the heading. What it cannot choose is here.
  const place = LOOPBACK.test(returnHost)
    ? html`A program on this computer (${given(returnHost)})`
    : html`The app at <strong>${given(returnHost)}</strong>`
  return html`<p>${place}</p>
<p class="soft">Registered here on ${day(client.knownSince)}</p>`
}

const LOOPBACK = /^(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d+)?$/i

function you(props: ConsentProps): Markup {
  return html`<p><strong>${given(props.email)}</strong></p>
<form class="switch" method="post" action="${props.switchAction}">
${hiddenFields(props.hidden)}
<button class="text-button" type="submit">Not you? Use another account</button>
</form>`
}

function powers({ scope, resources, toldEmail }: ConsentProps): Markup {
  const limit = resources.length === 0 ? null : html`<p class="soft">Only in ${list(resources)}</p>`
  const sees = toldEmail.length === 1 ? 'sees' : 'see'
  const told =
    toldEmail.length === 0
      ? null
      : html`<p class="soft">${list(toldEmail)} ${sees} your e-mail address.</p>`
  return html`${scopeList(scope)}
${limit}${told}`
}

function end({ unusedSeconds, accountAddress }: ConsentProps): Markup {
  return html`<p>It ends after ${span(unusedSeconds)} without use, or at once when you disconnect it in <a href="${accountAddress}">your account</a>.</p>`
}

function list(names: readonly string[]): readonly Markup[] {
  return names.map((name, place) => {
    const before = place === 0 ? '' : place === names.length - 1 ? ' and ' : ', '
    return html`${before}${given(name)}`
  })
}

function wordsForNotice(reason: ConsentNotice): Markup {
  switch (reason) {
    case 'no_decision':
      return html`<p>Choose “Allow” or “Deny” to continue.</p>`
    case 'page_too_old':
      return html`<p>The page was open for too long. Nothing was decided yet: choose again.</p>`
  }
}

const plain: ConsentProps = {
  action: '/consent?request=sealed',
  switchAction: '/sign-out?request=sealed',
  client: {
    name: 'Ledgerline',
    returnHost: 'app.ledgerline.example',
    knownSince: Date.UTC(2025, 2, 3) / 1000,
  },
  email: 'jo.martin@example.com',
  scope: scopeInWords('all'),
  resources: [],
  toldEmail: [],
  unusedSeconds: 365 * 86_400,
  accountAddress: '/account',
  notice: null,
}
const words = {
  'invoices:read': 'See your invoices and their payments',
  'invoices:write': 'Write invoices and send them in your name',
  'contacts:read': 'See your customers and suppliers',
}

export const samples: Readonly<Record<string, ConsentProps>> = {
  plain,
  'some scopes': {
    ...plain,
    scope: scopeInWords('openid invoices:read invoices:write contacts:read x.legacy', words),
    resources: ['Invoices', 'Contacts', 'Archive'],
    toldEmail: ['Contacts'],
    unusedSeconds: 90 * 86_400,
  },
  'many scopes': {
    ...plain,
    scope: scopeInWords(Array.from({ length: 14 }, (_, place) => `ledger:${place}`).join(' ')),
  },
  'on this computer': {
    ...plain,
    client: { ...plain.client, name: 'Ledgerline CLI', returnHost: '127.0.0.1:53682' },
  },
  'no decision': { ...plain, notice: 'no_decision' },
  'page too old': { ...plain, notice: 'page_too_old' },
  'long names': {
    ...plain,
    brandName: 'Northern Cooperative Agricultural Bank Identity',
    client: {
      name: 'Consolidated Bookkeeping and Reconciliation Suite for Agricultural Cooperatives',
      returnHost: `${'integration-gateway.'.repeat(4)}consolidated-bookkeeping.example:4443`,
      knownSince: plain.client.knownSince,
    },
    email: `${'very-long-mailbox-name'.repeat(3)}@subdomain.of.a.long.example.com`,
    scope: scopeInWords(`invoices:read ${'a-scope-token-without-end'.repeat(4)}`, words),
    resources: [
      'The Invoices and Receivables Interface',
      'The Archive of Closed Accounting Periods',
    ],
    toldEmail: [
      'The Invoices and Receivables Interface',
      'The Archive of Closed Accounting Periods',
    ],
  },
  hostile: {
    ...plain,
    brandName: '<b>"Brand" & Sons</b>',
    client: {
      name: `<script>document.title='owned'</script>\u202Eelgnis`,
      returnHost: '<img src=x onerror=alert(1)>',
      knownSince: 0,
    },
    email: '"><img src=x onerror=alert(1)>',
    scope: scopeInWords('<svg/onload=alert(1)>'),
    resources: ['</dl><script>alert(3)</script>'],
    toldEmail: ['<script>alert(4)</script>'],
    hidden: { csrf: '"><script>alert(2)</script>' },
  },
}
