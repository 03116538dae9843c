import { loggedError } from './errors.ts'
import { errorLine, type Log, warningLine } from './log.ts'

/**
 * Logs what Node would otherwise print on standard error: warnings, and an uncaught error, which
 * still ends the process with status 1.
 */
export function logProcessEvents(log: Log): void {
  process.removeAllListeners('warning')
  process.removeAllListeners('uncaughtException')
  process.on('warning', (warning) => {
    log.warn('Node gives a warning.', { err: loggedError(warning) })
  })
  process.on('uncaughtException', (error) => {
    log.error('The process ends after an error that nobody expected.', { err: loggedError(error) })
    void log.close().then(() => process.exit(1))
  })
}

/** The same before there is a log, on standard error. */
export function logEarlyEvents(errors: NodeJS.WritableStream): void {
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    errors.write(`${warningLine('Node gives a warning.', { err: loggedError(warning) })}\n`)
  })
  process.on('uncaughtException', (error) => {
    const line = errorLine('The process ends after an error that nobody expected.', {
      err: loggedError(error),
    })
    errors.write(`${line}\n`, () => process.exit(1))
  })
}
