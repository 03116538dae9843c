/** Cookies for this application only, not sent with POSTs from other sites. */

import type { IncomingMessage, ServerResponse } from 'node:http'

export interface Cookie {
  readonly name: string
  readonly path: string
  /** How long browsers keep it. */
  readonly seconds: number
}

export function readCookie(request: IncomingMessage, { name }: Cookie): string | undefined {
  const cookies = request.headers.cookie?.split(/;\s*/) ?? []
  return cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1)
}

export function setCookie(response: ServerResponse, cookie: Cookie, value: string): void {
  const { name, path, seconds } = cookie
  const attributes = `Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Lax`
  response.appendHeader('set-cookie', `${name}=${value}; ${attributes}`)
}

export function clearCookie(response: ServerResponse, cookie: Cookie): void {
  setCookie(response, { ...cookie, seconds: 0 }, '')
}
