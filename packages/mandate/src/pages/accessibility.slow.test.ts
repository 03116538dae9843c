/** The states of pages that `accessibility.test.ts` leaves out, because axe is slow. */

import { after, before, describe, test } from 'node:test'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../../test/browser.ts'
import { openGallery } from '../../test/gallery.ts'
import { assertAccessible, checkedPictures } from '../../test/page-checks.ts'

describe('other states of pages in a browser', { concurrency: false }, () => {
  let browser: Browser
  let page: Page
  let gallery: Awaited<ReturnType<typeof openGallery>>

  before(async () => {
    gallery = await openGallery()
    browser = await openBrowser()
    page = await browser.newPage()
    await page.addInitScript(axe.source)
  })
  after(async () => {
    await browser?.close()
    gallery?.close()
  })

  for (const picture of checkedPictures().slow) {
    test(`${picture.name} meets WCAG 2.2 AA, wide and light, narrow and dark`, () =>
      assertAccessible(page, `${gallery.origin}/${picture.name}`))
  }
})
