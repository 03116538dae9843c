import { loggedError } from './errors.ts'
import type { Log } from './log.ts'

/**
 * Puts into the log what Node would otherwise write to standard error as prose: its warnings, and an
 * error that nobody caught, which ends the process with 1 as it always does.
 */
export function logProcessEvents(log: Log): void {
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    log.warn('Node gives a warning.', { err: loggedError(warning) })
  })
  process.on('uncaughtException', (error) => {
    log.error('The process ends after an error that nobody expected.', { err: loggedError(error) })
    void log.close().then(() => process.exit(1))
  })
}
