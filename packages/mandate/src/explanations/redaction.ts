/**
 * Decides what to store about a refused request: the names of its parameters, and the values of
 * those that cannot contain secrets. For everything else, only the length.
 *
 * The rule lists what may stay, never what must go, so a secret in an unexpected place is dropped
 * too. Anything that looks like a token is dropped even from a value that may stay.
 */

export interface ShownParameter {
  readonly name: string
  readonly value: string
}

type Show = (value: string) => string

const MOST_PARAMETERS = 30
const LONGEST_URI = 500
/** The maximum for a URI, applied first. */
const LONGEST_READ = 2_000
const LONGEST_TEXT = 300
const MOST_TEXTS = 10
/** RFC 6749 §3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/

/**
 * Lower case, like every value that a specification defines; generated values have other
 * characters.
 */
const word: Show = (value) =>
  /^(?:[a-z][a-z_:. -]{0,79}|S256)$/.test(value) ? withoutTokens(value) : lengthOf(value)
const number: Show = (value) => (/^\d{1,9}$/.test(value) ? value : lengthOf(value))
const uri: Show = (value) => redactUri(value, [])

const SHOWN: ReadonlyMap<string, Show> = new Map([
  ['grant_type', word],
  ['response_type', word],
  ['response_mode', word],
  ['code_challenge_method', word],
  ['client_assertion_type', word],
  ['token_type_hint', word],
  ['prompt', word],
  ['max_age', number],
  ['decision', word],
  ['scope', (value) => (SCOPE.test(value) ? shortText(value) : lengthOf(value))],
  ['redirect_uri', uri],
  ['post_logout_redirect_uri', uri],
  ['resource', uri],
  ['client_id', (value) => clientIdOrNull(value) ?? lengthOf(value)],
])

/** These names are shown even without a value; any other lone word may be a stray secret. */
const NAMES: ReadonlySet<string> = new Set([
  ...SHOWN.keys(),
  'client_assertion',
  'client_secret',
  'code',
  'code_challenge',
  'code_verifier',
  'login_hint',
  'nonce',
  'refresh_token',
  'state',
  'token',
])

/** The parameters of a form or a query, for people to read. Takes any text and never throws. */
export function redactParameters(form: string): readonly ShownParameter[] {
  const pairs = [...new URLSearchParams(form)]
  const shown = pairs.slice(0, MOST_PARAMETERS).map(([name, value]) => ({
    // If the body is not a form, a secret in it is parsed as a name.
    name: NAMES.has(name) || (isName(name) && value !== '') ? name : lengthOf(name),
    value: value === '' ? '(empty)' : (SHOWN.get(name) ?? lengthOf)(value),
  }))
  const more = pairs.length - shown.length
  return more > 0 ? [...shown, { name: '…', value: `and ${more} more` }] : shown
}

/** What this server gives to clients and APIs, or the URL of a document, without a query. */
const CLIENT_ID =
  /^((client|resource)_[A-Za-z0-9_-]{1,60}|https?:\/\/[a-z0-9.-]+(:\d{1,5})?\/[A-Za-z0-9._~/-]{0,300})$/

/** An id in a form that clients and APIs have here; null for any other text. */
export function clientIdOrNull(text: string | undefined): string | null {
  return text !== undefined && CLIENT_ID.test(text) ? text : null
}

/**
 * A URI without user information, and without the values in its query or fragment, except those
 * that one of the `registered` URIs has too: people paste whole callback addresses, including the
 * code and the state.
 */
export function redactUri(uri: string, registered: readonly string[]): string {
  const known = new Set(registered.flatMap((one) => one.split(/[?&#]/).slice(1)))
  const [base = '', ...pieces] = uri.slice(0, LONGEST_READ).split(/(?=[?&#])/)
  const shown = pieces.map((piece) => {
    const mark = piece.charAt(0)
    const text = piece.slice(1)
    if (text === '' || known.has(text)) return piece
    const equals = text.indexOf('=')
    if (equals < 0) return mark + lengthOf(text)
    const name = text.slice(0, equals)
    const shownName = isName(name) ? name : lengthOf(name)
    return `${mark}${shownName}=${lengthOf(text.slice(equals + 1))}`
  })
  return cut(withoutTokens(withoutUserInfo(base) + shown.join('')), LONGEST_URI)
}

/** A parameter with its value or its length. */
export function describeValue(parameter: string, value: string) {
  return { parameter, value: (SHOWN.get(parameter) ?? lengthOf)(value) }
}

/** The APIs that a request may not ask for (RFC 8707 §2). */
export function describeUris(uris: readonly string[]) {
  return { uris: fewOf(uris.map((one) => redactUri(one, []))) }
}

/** The scope tokens that are not allowed, and those that are (RFC 6749 §3.3). */
export function describeExcess(tokens: readonly string[], scope: string) {
  const possible = scope.split(' ')
  const excess = tokens.filter((token) => !possible.includes(token))
  return { too_much: fewOf(excess.map(shortText)), possible: fewOf(possible) }
}

export function lengthOf(text: string): string {
  return text.length === 1 ? '(1 character)' : `(${text.length} characters)`
}

/** Our tokens have one form (`grants/token.ts`); those of other servers are often JWTs. */
export function withoutTokens(text: string): string {
  return text.replace(/[\w.%~-]+/g, (run) => {
    const ours = run.search(/mdt(?:_|%5f)[a-z]{2}(?:_|%5f)/i)
    const start = ours >= 0 ? ours : startOfJwt(run)
    return start < 0 ? run : run.slice(0, start) + lengthOf(run.slice(start))
  })
}

// Not a regular expression: that would rescan the rest of the text from every start.
function startOfJwt(run: string): number {
  const start = run.indexOf('eyJ')
  return start >= 0 && run.indexOf('.', start + 8) >= 0 ? start : -1
}

/** Letters only: this keeps misspelt names, and few secrets look like one. */
function isName(text: string): boolean {
  return /^[A-Za-z][A-Za-z_-]{0,39}$/.test(text) && withoutTokens(text) === text
}

function withoutUserInfo(base: string): string {
  const [, scheme = '', info = '', rest = ''] =
    /^([^/]*:?[/\\]{2})([^/\\]*)@(.*)$/s.exec(base) ?? []
  return scheme === '' ? base : `${scheme}${lengthOf(info)}@${rest}`
}

function shortText(text: string): string {
  return cut(withoutTokens(text), LONGEST_TEXT)
}

function fewOf(texts: readonly string[]): readonly string[] {
  const more = texts.length - MOST_TEXTS
  return more > 0 ? [...texts.slice(0, MOST_TEXTS), `and ${more} more`] : texts
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

/** A product with its version (RFC 9110 §10.1.5), or a short word of a comment. */
const AGENT_WORD =
  /^[(]?(?:[A-Za-z][A-Za-z._-]{0,39}\/v?\d[\w.+]{0,15}|[A-Za-z]{1,10}|[\d._]{1,12}|x86_64|x64)[;:,)]*$/

/** A user agent without the words that no browser or library is called by. */
export function redactUserAgent(value: string): string {
  return withoutTokens(value)
    .split(' ')
    .map((word) => (word === '' || AGENT_WORD.test(word) ? word : lengthOf(word)))
    .join(' ')
}
