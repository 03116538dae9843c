/** Rules as they must not be: each is one slip that a person could make in `grants/`. */

import { type Rules, trueRules } from './rules.ts'

export interface Flaw {
  readonly flaw: string
  /** The invariant that a life has to show broken. */
  readonly breaks: `I${1 | 2 | 3 | 4 | 5 | 6 | 7}`
  /** New rules for each life: some flaws remember. */
  readonly rulesOf: () => Rules
}

export const always = (flawed: Partial<Rules>) => () => ({ ...trueRules, ...flawed })
