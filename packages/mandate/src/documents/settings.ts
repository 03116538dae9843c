/** Settings as JSON: for the command line and the API. Times are seconds since 1970. */

import type { DeclaredVersion } from '../store/records.ts'

/** A setting in force, without its secrets. */
interface Shown {
  readonly name: string
  readonly value: unknown
  /** Where it comes from. */
  readonly source: string
}

/** Those in force by their names, without secrets, and `sources` with where each comes from. */
export function settingsDocument(shown: readonly Shown[]) {
  return {
    ...Object.fromEntries(shown.map(({ name, value }) => [name, value])),
    sources: Object.fromEntries(shown.map(({ name, source }) => [name, source])),
  }
}

/** Those in the database; `version` is 0 if nothing was ever declared. */
export function declaredSettingsDocument(declared: DeclaredVersion | undefined) {
  const { version = 0, settings = {} } = declared ?? {}
  return {
    version,
    settings: Object.entries(settings).map(([name, { value, at, by }]) => ({
      ...{ name, value, by, declared_at: at },
    })),
  }
}
