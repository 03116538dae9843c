/**
 * The user journeys, as tests of one engine: sign in, agree, refuse, come back, in one tab and in
 * several. The client's callback redirects further each time, and they have to arrive.
 */

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Client } from '../../src/store/records.ts'
import { PASSWORD } from '../running-server.ts'
import { type Engine, type Person, see, type Tab } from './engine.ts'
import { ARRIVED, openStage, type Stage } from './stage.ts'

const SIGN_IN = /Sign in to (continue|your account)/
const SIGNED_OUT = /You were signed out\. Nothing was changed\./
const ALLOW = 'button[value=allow]'
const DENY = 'button[value=deny]'

/** Declares the tests, with Fetch Metadata and without. The engine is started once for all of them. */
export function tryJourneys(
  name: string,
  openEngine: () => Promise<Engine>,
  options: { readonly skip: string | false } = { skip: false },
): void {
  describe(name, options, () => {
    let engine: Engine
    before(async () => {
      engine = await openEngine()
    })
    after(() => engine.close())
    for (const fetchMetadata of [true, false]) {
      const how = fetchMetadata ? 'directly' : 'behind a proxy that strips Fetch Metadata'
      describe(how, () => declareJourneys(fetchMetadata, () => engine))
    }
  })
}

function declareJourneys(fetchMetadata: boolean, engine: () => Engine): void {
  let stage: Stage
  before(async () => {
    stage = await openStage({ fetchMetadata })
  })
  after(() => stage.close())

  const journey = (title: string, go: (person: Person, client: Client) => Promise<void>) =>
    test(title, async () => {
      const client = await stage.register({ trusted: title.includes('trusted') })
      const person = await engine().newPerson()
      try {
        await go(person, client)
      } finally {
        await person.leave()
      }
    })

  async function begin(tab: Tab, client: Client, more: Readonly<Record<string, string>> = {}) {
    const { id: client_id } = client
    const wanted = { response_type: 'code', client_id, redirect_uri: stage.callback, ...more }
    await tab.open(`${stage.issuer}/oauth2/authorize?${new URLSearchParams(wanted)}`)
  }

  async function signIn(tab: Tab, email = stage.server.account.email) {
    await see(tab, SIGN_IN)
    await tab.type('#email', email)
    await tab.type('#password', PASSWORD)
    await tab.press('form.fields button[type=submit]')
  }

  async function signOut(tab: Tab) {
    await tab.open(`${stage.issuer}/account`)
    await see(tab, /Connected apps/)
    await tab.press('form[action="/sign-out"] button')
    await see(tab, /You are signed out/)
  }

  /** The person is where the callback led, and the client received this. */
  async function arrives(tab: Tab, parameter: 'code' | 'error') {
    await see(tab, ARRIVED)
    assert.ok(stage.answers.at(-1)?.has(parameter), parameter)
  }

  journey(
    'SCENARIO 64: arrives after Allow if the callback redirects further',
    async (person, client) => {
      const tab = await person.newTab()
      await begin(tab, client)
      await signIn(tab)
      await see(tab, /Allow/)
      await tab.press(ALLOW)
      await arrives(tab, 'code')

      const elsewhere = await engine().newPerson()
      const remembered = await elsewhere.newTab()
      await begin(remembered, client)
      await signIn(remembered)
      await arrives(remembered, 'code')
      await elsewhere.leave()
    },
  )

  journey('SCENARIO 64: arrives after Deny', async (person, client) => {
    const tab = await person.newTab()
    await begin(tab, client)
    await signIn(tab)
    await see(tab, /Deny/)
    await tab.press(DENY)
    await arrives(tab, 'error')
  })

  journey('SCENARIO 64: arrives after the sign-in for a trusted client', async (person, client) => {
    const tab = await person.newTab()
    await begin(tab, client)
    await signIn(tab)
    await arrives(tab, 'code')
  })

  for (const [decision, parameter] of [
    [ALLOW, 'code'],
    [DENY, 'error'],
  ] as const) {
    journey(`SCENARIO 64: arrives by form_post with ${parameter}`, async (person, client) => {
      const tab = await person.newTab()
      await begin(tab, client, { response_mode: 'form_post' })
      await signIn(tab)
      await see(tab, /Allow/)
      await tab.press(decision)
      await arrives(tab, parameter)
    })
  }

  journey('changes the account on the consent page, and arrives', async (person, client) => {
    const other = await stage.server.createAccount(`${client.id}@example.com`)
    const tab = await person.newTab()
    await begin(tab, client)
    await signIn(tab)
    await see(tab, /Not you\?/)
    await tab.press('form.switch button')
    await signIn(tab, other.email)
    await see(tab, new RegExp(other.email))
    await tab.press(ALLOW)
    await arrives(tab, 'code')
  })

  for (const title of [
    'SCENARIO 65: five tabs on the first visit each end at their client',
    'SCENARIO 65: so do five tabs of a trusted client',
  ]) {
    journey(title, async (person, client) => {
      const tabs = await Promise.all(Array.from({ length: 5 }, () => person.newTab()))
      await Promise.all(tabs.map((tab) => begin(tab, client)))
      for (const [place, tab] of tabs.entries()) {
        await signIn(tab)
        if (place === 0 && !client.trusted) {
          await see(tab, /Allow/)
          await tab.press(ALLOW)
        }
        await arrives(tab, 'code')
      }
    })
  }

  journey(
    'SCENARIO 67: signs out in one tab, allows in another, and arrives',
    async (person, client) => {
      const tab = await person.newTab()
      await begin(tab, client)
      await signIn(tab)
      await see(tab, /Allow/)
      await signOut(await person.newTab())
      await tab.press(ALLOW)
      await see(tab, SIGNED_OUT)
      await signIn(tab)
      await arrives(tab, 'code')
    },
  )

  journey(
    'SCENARIO 67: signs out in one tab, disconnects in another, and it is done',
    async (person, client) => {
      const tab = await person.newTab()
      await begin(tab, client)
      await signIn(tab)
      await see(tab, /Allow/)
      await tab.press(ALLOW)
      await arrives(tab, 'code')
      await tab.open(`${stage.issuer}/account`)
      await see(tab, /Connected apps/)
      await signOut(await person.newTab())
      await tab.press(`form:has([value="${client.id}"]) button`)
      await see(tab, SIGNED_OUT)
      await signIn(tab)
      await see(tab, /is disconnected/)
    },
  )

  for (const policy of ['unsafe-url', 'no-referrer'] as const) {
    const title = `SCENARIO 66: a form on another site, with ${policy}, does nothing`
    journey(title, async (person, client) => {
      const tab = await person.newTab()
      await begin(tab, client)
      await signIn(tab)
      await see(tab, /Allow/)
      await tab.press(ALLOW)
      await arrives(tab, 'code')
      const attacker = { email: 'attacker@example.com', password: PASSWORD }
      for (const [path, fields] of [
        ['/account/disconnect', { client_id: client.id }],
        ['/sign-out', {}],
        ['/sign-in', attacker],
      ] as const) {
        await tab.open(stage.foreignForm({ path, fields, policy }))
        await see(tab, /Win a prize/)
        await tab.press('#foreign')
        await see(tab, /came from another site/)
      }
      await tab.open(`${stage.issuer}/account`)
      const { text } = await see(tab, /Connected apps/)
      assert.ok(text.includes(stage.server.account.email))
      assert.match(text, /Ledgerline/)
    })
  }

  test('no header gives the client one of our addresses with its query', () => {
    assert.ok(stage.told.length > 0)
    // WebKit sends the origin after a redirect, which the client knows anyway.
    const harmless = ['', 'null', `${stage.issuer}/`]
    for (const told of stage.told) assert.ok(harmless.includes(told), told)
  })
}
