/**
 * Shows the progress of a long command: one line that is rewritten on a terminal, otherwise a new
 * line from time to time.
 */

import { performance } from 'node:perf_hooks'
import type { Terminal } from '../terminal.ts'

const REWRITTEN_EVERY_MS = 200
const LINE_EVERY_MS = 10_000
/** The rate is measured over the last seconds, so that the time left follows the current speed. */
const RATE_OVER_MS = 10_000

export interface Progress {
  /** `done` of them so far. */
  note(done: number): void
  /** Removes the progress line. */
  end(): void
}

/** `total` is null if unknown. */
export function showProgress(
  terminal: Terminal,
  { noun, total }: { readonly noun: string; readonly total: number | null },
  nowMs: () => number = () => performance.now(),
): Progress {
  const marks: { readonly atMs: number; readonly done: number }[] = [{ atMs: nowMs(), done: 0 }]
  let shownMs = nowMs()
  return {
    note(done) {
      const atMs = nowMs()
      const everyMs = terminal.isInteractive ? REWRITTEN_EVERY_MS : LINE_EVERY_MS
      if (atMs - shownMs < everyMs) return
      shownMs = atMs
      marks.push({ atMs, done })
      while (marks.length > 2 && atMs - (marks[1]?.atMs ?? atMs) >= RATE_OVER_MS) marks.shift()
      const [from = { atMs, done }] = marks
      const rate = ((done - from.done) / Math.max(atMs - from.atMs, 1)) * 1000
      const line = progressLine({ noun, total, done, rate })
      if (terminal.isInteractive) terminal.showStatus(line)
      else terminal.warn(line)
    },
    end: () => terminal.showStatus(''),
  }
}

function progressLine(at: {
  readonly noun: string
  readonly total: number | null
  readonly done: number
  readonly rate: number
}): string {
  const { noun, total, done, rate } = at
  const speed = `${grouped(Math.round(rate))} a second`
  if (total === null) return `${grouped(done)} ${noun}, ${speed}`
  const share = `${Math.floor((done / Math.max(total, 1)) * 100)} %`
  const left = rate > 0 ? `, ${inWords((total - done) / rate)} left` : ''
  return `${grouped(done)} of ${grouped(total)} ${noun} (${share}), ${speed}${left}`
}

/** `1,250,000` */
export function grouped(count: number): string {
  return count.toLocaleString('en')
}

/** `2 min 5 s` */
export function inWords(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60]
  if (minutes < 60) return `${minutes} min ${rest} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
