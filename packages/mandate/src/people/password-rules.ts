/**
 * Which passwords a person may choose. Length and guessability count; there are no character-class
 * rules, and passwords do not expire (NIST SP 800-63B-4 §3.1.1.2).
 */

import { isCommon } from './common-passwords.ts'
import type { LeakedPasswords } from './leaked-passwords.ts'

/**
 * NIST SP 800-63B-4 §3.1.1.2: a password that is the only factor has at least 15 characters, one of
 * two factors at least 8. Counted in code points.
 */
const FEWEST_CHARACTERS = { alone: 15, withSecondFactor: 8 }
/** Far longer than any passphrase; limits the cost of a request. */
export const MAX_PASSWORD_BYTES = 1024

export type PasswordProblem = 'too_short' | 'too_long' | 'too_guessable' | 'leaked'

/** How many characters a password must have; less if a second factor is asked for at each sign-in. */
export function fewestCharacters(hasSecondFactor: boolean): number {
  return hasSecondFactor ? FEWEST_CHARACTERS.withSecondFactor : FEWEST_CHARACTERS.alone
}

/**
 * Normalized, because keyboards encode the same characters differently (NIST SP 800-63B-4 §3.1.1.2:
 * normalize before hashing).
 */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC')
}

/** Whether the text is too long to be a password. */
export function isTooLong(password: string): boolean {
  return Buffer.byteLength(password) > MAX_PASSWORD_BYTES
}

interface PasswordCircumstances {
  readonly known: readonly string[]
  readonly hasSecondFactor: boolean
  /** A service that knows leaked passwords, if one is configured. */
  readonly leaked?: LeakedPasswords | undefined
}

/**
 * Why this password is rejected; null if it is not. Words an attacker knows, such as the e-mail
 * address and the site's name, add no strength.
 */
export async function passwordProblem(
  password: string,
  { known, hasSecondFactor, leaked }: PasswordCircumstances,
): Promise<PasswordProblem | null> {
  if (isTooLong(password)) return 'too_long'
  const normalized = normalizePassword(password)
  if ([...normalized].length < fewestCharacters(hasSecondFactor)) return 'too_short'
  const words = known.flatMap((text) => [
    text,
    text.replace(/@[^@]*$/, ''),
    ...text.split(/[^\p{L}\p{N}]+/u),
  ])
  const lowered = normalized.toLowerCase()
  if ((await isCommon(lowered)) || (await isGuessable(lowered, words))) return 'too_guessable'
  return (await leaked?.includes(normalized)) ? 'leaked' : null
}

/**
 * Weaker passwords (zxcvbn scores 0 and 1) fall to a patient attacker even when sign-in is
 * throttled.
 */
const FEWEST_GUESSES = 1_000_000
/** A common word, and a few digits and signs after it: `Welcome2026!` is among the first that are tried. */
const FEWEST_FOR_WORD = 10_000
const LONGEST_ENDING = 8
const SHORTEST_WORD = 4
/** The work grows with the square of the length; this much tells a weak password from a strong one. */
const CHARACTERS_JUDGED = 64

/** Rejects commonly used, expected and context-specific passwords (NIST SP 800-63B-4 §3.1.1.2). */
async function isGuessable(password: string, known: string[]): Promise<boolean> {
  estimator ??= loadEstimator()
  const zxcvbn = await estimator
  if (zxcvbn.check(password, known).guesses < FEWEST_GUESSES) return true
  const word = password.replace(/[\d\p{P}\p{S}]+$/u, '')
  if (word.length < SHORTEST_WORD || password.length - word.length > LONGEST_ENDING) return false
  return zxcvbn.check(word, known).guesses < FEWEST_FOR_WORD
}

let estimator: ReturnType<typeof loadEstimator> | undefined

/**
 * Loading the word lists takes memory and a tenth of a second, so only a process that sets a
 * password does.
 */
async function loadEstimator() {
  const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ])
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: CHARACTERS_JUDGED })
}
