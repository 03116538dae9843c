/** A listening server with its sweep and its jobs. */

import { setTimeout as pause } from 'node:timers/promises'
import type { Observer } from '../facts/passing.ts'
import { createFetcher } from '../fetching/fetcher.ts'
import { createDraining, type Draining } from '../http/draining.ts'
import { createServer } from '../http/server.ts'
import type { Log } from '../log/log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { createPasswords } from '../people/password.ts'
import { readingOf } from '../settings/declaration.ts'
import type { GivenSettings } from '../settings/given.ts'
import { inForce } from '../settings/in-force.ts'
import { shownSettings } from '../settings/shown.ts'
import type { Settings } from '../settings.ts'
import type { Store } from '../store/port.ts'
import { startActivity } from './activity.ts'
import { startAuditKeeper } from './audit-keeper.ts'
import { listenForConsole } from './console-listener.ts'
import type { RuntimeContext } from './context.ts'
import { startDeliveries } from './deliveries/deliveries.ts'
import { createSecurityEventChannel } from './deliveries/security-event-channel.ts'
import { createWebhookChannel } from './deliveries/webhook-channel.ts'
import { inTurn, jobHandlersFor } from './job-handlers.ts'
import { startJobs } from './jobs.ts'
import { keyFileWriter } from './key-file-writer.ts'
import { createKeyKeeper } from './key-keeper.ts'
import { createKeyUpkeep } from './key-upkeep.ts'
import type { OpenData } from './open-data.ts'
import { createPasswordThreads } from './password-threads.ts'
import { startSettingsKeeper } from './settings-keeper.ts'
import { startSweep } from './sweep.ts'
import { createTimeKeeper } from './time-keeper.ts'
import { withUnusedClients } from './unused-clients.ts'

const LOOK_FOR_IDLE_EVERY_MS = 50
const GRACE_MS = 10_000

export interface RunningServer {
  /**
   * Keeps serving for `shutdown_delay_seconds`, then refuses new connections, answers requests in
   * flight and stops the sweep. The store stays open.
   */
  close(): Promise<void>
}

