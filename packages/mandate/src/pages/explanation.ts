/**
 * The explanation of one refused request, for the client it was addressed to: what happened, what
 * to do next, and the findings. Strangers get `error.ts` in its place.
 */

import type { Difference, Marked } from '../explanations/difference.ts'
import type { ExplanationInWords } from '../explanations/in-words.ts'
import { en } from '../words/en/en.ts'
import { type Html, html } from './html.ts'
import { letter, type PageProps } from './layout.ts'

export interface ExplanationProps extends Omit<PageProps, 'words'> {
  readonly explanation: ExplanationInWords
}

/** The explanation page. It is for developers, and in English only. */
export function explanationPage(props: ExplanationProps): string {
  const { title, happened, next, operator, facts, difference, error, reference } = props.explanation
  const terms = facts.map(
    ({ label, value }) =>
      html`<div class="term"><dt>${label}</dt><dd class="found">${value}</dd></div>`,
  )
  return letter(
    { ...props, words: en },
    {
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
<div><dt>Error</dt><dd><code>${error}</code></dd></div>
<div><dt>Reference</dt><dd><code>${reference}</code></dd></div>
<div><dt>More</dt><dd><a href="/errors">All refused requests of this client</a></dd></div>
</dl>`,
    },
  )
}

/** The developer cannot run the operator's command, so the page has the words to ask for it. */
function toOperator(message: string, reference: string): Html {
  return html`<h2 id="message">Message to the operator</h2>
<p class="message" role="group" aria-labelledby="message">${message} The reference is ${reference}.</p>`
}

/** What was sent beside what was expected, with the first difference marked. */
export function comparison({ sent, expected, sentence }: Difference): Html {
  return html`<dl class="compared">
<div><dt>Sent</dt><dd><code>${marked(sent)}</code></dd></div>
<div><dt>Expected</dt><dd><code>${marked(expected)}</code></dd></div>
</dl>
<p>${sentence}</p>`
}

/**
 * Screen readers ignore `mark`, so its beginning and end are also in words. What was sent is somebody's
 * text: an override of direction in it ends where its part ends.
 */
function marked({ before, differing, after }: Marked): Html {
  const inside =
    differing === ''
      ? html`<span class="unseen"> nothing here </span>`
      : html`<span class="unseen"> difference begins </span>${part(differing)}<span class="unseen"> difference ends </span>`
  return html`${part(before)}<mark>${inside}</mark>${part(after)}`
}

function part(text: string): Html | '' {
  return text === '' ? '' : html`<bdi>${text}</bdi>`
}
