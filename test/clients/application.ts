/** A browser in front of an integrator's web application, with a cookie jar for the application. */

import type { ChildProcess } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'

export interface Application {
  /** Starts a login there; returns the address of the login page, or undefined. */
  begin(path: string): Promise<string | undefined>
  /** Returns with the code, follows redirects, and returns the resulting page. */
  comeBack(address: URL): Promise<string>
}

/** Waits until the program answers or has exited. */
export async function startApplication(origin: string, child: ChildProcess): Promise<Application> {
  const cookies = new Map<string, string>()

  async function request(address: URL, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = new Headers(init.headers)
    if (cookie !== '') headers.set('cookie', cookie)
    const response = await fetch(address, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return response
  }
  /** Follows redirects within the application; returns the first address outside, or the last page. */
  async function follow(response: Response): Promise<{ outside?: string; page: string }> {
    const location = response.headers.get('location')
    if (location === null) return { page: await response.text() }
    const next = new URL(location, origin)
    if (next.origin !== origin) return { outside: next.href, page: '' }
    return follow(await request(next))
  }

  while (child.exitCode === null) {
    const answered = await fetch(origin).catch(() => undefined)
    if (answered !== undefined) break
    await pause(20)
  }
  return {
    async begin(path) {
      const address = new URL(path, origin)
      if (path.startsWith('/api/')) {
        const body = JSON.stringify({ provider: 'mandate', callbackURL: '/api/auth/get-session' })
        const headers = { 'content-type': 'application/json', origin }
        const answer: unknown = await (
          await request(address, { method: 'POST', headers, body })
        ).json()
        return Object(answer).url
      }
      if (!path.startsWith('/auth/')) return (await follow(await request(address))).outside
      const { csrfToken } = Object(await (await request(new URL('/auth/csrf', origin))).json())
      const body = new URLSearchParams({ csrfToken, callbackUrl: `${origin}/auth/session` })
      return (await follow(await request(address, { method: 'POST', body }))).outside
    },
    async comeBack(address) {
      return (await follow(await request(address))).page
    },
  }
}
