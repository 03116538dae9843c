/**
 * Pages: what people see, as pure functions from properties to one HTML document. They read no
 * clock, know no request and no store, and hold no script (but `form-post.ts`, which runs one line
 * of its own). Everything comes in as properties: text is escaped by `html.ts`, moments are
 * seconds since 1970, addresses are ready to use. `test/samples/` has every view in each of its
 * states, and tests check them in a browser.
 *
 * A view is a letter (one narrow, sealed sheet: sign-in, consent, errors) or a desk (the account
 * page). Both are built here. Neighbours: `http/` calls the views and sends what they return;
 * `assets.ts` has the one stylesheet, whose first lines are what an operator changes to brand it.
 *
 * The tags are written so that they are well-formed XML too: a test can then tell a missing end tag.
 */

import type { Words } from '../words/en.ts'
import { assetAddress, assetText } from './assets.ts'
import { type Html, html, type Printable, unescaped } from './html.ts'
import { type IconName, icon } from './icons.ts'

/** What every page is told. */
export interface PageProps {
  /** The language of the page. */
  readonly words: Words
  /** The name of the platform's sign-in; "Mandate" where the operator gave none. */
  readonly brandName?: string | undefined
}

export interface FormProps {
  /** The address the form is posted to. */
  readonly action: string
  /** Fields to send back unseen, such as a token against cross-site requests. */
  readonly hidden?: Readonly<Record<string, string>> | undefined
}

interface Content {
  /** Text of the browser's title bar: no elements. */
  readonly title: Printable
  readonly body: Html
}

/** One narrow sheet under the flap and the seal. `below` comes under the sheet. */
export function letter(page: PageProps, content: Content & { below?: Html | null }): string {
  const below = content.below && html`<footer class="below">${content.below}</footer>`
  return frame(
    page,
    content.title,
    html`<div class="letter-place">
<main class="sheet letter">
<div class="letter-head">
<svg class="flap" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false"><path class="flap-sheet" d="M0 0 50 100 100 0Z"/><path class="flap-edge" d="M0 0 50 100 100 0"/></svg>
${seal}
</div>
<p class="brand">${brand(page)}</p>
${content.body}
</main>
${below}
</div>`,
  )
}

/** A wide page under a bar that shows the brand and, on its right, `aside`. */
export function desk(page: PageProps, content: Content & { aside: Html }): string {
  return frame(
    page,
    content.title,
    html`<header class="bar">
<p class="bar-brand">${seal}<span>${brand(page)}</span></p>
<div class="bar-aside">${content.aside}</div>
</header>
<main class="desk">
${content.body}
</main>`,
  )
}

/** A short message at the top of a page. `alert` is something to put right, `done` is good news. */
export function notice(tone: 'alert' | 'done', body: Html, id?: string): Html {
  const drawing: IconName = tone
  const role = tone === 'alert' ? 'alert' : 'status'
  return html`<div class="notice notice-${tone}" role="${role}" id="${id ?? 'notice'}">
${icon(drawing)}<div>${body}</div>
</div>`
}

/** A name that someone chose for themselves: kept from changing the direction of our own text. */
export function given(name: string): Html {
  return html`<bdi class="given">${name}</bdi>`
}

/** As whom somebody is signed in. */
export function personName(words: Words, email: string | null): Html {
  return email === null ? html`${words.noAddress}` : given(email)
}

export function hiddenFields(fields: Readonly<Record<string, string>> = {}): readonly Html[] {
  return Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}"/>`,
  )
}

/** The attribute of what is English on every page (WCAG 2.2, 3.1.2). */
export function inEnglish({ language }: Words): Html | false {
  return language !== 'en' && html` lang="en"`
}

export function brand(page: Pick<PageProps, 'brandName'>): string {
  return page.brandName ?? 'Mandate'
}

const seal = unescaped(assetText('seal.svg').trim())

function frame(page: PageProps, title: Printable, body: Html): string {
  const { language, direction } = page.words
  return `<!DOCTYPE html>\n${html`<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8"/>
<title>${title} · ${brand(page)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta name="robots" content="noindex"/>
<link rel="icon" type="image/svg+xml" href="${assetAddress('favicon.svg')}"/>
<link rel="stylesheet" href="${assetAddress('stylesheet.css')}"/>
</head>
<body>
${body}
</body>
</html>`}\n`
}
