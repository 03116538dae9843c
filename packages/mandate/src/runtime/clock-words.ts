/** Describes how clocks differ, for the log, the doctor and the command. */

import type { ClockDoubt } from '../grants/trusted-time.ts'

/** `400 days ahead of what this database has seen so far` */
export function distanceInWords({ against, ahead }: ClockDoubt): string {
  const other =
    against === 'database'
      ? 'the clock of the database'
      : 'what servers of this database have seen so far'
  return `${spanInWords(Math.abs(ahead))} ${ahead > 0 ? 'ahead of' : 'behind'} ${other}`
}

function spanInWords(seconds: number): string {
  if (seconds >= 2 * 86_400) return `${Math.round(seconds / 86_400)} days`
  if (seconds >= 2 * 3_600) return `${Math.round(seconds / 3_600)} hours`
  return `${Math.round(seconds / 60)} minutes`
}
