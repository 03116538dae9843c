import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../../test/browser.ts'
import { mailPictures, openGallery, PASSKEYS, pictures } from '../../test/gallery.ts'
import { assertAccessible, distinct, measured } from '../../test/page-checks.ts'

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
    test(`${picture.name} meets WCAG 2.2 AA, wide and light, narrow and dark`, () =>
      assertAccessible(pageWithAxe, `${gallery.origin}/${picture.name}`))
  }

  // The other languages are measured by `languages.slow.test.ts`.
  for (const picture of [...pictures, ...mailPictures].filter(isEnglish)) {
    test(`${picture.name} fits 320 px, is well-formed, and keeps strange names text`, async () => {
      complaints.length = 0
      await page.goto(`${gallery.origin}/${picture.name}`)
      const hasInlineScript = picture.html.includes('<script>')
      const hasScript = hasInlineScript || picture.html.includes(PASSKEYS)
      assert.deepEqual(await page.evaluate(measured(picture.html)), {
        cut: [],
        widthBeyond: 0,
        lowTargets: [],
        fault: 'none',
        hostile: 0,
        scripts: hasScript ? 1 : 0,
      })
      // This test server allows no inline scripts and no frames, so the browser reports ours.
      const expected = hasInlineScript ? /Executing inline script violates|Framing '/ : /^Framing '/
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

/** Those in other languages end in its tag. */
function isEnglish({ name }: { readonly name: string }): boolean {
  return !name.endsWith('.ar')
}

function styles(selector: string, property: string): string {
  const all = `[...document.querySelectorAll(${JSON.stringify(selector)})]`
  return `${all}.map((one) => getComputedStyle(one).${property})`
}
