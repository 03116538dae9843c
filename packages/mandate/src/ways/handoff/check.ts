/** Whether the platform's login page answers. No sign-in begins, so the request has no id. */

import type { Fetcher } from '../../fetching/fetcher.ts'
import { FetchRefused } from '../../fetching/refused.ts'
import type { Finding } from '../way.ts'

const TIMEOUT_MS = 10_000
const MAX_BYTES = 4 * 1024 * 1024

/** Gets the page once and follows no redirect. Never rejects. */
export async function checkLoginPage(fetch: Fetcher, address: URL): Promise<Finding> {
  const name = 'login page'
  const { origin, pathname } = address
  const got = `GET ${origin}${pathname}`
  try {
    const { status } = await fetch(address, {
      headers: { accept: 'text/html' },
      maxBytes: MAX_BYTES,
      timeoutMs: TIMEOUT_MS,
    })
    if (status < 300) return { name, ok: true, message: `${got} answers ${status}` }
    if (status === 404 || status === 410 || status >= 500) {
      const remedy = 'open the address in a browser, and compare login_url with it'
      return { name, ok: false, message: `${got} answers ${status}`, remedy }
    }
    return {
      ...{ name, ok: true, notice: true },
      message: `${got} answers ${status}; expected if the page requires the parameter sign_in`,
    }
  } catch (error) {
    if (!(error instanceof FetchRefused)) throw error
    if (error.code === 'redirected') {
      return {
        ...{ name, ok: true, notice: true },
        message: `${got} answers with a redirect, which was not followed; the redirect must keep the parameter sign_in`,
      }
    }
    return {
      ...{ name, ok: false },
      message: error.message,
      remedy: 'open it in a browser: only browsers need to reach it, this machine does not',
    }
  }
}
