/**
 * E-mail addresses as account names: which texts are valid, and which are the same address. Does
 * not check whether an address receives mail.
 */

import { domainToASCII, domainToUnicode } from 'node:url'

/** A path has 256 octets, including two angle brackets (RFC 5321 §4.5.3.1.3). */
const MAX_BYTES = 254
/** RFC 5321 §4.5.3.1.1. */
const MAX_LOCAL_BYTES = 64
/**
 * Far longer than any address. Normalizing accents takes quadratic time, so longer text, which
 * cannot be an address, is left unchanged.
 */
const MOST_NORMALIZED_CHARACTERS = 1_000

/**
 * Spaces, control characters, and format characters, which are invisible or change text direction.
 */
const UNSEEN = /[\s\p{Z}\p{Cc}\p{Cf}\p{Cs}]/u
/**
 * Characters that the local part may contain only in quotes (RFC 5322 §3.2.3); quoted local parts
 * are refused.
 */
const QUOTED_ONLY = /[()<>[\]:;\\,"]/
const DOMAIN_LABEL = /^[\p{L}\p{M}\p{N}]([\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u

/** Whether the trimmed text is an address that an account can have. */
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

/** The address as stored and shown: trimmed and Unicode-normalized. */
export function tidyEmail(text: string): string {
  return normalized(text.trim())
}

/**
 * The comparison key of an address (`Account.emailKey`). Case, the encoding of accents, and
 * A-labels in the domain do not matter. Dots and `+tag` do: at many providers they lead to other
 * people's mailboxes.
 */
export function emailKey(text: string): string {
  const key = writtenKey(text)
  const [mailbox, domain] = halves(key)
  // bücher.example is xn--bcher-kva.example (RFC 5890 §2.3.2.1).
  const name = /(?:^|\.)xn--/.test(domain) ? domainToUnicode(domain) : ''
  return name === '' ? key : normalized(mailbox + name.toLowerCase())
}

/**
 * All keys that an account with this address may have: today's first, then those from versions that
 * did not convert A-labels.
 */
export function emailKeys(text: string): readonly string[] {
  const written = writtenKey(text)
  const [mailbox, domain] = halves(written)
  const ascii = /\P{ASCII}/u.test(domain) ? domainToASCII(domain) : ''
  return [...new Set([emailKey(text), written, ...(ascii === '' ? [] : [mailbox + ascii])])]
}

/** The domain of an address in the spelling of its key; '' for text that is not an address. */
export function emailDomain(text: string): string {
  return halves(emailKey(text))[1]
}

/**
 * A key shared by the aliases of a mailbox, only for counting attempts: `ada+shop@example.com`
 * counts with `ada@example.com`. Never identifies an account.
 */
export function mailboxKey(text: string): string {
  const key = emailKey(text)
  const at = key.lastIndexOf('@')
  const tag = key.indexOf('+')
  return tag > 0 && tag < at ? key.slice(0, tag) + key.slice(at) : key
}

function writtenKey(text: string): string {
  // Lower-casing can denormalize again (`İ`), so normalize twice.
  return normalized(tidyEmail(text).toLowerCase())
}

/** Splits after the last `@`; text that is not an address has no domain. */
function halves(key: string): readonly [mailbox: string, domain: string] {
  const at = key.length > MOST_NORMALIZED_CHARACTERS ? key.length : key.lastIndexOf('@') + 1
  return [key.slice(0, at), key.slice(at)]
}

function normalized(text: string): string {
  return text.length > MOST_NORMALIZED_CHARACTERS ? text : text.normalize('NFC')
}
