/** The tables of `docs/guides/import-users.md`, from the measurements in `docs/performance/import.json`. */

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Latencies, Results } from './result.ts'

const docs = fileURLToPath(new URL('../../docs/', import.meta.url))
export const guide = `${docs}guides/import-users.md`
export const resultsFile = `${docs}performance/import.json`

/** Above these, rates and latencies say more about other programs. The import itself takes about two. */
const MOST_LOAD = { before: 2, after: 3 }
const BUSY =
  ' **Other programs shared the cores during this run**: rates and latencies are better on a quiet machine, processor times a little.'

/** The text of the guide with what is between its markers replaced; unchanged before the first run. */
export function guideText(): string {
  const text = readFileSync(guide, 'utf8')
  if (!existsSync(resultsFile)) return text
  const results: Results = JSON.parse(readFileSync(resultsFile, 'utf8'))
  return text.replace(
    /(<!-- figures -->\n)[\s\S]*?(<!-- \/figures -->)/,
    (_, start: string, end: string) => `${start}\n${tablesText(results)}\n${end}`,
  )
}

export function tablesText({ machine, load, imports, beside }: Results): string {
  const rates = imports.map((one) => [
    `${one.engine}, ${grouped(one.users)} users`,
    grouped(one.rate),
    `${one.command} µs`,
    one.database === null ? '' : `${one.database} µs`,
    `${one.peakMegabytes} MB`,
  ])
  const latencies = beside.map((one) => [
    one.engine,
    ...[one.alone, one.beside].map(latencyText),
    grouped(one.rate),
  ])
  const refreshes = beside[0]?.refreshes ?? 0
  const isBusy = load[0] > MOST_LOAD.before || load[1] > MOST_LOAD.after
  return `${table(['', 'users a second', 'processor time of the command, a user', 'of PostgreSQL', 'peak memory'], rates)}

${table([`p50, p99 and longest of ${refreshes} refreshes a second`, 'without an import', 'beside an import', 'users a second meanwhile'], latencies)}

Measured on ${machine}; the load average was ${load.map((one) => one.toFixed(1)).join(' before and ')} after.${isBusy ? BUSY : ''}
`
}

function latencyText({ p50, p99, most }: Latencies): string {
  return `${p50}, ${p99}, ${most} ms`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

function grouped(value: number): string {
  return value.toLocaleString('en')
}
