/** Refused requests, as a list and each alone. */

import type { Difference, Marked } from '../../explanations/difference.ts'
import { explanationInWords, referenceOf } from '../../explanations/in-words.ts'
import { EXPLANATIONS_KEPT_SECONDS } from '../../store/port.ts'
import type { Explanation } from '../../store/records.ts'
import { type CommandOptions, CommandRefused, nextCommand } from '../command.ts'
import { adviceOnParallelRefreshes, countParallelRefreshes } from '../parallel-refreshes.ts'
import { fields, moment, printable, type Style, table } from '../terminal.ts'

const DAYS_KEPT = EXPLANATIONS_KEPT_SECONDS / (24 * 60 * 60)

/** Newest first. */
export function explanationsText(
  style: Style,
  kept: readonly Explanation[],
  options: CommandOptions,
): string {
  if (kept.length === 0) {
    return `There are no refused requests. The latest are kept for ${DAYS_KEPT} days.`
  }
  const advice = [...countParallelRefreshes(kept)]
    .slice(0, 3)
    .map(([id, found]) => `\n\n${adviceOnParallelRefreshes(options, id, found)}`)
  const columns = ['WHEN (UTC)', 'CLIENT', 'ENDPOINT', 'REASON', 'REFERENCE']
  return `${table(style, columns, kept.map(explanationCells))}\n\nMore of one: ${nextCommand(options, 'error show REFERENCE')}${advice.join('')}`
}

/** When, which client, where, why, and the reference. */
export function explanationCells(one: Explanation): readonly string[] {
  return [moment(one.at), one.clientId ?? '–', one.request.endpoint, one.reason, referenceOf(one)]
}

/** Accepts the whole `error_uri`, its last part, or the id alone. */
export function explanationId(reference: string): string {
  return reference.replace(/^.*[/.]/s, '')
}

export function nothingStored(reference: string, options: CommandOptions): CommandRefused {
  return new CommandRefused(
    `Nothing is stored about ${printable(reference)}: only the latest refused requests are, for ${DAYS_KEPT} days; the server's log has a line with that reference. See what is kept: ${nextCommand(options, 'error list')}`,
  )
}

export function explanationText(
  style: Style,
  explanation: Explanation,
  options: CommandOptions,
): string {
  const { title, happened, next, operator, facts, difference } = explanationInWords(explanation)
  const command = operator?.command ? nextCommand(options, operator.command) : undefined
  const rows = facts.map(({ label, value }): [string, string] => [
    printable(label),
    value.split('\n').map(printable).join(', '),
  ])
  return [
    `${style.strong(title)}\n${referenceOf(explanation)}`,
    printable(happened),
    ...(difference === undefined ? [] : [comparison(style, difference)]),
    `${style.strong('What to do next')}\n${printable(next)}`,
    ...(command === undefined ? [] : [`${style.strong('Command')}\n  ${printable(command)}`]),
    `${style.strong('What was found')}\n${fields(rows)}`,
  ].join('\n\n')
}

/** The strings one above the other, with a mark under the first difference. */
function comparison(style: Style, { sent, expected, sentence }: Difference): string {
  const line = (label: string, { before, differing, after }: Marked) =>
    `  ${label.padEnd(8)}  ${printable(before)}${style.bad(printable(differing))}${printable(after)}`
  const indent = ' '.repeat(12 + printable(sent.before).length)
  return `${line('sent', sent)}\n${line('expected', expected)}\n${indent}${style.bad('^')}\n\n${sentence}`
}
