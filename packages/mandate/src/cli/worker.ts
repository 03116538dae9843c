/**
 * One worker of `mandate serve --workers N`: a whole server with its own connection to the database.
 * It is told its settings, listens on the port that all of them share, and stops when it is told to or
 * when its primary is gone (`node:cluster` ends it then).
 */

import { openLog } from '../log/log.ts'
import { logProcessEvents } from '../log/process-events.ts'
import { createMetrics } from '../metrics/metrics.ts'
import { type CommandContext, CommandRefused } from './command.ts'
import { openData } from './data-directory.ts'
import { whyNotListening } from './ports.ts'
import { startServer } from './running-server.ts'
import { stopSignal } from './stop-signal.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

/** Serves until told to stop. What keeps it from listening is told to the primary. */
export async function runWorker(context: CommandContext): Promise<void> {
  try {
    await serveAsWorker(context)
  } finally {
    // The channel alone must not keep the process.
    process.channel?.unref()
  }
}

async function serveAsWorker(context: CommandContext): Promise<void> {
  const { settings } = await message('settings')
  const log = openLog(settings.logLevel)
  logProcessEvents(log)
  const stopped = Promise.race([message('stop'), stopSignal()])
  // Of the key file the primary has said everything already.
  const quiet = { ...context, terminal: { ...context.terminal, warn: () => {} } }
  const data = await openData(quiet, settings, { create: false })
  try {
    const metrics = createMetrics(settings)
    const running = await startServer(context, data, { log, metrics })
    process.on('message', (received: ToWorker) => {
      if (received.is !== 'measure') return
      void metrics.snapshot().then((snapshot) => tell({ is: 'measured', metrics: snapshot }))
    })
    tell({ is: 'listening' })
    await stopped
    await running.close()
  } catch (error) {
    const why = whyNotListening(error, settings)
    if (!(why instanceof CommandRefused)) throw error
    tell({ is: 'refused', sentence: why.message })
    process.exitCode = 1
  } finally {
    await data.store.close()
    await log.close()
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

/** To a primary that is gone there is nothing to say. */
function tell(said: FromWorker): void {
  process.send?.(said, undefined, undefined, () => {})
}
