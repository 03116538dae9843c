/**
 * The user's browser at the HTTP level: it keeps cookies by path, follows redirects within
 * the issuer, and fills in the forms it is shown. The client's address is never visited.
 */

import { formsIn, type PageForm } from './forms.ts'
import { type Answer, FORM, formOf, type Parameters, type Request, send } from './http.ts'

export interface Cookie {
  readonly name: string
  readonly value: string
  readonly path: string
}

/** Where following the pages ended. */
export type Arrival =
  | {
      readonly at: 'client'
      /** The `Location`, or the form's action of `form_post`, byte for byte. */
      readonly address: string
      /** The parameters that the client receives. */
      readonly parameters: URLSearchParams
      readonly answer: Answer
    }
  | { readonly at: 'page'; readonly address: string; readonly answer: Answer }

export interface User {
  readonly username: string
  readonly password: string
}

/** How the user fills in the pages. */
export interface Intent {
  readonly user: User
  readonly decision: 'allow' | 'deny'
}

/** What to submit for a form; undefined if the page asks neither for a sign-in nor for consent. */
export type FillIn = (form: PageForm, intent: Intent) => Filled | undefined
export interface Filled {
  readonly action: string
  readonly method: 'GET' | 'POST'
  readonly fields: Parameters
}

/** Deviations from the default when a form is submitted. */
export interface Submission extends Partial<Intent> {
  /** Added to the form's fields, or replacing them. */
  readonly fields?: Parameters
  readonly headers?: Request['headers']
}

export interface Browser {
  readonly cookies: () => readonly Cookie[]
  /** One request with this browser's cookies. */
  send(address: string, request?: Request): Promise<Answer>
  /** Opens an address and follows redirects until a page is shown or the client is reached. */
  visit(address: string, request?: Request): Promise<Arrival>
  /** Submits the page's form filled in, and continues like `visit`. Throws if there is none. */
  submit(page: Arrival, how?: Submission): Promise<Arrival>
  /** `visit`, and then every form on the way, until the client is reached or nothing is asked. */
  goThrough(address: string, intent?: Partial<Intent>): Promise<Arrival>
}

const MOST_PAGES = 8

export function newBrowser(
  home: { readonly origin: string; readonly fillIn: FillIn; readonly user: User },
  cookies: readonly Cookie[] = [],
): Browser {
  const jar = new Map(cookies.map((cookie) => [`${cookie.name};${cookie.path}`, cookie]))

  async function sendWithCookies(address: string, request: Request = {}): Promise<Answer> {
    const { pathname } = new URL(address)
    const fitting = [...jar.values()].filter(({ path }) => pathname.startsWith(path))
    const header = fitting.map(({ name, value }) => `${name}=${value}`).join('; ')
    const answer = await send(address, {
      ...request,
      headers: [
        ...(header === '' ? [] : [['Cookie', header] as const]),
        ...(request.headers ?? []),
      ],
    })
    for (const line of answer.headers['set-cookie'] ?? []) keep(line)
    return answer
  }

  function keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    const path = /;\s*path=([^;]*)/i.exec(line)?.[1] ?? '/'
    const isGone = value === '' || /;\s*max-age=0\b/i.test(line) || /expires=[^;]*1970/i.test(line)
    if (isGone) jar.delete(`${name};${path}`)
    else jar.set(`${name};${path}`, { name, value, path })
  }

  async function arrive(answer: Answer, address: string): Promise<Arrival> {
    const { location } = answer.headers
    if (location === undefined) return posted(answer) ?? { at: 'page', address, answer }
    const next = new URL(location, address)
    if (next.origin === home.origin) return arrive(await sendWithCookies(next.href), next.href)
    return { at: 'client', address: location, parameters: next.searchParams, answer }
  }

  /** `response_mode=form_post`: a form whose action is the client's. */
  function posted(answer: Answer): Arrival | undefined {
    const [form] = formsIn(answer.text)
    if (form === undefined || !URL.canParse(form.action)) return undefined
    if (new URL(form.action).origin === home.origin) return undefined
    const parameters = new URLSearchParams([...form.inputs])
    return { at: 'client', address: form.action, parameters, answer }
  }

  function filledIn(page: Arrival, intent: Intent): Filled | undefined {
    if (page.at !== 'page') return undefined
    for (const form of formsIn(page.answer.text)) {
      const filled = home.fillIn(form, intent)
      if (filled !== undefined) return filled
    }
    return undefined
  }

  async function sendForm(from: string, form: Filled, headers: Request['headers'] = []) {
    const address = new URL(form.action || from, from).href
    if (form.method === 'GET') return arrive(await sendWithCookies(address), address)
    const body = formOf(form.fields)
    return arrive(await sendWithCookies(address, { headers: [FORM, ...headers], body }), address)
  }

  const browser: Browser = {
    cookies: () => [...jar.values()],
    send: sendWithCookies,
    visit: async (address, request) => arrive(await sendWithCookies(address, request), address),
    async submit(page, { fields, headers, ...intent } = {}) {
      const form = filledIn(page, { user: home.user, decision: 'allow', ...intent })
      if (form === undefined) throw new Error(`no form to fill in: ${describe(page)}`)
      const filled = { ...form, fields: { ...form.fields, ...fields } }
      return sendForm(page.address, filled, headers)
    },
    async goThrough(address, intent = {}) {
      let arrival = await browser.visit(address)
      for (let pages = 0; pages < MOST_PAGES; pages++) {
        const form = filledIn(arrival, { user: home.user, decision: 'allow', ...intent })
        if (form === undefined) return arrival
        arrival = await sendForm(arrival.address, form)
      }
      throw new Error(`the pages do not end: ${describe(arrival)}`)
    },
  }
  return browser
}

/** For failure messages. Paths and statuses only, since queries contain codes. */
export function describe(arrival: Arrival): string {
  const [address] = arrival.address.split('?')
  const title = /<title>([^<]*)/.exec(arrival.answer.text)?.[1] ?? ''
  return `${arrival.at} ${address} ${arrival.answer.status} ${title}`.trim()
}
