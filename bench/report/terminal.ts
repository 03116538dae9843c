/** The results for a terminal. */

import type { Against } from '../runs/against.ts'
import type { Work } from '../subjects/subject.ts'
import type { Profiled } from './profile.ts'
import type { Results, Standing } from './results.ts'
import { columns, rowsOf } from './rows.ts'
import { targetsOf } from './targets.ts'
import { meanings, times, whole } from './texts.ts'

export function figuresText(results: Pick<Results, 'figures'>): string {
  const works = [...new Set(results.figures.map(({ work }) => work))]
  const blocks = works.map((work: Work) => {
    const rows = rowsOf(results, work).map(({ subject, cells }) => [subject, ...cells])
    return `${work}: ${meanings[work]}\n${layOut([['', ...columns], ...rows])}`
  })
  return [
    'µs is processor time for each request, as the operating system counts it; p50, p99 and p99.9',
    'are latencies at half the highest rate, from the moment a request was due. "≥" before a rate:',
    'the generator may have been what limited it.',
    ...['', ...blocks],
  ].join('\n')
}

export function againstText(compared: Against['compared']): string {
  const rows = compared.map(({ work, server, times: { median, least, most } }) => [
    `${work}, ${server}`,
    ...[median, least, most].map((value) => `${value.toFixed(2)} ×`),
  ])
  const head = ['', 'median', 'least', 'most']
  return `Processor time here, as a multiple of the other's\n${layOut([head, ...rows])}`
}

export function targetsText(results: Results): string {
  const rows = targetsOf(results).map(({ what, wanted, measured, met }) => [
    met ? 'met' : 'NOT met',
    wanted,
    `${times(measured.median)} × (${times(measured.least)}–${times(measured.most)})`,
    what,
  ])
  const widths = [8, 16, 20]
  const lines = rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(''))
  return `Targets\n${lines.map((line) => `  ${line}\n`).join('')}`
}

export function standingText(servers: readonly Standing[]): string {
  const rows = servers.map(({ subject, startupMilliseconds, memoryMegabytes, storage }) => [
    ...[subject, `${whole(startupMilliseconds)} ms`, `${whole(memoryMegabytes)} MB`],
    ...(storage === null ? [] : [whole(storage.perGrant), whole(storage.perRefresh)]),
  ])
  const head = ['', 'start', 'resident', 'bytes/grant', 'bytes/refresh']
  return `Around the work\n${layOut([head, ...rows])}`
}

/** The first column left-aligned, the others right-aligned, each as wide as its widest cell. */
function layOut(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? '').length)),
  )
  return rows
    .map((row) => {
      const cells = widths.map((width, at) => {
        const cell = row[at] ?? ''
        return at === 0 ? cell.padEnd(width) : cell.padStart(width)
      })
      return `  ${cells.join('  ').trimEnd()}\n`
    })
    .join('')
}

export function profilesText(profiles: readonly Profiled[]): string {
  return profiles
    .map(({ subject, work, hottest }) => {
      const rows = hottest.map(({ name, where, share }) => {
        return `  ${(100 * share).toFixed(1).padStart(5)} %  ${name.padEnd(32)}  ${where}\n`
      })
      return `${subject}: ${work}, time of its own\n${rows.join('')}`
    })
    .join('\n')
}
