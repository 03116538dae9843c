const LOOK_EVERY_MS = 250

/**
 * Resolves when npm started this process and has exited. `npx` passes a signal to the shell in between,
 * which exits without passing it on, so nothing else would end this process.
 */
export function npmGone(): Promise<void> {
  return new Promise((resolve) => {
    if (process.env['npm_lifecycle_event'] === undefined) return
    const parent = process.ppid
    const timer = setInterval(() => {
      if (process.ppid === parent) return
      clearInterval(timer)
      resolve()
    }, LOOK_EVERY_MS).unref()
  })
}
