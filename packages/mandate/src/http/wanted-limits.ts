/** The limits that a person entered in a form (`pages/limits.ts`). */

import type { WantedLimits } from '../oauth/details/lowering.ts'
import type { Parameters } from '../oauth/parameters.ts'

const NAME = 'limit.'

/** A longer text is no limit, however it is cut. */
const LONGEST = 40

/** By place and member; only what was filled in. Throws `Refusal` for a repeated field. */
export function wantedLimits(form: Parameters): WantedLimits {
  const names = form.names().filter((name) => name.startsWith(NAME))
  return Object.fromEntries(
    names.map((name) => [name.slice(NAME.length), (form.one(name) ?? '').slice(0, LONGEST)]),
  )
}
