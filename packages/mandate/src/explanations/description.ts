/**
 * `error_description` (RFC 6749 §4.1.2.1, §5.2): what went wrong with this request, with the value that
 * was expected, and what to do next. It may only hold ASCII without `"` and `\`.
 *
 * The reader is the sender of the request. So it tells apart only what the sender may know: an unknown
 * client, a wrong secret and a client that is turned off are one sentence, and so are all the reasons
 * that would tell something about the grant of another client. What concerns a grant is thrown only
 * after the client is authenticated and the token's MAC is found genuine: somebody who holds a public
 * client's own token may read the truth about it too.
 *
 * What the request brought is repeated only as far as the details have it, which is without secrets, and
 * only in characters that no page would take for markup: clients show this text to people.
 */

const SCOPE_OR_URI = /^(?:[A-Za-z0-9._~:/?=&,+*@%-]{1,200}|and \d+ more)$/
const MOST = 5

export const signInAgain = 'Send the user to sign in again.'

/** The value and a space, or nothing if the value does not have the form of one that may be repeated. */
export function quoted(value: string, form: RegExp): string {
  return form.test(value) ? `${value} ` : ''
}

export function list(texts: readonly string[]): string {
  const shown = texts.slice(0, MOST).map((text) => (SCOPE_OR_URI.test(text) ? text : '(not shown)'))
  const more = texts.length - shown.length
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ')
}

/** When something expired, in seconds since 1970. */
export function until(seconds: number): string {
  return `: it was good until ${new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')}`
}

export function after(before: string, text: string): string {
  return text === '' ? '' : before + text
}

/** RFC 6749 App. A.8: %x20-21 / %x23-5B / %x5D-7E; and nothing that begins or ends markup. */
export function ascii(text: string): string {
  return text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]|[<>']/g, '?')
}
