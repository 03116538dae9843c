/**
 * `error_description` (RFC 6749 §4.1.2.1, §5.2): what went wrong with this request, the expected
 * value, and what to do next. Only ASCII without `"` and `\` is allowed.
 *
 * The reader is the sender of the request, so the text distinguishes only what the sender may know.
 * An unknown client, a wrong secret and a disabled client share one sentence, and so do all reasons
 * that would reveal something about another client's grant. Reasons about a grant are thrown only
 * after the client is authenticated and the token's MAC is verified, so whoever holds a public
 * client's own token may read the truth about it too.
 *
 * Values from the request are repeated only if they are in the details, which contain no secrets,
 * and only in characters that no page could take for markup, because clients show this text to
 * people.
 */

const SCOPE_OR_URI = /^(?:[A-Za-z0-9._~:/?=&,+*@%-]{1,200}|and \d+ more)$/
const MOST = 5

export const signInAgain = 'Send the user to sign in again.'

/** The value and a space, or nothing if the value must not be repeated. */
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

/** RFC 6749 App. A.8: %x20-21 / %x23-5B / %x5D-7E, without the characters of markup. */
export function ascii(text: string): string {
  return text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]|[<>']/g, '?')
}
