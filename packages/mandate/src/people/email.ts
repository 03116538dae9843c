/**
 * E-mail addresses as names of accounts: which texts are addresses, and which texts are the same
 * address. Nothing here says whether an address receives mail.
 */

import { domainToASCII, domainToUnicode } from 'node:url'

/** RFC 5321 §4.5.3.1.3: a path of 256 octets, two of them the angle brackets. */
const MAX_BYTES = 254
/** RFC 5321 §4.5.3.1.1. */
const MAX_LOCAL_BYTES = 64
/**
 * Far more than an address can have. Putting accents in order takes time that grows with the square
 * of their number, so a longer text, which is nobody's address, is left as it is.
 */
const MOST_NORMALIZED_CHARACTERS = 1_000

/** Spaces, control characters, and format characters, which are invisible or turn text around. */
const UNSEEN = /[\s\p{Z}\p{Cc}\p{Cf}\p{Cs}]/u
/** What the local part may hold in quotes only (RFC 5322 §3.2.3); quoted local parts are refused. */
const QUOTED_ONLY = /[()<>[\]:;\\,"]/
const DOMAIN_LABEL = /^[\p{L}\p{M}\p{N}]([\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u

/** Whether the text, without white space around it, is an address that an account can have. */
export function isEmail(text: string): boolean {
  if (Buffer.byteLength(text) > MAX_BYTES || UNSEEN.test(text) || QUOTED_ONLY.test(text)) {
    return false
  }
  const [local = '', domain = '', ...more] = text.split('@')
  return (
    more.length === 0 &&
    Buffer.byteLength(local) <= MAX_LOCAL_BYTES &&
    local.split('.').every((atom) => atom !== '') &&
    domain.split('.').every((label) => DOMAIN_LABEL.test(label))
  )
}

/** The address as it is kept and shown: without white space around it, one spelling per character. */
export function tidyEmail(text: string): string {
  return normalized(text.trim())
}

/**
 * What two spellings of one address share; `Account.emailKey`. Upper and lower case, the ways to
 * write an accent, and A-labels in the domain do not matter. Dots and `+tag` do: at many providers
 * those are other people's mailboxes.
 */
export function emailKey(text: string): string {
  const key = writtenKey(text)
  const [mailbox, domain] = halves(key)
  // RFC 5890 §2.3.2.1: bücher.example is xn--bcher-kva.example.
  const name = /(?:^|\.)xn--/.test(domain) ? domainToUnicode(domain) : ''
  return name === '' ? key : normalized(mailbox + name.toLowerCase())
}

/**
 * Every key that an account with this address may have: the one of today first, then those of
 * programs that took A-labels for letters of their own.
 */
export function emailKeys(text: string): readonly string[] {
  const written = writtenKey(text)
  const [mailbox, domain] = halves(written)
  const ascii = /\P{ASCII}/u.test(domain) ? domainToASCII(domain) : ''
  return [...new Set([emailKey(text), written, ...(ascii === '' ? [] : [mailbox + ascii])])]
}

/**
 * What the aliases of one mailbox share, for counting attempts only: `ada+shop@example.com` counts
 * with `ada@example.com`. Never a name for an account.
 */
export function mailboxKey(text: string): string {
  const key = emailKey(text)
  const at = key.lastIndexOf('@')
  const tag = key.indexOf('+')
  return tag > 0 && tag < at ? key.slice(0, tag) + key.slice(at) : key
}

function writtenKey(text: string): string {
  // Lower case can come apart again (`İ`), hence the second time.
  return normalized(tidyEmail(text).toLowerCase())
}

/** Up to the last `@`, with it, and what follows; a text that is no address has no domain. */
function halves(key: string): readonly [mailbox: string, domain: string] {
  const at = key.length > MOST_NORMALIZED_CHARACTERS ? key.length : key.lastIndexOf('@') + 1
  return [key.slice(0, at), key.slice(at)]
}

function normalized(text: string): string {
  return text.length > MOST_NORMALIZED_CHARACTERS ? text : text.normalize('NFC')
}
