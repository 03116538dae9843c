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
  /** Default: our seal and colours, and no links. */
  readonly look?: Look | undefined
}

/** The operator's own appearance. Addresses are complete; null for none. */
export interface Look {
  /** An image with the name in it, instead of seal and name. */
  readonly logo: string | null
  /** A stylesheet that follows ours. */
  readonly stylesheet: string | null
  readonly support: string | null
  readonly privacy: string | null
  readonly terms: string | null
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
  const links = linksAtTheFoot(page)
  const below =
    (content.below || links) && html`<footer class="below">${content.below}${links}</footer>`
  return document(page, {
    title: content.title,
    body: html`<div class="letter-place">
<main class="sheet letter">
${letterhead(page)}
${content.body}
</main>
${below}
</div>`,
  })
}

/** A wide page under a bar with the brand and, at its end, `aside`. `side` is a list of other pages. */
export function desk(
  page: PageProps,
  content: Content & { readonly aside: Html; readonly side?: Html },
): string {
  const links = linksAtTheFoot(page)
  const main = html`<main class="desk">
${content.body}
</main>`
  return document(page, {
    title: content.title,
    body: html`<header class="bar">
<p class="bar-brand">${brandMark(page)}</p>
<div class="bar-aside">${content.aside}</div>
</header>
${
  content.side === undefined
    ? main
    : html`<div class="room">
${content.side}
${main}
</div>`
}
${links && html`<footer class="foot">${links}</footer>`}`,
  })
}

/** The logo, or the seal and the name. */
export function brandMark(page: PageProps): Html {
  return logo(page) ?? html`${seal}<span>${brand(page)}</span>`
}

function letterhead(page: PageProps): Html {
  const image = logo(page)
  return image === null
    ? html`<div class="letter-head">
<svg class="flap" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false"><path class="flap-sheet" d="M0 0 50 100 100 0Z"/><path class="flap-edge" d="M0 0 50 100 100 0"/></svg>
${seal}
</div>
<p class="brand">${brand(page)}</p>`
    : html`<p class="letter-logo">${image}</p>`
}

function logo(page: PageProps): Html | null {
  const address = page.look?.logo ?? null
  return address === null ? null : html`<img class="logo" src="${address}" alt="${brand(page)}"/>`
}

function linksAtTheFoot({ words, look }: PageProps): Html | null {
  const links = (['support', 'privacy', 'terms'] as const).flatMap((name) => {
    const address = look?.[name] ?? null
    return address === null ? [] : [html`<li><a href="${address}">${words.foot[name]}</a></li>`]
  })
  return links.length === 0 ? null : html`<ul class="foot-links">${links}</ul>`
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

/** A whole document. `styles` and `scripts` are addresses of more than every page has. */
export function document(
  page: PageProps,
  {
    title,
    body,
    styles = [],
    scripts = [],
  }: Content & { readonly styles?: readonly string[]; readonly scripts?: readonly string[] },
): string {
  const { language, direction } = page.words
  const own = page.look?.stylesheet ?? null
  return `<!DOCTYPE html>\n${html`<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8"/>
<title>${title} · ${brand(page)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta name="robots" content="noindex"/>
${icons(page)}
<link rel="stylesheet" href="${assetAddress('stylesheet.css')}"/>
${styles.map((address) => html`<link rel="stylesheet" href="${address}"/>\n`)}${own !== null && html`<link rel="stylesheet" href="${own}"/>\n`}${scripts.map((address) => html`<script type="module" src="${address}"></script>\n`)}</head>
<body>
${body}
</body>
</html>`}\n`
}

function icons({ look }: PageProps): Html {
  const address = look?.logo ?? null
  return address === null
    ? html`<link rel="icon" type="image/svg+xml" href="${assetAddress('favicon.svg')}"/>`
    : html`<link rel="icon" href="${address}"/>`
}
