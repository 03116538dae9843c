/** The choice of the time that charts show, and times and amounts in words. All times are in UTC. */

import type { Columns, WindowName } from '../../activity/windows.ts'
import { consoleWords } from '../../words/console/console.ts'
import { en } from '../../words/en/en.ts'
import { type Html, html } from '../html.ts'

const text = consoleWords.overview
const DAY = 86_400

export interface ShownWindow {
  readonly current: WindowName
  readonly all: readonly WindowName[]
}

/** Links to the same page with another time. */
export function windowLinks(address: string, { current, all }: ShownWindow): Html {
  return html`<nav class="windows" aria-label="${text.windows}"><ul>
${all.map(
  (name) =>
    html`<li><a href="${address}?time=${name}"${name === current && html` aria-current="true"`}>${text.windowNames[name]}</a></li>\n`,
)}</ul></nav>`
}

const dayAndMonth = new Intl.DateTimeFormat('en-GB', { ...utc(), day: 'numeric', month: 'short' })
const clock = new Intl.DateTimeFormat('en-GB', { ...utc(), hour: '2-digit', minute: '2-digit' })

/** The columns of a chart in words: "14:00" and "3 Mar, 14:00". */
export function columnWords({
  begins,
  seconds,
}: Columns): readonly { readonly short: string; readonly long: string }[] {
  return begins.map((begin) => {
    const [day, time] = [dayAndMonth.format(begin * 1000), clock.format(begin * 1000)]
    if (seconds >= DAY) return { short: day, long: day }
    return { short: seconds === 3_600 ? time : day, long: `${day}, ${time}` }
  })
}

const fraction = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB']

/** "1.4 GB": thousands, as disks are sold. */
export function sizeInWords(bytes: number): string {
  let [value, unit] = [bytes, 0]
  while (value >= 1_000 && unit < UNITS.length - 1) {
    value /= 1_000
    unit += 1
  }
  return `${fraction.format(value)} ${UNITS[unit]}`
}

/** "8 ms", "2.5 s". Infinity is beyond what is measured. */
export function timeInWords(milliseconds: number): string {
  if (milliseconds === Number.POSITIVE_INFINITY) return text.slower
  return milliseconds < 1_000
    ? text.milliseconds(fraction.format(milliseconds))
    : `${fraction.format(milliseconds / 1_000)} s`
}

/** Charts have thousands of numbers, most of them small. */
export function numberInWords(value: number): string {
  return value < 1_000 && Number.isInteger(value) ? String(value) : en.inWords.number(value)
}

function utc() {
  return { timeZone: 'UTC', hourCycle: 'h23' } as const
}
