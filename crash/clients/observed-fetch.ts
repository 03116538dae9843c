/** `fetch` that also records each request to the server's endpoints. */

import type { Endpoint, Journal } from '../journal.ts'
import { fingerprintOf, type Locator, locate } from '../token-locator.ts'
import type { Vault } from '../vault.ts'

const endpoints: Readonly<Record<string, Endpoint>> = {
  '/oauth2/token': 'token',
  '/oauth2/revoke': 'revoke',
  '/oauth2/introspect': 'introspect',
}

const realFetch = globalThis.fetch

/** `by` is the prefix of each request's name, and unique in this run. */
export function observedFetch(
  by: string,
  { journal, vault }: { readonly journal: Journal; readonly vault: Vault },
): typeof fetch {
  let count = 0
  return async (input, init) => {
    const { origin, pathname } = new URL(input instanceof Request ? input.url : input)
    const endpoint = endpoints[pathname]
    const token = presentedIn(init?.body)
    if (endpoint === undefined || token === undefined) return realFetch(input, init)
    const id = `${by}-${process.pid}-${count++}`
    const key = new Headers(init?.headers).get('idempotency-key')
    journal({
      ...{ what: 'sent', id, endpoint, token: locate(token), to: origin },
      key: key === null ? null : fingerprintOf(key),
    })
    let response: Response
    let text: string
    try {
      response = await realFetch(input, init)
      text = await response.clone().text()
    } catch (error) {
      journal({ what: 'lost', id })
      throw error
    }
    const { refresh, access, ...rest } = understand(text)
    // Stored first: an answer in the journal can always be examined.
    for (const answered of [refresh, access]) if (answered !== null) vault.keep(answered)
    journal({
      ...{ what: 'answered', id, status: response.status, ...rest },
      refresh: located(refresh),
      access: located(access),
      retryAfter: response.headers.has('retry-after'),
    })
    return response
  }
}

function presentedIn(body: unknown): string | undefined {
  if (!(body instanceof URLSearchParams)) return undefined
  return body.get('refresh_token') ?? body.get('code') ?? body.get('token') ?? undefined
}

function understand(text: string) {
  let body: Readonly<Record<string, unknown>> = {}
  try {
    body = JSON.parse(text) ?? {}
  } catch {
    // An empty answer or a page: the status is enough.
  }
  const textOf = (name: string) => (typeof body[name] === 'string' ? body[name] : null)
  return {
    error: textOf('error'),
    refresh: textOf('refresh_token'),
    access: textOf('access_token'),
    active: typeof body['active'] === 'boolean' ? body['active'] : null,
  }
}

function located(token: string | null): Locator | null {
  return token === null ? null : locate(token)
}
