import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import axe, { type AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../../test/browser.ts'
import { mailPictures, openGallery, type Picture, pictures } from '../../test/gallery.ts'

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
// So tall that no sticky button covers text: axe cannot judge the contrast of covered text.
const wide = { width: 1280, height: 3000 }
const onlyHostileNamesMake = 'img, b, i, iframe, svg:not(.seal, .flap, .icon), [onload], [onerror]'
const tags = /<(\/?)([a-z]\w*)([^<>]*?)(\/?)>/g
const narrow = { width: 360, height: 3000 }

describe('pages in a browser', { concurrency: false }, () => {
  let browser: Browser
  let page: Page
  let pageWithAxe: Page
  let gallery: Awaited<ReturnType<typeof openGallery>>
  const complaints: string[] = []

  before(async () => {
    gallery = await openGallery()
    browser = await openBrowser()
    page = await browser.newPage({ viewport: { width: 320, height: 700 } })
    pageWithAxe = await browser.newPage()
    await pageWithAxe.addInitScript(axe.source)
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('dialog', (dialog) => {
      complaints.push(`a script of a hostile name ran: ${dialog.message()}`)
      return dialog.dismiss()
    })
  })
  after(async () => {
    await browser?.close()
    gallery?.close()
  })

  for (const picture of [...distinct(pictures), ...distinct(mailPictures)]) {
    test(`${picture.name} meets WCAG 2.2 AA, wide and light, narrow and dark`, async () => {
      await pageWithAxe.goto(`${gallery.origin}/${picture.name}`)
      for (const [viewport, colorScheme] of [
        [wide, 'light'],
        [narrow, 'dark'],
      ] as const) {
        await pageWithAxe.setViewportSize(viewport)
        // A transition between the two colour schemes would be measured half-way.
        await pageWithAxe.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        assert.deepEqual(await violations(pageWithAxe), [], colorScheme)
      }
    })
  }

  for (const picture of [...pictures, ...mailPictures]) {
    test(`${picture.name} fits 320 px, is well-formed, and keeps strange names text`, async () => {
      complaints.length = 0
      await page.goto(`${gallery.origin}/${picture.name}`)
      const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      assert.equal(beyond, 0)
      for (const target of await page.locator('.button, .text-button, .field input').all()) {
        const box = await target.boundingBox()
        assert.ok(box !== null && box.height >= 44, `${await target.textContent()}: ${box?.height}`)
      }
      const parsed = `new DOMParser().parseFromString(${JSON.stringify(picture.html)}, 'text/xml')`
      const fault = `${parsed}.querySelector('parsererror')?.textContent ?? 'none'`
      assert.equal(await page.evaluate(fault), 'none')
      const isFormPost = picture.name.startsWith('form-post.')
      assert.equal(await page.locator(onlyHostileNamesMake).count(), 0)
      assert.equal(await page.locator('script').count(), isFormPost ? 1 : 0)
      // This test server allows no scripts, so the browser reports the one of form-post.
      const expected = isFormPost ? /Executing inline script violates/ : /^$/
      assert.deepEqual(
        complaints.filter((complaint) => !expected.test(complaint)),
        [],
      )
    })
  }

  test('a forced-colours palette keeps the borders of buttons and fields', async () => {
    await page.emulateMedia({ forcedColors: 'active' })
    await page.goto(`${gallery.origin}/sign-in.wrong-credentials`)
    const borders = await page.evaluate(styles('.field input, button, .notice', 'borderTopStyle'))
    await page.emulateMedia({ forcedColors: null })
    assert.deepEqual(borders, ['solid', 'solid', 'solid', 'solid'])
  })

  test('users who prefer reduced motion see none', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.goto(`${gallery.origin}/consent.plain`)
    const still = await page.evaluate(styles('.decision button', 'transitionDuration'))
    await page.emulateMedia({ reducedMotion: null })
    assert.deepEqual(still, ['0s', '0s'])
  })
})

/**
 * Axe is slow, so it checks only some pictures: each time the one with the most elements that no
 * earlier picture had, until all are covered.
 */
function distinct(all: readonly Picture[]): readonly Picture[] {
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
async function violations(page: Page): Promise<readonly string[]> {
  const options = { runOnly: standards, resultTypes: ['violations', 'incomplete'] }
  const found = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as AxeResults
  const unclear = found.incomplete.filter((rule) => rule.id === 'color-contrast')
  return [...found.violations, ...unclear].flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.html}`),
  )
}

function styles(selector: string, property: string): string {
  const all = `[...document.querySelectorAll(${JSON.stringify(selector)})]`
  return `${all}.map((one) => getComputedStyle(one).${property})`
}
