/** Checks settings before they are declared in the database, with the rules of all settings. */

import type { DeclaredSettings } from '../store/tables/declared-settings.ts'
import { type ReferencePlace, undeclarableProblem } from './declared.ts'
import type { GivenSettings } from './given.ts'
import { inForce, type SettingsInForce } from './in-force.ts'
import { SettingsRefused } from './refused.ts'

interface Problem {
  readonly name: string | undefined
  readonly sentence: string
}

/**
 * What is wrong with these settings, beside those that are given here. `referencesFrom`: as for
 * `inForce`; null where the servers' secrets are not at hand.
 */
export function declarationProblems(
  given: GivenSettings,
  declared: DeclaredSettings,
  options: { readonly referencesFrom?: ReferencePlace } = {},
): readonly Problem[] {
  const impossible = Object.keys(declared).flatMap((name) => {
    const problem = undeclarableProblem(name)
    return problem === undefined ? [] : [{ name, sentence: `${name} ${problem}` }]
  })
  if (impossible.length > 0) return impossible
  // Also those that a file overrides here: on another server it may not.
  const checked = {
    ...given,
    given: given.given.filter(({ name }) => !Object.hasOwn(declared, name)),
  }
  try {
    inForce(checked, declared, { ...options, isNew: true })
    return []
  } catch (error) {
    if (!(error instanceof SettingsRefused)) throw error
    return error.problems.map((problem) => {
      // `sign_in: sign_in.acme.client_id is missing`
      const sentence = problem.replace(/^([a-z_]+): (?=\1\.)/, '')
      const [name = ''] = /^[a-z_]+/.exec(sentence) ?? []
      return { name: Object.hasOwn(declared, name) ? name : undefined, sentence }
    })
  }
}

/** The settings as this process was given them, for what is declared later. */
export interface SettingsReading {
  /** As `declarationProblems`. */
  problems(declared: DeclaredSettings): readonly Problem[]
  /** With where each setting comes from. Throws `SettingsRefused`. */
  inForce(declared: DeclaredSettings): SettingsInForce
}

export function readingOf(given: GivenSettings): SettingsReading {
  return {
    problems: (declared) => declarationProblems(given, declared),
    inForce: (declared) => inForce(given, declared),
  }
}
