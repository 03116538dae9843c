/** Chromium as an engine, through Playwright. */

import type { Page } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import type { Engine, Tab } from './engine.ts'

export async function openChromium(): Promise<Engine> {
  const browser = await openBrowser()
  return {
    async newPerson() {
      const context = await browser.newContext()
      return {
        newTab: async () => tabOf(await context.newPage()),
        leave: () => context.close(),
      }
    },
    close: () => browser.close(),
  }
}

function tabOf(page: Page): Tab {
  return {
    async open(address) {
      await page.goto(address, { waitUntil: 'commit' })
    },
    type: (selector, text) => page.fill(selector, text),
    press: (selector) => page.click(selector, { noWaitAfter: true }),
    look: async () => ({ address: page.url(), text: (await page.textContent('body')) ?? '' }),
  }
}
