/**
 * One worker of `mandate serve --workers N`: a whole server with its own connection to the
 * database. It receives its settings, listens on the shared port, and stops when told to or when
 * its primary is gone (`node:cluster` then ends it).
 */

import { KeyFileRefused } from '../keys/key-file.ts'
import { openLog } from '../log/log.ts'
import { logProcessEvents } from '../log/process-events.ts'
import { createMetrics } from '../metrics/metrics.ts'
import { toOpenWith } from '../settings/in-force.ts'
import { SettingsRefused } from '../settings/refused.ts'
import { DatabaseRefused } from '../store/engine.ts'
import type { RuntimeContext } from './context.ts'
import { settle } from './declared.ts'
import { openDataPatiently } from './patient-opening.ts'
import { whyNotListening } from './ports.ts'
import { RuntimeRefused } from './refused.ts'
import { startServer } from './running-server.ts'
import { stopSignal } from './stop-signal.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

/** Serves until told to stop. Tells the primary if it cannot listen. */
export async function runWorker(context: RuntimeContext): Promise<void> {
  try {
    await serveAsWorker(context)
  } finally {
    // The channel alone must not keep the process alive.
    process.channel?.unref()
  }
}

async function serveAsWorker(context: RuntimeContext): Promise<void> {
  const { given } = await message('settings')
  const toOpen = toOpenWith(given)
  const log = openLog(toOpen.logLevel)
  logProcessEvents(log)
  const stopped = Promise.race([message('stop'), stopSignal()])
  const opened: { close(): Promise<void> }[] = [log]
  try {
    const data = await openDataPatiently(context, toOpen, { log, stopped })
    if (data === undefined) return
    opened.push(data.store)
    const { settings, version } = await settle(given, data.store)
    const metrics = createMetrics(settings)
    const running = await startServer(
      context,
      { ...data, settings },
      { log, metrics, othersClosed, declared: { given, version } },
    )
    process.on('message', (received: ToWorker) => {
      if (received.is !== 'measure') return
      void metrics.snapshot().then((snapshot) => tell({ is: 'measured', metrics: snapshot }))
    })
    tell({ is: 'listening' })
    await stopped
    await running.close()
  } catch (error) {
    const sentence = refusalIn(whyNotListening(error, toOpen))
    if (sentence === undefined) throw error
    tell({ is: 'refused', sentence })
    process.exitCode = 1
  } finally {
    for (const part of opened.reverse()) await part.close()
  }
}

function message<Kind extends ToWorker['is']>(
  kind: Kind,
): Promise<Extract<ToWorker, { readonly is: Kind }>> {
  return new Promise((resolve) => {
    const look = (received: ToWorker) => {
      if (received.is !== kind) return
      process.off('message', look)
      resolve(received as Extract<ToWorker, { readonly is: Kind }>)
    }
    process.on('message', look)
  })
}

/** The message for a problem that the operator can fix; undefined for a bug. */
function refusalIn(error: unknown): string | undefined {
  if (error instanceof SettingsRefused) return error.problems.join('; ')
  if (error instanceof DatabaseRefused) return `${error.message} ${error.remedy}`
  const isRefusal = error instanceof RuntimeRefused || error instanceof KeyFileRefused
  return isRefusal ? error.message : undefined
}

/** Held requests are answered once no worker accepts connections any more. */
async function othersClosed(): Promise<void> {
  const gone = new Promise((resolve) => process.once('disconnect', resolve))
  const all = message('closed by all')
  tell({ is: 'closed' })
  await Promise.race([all, gone])
}

/** Does nothing if the primary is gone. */
function tell(said: FromWorker): void {
  process.send?.(said, undefined, undefined, () => {})
}