/** Listens on the settings' host and port. Rejects with the system's error if it cannot. */
export async function startServer(
  { clock, random, examine }: RuntimeContext,
  { settings: first, keys, signing, seals, opened, store, trail }: OpenData,
  {
    log: kept,
    metrics,
    othersClosed,
    declared,
  }: {
    readonly log: Log | undefined
    readonly metrics?: Metrics
    /** Resolves when the other workers have closed their listeners too. */
    readonly othersClosed?: () => Promise<void>
    /** Takes over what is declared in the database from now on; `version` is in force already. */
    readonly declared?: { readonly given: GivenSettings; readonly version: number }
  },
): Promise<RunningServer> {
  const log =
    kept === undefined || kept.level === 'silent'
      ? (false as const)
      : { level: kept.level, stream: kept.stream }
  const threads = createPasswordThreads()
  const stopwatch = { milliseconds: () => performance.now(), pause: (ms: number) => pause(ms) }
  const passwords = createPasswords({ random, host: { slowly: threads.compare, stopwatch } })
  const draining = createDraining(othersClosed)
  let settings = first
  const { keepAliveSeconds, shutdownDelaySeconds } = settings
  const activity =
    settings.activitySeconds === 0
      ? undefined
      : startActivity(store.activity, {
          ...{ clock, seconds: settings.activitySeconds },
          warn: (sentence) => server.log.warn(sentence),
        })
  const observe = together(metrics?.observe, activity?.observe)
  /** Where each setting comes from, as the database has them now. */
  const found = async (given: GivenSettings) =>
    inForce(given, (await store.declaredSettings.current())?.settings ?? {})
  const server = await createServer({
    ...{
      store,
      keys,
      signing,
      seals,
      settings,
      clock,
      random,
      passwords,
      log,
      draining,
      keyFile: keyFileWriter(settings, { clock, random }),
      ...(declared !== undefined && {
        shownSettings: async () => shownSettings(await found(declared.given)),
      }),
      ...(declared !== undefined &&
        examine !== undefined && { examine: async () => examine(await found(declared.given)) }),
      keepAliveSeconds,
    },
    ...(observe !== undefined && { observe }),
    ...(declared !== undefined && { settingsReading: readingOf(declared.given) }),
  })
  const { trustedTime } = store
  const keeper = createTimeKeeper({ trustedTime, clock, log: server.log })
  // Before the first answer, so that a clock wrong from the start is in doubt. If the database is
  // unavailable, the first sweep checks again.
  await keeper.look().catch(() => {})
  await server.listen({ host: settings.host, port: settings.port })
  const consoleListener = await listenForConsole(server, settings)
  const { node } = opened
  const keyKeeper =
    node === null
      ? undefined
      : createKeyKeeper({
          ...{ ...opened, node, store: store.keys, clock, log: server.log },
          upkeep: createKeyUpkeep({ store, keys, clock, random, look: keeper.look }),
        })
  keyKeeper?.start()
  warnUnlessSigning(server.log, { settings, signing })
  const { auditDays } = settings
  const audit = startAuditKeeper({
    ...{ trail, store: store.audit, auditDays, look: keeper.look, log: server.log },
  })
  const sweep = startSweep(
    withUnusedClients(store, { clock, settings: () => settings }),
    clock,
    keeper,
  )
  const handlersWith = (of: Settings) =>
    jobHandlersFor({ store, keys, signing, clock, random, settings: of })
  let handlers = handlersWith(settings)
  const jobs = startJobs(
    store,
    inTurn(() => handlers),
    { log: server.log, random, observe },
  )
  const settingsKeeper =
    declared === undefined
      ? undefined
      : startSettingsKeeper({
          ...{ ...declared, store, node, clock, log: server.log },
          async takeOver(next) {
            const nextHandlers = handlersWith(next)
            await server.takeOver(next)
            handlers = nextHandlers
            settings = next
            metrics?.nameIssuer(next.issuer)
          },
        })
  const deliveries = startDeliveries({
    ...{ store, clock, random, log: server.log, observe },
    channels: [
      createWebhookChannel({ keys, clock }),
      createSecurityEventChannel({
        ...{ store, keys, signing, random },
        // With the settings of the moment, also below.
        settings: {
          get issuer() {
            return settings.issuer
          },
        },
      }),
    ],
    fetch: (...asked) => createFetcher({ allowedHosts: settings.fetchAllowedHosts })(...asked),
    keptSeconds: settings.auditDays * 24 * 60 * 60,
  })
  if (kept !== undefined) metrics?.watchLog(() => kept.dropped())
  metrics?.watchStore(() => store.statistics())
  metrics?.watchSweep(() => sweep.state())
  metrics?.watchClock(() => keeper.doubt())
  if (settingsKeeper !== undefined) metrics?.watchSettings(() => settingsKeeper.version())
  metrics?.watchJobs(() => waitingJobs(store, [...handlers.keys()]))
  return {
    async close() {
      draining.begin()
      await pause(shutdownDelaySeconds * 1_000)
      await settingsKeeper?.stop()
      consoleListener?.close()
      await drain(server, draining)
      consoleListener?.closeAllConnections()
      await Promise.all([
        ...[sweep.stop(), jobs.stop(), deliveries.stop()],
        ...[threads.close(), keyKeeper?.stop()],
      ])
      // Last, so that it has all that was counted.
      await activity?.stop()
      // Last, because jobs record facts too.
      await audit.stop()
    },
  }
}

function together(one: Observer | undefined, other: Observer | undefined): Observer | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return (fact) => {
    one(fact)
    other(fact)
  }
}

/** The first server makes these keys, unless the file is read-only or another server has some. */
function warnUnlessSigning(
  log: { warn(sentence: string): void },
  { settings, signing }: Pick<OpenData, 'settings' | 'signing'>,
): void {
  if (!settings.openid || signing.algorithms.length > 0) return
  log.warn(
    'The key file has no key that signs, so OpenID Connect fails: copy keys.json from a server that has ' +
      'one; if none has, run where the file can be written: mandate keys rotate --kind signing',
  )
}

/** By kind. None while the database is unavailable, so that the other metrics are still shown. */
async function waitingJobs(
  { jobs }: Pick<Store, 'jobs'>,
  kinds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counts = kinds.map(async (kind) => [kind, (await jobs.tally(kind)).waiting] as const)
  return new Map(await Promise.all(counts).catch(() => []))
}

/**
 * Closes the server. A busy connection would afterwards idle until its client closes it, and one
 * with a stuck client would never end; neither may keep the process alive.
 */
async function drain(
  server: Awaited<ReturnType<typeof createServer>>,
  draining: Draining,
): Promise<void> {
  const closed = server.close()
  const idle = setInterval(() => {
    // Any earlier, this would cut off connections whose first request is about to be read.
    if (draining.isOver) server.server.closeIdleConnections()
  }, LOOK_FOR_IDLE_EVERY_MS)
  const grace = setTimeout(() => server.server.closeAllConnections(), GRACE_MS)
  await closed
  clearInterval(idle)
  clearTimeout(grace)
}
