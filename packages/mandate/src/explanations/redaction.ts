/**
 * What may be kept of a refused request: the names of its parameters, and the values of those that
 * are no secret by their meaning. Of everything else, how long it was.
 *
 * The rule is a list of what may stay, never of what must go: a secret in a place that nobody
 * thought of is then gone as well. Even where a value may stay, what looks like a token goes.
 */

export interface ShownParameter {
  readonly name: string
  readonly value: string
}

type Show = (value: string) => string

const MOST_PARAMETERS = 30
const LONGEST_URI = 500
/** Of a URI, before anything is done with it. */
const LONGEST_READ = 2_000
const LONGEST_TEXT = 300
const MOST_TEXTS = 10
/** RFC 6749 §3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/

/** Small letters, as in every value that a specification names; what is generated has others too. */
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
  ['resource', uri],
  ['client_id', (value) => clientIdOrNull(value) ?? lengthOf(value)],
])

/** Names that are known even where they have no value to tell them from a stray secret. */
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

/** The parameters of a form or a query, for people to read. Takes any text; never throws. */
export function redactParameters(form: string): readonly ShownParameter[] {
  const pairs = [...new URLSearchParams(form)]
  const shown = pairs.slice(0, MOST_PARAMETERS).map(([name, value]) => ({
    // In a body that is no form, the secret is in what is read as a name.
    name: NAMES.has(name) || (isName(name) && value !== '') ? name : lengthOf(name),
    value: value === '' ? '(empty)' : (SHOWN.get(name) ?? lengthOf)(value),
  }))
  const more = pairs.length - shown.length
  return more > 0 ? [...shown, { name: '…', value: `and ${more} more` }] : shown
}

/** An id in the form that this server gives to clients and APIs; null for any other text. */
export function clientIdOrNull(text: string | undefined): string | null {
  return text !== undefined && /^(client|resource)_[A-Za-z0-9_-]{1,60}$/.test(text) ? text : null
}

/**
 * A URI without user information and without what its query or fragment holds, save what one of the
 * `registered` URIs holds as well: people paste whole callback addresses, with the code and the
 * state in them.
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

/** A parameter with its value, as far as that may be shown. */
export function describeValue(parameter: string, value: string) {
  return { parameter, value: (SHOWN.get(parameter) ?? lengthOf)(value) }
}

/** The APIs that a request asked for in vain (RFC 8707 §2). */
export function describeUris(uris: readonly string[]) {
  return { uris: fewOf(uris.map((one) => redactUri(one, []))) }
}

/** Which scope tokens are too much, and which would have been possible (RFC 6749 §3.3). */
export function describeExcess(tokens: readonly string[], scope: string) {
  const possible = scope.split(' ')
  const excess = tokens.filter((token) => !possible.includes(token))
  return { too_much: fewOf(excess.map(shortText)), possible: fewOf(possible) }
}

export function lengthOf(text: string): string {
  return text.length === 1 ? '(1 character)' : `(${text.length} characters)`
}

/** What is issued here has one form (`grants/token.ts`); what others issue is often a JWT. */
export function withoutTokens(text: string): string {
  return text.replace(/[\w.%~-]+/g, (run) => {
    const ours = run.search(/mdt(?:_|%5f)[a-z]{2}(?:_|%5f)/i)
    const start = ours >= 0 ? ours : startOfJwt(run)
    return start < 0 ? run : run.slice(0, start) + lengthOf(run.slice(start))
  })
}

// No pattern: it would look at the rest of the text again from each beginning.
function startOfJwt(run: string): number {
  const start = run.indexOf('eyJ')
  return start >= 0 && run.indexOf('.', start + 8) >= 0 ? start : -1
}

/** Letters alone, so that a mistyped name stays; what else is there is rarely a name. */
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
