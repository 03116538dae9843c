/**
 * Pages are pure functions from properties to an HTML document. They read no clock, know neither
 * request nor store, and contain no script (except `form-post.ts`, which has one line). Their texts
 * come from `words/`, in the language of the page. Times are seconds since 1970, addresses are
 * complete. `test/samples/` has every page in each of its states; tests view them in a browser.
 *
 * A page is a letter (one narrow, sealed sheet: sign-in, consent, errors) or a desk (the account
 * page). Both are built here. `http/` calls the pages and sends what they return. `assets.ts` has
 * the only stylesheet; its first lines are the ones an operator changes to brand it.
 *
 * The markup is well-formed XML, so that a test can find a missing end tag.
 */

import type { Words } from '../words/en/en.ts'
import type { Phrase } from '../words/phrase.ts'
import { assetAddress, assetText } from './assets.ts'
import { type Html, html, unescaped } from './html.ts'
import { type IconName, icon } from './icons.ts'

/** What every page needs. */
export interface PageProps {
  /** The texts, in the language of the page. */
  readonly words: Words
  /** The name of the platform; "Mandate" by default. */
  readonly brandName?: string | undefined
}

export interface FormProps {
  /** The address the form is posted to. */
  readonly action: string
  /** Hidden fields, such as a CSRF token. */
  readonly hidden?: Readonly<Record<string, string>> | undefined
}

interface Content {
  /** For the title bar, so without elements. */
  readonly title: string | Phrase<string>
  readonly body: Html
}

/** A narrow sheet with a flap and a seal. `below` is printed under the sheet. */
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

/** A wide page under a bar with the brand and, at its end, `aside`. `side` is a list of other pages. */
export function desk(
  page: PageProps,
  content: Content & { readonly aside: Html; readonly side?: Html },
): string {
  const main = html`<main class="desk">
${content.body}
</main>`
  return frame(
    page,
    content.title,
    html`<header class="bar">
<p class="bar-brand">${seal}<span>${brand(page)}</span></p>
<div class="bar-aside">${content.aside}</div>
</header>
${
  content.side === undefined
    ? main
    : html`<div class="room">
${content.side}
${main}
</div>`
}`,
  )
}

/** A short message at the top of a page: `alert` for a problem, `done` for good news. */
export function notice(tone: 'alert' | 'done', body: Html, id?: string): Html {
  const drawing: IconName = tone
  const role = tone === 'alert' ? 'alert' : 'status'
  return html`<div class="notice notice-${tone}" role="${role}" id="${id ?? 'notice'}">
${icon(drawing)}<div>${body}</div>
</div>`
}

/** A name chosen by an app or a person. It cannot change the direction of the text around it. */
export function given(name: string): Html {
  return html`<bdi class="given">${name}</bdi>`
}

/** Who somebody is signed in as: an address or a name; null for an account with neither. */
export function personName(words: Words, email: string | null): Html {
  return email === null ? html`${words.account.noAddress}` : given(email)
}

export function hiddenFields(fields: Readonly<Record<string, string>> = {}): readonly Html[] {
  return Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}"/>`,
  )
}

/**
 * The attribute for text that is in English whatever the language of the page (WCAG 2.2, 3.1.2).
 */
export function inEnglish({ language, direction }: Words): Html | false {
  return language !== 'en' && html` lang="en"${direction === 'rtl' && html` dir="ltr"`}`
}

export function brand(page: Pick<PageProps, 'brandName'>): string {
  return page.brandName ?? 'Mandate'
}

const seal = unescaped(assetText('seal.svg').trim())

function frame(page: PageProps, title: Content['title'], body: Html): string {
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
