/** Where a declared file is applied: to the database here (`here.ts`), or by a server elsewhere. */

import type { Change, Problem } from '../../apply/plan.ts'
import type { MadeSecret, ReferredTo } from '../../apply/referred-to.ts'
import type { Sections } from '../../apply/sections.ts'

export interface Wrong {
  readonly is: 'wrong'
  readonly problems: readonly Problem[]
}

export interface Plan {
  readonly is: 'planned'
  readonly changes: readonly Change[]
  /** The secrets that have to be made before it is applied. */
  readonly makes: readonly MadeSecret[]
  /** Names these changes. */
  readonly digest: string
}

/** Both reject with `CommandRefused` if it cannot be done for another reason. */
export interface ApplyTarget {
  plan(sections: Sections, referred: ReferredTo): Promise<Plan | Wrong>
  /** Applies the plan with this digest, and nothing if it would be another one by now. */
  apply(
    sections: Sections,
    referred: ReferredTo,
    digest: string,
  ): Promise<{ readonly is: 'applied' } | Wrong>
}

export const CHANGED_MEANWHILE =
  'What there is has changed since the plan was made, and nothing was done; look at the new plan and apply again.'
