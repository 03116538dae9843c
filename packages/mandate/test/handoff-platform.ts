/**
 * A platform with a login page of its own, for tests: a server whose only way to sign in is handoff,
 * and the requests that the platform's back end sends.
 */

import assert from 'node:assert/strict'
import { operatorOf } from './platform.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { type Arrival, simplestRequest, type Visitor } from './visitor.ts'

const LOGIN_URL = 'https://app.acme.example/login'
export const LOGOUT_URL = 'https://app.acme.example/logout'

export const HANDOFF = {
  acme: { way: 'handoff', label: 'Acme', login_url: LOGIN_URL, logout_url: LOGOUT_URL },
}

interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

export interface Platform {
  readonly server: RunningServer
  readonly secret: string
  /** How many requests its back end has sent. */
  sent(): number
  /** Opens the app in a browser that gets as far as the login page; the id that it has there. */
  begin(visitor: Visitor, parameters?: Readonly<Record<string, string>>): Promise<string>
  read(id: string, by?: By): Promise<Answer>
  answer(id: string, members: Readonly<Record<string, unknown>>, by?: By): Promise<Answer>
  /** The same, up to an accepted answer: the URL to continue at. */
  continueUrl(id: string, members: Readonly<Record<string, unknown>>): Promise<string>
  /** A whole sign-in of this user, from the app and back to it. */
  signIn(
    visitor: Visitor,
    subject: string,
    parameters?: Readonly<Record<string, string>>,
  ): Promise<Arrival>
  /** The user on the account page, or null if signed out. */
  shownTo(visitor: Visitor): Promise<string | null>
}

interface By {
  readonly secret?: string
  /** The address of another node. */
  readonly node?: string
}

export async function startPlatform(
  options: Parameters<typeof startServer>[0] = {},
): Promise<Platform> {
  const server = await startServer({
    ...options,
    settings: { signIn: HANDOFF, ...options.settings },
  })
  const { secret } = await operatorOf(server).newKey({ permissions: ['sign_in'], provider: 'acme' })
  let sent = 0

  async function post(path: string, body: unknown, by: By = {}): Promise<Answer> {
    sent += 1
    const response = await fetch(`${by.node ?? server.issuer}/platform/v1/sign-in/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${by.secret ?? secret}`,
      },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Answer['body'] }
  }

  const platform: Platform = {
    server,
    secret,
    sent: () => sent,
    async begin(visitor, parameters = simplestRequest(server)) {
      const arrival = await visitor.open(parameters)
      return signInIdAt(arrival.address)
    },
    read: (id, by) => post('read', { id }, by),
    answer: (id, members, by) => post('answer', { id, ...members }, by),
    async continueUrl(id, members) {
      const { status, body } = await platform.answer(id, members)
      assert.equal(status, 200, JSON.stringify(body))
      return String(body['continue_url'])
    },
    async signIn(visitor, subject, parameters) {
      const id = await platform.begin(visitor, parameters)
      return visitor.follow(await platform.continueUrl(id, { subject }))
    },
    async shownTo(visitor) {
      const page = await visitor.get('/account')
      if (page.status !== 200) return null
      const accounts = (await server.store.accounts.list({ limit: 1_000 })).rows
      const html = await page.text()
      return accounts.find(({ email }) => email !== null && html.includes(email))?.email ?? ''
    },
  }
  return platform
}

/** The id with which a browser arrives at the login page. */
export function signInIdAt(address: URL): string {
  assert.equal(`${address.origin}${address.pathname}`, LOGIN_URL)
  const id = address.searchParams.get('sign_in')
  assert.ok(id)
  return id
}
