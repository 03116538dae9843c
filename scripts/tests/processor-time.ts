/** What a run costs, whatever else the machine does: the figure that `npm test` is held to. */

import { readFileSync } from 'node:fs'

/** The kernel counts in hundredths of a second for programs, on every platform (`man 5 proc_pid_stat`). */
const TICKS_A_SECOND = 100

/**
 * The processor time of this process and of those below it that have ended, as `8:41` in minutes and
 * seconds; undefined where there is no `/proc`, as on macOS.
 */
export function processorTime(): string | undefined {
  try {
    return inMinutes(ticksIn(readFileSync('/proc/self/stat', 'utf8')) / TICKS_A_SECOND)
  } catch {
    return undefined
  }
}

/** The sum of utime, stime, cutime and cstime, which come after the name in brackets. */
function ticksIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
}

function inMinutes(seconds: number): string {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
