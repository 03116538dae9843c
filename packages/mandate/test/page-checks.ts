/** What tests ask of every page in a browser. */

import assert from 'node:assert/strict'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import type { Picture } from './pictures.ts'

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const tags = /<(\/?)([a-z]\w*)([^<>]*?)(\/?)>/g

/** So tall that no sticky button covers text: axe cannot judge the contrast of covered text. */
export const tall = { wide: { width: 1280, height: 3000 }, narrow: { width: 360, height: 3000 } }

/**
 * Shows the page in this size and these colours, without motion, and waits until the browser has drawn
 * it so: on a busy machine it takes a while, and axe would judge what it sees in between.
 */
export async function show(page: Page, look: Look): Promise<void> {
  const { viewport, colorScheme } = look
  await page.setViewportSize(viewport)
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  const isShown = `innerWidth === ${viewport.width} && innerHeight === ${viewport.height} && matchMedia('(prefers-color-scheme: ${colorScheme})').matches`
  await page.evaluate(`new Promise((drawn) => {
    const next = globalThis.requestAnimationFrame
    const look = () => (${isShown} ? next(() => next(drawn)) : next(look))
    look()
  })`)
}

interface Look {
  readonly viewport: { readonly width: number; readonly height: number }
  readonly colorScheme: 'light' | 'dark'
}

/** By how many pixels the page is wider than the window. */
export function widthBeyond(page: Page): Promise<unknown> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth')
}

/**
 * Axe is slow, so it checks only some pictures: each time the one with the most elements that no
 * earlier picture had, until all are covered.
 */
export function distinct(all: readonly Picture[]): readonly Picture[] {
  const left = new Map(all.map((picture) => [picture, structureOf(picture.html)]))
  const chosen: Picture[] = []
  for (;;) {
    const [next] = [...left].toSorted(([, one], [, other]) => other.size - one.size)
    if (next === undefined || next[1].size === 0) return chosen
    chosen.push(next[0])
    for (const [picture, kinds] of left) {
      left.set(picture, new Set([...kinds].filter((kind) => !next[1].has(kind))))
    }
  }
}

/** Shows the picture at this address wide and light, then narrow and dark; neither may violate a rule. */
export async function assertAccessible(page: Page, address: string): Promise<void> {
  await page.goto(address)
  for (const [viewport, colorScheme] of [
    [tall.wide, 'light'],
    [tall.narrow, 'dark'],
  ] as const) {
    await show(page, { viewport, colorScheme })
    assert.deepEqual(await violations(page), [], colorScheme)
  }
}

/** Every kind of element of a page, with the two around it: names, classes, language, validity. */
function structureOf(source: string): Set<string> {
  const found = new Set<string>()
  const open: string[] = []
  for (const [, isEnd, name, attributes = '', isEmpty] of source.matchAll(tags)) {
    if (isEnd) {
      open.pop()
      continue
    }
    const telling = attributes.match(/ (?:class|lang|aria-invalid)="[^"]*"/g)?.join('') ?? ''
    const kind = `${name}${telling}`
    found.add([...open.slice(-2), kind].join(' > '))
    if (!isEmpty) open.push(kind)
  }
  return found
}

/**
 * The violations that axe finds, one line each. For contrast, "cannot tell" counts too, because our
 * colours are plain.
 */
export async function violations(page: Page): Promise<readonly string[]> {
  const options = { runOnly: standards, resultTypes: ['violations', 'incomplete'] }
  const found = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as AxeResults
  const unclear = found.incomplete.filter((rule) => rule.id === 'color-contrast')
  return [...found.violations, ...unclear].flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.html}`),
  )
}

const onlyHostileNamesMake =
  'img:not(.logo, .client-logo), b, i, iframe:not([sandbox]), svg:not(.seal, .flap, .icon, .qr, .drawing, .swatch), [onload], [onerror]'

/**
 * What lies outside of the window, or does not fit into an element that hides the rest. A wide table
 * may scroll in a region of its own, which the keyboard reaches.
 */
export const cutOff = `[...document.querySelectorAll('body *:not(svg, svg *, input, .unseen, .unseen *)')].filter((one) => {
  const { left, right, width } = one.getBoundingClientRect()
  if (getComputedStyle(one).clipPath !== 'none' || width <= 1) return false
  if (one.closest('[tabindex="0"][role="region"]')) return false
  const hides = getComputedStyle(one).overflowX !== 'visible'
  return left < 0 || right > innerWidth || (hides && one.scrollWidth > one.clientWidth + 1)
}).map((one) => one.outerHTML.slice(0, 120))`

/** What one look at a page, and then one with everything unfolded, finds: one round trip to the browser. */
export function measured(html: string): string {
  return `(() => {
    const cut = ${cutOff}
    for (const one of document.querySelectorAll('details')) one.open = true
    const count = (selector) => document.querySelectorAll(selector).length
    const targets = [...document.querySelectorAll('.button, .text-button, .field input')]
    const parsed = new DOMParser().parseFromString(${JSON.stringify(html)}, 'text/xml')
    return {
      cut,
      widthBeyond: document.documentElement.scrollWidth - innerWidth,
      lowTargets: targets
        .map((one) => [one.textContent, one.getBoundingClientRect().height])
        .filter(([, height]) => !(height >= 44)),
      fault: parsed.querySelector('parsererror')?.textContent ?? 'none',
      hostile: count(${JSON.stringify(onlyHostileNamesMake)}),
      scripts: count('script'),
    }
  })()`
}
