/** A person's browser at the HTTP level: it keeps cookies and fills in forms. */

import { PASSWORD, REDIRECT_URI, type RunningServer } from './running-server.ts'

export interface Visitor {
  readonly cookies: Map<string, string>
  /** One request, redirects not followed. A relative address is resolved against the server. */
  get(address: string, headers?: Readonly<Record<string, string>>): Promise<Response>
  post(
    address: string,
    form: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>
  /** Opens the authorization endpoint and follows redirects as long as they stay on the server. */
  open(parameters: Readonly<Record<string, string>>): Promise<Arrival>
  /** Opens an address of the server and follows redirects in the same way. */
  follow(address: string): Promise<Arrival>
  /** Posts a form and follows redirects in the same way. */
  send(address: string, form: Readonly<Record<string, string>>): Promise<Arrival>
  /** Fills in the form of the current sign-in page, and continues like `open`. */
  signIn(page: Arrival, credentials?: { email?: string; password?: string }): Promise<Arrival>
  /** With what else the person filled in. */
  decide(
    page: Arrival,
    decision: 'allow' | 'deny',
    filledIn?: Readonly<Record<string, string>>,
  ): Promise<Arrival>
}

/** Where redirects ended: a page of the server, or an address of the client, which is not visited. */
export interface Arrival {
  readonly address: URL
  readonly status: number
  readonly html: string
  readonly headers: Headers
}

/** Which server a visitor uses, and as whom it signs in by default. */
export interface Site {
  readonly issuer: string
  readonly account: { readonly email: string }
}

export function newVisitor(server: Site): Visitor {
  const cookies = new Map<string, string>()

  async function request(address: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    if (cookies.size > 0) headers.set('cookie', cookieHeader(visitor))
    const url = new URL(address, server.issuer)
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === '' || /max-age=0/i.test(cookie)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }

  const get: Visitor['get'] = (address, headers = {}) => request(address, { headers })
  const post: Visitor['post'] = (address, form, headers = {}) =>
    request(address, { method: 'POST', body: new URLSearchParams(form), headers })

  async function arrive(response: Response, from: string): Promise<Arrival> {
    const location = response.headers.get('location')
    if (location === null) {
      const { status, headers } = response
      return { address: new URL(from, server.issuer), status, html: await response.text(), headers }
    }
    await response.body?.cancel()
    const address = new URL(location, server.issuer)
    if (address.origin !== server.issuer) {
      return { address, status: response.status, html: '', headers: response.headers }
    }
    return arrive(await get(address.href), address.href)
  }

  const visitor: Visitor = {
    cookies,
    get,
    post,
    async open(parameters) {
      return visitor.follow(`/oauth2/authorize?${new URLSearchParams(parameters)}`)
    },
    async follow(address) {
      return arrive(await get(address), address)
    },
    async send(address, form) {
      return arrive(await post(address, form), address)
    },
    async signIn(page, { email = server.account.email, password = PASSWORD } = {}) {
      const [, action = page.address.href] =
        /action="(\/sign-in(?:\?[^"]*)?)"/.exec(page.html) ?? []
      return visitor.send(unescapeHtml(action), { email, password })
    },
    async decide(page, decision, filledIn = {}) {
      const form = { ...hiddenFields(page.html), ...filledIn, decision }
      return visitor.send(page.address.href, form)
    },
  }
  return visitor
}

/** The cookies as the browser would send them. */
export function cookieHeader(visitor: Visitor): string {
  return [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

/** The hidden fields of a form. */
export function hiddenFields(html: string): Readonly<Record<string, string>> {
  const fields = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)
  return Object.fromEntries(
    [...fields].map(([, name = '', value = '']) => [name, unescapeHtml(value)]),
  )
}

/** Text before it was escaped for HTML. */
export function unescapeHtml(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
}

/** The parameters of the simplest authorization request of the server's own client. */
export function simplestRequest(server: RunningServer): Record<string, string> {
  return { response_type: 'code', client_id: server.client.id, redirect_uri: REDIRECT_URI }
}

/** Signs the server's user in, agrees if asked, and returns the code. */
export async function obtainCode(
  server: RunningServer,
  parameters: Readonly<Record<string, string>> = simplestRequest(server),
  credentials: { readonly email?: string } = {},
): Promise<string> {
  const visitor = newVisitor(server)
  let arrival = await visitor.signIn(await visitor.open(parameters), credentials)
  if (arrival.address.pathname === '/consent') arrival = await visitor.decide(arrival, 'allow')
  const code = arrival.address.searchParams.get('code')
  if (code === null) throw new Error(`no code at ${arrival.address}, status ${arrival.status}`)
  return code
}
