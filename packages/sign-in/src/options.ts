/** The options of `createSignIn` and their validation. */

import type { SignInError } from './errors.ts'

export interface SignInOptions {
  /** The Mandate server, as in its metadata: `https://mandate.example`. */
  readonly issuer: string
  /** The secret that `mandate platform-key create --may sign_in,users` printed. */
  readonly key: string
  /** Time limit of one request to Mandate, in milliseconds; defaults to 3,000. */
  readonly timeoutMs?: number | undefined
  /**
   * Receives each problem of the login route that an operator can fix; must not throw. By default
   * writes a line to stderr, at most one per minute and kind.
   */
  readonly onProblem?: ((problem: SignInError) => void) | undefined
}

interface Settings {
  readonly issuer: URL
  readonly key: string
  readonly timeoutMs: number
}

const LONGEST_TIMEOUT_MS = 60_000

export function readOptions(options: SignInOptions): Settings {
  const { timeoutMs = 3_000 } = options
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > LONGEST_TIMEOUT_MS) {
    throw new TypeError(`timeoutMs must be whole milliseconds from 1 to ${LONGEST_TIMEOUT_MS}`)
  }
  return { issuer: issuerUrl(options.issuer), key: platformKey(options.key), timeoutMs }
}

/** An address that the key may be sent to: https, or http on loopback. */
function issuerUrl(text: string): URL {
  if (typeof text !== 'string' || !URL.canParse(text)) {
    throw new TypeError('issuer must be an absolute URL, such as https://mandate.example')
  }
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') {
    throw new TypeError('issuer must have no user information')
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new TypeError(`issuer must end after the host: ${url.origin}`)
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) {
    return url
  }
  throw new TypeError(`issuer is ${url.origin}: use https (http serves loopback addresses only)`)
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

/** Usually read from the environment, so easily undefined at run time. Never repeated in an error. */
function platformKey(value: string | undefined): string {
  if (typeof value !== 'string' || value === '') {
    throw new TypeError('createSignIn needs key: "mandate platform-key create" prints it')
  }
  if (!/^mdt_pk_[A-Za-z0-9_-]+$/.test(value)) {
    throw new TypeError(
      'key is not a platform key: one begins with mdt_pk_, and "mandate platform-key create" prints it',
    )
  }
  return value
}
