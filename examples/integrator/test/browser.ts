/** A minimal browser: cookies, forms, and redirects one at a time. */

export interface Browser {
  get(url: string): Promise<Page>
  /** Submits a form of the page at `url`'s origin. */
  post(url: string, fields?: Record<string, string>): Promise<Page>
  readonly cookies: Map<string, string>
}

export interface Page {
  readonly status: number
  readonly location: string
  readonly text: string
}

export function openBrowser(): Browser {
  const cookies = new Map<string, string>()

  async function send(url: string, init: RequestInit): Promise<Page> {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const location = new URL(response.headers.get('location') ?? url, url).href
    return { status: response.status, location, text: await response.text() }
  }

  return {
    cookies,
    get: (url) => send(url, {}),
    post: (url, fields = {}) =>
      send(url, {
        method: 'POST',
        headers: { origin: new URL(url).origin },
        body: new URLSearchParams(fields),
      }),
  }
}
