/**
 * Takes over new versions of the settings that are kept in the database, while the server runs.
 *
 *     in force ──a newer version──▶ built ──▶ in force, between two requests
 *        ▲                            │
 *        └── stays, and says so ──────┘ if it cannot be built
 *
 * A version declared in this process is in force when the verb that declared it resolves; other
 * processes and nodes find it within seconds. A server that cannot use a version goes on with the one
 * before, says so in the log and in the database (`mandate doctor`), and tries again now and then: a
 * file with a secret may only be on its way.
 */

import { BrandRefused } from '../brand/refused.ts'
import type { GivenSettings } from '../settings/given.ts'
import { inForce } from '../settings/in-force.ts'
import { SettingsRefused } from '../settings/refused.ts'
import type { Settings } from '../settings.ts'
import type { Store } from '../store/port.ts'
import type { Clock } from '../time-and-chance.ts'

const LOOK_EVERY_MS = 1_000
/** How often a version that could not be used is tried again. */
const TRY_AGAIN_MS = 15_000

interface Kept {
  readonly store: {
    readonly declaredSettings: Store['declaredSettings']
    readonly facts: Pick<Store['facts'], 'watch'>
  }
  readonly given: GivenSettings
  /** The version in force at the start. */
  readonly version: number
  /** Names this process; null if it is not among the nodes. */
  readonly node: string | null
  readonly clock: Clock
  readonly log: { info(sentence: string): void; error(sentence: string): void }
  /** Puts settings in force; rejects, and changes nothing, if they cannot be used. */
  readonly takeOver: (settings: Settings) => Promise<void>
  /** Milliseconds of a clock that cannot be set. */
  readonly monotonic?: () => number
}

export interface SettingsKeeper {
  /** The version in force in this process. */
  version(): number
  /** Looks for a newer version once. Never rejects. */
  look(): Promise<void>
  stop(): Promise<void>
}

export function startSettingsKeeper({
  store,
  given,
  version: first,
  node,
  clock,
  log,
  takeOver,
  monotonic = () => performance.now(),
}: Kept): SettingsKeeper {
  let version = first
  let refused: { readonly version: number; readonly problem: string; at: number } | undefined
  let looking: Promise<void> = Promise.resolve()
  let isStopped = false

  async function lookOnce(): Promise<void> {
    if (isStopped) return
    const found = await store.declaredSettings.version()
    if (found === version) return
    const wasRefused = refused?.version === found
    if (wasRefused && monotonic() - (refused?.at ?? 0) < TRY_AGAIN_MS) return
    const declared = await store.declaredSettings.current()
    if (declared === undefined || isStopped) return
    try {
      await takeOver(inForce(given, declared.settings).settings)
    } catch (error) {
      await noteRefused(declared.version, problemIn(error))
      return
    }
    version = declared.version
    log.info(`Version ${version} of the settings in the database is in force here.`)
    if (refused !== undefined && node !== null) await store.declaredSettings.clearFault(node)
    refused = undefined
  }

  async function noteRefused(number: number, problem: string): Promise<void> {
    const isNews = refused?.version !== number || refused.problem !== problem
    refused = { version: number, problem, at: monotonic() }
    if (!isNews) return
    log.error(
      `Version ${number} of the settings in the database cannot be used here, so this server goes on with version ${version}: ${problem}`,
    )
    if (node === null) return
    await store.declaredSettings.noteFault({ id: node, version: number, problem, at: clock.now() })
  }

  /** One at a time. The database may be unavailable: the next look comes soon. */
  function look(): Promise<void> {
    looking = looking.then(lookOnce).catch(() => {})
    return looking
  }

  const unwatch = store.facts.watch(async (facts) => {
    if (facts.some(({ kind }) => kind === 'settings.declared')) await look()
  })
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref()
  return {
    version: () => version,
    look,
    async stop() {
      isStopped = true
      unwatch()
      clearInterval(timer)
      await looking
    },
  }
}

function problemIn(error: unknown): string {
  if (error instanceof SettingsRefused || error instanceof BrandRefused) {
    return error.problems.join('; ')
  }
  return error instanceof Error ? error.message : String(error)
}
