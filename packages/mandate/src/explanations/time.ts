/** Moments and spans as a developer reads them: in English and in UTC. Both are in seconds. */

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const YEAR = 365 * DAY

const dateAndTime = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
})

/** The day and the minute of a moment since 1970: "3 March 2026 at 14:05 UTC". */
export function exactly(seconds: number): string {
  return `${dateAndTime.format(seconds * 1000)} UTC`
}

/** A span in its largest whole unit, rounded up: 365 days are "a year", 61 seconds "2 minutes". */
export function span(seconds: number): string {
  // Only whole years are told in years: "2 years" for 400 days would mislead.
  if (seconds >= YEAR && seconds % YEAR === 0) return count(seconds / YEAR, 'year')
  if (seconds >= DAY) return count(Math.ceil(seconds / DAY), 'day')
  if (seconds >= HOUR) return count(Math.ceil(seconds / HOUR), 'hour')
  if (seconds >= MINUTE) return count(Math.ceil(seconds / MINUTE), 'minute')
  return count(Math.max(1, Math.ceil(seconds)), 'second')
}

function count(number: number, unit: string): string {
  if (number === 1) return unit === 'hour' ? 'an hour' : `a ${unit}`
  return `${number} ${unit}s`
}
