/** Every page of the console: axe finds nothing, it fits 320 px, and strange names stay text. */

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../../../test/browser.ts'
import { consolePictures } from '../../../test/console-gallery.ts'
import { openGallery } from '../../../test/gallery.ts'
import { assertAccessible, distinct, measured } from '../../../test/page-checks.ts'

describe('pages of the console in a browser', { concurrency: false }, () => {
  let browser: Browser
  let page: Page
  let narrow: Page
  let gallery: Awaited<ReturnType<typeof openGallery>>
  const complaints: string[] = []

  before(async () => {
    gallery = await openGallery()
    browser = await openBrowser()
    page = await browser.newPage()
    await page.addInitScript(axe.source)
    narrow = await browser.newPage({ viewport: { width: 320, height: 700 } })
    narrow.on('console', (message) => complaints.push(message.text()))
    narrow.on('pageerror', (error) => complaints.push(error.message))
  })
  after(async () => {
    await browser?.close()
    gallery?.close()
  })

  for (const picture of distinct(consolePictures)) {
    test(`${picture.name} meets WCAG 2.2 AA, wide and light, narrow and dark`, () =>
      assertAccessible(page, `${gallery.origin}/${picture.name}`))
  }

  for (const picture of consolePictures) {
    test(`${picture.name} fits 320 px, is well-formed, and keeps strange names text`, async () => {
      complaints.length = 0
      await narrow.goto(`${gallery.origin}/${picture.name}`)
      const isFramed = picture.html.includes('class="console-page"')
      assert.deepEqual(await narrow.evaluate(measured(picture.html)), {
        cut: [],
        widthBeyond: 0,
        lowTargets: [],
        fault: 'none',
        hostile: 0,
        scripts: isFramed ? 1 : 0,
      })
      assert.deepEqual(complaints, [])
    })
  }

  test('in a narrow window the places are a menu that opens without JavaScript', async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 360, height: 700 },
    })
    const own = await context.newPage()
    await own.goto(`${gallery.origin}/console-users.plain`)
    const link = own.getByRole('link', { name: 'Clients' })
    assert.equal(await link.isVisible(), false)
    await own.getByRole('button', { name: 'Menu' }).click()
    await link.waitFor()
    await own.keyboard.press('Escape')
    await link.waitFor({ state: 'hidden' })
    await context.close()
  })
})
