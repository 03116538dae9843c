import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../../test/browser.ts'
import { openGallery } from '../../test/gallery.ts'

const windows = [
  { width: 390, height: 664 },
  { width: 360, height: 640 },
  { width: 1366, height: 650 },
] as const

let browser: Browser
let page: Page
let gallery: Awaited<ReturnType<typeof openGallery>>
before(async () => {
  gallery = await openGallery()
  browser = await openBrowser()
  page = await browser.newPage()
})
after(async () => {
  await browser?.close()
  gallery?.close()
})

/** The boxes of Deny and Allow, and of the permissions. */
async function boxesOf(sample: string, size: (typeof windows)[number]) {
  await page.setViewportSize(size)
  await page.goto(`${gallery.origin}/consent.${sample}`)
  const buttons = await page.locator('.decision button').all()
  const boxes = await Promise.all(buttons.map((button) => button.boundingBox()))
  assert.equal(boxes.length, 2)
  return boxes.map((box) => box ?? assert.fail('a button is not drawn'))
}

for (const size of windows.slice(0, 1)) {
  for (const sample of ['five-scopes', 'something-new', 'five-scopes.de', 'something-new.ar']) {
    test(`with five scopes all of the consent page is seen at once at ${size.width}×${size.height}: ${sample}`, async () => {
      for (const box of await boxesOf(sample, size)) {
        assert.ok(box.y + box.height <= size.height, `ends at ${box.y + box.height}`)
      }
      const form = await page.locator('.decision').boundingBox()
      const last = await page.locator('.term').last().boundingBox()
      assert.ok(form !== null && last !== null)
      assert.ok(
        last.y + last.height <= form.y + 1,
        `${last.y + last.height - form.y} px are hidden`,
      )
    })
  }
}

for (const size of windows) {
  const where = `${size.width}×${size.height}`

  test(`with one scope all of the consent page, down to Deny and Allow, is seen at once at ${where}`, async () => {
    for (const sample of ['plain', 'on-this-computer', 'plain.ar', 'on-this-computer.de']) {
      for (const box of await boxesOf(sample, size)) {
        assert.ok(box.y + box.height <= size.height, `${sample} ends at ${box.y + box.height}`)
      }
      // They are at the end of the page and cover nothing.
      const form = await page.locator('.decision').boundingBox()
      const terms = await page.locator('.terms').boundingBox()
      assert.ok(form !== null && terms !== null && terms.y + terms.height <= form.y + 1)
    }
  })

  test(`with many scopes and long names Deny and Allow can be reached without scrolling at ${where}`, async () => {
    for (const sample of ['some-scopes', 'many-scopes', 'long-names', 'no-decision', 'hostile']) {
      for (const box of await boxesOf(sample, size)) {
        assert.ok(box.y >= 0 && box.y + box.height <= size.height, `${sample}: ${box.y}`)
      }
    }
  })
}

test('the focused element is never hidden behind the buttons (WCAG 2.2, 2.4.11)', async () => {
  await page.setViewportSize(windows[1])
  await page.goto(`${gallery.origin}/consent.long-names`)
  const covered = `(() => {
    const [box] = document.activeElement.getClientRects()
    const found = document.elementFromPoint(box.left + 4, box.top + box.height / 2)
    return !document.activeElement.contains(found) && document.activeElement !== found
  })()`
  for (let stop = 0; stop < 4; stop++) {
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(covered), false, `stop ${stop}`)
  }
})

test('the strongest permission has a warning sign and “Full access.” in bold', async () => {
  await page.goto(`${gallery.origin}/consent.plain`)
  const permission = page.locator('.powers li')
  assert.equal(await permission.textContent(), 'Full access. It can do everything you can do.')
  assert.equal(await permission.locator('strong').textContent(), 'Full access.')
  assert.ok(await permission.locator('svg.icon').isVisible())
  await page.goto(`${gallery.origin}/consent.some-scopes`)
  assert.equal(await page.locator('.powers svg').count(), 0)
})
