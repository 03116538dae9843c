import { isatty } from 'node:tty'

/**
 * Resolves at the first SIGINT or SIGTERM, or at SIGHUP if there was a terminal, which is then
 * gone. Without one, SIGHUP does nothing: it comes from log rotation, or `nohup` ignored it. A
 * second signal ends the process immediately, without waiting for requests in flight.
 */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const stop = (signal: NodeJS.Signals) => {
      process.off('SIGINT', stop).off('SIGTERM', stop)
      resolve(signal)
    }
    process.on('SIGINT', stop).on('SIGTERM', stop)
    const hasTerminal = [0, 1, 2].some((stream) => isatty(stream))
    process.on('SIGHUP', () => hasTerminal && stop('SIGHUP'))
  })
}
