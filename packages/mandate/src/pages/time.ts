/** Moments and spans in words. Moments are seconds since 1970 and are shown in UTC. */

import { type Html, html } from './html.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const YEAR = 365 * DAY

const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
const dateAndTime = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
})
const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'always' })

/** `<time>` with the day: "3 March 2026". */
export function day(seconds: number): Html {
  return html`<time datetime="${iso(seconds)}">${date.format(seconds * 1000)}</time>`
}

/** `<time>` with the distance from `now`: "3 days ago". Beyond a year it is the day itself. */
export function ago(seconds: number, now: number): Html {
  const past = now - seconds
  if (past >= YEAR) return day(seconds)
  return html`<time datetime="${iso(seconds)}" title="${exactly(seconds)}">${distance(past)}</time>`
}

/** The day and the minute: "3 March 2026 at 14:05 UTC". */
function exactly(seconds: number): string {
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

function distance(past: number): string {
  // A clock that was set back must not show "in 3 minutes" for something that has happened.
  if (past < MINUTE) return 'just now'
  if (past < HOUR) return relative.format(-Math.floor(past / MINUTE), 'minute')
  if (past < DAY) return relative.format(-Math.floor(past / HOUR), 'hour')
  return relative.format(-Math.floor(past / DAY), 'day')
}

function count(number: number, unit: 'year' | 'day' | 'hour' | 'minute' | 'second'): string {
  if (number === 1) return unit === 'hour' ? 'an hour' : `a ${unit}`
  return `${number} ${unit}s`
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
