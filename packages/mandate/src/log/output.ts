/**
 * The destination of log lines. Writing never blocks, throws or ends the process: a full disk, a
 * closed pipe or a stalled reader costs lines and nothing else.
 *
 *     write ──▶ waiting ──▶ written
 *                  └──▶ dropped and counted, where more than `MOST_WAITING` characters wait
 *
 * Waiting lines are retried. Once the log works again, one line says how many were dropped.
 * `outlet.ts` has the two kinds of output.
 */

import type { Outlet } from './outlet.ts'

/** About 5,000 lines, so that rotating the log or freeing disk space loses nothing. */
const MOST_WAITING = 1024 * 1024

export interface LogOutput {
  /** Accepts one line, including its line feed. */
  write(line: string): void
  /** The number of lines dropped since the start. */
  dropped(): number
  /** Resolves when everything is written, or after `patience` milliseconds. */
  close(patience: number): Promise<void>
}

/** `droppedLine` formats the line that says how many were dropped. */
export function createLogOutput(outlet: Outlet, droppedLine: (count: number) => string): LogOutput {
  let waiting: string[] = []
  let size = 0
  let dropped = 0
  let told = 0
  let scheduled = false
  let empty: (() => void) | undefined

  function schedule(): void {
    if (scheduled) return
    scheduled = true
    // One write for all lines of a turn of the event loop.
    setImmediate(flush)
  }

  function flush(): void {
    scheduled = false
    if (outlet.isBroken()) {
      dropped += waiting.length
      waiting = []
      size = 0
    }
    while (waiting.length > 0) {
      if (!outlet.isFree()) return
      const lines = outlet.fitting(waiting)
      const text = lines === waiting.length ? waiting.join('') : waiting.slice(0, lines).join('')
      waiting = lines === waiting.length ? [] : waiting.slice(lines)
      size -= text.length
      outlet.put(text)
    }
    if (!outlet.isFree()) return
    if (dropped > told && !outlet.isBroken()) {
      const line = droppedLine(dropped - told)
      told = dropped
      outlet.put(line)
    }
    if (outlet.isFree()) empty?.()
  }

  outlet.onFree(flush)
  return {
    write(line) {
      if (outlet.isBroken() || size + line.length > MOST_WAITING) {
        dropped += 1
        return
      }
      waiting.push(line)
      size += line.length
      schedule()
    },
    dropped: () => dropped,
    async close(patience) {
      const written = new Promise<void>((resolve) => {
        empty = resolve
      })
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, outlet.isBroken() ? 0 : patience)
      })
      flush()
      await Promise.race([written, late])
      clearTimeout(timer)
    },
  }
}
