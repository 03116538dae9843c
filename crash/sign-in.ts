/** The users: each signs in once with the form and then connects as often as requested. */

import { createClient, fileStore } from '../packages/client/src/index.ts'
import type { ClientSettings } from './clients/settings.ts'
import type { Journal, Role } from './journal.ts'
import { locate } from './token-locator.ts'
import type { Vault } from './vault.ts'

export interface User {
  readonly email: string
  readonly password: string
}

export interface Connected {
  /** Where `@mandate/client` finds the grant in its store. */
  readonly grantKey: string
  readonly grant: string
  readonly role: Role
}

/**
 * A browser that keeps cookies, follows redirects on the server, fills in the sign-in form and agrees on
 * the consent page. It returns the address on another site that it is led to.
 */
export function openBrowser(issuer: string, user: User): (address: string) => Promise<string> {
  const cookies = new Map<string, string>()

  /** The hidden fields of the page that came last. */
  let hidden: Readonly<Record<string, string>> = {}

  async function send(address: string, form?: URLSearchParams): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(address, {
      redirect: 'manual',
      headers: cookie === '' ? {} : { cookie },
      ...(form && { method: 'POST', body: form }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    hidden = hiddenFieldsOf(await response.text())
    return response
  }

  return async (address) => {
    let at = address
    let response = await send(at)
    for (let pages = 0; pages < 6; pages++) {
      const location = response.headers.get('location')
      if (location === null) {
        response = await send(at, new URLSearchParams({ ...hidden, ...user, decision: 'allow' }))
        continue
      }
      at = new URL(location, at).href
      if (new URL(at).origin !== issuer) return at
      response = await send(at)
    }
    throw new Error(`the sign-in did not get past ${new URL(at).pathname} (${response.status})`)
  }
}

function hiddenFieldsOf(html: string): Readonly<Record<string, string>> {
  const fields = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)
  const plain = (text: string) =>
    text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
  return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, plain(value)]))
}

/** Connects the user once for each role, in the order given. */
export async function connect(
  settings: ClientSettings,
  user: User,
  place: {
    readonly roles: readonly Role[]
    readonly storeDirectory: string
    readonly vault: Vault
    readonly journal: Journal
  },
): Promise<readonly Connected[]> {
  const store = fileStore(place.storeDirectory)
  const client = createClient({ ...settings, store })
  const browse = openBrowser(settings.issuer, user)
  const connected: Connected[] = []
  for (const role of place.roles) {
    const { url, pending } = await client.startLogin()
    const { grantKey } = await client.finishLogin(await browse(url), pending)
    const held = await store.load(grantKey)
    if (held?.record.stage !== 'live') throw new Error('a fresh grant is not live')
    const { accessToken, refreshToken } = held.record.tokens
    for (const token of [accessToken, refreshToken ?? '']) place.vault.keep(token)
    const grant = locate(accessToken).grant
    place.journal({ what: 'signed_in', grant, role })
    connected.push({ grantKey, grant, role })
  }
  return connected
}
