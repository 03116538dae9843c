/**
 * Which passwords a person may choose. Length and known guesses count; there are no rules about
 * kinds of characters, and nothing expires (NIST SP 800-63B §5.1.1.2).
 */

import { emailKey } from './email.ts'

/** Counted in characters (code points), as NIST SP 800-63B §5.1.1.2 asks. */
export const MIN_PASSWORD_CHARACTERS = 8
/** Far above any passphrase; it keeps a single request from being expensive. */
export const MAX_PASSWORD_BYTES = 1024

export type PasswordProblem = 'too_short' | 'too_long' | 'too_guessable'

/**
 * One spelling for what looks the same, since keyboards differ in how they write it (NIST
 * SP 800-63B §5.1.1.2: NFKC or NFKD before hashing).
 */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC')
}

/** Whether the text is too long to be anyone's password. */
export function isTooLong(password: string): boolean {
  return Buffer.byteLength(password) > MAX_PASSWORD_BYTES
}

/** Why this account may not have this password; null if it may. */
export function passwordProblem(
  password: string,
  account: { readonly email: string },
): PasswordProblem | null {
  if (isTooLong(password)) return 'too_long'
  const normalized = normalizePassword(password)
  if ([...normalized].length < MIN_PASSWORD_CHARACTERS) return 'too_short'
  return isGuessable(normalized.toLowerCase(), emailKey(account.email)) ? 'too_guessable' : null
}

/** NIST SP 800-63B §5.1.1.2: repetitive, sequential, context-specific and known passwords. */
function isGuessable(password: string, email: string): boolean {
  const local = email.slice(0, email.lastIndexOf('@'))
  const characters = [...password]
  return (
    password === email ||
    password === local ||
    new Set(characters).size === 1 ||
    isRun(characters) ||
    FIRST_GUESSES.has(password.replace(/[\d!.?]*$/, '')) ||
    FIRST_GUESSES.has(password)
  )
}

/** `12345678`, `hgfedcba`: each character next to the one before, in one direction. */
function isRun(characters: readonly string[]): boolean {
  const steps = characters
    .slice(1)
    .map((character, index) => codePoint(character) - codePoint(characters[index]))
  return new Set(steps).size === 1 && Math.abs(steps[0] ?? 0) === 1
}

function codePoint(character: string | undefined): number {
  return character?.codePointAt(0) ?? 0
}

/** What every list of leaked passwords begins with, also with digits behind it. */
const FIRST_GUESSES = new Set(
  `password passwort passw0rd p@ssword p@ssw0rd password! mandate changeme letmein welcome iloveyou
  princess sunshine football baseball superman batman starwars trustno1 whatever computer internet
  qwerty qwertyui qwertyuiop asdfghjk asdfghjkl zxcvbnm azertyui qwertz qwertzui 1q2w3e4r
  1q2w3e4r5t 1qaz2wsx q1w2e3r4 zaq12wsx qazwsxedc admin administrator master dragon monkey shadow
  jennifer michelle michael charlie jordan liverpool chelsea arsenal default guest login secret test
  user abc abcd access hello 1234567890 0123456789 9876543210 87654321 123123123 12341234 11223344
  11112222 121212 123321 12344321 147258369 159753 789456123 987654321 88888888 10203040`.split(
    /\s+/,
  ),
)
