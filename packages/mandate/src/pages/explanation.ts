/**
 * The explanation of one refused request, for the client it was addressed to: what happened, what to
 * do next, and what was found. Strangers get `error.ts` in its place.
 */

import type { Explanation } from '../store/records.ts'
import type { Difference, Marked } from './difference.ts'
import { referenceOf } from './explanation-document.ts'
import { explanationInWords } from './explanation-facts.ts'
import { type Html, html } from './html.ts'
import { letter, type PageProps } from './layout.ts'

export interface ExplanationProps extends PageProps {
  readonly explanation: Explanation
}

/** The explanation page. */
export function explanationPage(props: ExplanationProps): string {
  const { title, happened, next, operator, facts, difference } = explanationInWords(
    props.explanation,
  )
  const reference = referenceOf(props.explanation)
  const terms = facts.map(
    ({ label, value }) =>
      html`<div class="term"><dt>${label}</dt><dd class="found">${value}</dd></div>`,
  )
  return letter({
    brandName: props.brandName,
    title,
    body: html`<h1>${title}</h1>
<p>${happened}</p>
${difference === undefined ? null : comparison(difference)}
<h2>What to do next</h2>
<p>${next}</p>
${operator === undefined ? null : toOperator(operator.message, reference)}
<details>
<summary>What was found</summary>
<dl class="terms">${terms}</dl>
</details>
<dl class="small-print small-lines">
<div><dt>Error</dt><dd><code>${props.explanation.error}</code></dd></div>
<div><dt>Reference</dt><dd><code>${reference}</code></dd></div>
<div><dt>More</dt><dd><a href="/errors">All refused requests of this client</a></dd></div>
</dl>`,
  })
}

/** The developer cannot run the operator's command, so the page has the words to ask for it. */
function toOperator(message: string, reference: string): Html {
  return html`<h2 id="message">Message to the operator</h2>
<p class="message" role="group" aria-labelledby="message">${message} The reference is ${reference}.</p>`
}

function comparison({ sent, expected, sentence }: Difference): Html {
  return html`<dl class="compared">
<div><dt>Sent</dt><dd><code>${marked(sent)}</code></dd></div>
<div><dt>Expected</dt><dd><code>${marked(expected)}</code></dd></div>
</dl>
<p>${sentence}</p>`
}

/** Screen readers pass over `mark`, so where it begins and ends is also said. */
function marked({ before, differing, after }: Marked): Html {
  const inside =
    differing === ''
      ? html`<span class="unseen"> nothing here </span>`
      : html`<span class="unseen"> difference begins </span>${differing}<span class="unseen"> difference ends </span>`
  return html`${before}<mark>${inside}</mark>${after}`
}

const wrongRedirect: Explanation = {
  id: 'k3v9ZqLw81xA',
  error: 'invalid_request',
  reason: 'unknown_redirect_uri',
  at: 1_772_546_700,
  standing: 'named',
  clientId: 'client_Jm3kQz0xT2a9fVbL8sYu',
  request: {
    method: 'GET',
    endpoint: '/oauth2/authorize',
    mediaType: null,
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
    authentication: null,
    parameters: [
      { name: 'response_type', value: 'code' },
      { name: 'redirect_uri', value: 'https://app.ledgerline.example/Callback' },
      { name: 'state', value: '(24 characters)' },
    ],
  },
  details: {
    sent: 'https://app.ledgerline.example/Callback',
    registered: ['https://app.ledgerline.example/callback', 'http://127.0.0.1/callback'],
  },
}
const reused: Explanation = {
  ...wrongRedirect,
  error: 'invalid_grant',
  reason: 'generation_reused',
  standing: 'authenticated',
  request: {
    method: 'POST',
    endpoint: '/oauth2/token',
    mediaType: 'application/x-www-form-urlencoded',
    userAgent: 'ledgerline/2.4',
    authentication: 'client_secret_basic',
    parameters: [
      { name: 'grant_type', value: 'refresh_token' },
      { name: 'refresh_token', value: '(105 characters)' },
    ],
  },
  details: {
    grant: '019cb4f0a1b2c3d4e5f60718293a4b5c',
    presented: 3,
    live: 4,
    live_since: 1_772_546_520,
    live_until: 1_804_082_520,
    retry_key: 'absent',
    retry_seconds: 0,
  },
}
const address = 'https://app.ledgerline.example/callback'

export const samples: Readonly<Record<string, ExplanationProps>> = {
  'redirect URI': { explanation: wrongRedirect },
  'redirect URI too short': {
    explanation: { ...wrongRedirect, details: { sent: address, registered: [`${address}/`] } },
  },
  'refresh token reused': { explanation: reused },
  hostile: {
    brandName: '<b>"Brand" & Sons</b>',
    explanation: {
      ...wrongRedirect,
      clientId: '<img src=x onerror=alert(2)>',
      details: {
        sent: `https://a.example/<script>alert(3)</script>${'x'.repeat(300)}`,
        registered: [`https://a.example/"><svg/onload=alert(4)>${'y'.repeat(200)}`],
      },
      request: {
        ...wrongRedirect.request,
        userAgent: '</dd><script>alert(5)</script>',
        parameters: [{ name: '<i>name</i>', value: 'z'.repeat(300) }],
      },
    },
  },
}
