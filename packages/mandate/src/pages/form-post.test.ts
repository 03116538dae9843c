import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../../test/browser.ts'
import { contentSecurityPolicy } from '../../test/gallery.ts'
import { en } from '../words/en/en.ts'
import { formPostPage, formPostScriptSource } from './form-post.ts'

const fields = { code: 'c-1', state: `a b+c&d="é"${'x'.repeat(1000)}`, iss: 'https://id.example' }
const page = formPostPage({ action: '/callback', clientName: 'Ledgerline', fields, words: en })

let browser: Browser
before(async () => {
  browser = await openBrowser()
})
after(() => browser?.close())

test('the response is posted automatically under the policy with the script’s hash', async () => {
  const posted = await postedAfter({ javaScriptEnabled: true, press: false })
  assert.deepEqual(Object.fromEntries(posted), fields)
})

test('without JavaScript the button posts the same response', async () => {
  const posted = await postedAfter({ javaScriptEnabled: false, press: true })
  assert.deepEqual(Object.fromEntries(posted), fields)
})

/** Opens the page in a browser and returns the form that arrives at the redirect URI. */
async function postedAfter(how: {
  readonly javaScriptEnabled: boolean
  readonly press: boolean
}): Promise<URLSearchParams> {
  const { promise: arrived, resolve } = Promise.withResolvers<URLSearchParams>()
  const server = createServer(async (request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    if (request.method === 'POST') {
      resolve(new URLSearchParams(await text(request)))
      response.end('<!DOCTYPE html><title>Arrived</title>')
    } else {
      response.setHeader('Content-Security-Policy', contentSecurityPolicy(formPostScriptSource))
      response.end(page)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const tab = await browser.newPage({ javaScriptEnabled: how.javaScriptEnabled })
  try {
    await tab.goto(`http://127.0.0.1:${port}/`, { waitUntil: 'commit' })
    if (how.press) await tab.getByRole('button', { name: 'Continue' }).click()
    return await arrived
  } finally {
    await tab.close()
    server.close()
    server.closeAllConnections()
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks = await request.toArray()
  return Buffer.concat(chunks).toString('utf8')
}
