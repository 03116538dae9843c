import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { startIntegrator } from '../src/integrator.ts'
import { type Browser, openBrowser } from './browser.ts'
import { onStage, type Stage } from './stage.ts'

interface Visit {
  readonly stage: Stage
  readonly url: string
  readonly browser: Browser
  /** Clicks "Connect" and agrees at the server; returns the address the browser is sent back to. */
  consent(): Promise<string>
  connect(): Promise<void>
}

async function visiting(check: (visit: Visit) => Promise<void>, scope?: string): Promise<void> {
  await onStage(async (stage) => {
    const { clientId, clientSecret } = stage.server
    const integrator = await startIntegrator({
      issuer: stage.proxy.url,
      clientId,
      clientSecret,
      scope,
      apiUrl: stage.apiUrl,
      port: 0,
      dataDirectory: stage.directory,
    })
    const { url } = integrator
    const browser = openBrowser()
    const consent = async () =>
      stage.server.authorize((await browser.post(`${url}/connect`)).location)
    const connect = async () => {
      const callback = await consent()
      assert.equal((await browser.get(callback)).location, `${url}/?notice=connected`)
    }
    try {
      await check({ stage, url, browser, consent, connect })
    } finally {
      await integrator.close()
    }
  })
}

describe('the page of Acme Notes Sync', () => {
  it('invites the user to connect, and then shows who is connected and their notes', () =>
    visiting(async ({ url, browser, connect }) => {
      const before = await browser.get(url)
      assert.match(before.text, /Connect your notes/)
      await connect()
      const { text } = await browser.get(`${url}/?notice=connected`)
      assert.match(text, /Connected\. Your notes are below\./)
      assert.match(text, /ada@example\.com/)
      assert.match(text, /good for 5 min 0 s|good for 4 min \d+ s/)
      assert.doesNotMatch(text, /<b>milk/)
      assert.match(text, /milk/)
    }))

  it('shows what the ID token says, if it asks for one', () =>
    visiting(async ({ url, browser, connect }) => {
      await connect()
      const { text } = await browser.get(url)
      assert.match(text, /<dt>sub<\/dt><dd>account_ada<\/dd>/)
      assert.match(text, /<dt>amr<\/dt><dd>\[&#34;pwd&#34;,&#34;&#60;b&#62;otp&#34;\]<\/dd>/)
    }, 'openid'))

  it('adds a note, refreshes and calls the API on request', () =>
    visiting(async ({ stage, url, browser, connect }) => {
      await connect()
      const added = await browser.post(`${url}/notes`, { text: ' Water the plants ' })
      assert.equal(added.location, `${url}/?notice=added`)
      assert.match((await browser.get(url)).text, /Water the plants/)
      stage.proxy.seen.length = 0
      assert.equal((await browser.post(`${url}/refresh`)).location, `${url}/?notice=refreshed`)
      assert.equal(stage.proxy.seen.length, 1)
      assert.equal((await browser.post(`${url}/call`)).location, `${url}/?notice=called`)
      const empty = await browser.post(`${url}/notes`, { text: ' ' })
      assert.equal(empty.location, `${url}/?notice=empty_note`)
      assert.equal(stage.notes.length, 2)
    }))

  it('disconnects at the server before it says so', () =>
    visiting(async ({ url, browser, connect }) => {
      await connect()
      const kept = browser.cookies.get('acme_session') ?? ''
      assert.equal(
        (await browser.post(`${url}/disconnect`)).location,
        `${url}/?notice=disconnected`,
      )
      assert.match((await browser.get(url)).text, /Connect your notes/)
      browser.cookies.set('acme_session', kept)
      assert.match((await browser.get(url)).text, /The connection has ended/)
    }))

  it('says so if the user denied, and offers to connect again', () =>
    visiting(async ({ url, browser, consent }) => {
      const denied = new URL(await consent())
      denied.searchParams.delete('code')
      denied.searchParams.set('error', 'access_denied')
      const { location } = await browser.get(denied.href)
      assert.equal(location, `${url}/?notice=access_denied`)
      const { text } = await browser.get(location)
      assert.match(text, /You did not allow the connection/)
      assert.match(text, /Connect again/)
    }))

  it('does not accept a callback that another browser started', () =>
    visiting(async ({ url, browser, consent }) => {
      const callback = await consent()
      const victim = openBrowser()
      assert.equal((await victim.get(callback)).location, `${url}/?notice=login_lost`)
      await victim.post(`${url}/connect`)
      assert.equal((await victim.get(callback)).location, `${url}/?notice=login_lost`)
      assert.equal(victim.cookies.has('acme_session'), false)
      assert.equal((await browser.get(callback)).location, `${url}/?notice=connected`)
    }))

  it('finishes two logins from two tabs, and one whose callback comes twice', () =>
    visiting(async ({ url, browser, consent }) => {
      const [first, second] = [await consent(), await consent()]
      for (const callback of [first, second, second]) {
        assert.equal((await browser.get(callback)).location, `${url}/?notice=connected`)
      }
      assert.match((await browser.get(url)).text, /milk/)
    }))

  it('keeps a login while the server is down; reloading the page finishes it', () =>
    visiting(async ({ stage, url, browser, consent }) => {
      const callback = await consent()
      stage.proxy.faults.push({ kind: 'busy', retryAfter: 60 })
      const away = await browser.get(callback)
      assert.match(away.text, /does not answer right now/)
      assert.match(away.text, /Try again/)
      assert.equal((await browser.get(callback)).location, `${url}/?notice=connected`)
    }))

  it('keeps the connection when the API is down', () =>
    visiting(async ({ stage, url, browser, connect }) => {
      await connect()
      stage.apiFails = 503
      assert.match((await browser.get(url)).text, /notes API does not answer/)
      stage.apiFails = 403
      assert.match((await browser.get(url)).text, /does not cover it/)
      stage.apiFails = undefined
      assert.match((await browser.get(url)).text, /milk/)
    }))

  it('accepts no form from another site, and no cookie that was tampered with', () =>
    visiting(async ({ url, browser, connect }) => {
      await connect()
      const headers = { origin: 'https://evil.example' }
      const foreign = await fetch(`${url}/disconnect`, { method: 'POST', headers })
      assert.equal(foreign.status, 403)
      const sealed = browser.cookies.get('acme_session') ?? ''
      browser.cookies.set(
        'acme_session',
        `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`,
      )
      assert.match((await browser.get(url)).text, /Connect your notes/)
      browser.cookies.set('acme_login_s', sealed)
      const callback = `${url}/callback?code=c&state=s`
      assert.equal((await browser.get(callback)).location, `${url}/?notice=login_lost`)
    }))

  it('repeats no text from its address', () =>
    visiting(async ({ url, browser }) => {
      for (const notice of ['<script>alert(1)</script>', 'Call%20this%20number', 'constructor']) {
        const { status, text } = await browser.get(`${url}/?notice=${notice}`)
        assert.equal(status, 200)
        assert.doesNotMatch(text, /class="notice|alert\(1\)|this number/)
      }
    }))

  it('redirects users who typed another name of the host to the right one', () =>
    visiting(async ({ url, browser }) => {
      const { location } = await browser.get(url.replace('127.0.0.1', 'localhost'))
      assert.equal(location, `${url}/`)
    }))
})
