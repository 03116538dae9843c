/**
 * The user code, which a person types (RFC 8628 §6.1): eight letters, shown as `WDJB-MJHT`. The
 * alphabet has no vowels, so no words can arise, and no digits, so nothing looks like a letter.
 */

import { createHmac, hkdfSync } from 'node:crypto'
import type { KeyRing } from '../../grants/derivation.ts'
import type { Random } from '../../time-and-chance.ts'

const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ'
const LETTERS = 8
/** A byte from here on would favour the first letters. */
const FAIR = 256 - (256 % ALPHABET.length)
/** What people type for a letter that looks like it. */
const LOOK_ALIKES: Readonly<Record<string, string>> = { 2: 'Z', 5: 'S', 6: 'G', 8: 'B' }
/** Far more than a code with spaces and dashes. */
const LONGEST_ENTRY = 64

/** A new code: one of 20⁸, or 34.6 bits. */
export function newUserCode(random: Random): string {
  let code = ''
  while (code.length < LETTERS) {
    const letters = [...random(LETTERS)].filter((byte) => byte < FAIR)
    code += letters.map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
  }
  return code.slice(0, LETTERS)
}

/** As people read it: `WDJB-MJHT`. */
export function shownUserCode(code: string): string {
  return `${code.slice(0, LETTERS / 2)}-${code.slice(LETTERS / 2)}`
}

/**
 * The code that a person typed, in whatever case, width and grouping; undefined if it cannot be one
 * (RFC 8628 §6.1: strip what is not in the alphabet, compare without case).
 */
export function readUserCode(typed: string): string | undefined {
  if (typed.length > LONGEST_ENTRY) return undefined
  const text = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\p{P}\p{Z}\p{Cf}\s]/gu, '')
  const code = text.replace(/[2568]/g, (digit) => LOOK_ALIKES[digit] ?? digit)
  const isCode = code.length === LETTERS && [...code].every((letter) => ALPHABET.includes(letter))
  return isCode ? code : undefined
}

/** What the database knows a new code by. */
export function hashUserCode({ current, secrets }: KeyRing, code: string): string {
  return hashWith(secrets.get(current) ?? new Uint8Array(), code)
}

/** The same with each key that a code may have been hashed with, the current one first. */
export function userCodeHashes({ current, secrets }: KeyRing, code: string): readonly string[] {
  const others = [...secrets].filter(([id]) => id !== current).map(([, secret]) => secret)
  return [secrets.get(current) ?? new Uint8Array(), ...others].map((key) => hashWith(key, code))
}

/** Without the key, a stolen database would reveal every pending code in seconds. */
function hashWith(secret: Uint8Array, code: string): string {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'mandate: user codes', 32))
  return createHmac('sha256', key).update(code).digest('hex')
}
