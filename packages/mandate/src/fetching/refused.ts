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
 * no path, query or body, which may contain secrets. It may reveal internal addresses: others are told
 * `messageForOthers`.
 */
export class FetchRefused extends Error {
  override readonly name = 'FetchRefused'
  readonly code: FetchRefusal
  constructor(code: FetchRefusal, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}

/** What whoever gave the address may know of an error of the fetcher. */
export function messageForOthers(error: unknown): string {
  if (error instanceof FetchRefused && error.code === 'special_address') {
    return 'The host is at an address that this server does not call. If the operator trusts it, the setting fetch_allowed_hosts can name it.'
  }
  return error instanceof Error ? error.message : String(error)
}
