import { loggedError } from './errors.ts'
import type { Log } from './log.ts'

/**
 * Logs what Node would otherwise print on standard error: warnings, and an uncaught error, which
 * still ends the process with status 1.
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
