/** Why a URL was not fetched. */

export type FetchRefusal =
  /** Not an absolute https:// URL, or one with a user name or password. */
  | 'bad_address'
  /** http://, for a host that is not in `fetch_allowed_hosts`. */
  | 'not_https'
  | 'no_such_host'
  /** The host is at an address of this machine, a private network or another special range. */
  | 'special_address'
  | 'unreachable'
  /** TLS failed, or the certificate is not valid for this host. */
  | 'not_trusted'
  | 'redirected'
  | 'too_slow'
  | 'too_large'
  /** Not HTTP, or in a content encoding that was not asked for. */
  | 'broken_answer'

/**
 * The message is a sentence for the operator: what happened and what to do. It names the host, but
 * no path, query or body, which may contain secrets. Do not show it to users: it may reveal
 * internal addresses.
 */
export class FetchRefused extends Error {
  override readonly name = 'FetchRefused'
  readonly code: FetchRefusal
  constructor(code: FetchRefusal, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}
