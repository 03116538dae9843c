/**
 * Every page and mail in every language fits a narrow window; English, and the console with it, is
 * measured by the tests beside this one. What axe looks at depends on the direction of the text and on
 * its length, not on the language.
 */

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../../test/browser.ts'
import { allPictures, openGallery } from '../../test/gallery.ts'
import { cutOff, distinct, show, tall, violations, widthBeyond } from '../../test/page-checks.ts'
import { catalogues } from '../words/choose.ts'

describe('pages in every language', { concurrency: false }, () => {
  let browser: Browser
  let page: Page
  let pageWithAxe: Page
  let gallery: Awaited<ReturnType<typeof openGallery>>

  before(async () => {
    gallery = await openGallery()
    browser = await openBrowser()
    page = await browser.newPage({ viewport: { width: 320, height: 700 } })
    pageWithAxe = await browser.newPage()
    await pageWithAxe.addInitScript(axe.source)
  })
  after(async () => {
    await browser?.close()
    gallery?.close()
  })

  for (const { language, direction } of Object.values(catalogues)) {
    if (language === 'en') continue
    const own = allPictures().filter(({ html }) =>
      html.includes(`<html lang="${language}" dir="${direction}">`),
    )

    // German has the longest words, and Arabic runs from right to left.
    const isHardest = language === 'de' || language === 'ar'

    test(`in ${language} nothing is cut off at 320 px`, async () => {
      assert.ok(own.length > 50)
      const cut: string[] = []
      for (const { name } of isHardest ? own : distinct(own)) {
        await page.goto(`${gallery.origin}/${name}`)
        for (const found of (await page.evaluate(cutOff)) as readonly string[]) {
          cut.push(`${name}: ${found}`)
        }
        if ((await widthBeyond(page)) !== 0) cut.push(`${name} is wider than the window`)
      }
      assert.deepEqual(cut, [])
    })

    if (!isHardest) continue
    test(`in ${language} every kind of page meets WCAG 2.2 AA`, async () => {
      for (const { name } of distinct(own)) {
        await pageWithAxe.goto(`${gallery.origin}/${name}`)
        const colorScheme = direction === 'rtl' ? 'dark' : 'light'
        await show(pageWithAxe, { viewport: tall.narrow, colorScheme })
        assert.deepEqual(await violations(pageWithAxe), [], name)
      }
    })
  }
})
