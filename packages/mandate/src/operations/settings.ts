/**
 * Settings that are kept in the database: declared and withdrawn. Running servers take a new version
 * over within seconds, without a restart (`runtime/settings-keeper.ts`).
 */

import { isDeepStrictEqual } from 'node:util'
import { namedActor, recordedActor } from '../facts/actor.ts'
import type { Store } from '../store/port.ts'
import type { DeclaredSettings } from '../store/tables/declared-settings.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { operation } from './operation.ts'

export interface SettingsContext {
  readonly store: Pick<Store, 'declaredSettings'>
  readonly clock: Clock
  readonly random: Random
  /** What is wrong with these together, each by its name (`settings/declared.ts`). Throws nothing. */
  readonly settingsProblems: (declared: DeclaredSettings) => readonly SettingProblem[]
}

export interface SettingProblem {
  /** The setting; undefined if no single one is wrong. */
  readonly name: string | undefined
  /** A sentence with the place and what would be right. */
  readonly sentence: string
}

export interface Declaration {
  /** By the name of the setting, as in `mandate.yaml`. */
  readonly set?: Readonly<Record<string, unknown>>
  /** The names of settings that go back to what they are without the database. */
  readonly withdraw?: readonly string[]
  /** The version that this was made from; refused if there is another one by now. */
  readonly from?: number
}

export type DeclareSettingsOutcome =
  /** `changed` are the names of the settings that differ from the version before. */
  | { readonly is: 'declared'; readonly version: number; readonly changed: readonly string[] }
  | { readonly is: 'unchanged'; readonly version: number }
  | { readonly is: 'invalid'; readonly problems: readonly SettingProblem[] }
  /** Somebody else declared a version at the same time; nothing was changed. */
  | { readonly is: 'changed_meanwhile'; readonly version: number }

/**
 * Makes a new version of the settings in the database; others stay as they are. Rejects only with
 * `StorageUnavailable`.
 */
export const declareSettings = operation(
  { by: ['operator', 'system'], needs: 'settings:write' },
  async (
    { store, clock, random, settingsProblems }: SettingsContext,
    actor,
    { set = {}, withdraw = [], from }: Declaration,
  ): Promise<DeclareSettingsOutcome> => {
    const now = clock.now()
    const before = await store.declaredSettings.current()
    const { version = 0, settings = {} } = before ?? {}
    if (from !== undefined && from !== version) return { is: 'changed_meanwhile', version }
    const by = namedActor(recordedActor(actor))
    const differing = Object.entries(set).filter(
      ([name, value]) =>
        !Object.hasOwn(settings, name) || !isDeepStrictEqual(settings[name]?.value, value),
    )
    const gone = withdraw.filter((name) => Object.hasOwn(settings, name))
    const changed = [...differing.map(([name]) => name), ...gone]
    if (changed.length === 0) return { is: 'unchanged', version }
    const next: DeclaredSettings = {
      ...Object.fromEntries(Object.entries(settings).filter(([name]) => !gone.includes(name))),
      ...Object.fromEntries(differing.map(([name, value]) => [name, { value, at: now, by }])),
    }
    const problems = settingsProblems(next)
    if (problems.length > 0) return { is: 'invalid', problems }
    if (changed.includes('issuer') && (await store.declaredSettings.hasGrants())) {
      const sentence =
        'issuer cannot be declared any more: tokens and clients name the one that this server has'
      return { is: 'invalid', problems: [{ name: 'issuer', sentence }] }
    }
    const id = Buffer.from(random(16)).toString('hex')
    const row = { id, version: version + 1, settings: next, declaredAt: now }
    const done = await store.declaredSettings.declare(row, changed, { by: actor, at: now })
    return done
      ? { is: 'declared', version: row.version, changed }
      : { is: 'changed_meanwhile', version: await store.declaredSettings.version() }
  },
)
