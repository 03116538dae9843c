/** Why a password is not good enough. */

import {
  fewestCharacters,
  MAX_PASSWORD_BYTES,
  type PasswordProblem,
} from '../../../people/password-rules.ts'
import { StorageUnavailable } from '../../../store/port.ts'
import type { Problem } from '../../problem.ts'
import { notValid } from '../refusals.ts'

const sentences: Readonly<Record<PasswordProblem, string>> = {
  too_short: `The password is too short; give at least ${fewestCharacters(false)} characters (${fewestCharacters(true)} for a user with a second factor).`,
  too_long: `The password is too long; give at most ${MAX_PASSWORD_BYTES} bytes.`,
  too_guessable: 'The password is too easy to guess; give another one.',
  leaked: 'The password is in a list of leaked passwords; give another one.',
}

export function passwordProblem(problem: PasswordProblem): Problem {
  return notValid(sentences[problem], '/password')
}

/** Too many passwords are being hashed; answered with 503. */
export function unavailable(): StorageUnavailable {
  return new StorageUnavailable('too many passwords are being hashed')
}
