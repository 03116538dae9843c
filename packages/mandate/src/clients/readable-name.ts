/** Names that people can read: of clients, and of whatever else an operator or a developer names. */

import { RegistrationRefused } from './registration-refused.ts'

const LONGEST = 200
/** The cell of Braille without dots is a sign, too. */
const SEEN = /(?!\u2800)[\p{L}\p{N}\p{P}\p{S}]/u
/**
 * Control and format characters, and letters that are not drawn, could make one name look like another;
 * a lone surrogate is not a character.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?=\p{L})\p{Default_Ignorable_Code_Point}/u
/** Marks upon marks would be drawn over the words around the name. */
const PILED = /\p{M}{6}/u

/** Throws `RegistrationRefused` for a name that people cannot read. */
export function refuseNameProblem(name: string): void {
  if (!SEEN.test(name) || name.length > LONGEST || UNSEEN.test(name) || PILED.test(name)) {
    throw new RegistrationRefused('The name has to have 1 to 200 visible characters.')
  }
}
