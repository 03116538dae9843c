/**
 * Redirect URIs are raw strings: registered, compared and extended without normalization (RFC 6749
 * §3.1.2, RFC 9700 §2.1). A URL class would drop default ports and re-encode.
 */

const USER_INFORMATION = 'has user information before the host; remove it'

/** Schemes that browsers or systems define, so no app can own one. */
const TAKEN_SCHEMES =
  /^(about|acct|afp|android-app|app-prefs|bitcoin|blob|brave|browser|callto|cid|cifs|content|data|dav|dns|edge|facetime.*|feed|file|filesystem|firefox|fish|ftp|ftps|geo|git|gopher|hcp|help|imap|info|intent|ircs?|itms.*|jar|javaws|jnlps?|ldaps?|localhost|magnet|mailto|man|market|mhtml|microsoft-.*|mid|mms|mocha|moz-.*|ms-.*|news|nfs|nntp|opera|pop|prefs|rdp|res|resource|rlogin|rtsp|rtmp|safari|search|search-ms|sftp|shell|sips?|skype|smb|sms|smsto|ssh|stun|tel|telnet|tftp|tn3270|turn|urn|view-source|vivaldi|vnc|wais|webcals?|web\+.*|wss?|wyciwyg|x-apple.*|xmpp|.*-extension|.*chrome.*|.*http.*|.*script)$/

/**
 * Why an operator may not allow a client this scheme, as the end of a sentence; undefined if they
 * may. Any app on a device can claim a one-word scheme (RFC 8252 §7.1, §8.4), and some schemes
 * belong to no app. `scheme` is in lower case.
 */
export function allowedSchemeProblem(scheme: string): string | undefined {
  // RFC 3986 §3.1.
  if (!/^[a-z][a-z0-9+-]*$/.test(scheme)) {
    return /^[a-z][a-z0-9+.-]*$/.test(scheme)
      ? 'has a dot, so it needs no permission'
      : 'is not the name of a scheme: give it without colon and slashes, such as cursor'
  }
  if (scheme.length < 3) return 'is too short; Windows would take it for a drive'
  if (TAKEN_SCHEMES.test(scheme)) return 'has a meaning of its own and cannot be an app’s'
  return undefined
}

/**
 * Why a redirect URI cannot be registered, as a sentence; undefined if it can. `allowedSchemes` are
 * the schemes without a dot that the operator allows this client. The sentence is for an operator who
 * can allow more, unless `isOperator` is false.
 */
export function redirectUriProblem(
  uri: string,
  allowedSchemes: readonly string[] = [],
  { isOperator = true }: { readonly isOperator?: boolean } = {},
): string | undefined {
  // A URI must percent-encode any other character (RFC 3986 §2).
  if (!/^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]*$/.test(uri) || /%(?![0-9A-Fa-f]{2})/.test(uri)) {
    return 'has a character that is not allowed in a URI; percent-encode it'
  }
  if (uri.includes('*')) return 'has a wildcard; register each redirect URI whole'
  if (uri.includes('#')) return 'has a fragment (#…); remove it'
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(uri)?.[1]?.toLowerCase()
  if (scheme === undefined) return 'is not absolute; begin it with https://'
  if (!URL.canParse(uri)) return 'is not a valid URI'
  if (scheme === 'https' || scheme === 'http') return webUriProblem(uri, scheme)
  // A private-use scheme is a reversed domain name, so it has a dot (RFC 8252 §7.1).
  if (!scheme.includes('.') && !allowedSchemes.includes(scheme)) {
    const permission =
      isOperator && allowedSchemeProblem(scheme) === undefined
        ? `; if this app cannot have another one, allow it: --allow-scheme ${scheme}`
        : ''
    return `has the scheme ${scheme}:; use https, or a private-use scheme such as com.example.app:${permission}`
  }
  if (/^[^:]+:\/\/[^/?]*@/.test(uri)) return USER_INFORMATION
  return queryProblem(uri)
}

