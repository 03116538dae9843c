/**
 * WebKitGTK as an engine: Debian's MiniBrowser, driven by WebKitWebDriver (W3C WebDriver) on a display
 * of its own. The driver allows one session at a time, so each person gets a separate driver.
 */

import { globSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { freePort } from '../../src/runtime/ports.ts'
import { startChild } from './child.ts'
import type { Engine, Person, Tab } from './engine.ts'

/** The key under which WebDriver names an element (W3C WebDriver §12.1). */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'

export async function openWebKit(): Promise<Engine> {
  const display = startChild('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24'])
  const [number] = await display.says(/\d+(?=\n)/, display.process.stdio[3] as Readable)
  return {
    newPerson: () => newPerson(`:${number}`),
    close: () => display.end(),
  }
}

async function newPerson(display: string): Promise<Person> {
  // WebKitWebDriver does not report which port it took, so it is given one.
  const port = await freePort('127.0.0.1')
  const driver = startChild('WebKitWebDriver', [`--port=${port}`], {
    DISPLAY: display,
    // For machines with neither a GPU nor user namespaces.
    LIBGL_ALWAYS_SOFTWARE: '1',
    WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
  })
  const driverAddress = `http://127.0.0.1:${port}`
  await untilItListens(driverAddress)
  const [binary = ''] = globSync('/usr/lib/*/webkit2gtk-4.*/MiniBrowser')
  const browserOptions = { binary, args: ['--automation'] }
  const { sessionId } = await command(`${driverAddress}/session`, 'POST', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': browserOptions } },
  })
  const session = `${driverAddress}/session/${sessionId}`
  let isFirst = true
  // Only one tab can be active in the session, so commands wait for each other.
  let turn: Promise<unknown> = Promise.resolve()
  return {
    async newTab() {
      const usesFirst = isFirst
      isFirst = false
      const handle = usesFirst
        ? await command(`${session}/window`, 'GET')
        : (await command(`${session}/window/new`, 'POST', { type: 'tab' })).handle
      return tabOf((act) => {
        const acted = turn.then(async () => {
          await command(`${session}/window`, 'POST', { handle })
          return act(session)
        })
        turn = acted.catch(() => {})
        return acted
      })
    },
    async leave() {
      await command(session, 'DELETE').catch(() => {})
      await driver.end()
    },
  }
}

function tabOf(inTab: <Result>(act: (session: string) => Promise<Result>) => Promise<Result>): Tab {
  const find = async (session: string, selector: string) => {
    const found = await command(`${session}/element`, 'POST', {
      using: 'css selector',
      value: selector,
    })
    return `${session}/element/${found[ELEMENT]}`
  }
  return {
    open: (address) => inTab((session) => command(`${session}/url`, 'POST', { url: address })),
    type: (selector, text) =>
      inTab(async (session) => {
        const element = await find(session, selector)
        await command(`${element}/clear`, 'POST', {})
        await command(`${element}/value`, 'POST', { text })
      }),
    press: (selector) =>
      inTab(async (session) => command(`${await find(session, selector)}/click`, 'POST', {})),
    look: () =>
      inTab(async (session) => ({
        address: await command(`${session}/url`, 'GET'),
        text: await command(`${session}/execute/sync`, 'POST', {
          script: 'return document.body ? document.body.textContent : ""',
          args: [],
        }),
      })),
  }
}

/** One command of W3C WebDriver; rejects with the driver's message. */
// biome-ignore lint/suspicious/noExplicitAny: the result differs by command.
async function command(address: string, method: string, body?: object): Promise<any> {
  const response = await fetch(address, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const { value } = (await response.json()) as { value: unknown }
  if (!response.ok) throw new Error(`${method} ${address}: ${JSON.stringify(value)}`)
  return value
}

async function untilItListens(address: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${address}/status`).catch(() => null)
    if (answer !== null) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
