import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../../test/browser.ts'
import { mailPictures, openGallery, PASSKEYS, pictures } from '../../test/gallery.ts'
import { distinct, show, tall, violations, widthBeyond } from '../../test/page-checks.ts'

const onlyHostileNamesMake =
  'img:not(.logo, .client-logo), b, i, iframe, svg:not(.seal, .flap, .icon, .qr), [onload], [onerror]'

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
        [tall.wide, 'light'],
        [tall.narrow, 'dark'],
      ] as const) {
        await show(pageWithAxe, { viewport, colorScheme })
        assert.deepEqual(await violations(pageWithAxe), [], colorScheme)
      }
    })
  }

  for (const picture of [...pictures, ...mailPictures]) {
    test(`${picture.name} fits 320 px, is well-formed, and keeps strange names text`, async () => {
      complaints.length = 0
      await page.goto(`${gallery.origin}/${picture.name}`)
      await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
      assert.equal(await widthBeyond(page), 0)
      for (const target of await page.locator('.button, .text-button, .field input').all()) {
        const box = await target.boundingBox()
        assert.ok(box !== null && box.height >= 44, `${await target.textContent()}: ${box?.height}`)
      }
      const parsed = `new DOMParser().parseFromString(${JSON.stringify(picture.html)}, 'text/xml')`
      const fault = `${parsed}.querySelector('parsererror')?.textContent ?? 'none'`
      assert.equal(await page.evaluate(fault), 'none')
      const isFormPost = picture.name.startsWith('form-post.')
      assert.equal(await page.locator(onlyHostileNamesMake).count(), 0)
      const hasScript = isFormPost || picture.html.includes(PASSKEYS)
      assert.equal(await page.locator('script').count(), hasScript ? 1 : 0)
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

function styles(selector: string, property: string): string {
  const all = `[...document.querySelectorAll(${JSON.stringify(selector)})]`
  return `${all}.map((one) => getComputedStyle(one).${property})`
}