/**
 * Whether the sent URI matches the registered one. A native client may use any port of a loopback
 * address (RFC 8252 §7.3) or of `localhost`, which command-line clients register although §8.3
 * advises against it. Everything else must match exactly, including which loopback host.
 */
export function isRegistered(
  sent: string,
  registered: readonly string[],
  options: { readonly anyLoopbackPort: boolean },
): boolean {
  if (registered.includes(sent)) return true
  if (!options.anyLoopbackPort) return false
  const portless = withoutLoopbackPort(sent)
  return portless !== undefined && registered.some((uri) => withoutLoopbackPort(uri) === portless)
}

/**
 * The registered URIs as the client should send them: with the port that it sent, if a native
 * client may choose it. A comparison then shows only real differences.
 */
export function expectedRedirectUris(
  sent: string,
  registered: readonly string[],
  options: { readonly anyLoopbackPort: boolean },
): readonly string[] {
  const port = LOOPBACK.exec(sent)?.[2]
  if (!options.anyLoopbackPort || port === undefined) return registered
  return registered.map((uri) => uri.replace(LOOPBACK, `$1:${port}$3`))
}

/**
 * The registered URI with parameters appended to its query (RFC 6749 §4.1.2). The rest stays
 * unchanged, because apps compare it with what they registered; only the empty path of a web
 * address becomes `/`.
 */
export function appendToQuery(
  uri: string,
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  const added = Object.entries(parameters)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  const target = uri.replace(/^(https?:\/\/[^/?]+)(?=\?|$)/i, '$1/')
  const question = target.indexOf('?')
  if (question < 0) return `${target}?${added}`
  // Only the first question mark starts the query; later ones belong to a name or a value.
  return question === target.length - 1 || target.endsWith('&')
    ? target + added
    : `${target}&${added}`
}

/** The origin (RFC 6454 §6.2) of an http or https address; undefined for any other. */
export function webOriginOf(uri: string): string | undefined {
  return /^https?:/i.test(uri) && URL.canParse(uri) ? new URL(uri).origin : undefined
}

export function isLoopbackOrigin(origin: string): boolean {
  return LOOPBACK.test(origin)
}

/** The host that a user should recognise, or the scheme of an app. */
export function redirectHost(uri: string): string {
  return /^https?:\/\/([^/?]+)/i.exec(uri)?.[1] ?? `${/^[^:]+/.exec(uri)?.[0] ?? ''}: (an app)`
}

function webUriProblem(uri: string, scheme: 'http' | 'https'): string | undefined {
  const authority = /^https?:\/\/([^/?]+)/i.exec(uri)?.[1]
  if (authority === undefined) return 'has no host'
  if (authority.includes('@')) return USER_INFORMATION
  if (!/^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?$/i.test(authority)) {
    return 'has a host that is neither a name nor an address'
  }
  const { hostname } = new URL(uri)
  if (scheme === 'http' && !['127.0.0.1', '[::1]', 'localhost'].includes(hostname)) {
    return 'uses http; only loopback addresses may, everything else needs https'
  }
  return queryProblem(uri)
}

/** Its own query must not look like an authorization response (RFC 6749 §4.1.2). */
function queryProblem(uri: string): string | undefined {
  const question = uri.indexOf('?')
  if (question < 0) return undefined
  // Decoded first: to the client, an encoded name is the same name.
  const names = [...new URLSearchParams(uri.slice(question + 1)).keys()]
  const reserved = names.find((name) => /^(code|state|iss|response|error.*)$/is.test(name))
  return reserved === undefined
    ? undefined
    : `has the parameter ${encodeURIComponent(reserved)} in its query, which the answer will use; rename it`
}

const LOOPBACK = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost))(?::([0-9]{1,5}))?((?:[/?].*)?)$/

function withoutLoopbackPort(uri: string): string | undefined {
  const [, host, port, rest] = LOOPBACK.exec(uri) ?? []
  if (host === undefined || Number(port ?? 0) > 65_535) return undefined
  return `${host}${rest}`
}
