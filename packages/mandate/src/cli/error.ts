/** `mandate error …`: why a request was refused, for the operator. */

import type { Command } from 'commander'
import type { Difference, Marked } from '../explanations/difference.ts'
import { explanationDocument } from '../explanations/document.ts'
import { explanationInWords, referenceOf } from '../explanations/in-words.ts'
import { EXPLANATIONS_KEPT_SECONDS } from '../store/port.ts'
import type { Explanation } from '../store/records.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
  wholeNumber,
} from './command.ts'
import { withData } from './data-directory.ts'
import { adviceOnParallelRefreshes, countParallelRefreshes } from './parallel-refreshes.ts'
import { fields, moment, printable, type Style, table } from './terminal.ts'

interface ListOptions extends CommandOptions {
  readonly client?: string
  readonly limit: string
}

const DAYS_KEPT = EXPLANATIONS_KEPT_SECONDS / (24 * 60 * 60)

export function addErrorCommands(program: Command, context: CommandContext): void {
  const error = addGroup(program, 'error', 'Show why requests were refused')

  addCommand(error, 'list', 'List the latest refused requests')
    .option('--client <client_id>', 'only those that named this client')
    .option('--limit <number>', 'how many at most', '50')
    .action((options: ListOptions) => listErrors(context, options))

  addCommand(
    error,
    'show <reference>',
    'Explain one refused request, and what to do about it',
  ).action((reference: string, options: CommandOptions) => showError(context, options, reference))
}

function listErrors(context: CommandContext, options: ListOptions): Promise<void> {
  const limit = wholeNumber('--limit', options.limit, { from: 1, to: 1000 })
  return withData(context, options, async ({ store }) => {
    const whose = options.client === undefined ? {} : { clientId: options.client }
    const kept = await store.explanations.list(whose, limit)
    const rows = kept.map((one) => [
      moment(one.at),
      one.clientId ?? '–',
      one.request.endpoint,
      one.reason,
      referenceOf(one),
    ])
    const advice = [...countParallelRefreshes(kept)]
      .slice(0, 3)
      .map(([id, found]) => `\n\n${adviceOnParallelRefreshes(options, id, found)}`)
    const columns = ['WHEN (UTC)', 'CLIENT', 'ENDPOINT', 'REASON', 'REFERENCE']
    answer(context, options, {
      json: kept.map(explanationDocument),
      text:
        kept.length > 0
          ? `${table(context.terminal.style, columns, rows)}\n\nMore of one: ${nextCommand(options, 'error show REFERENCE')}${advice.join('')}`
          : `There are no refused requests. The latest are kept for ${DAYS_KEPT} days.`,
    })
  })
}

function showError(
  context: CommandContext,
  options: CommandOptions,
  reference: string,
): Promise<void> {
  return withData(context, options, async ({ store }) => {
    // Accepts the whole error_uri, its last part, or the id alone.
    const id = reference.replace(/^.*[/.]/s, '')
    const explanation = await store.explanations.find(id)
    if (explanation === undefined) {
      throw new CommandRefused(
        `Nothing is stored about ${printable(reference)}: only the latest refused requests are, for ${DAYS_KEPT} days; the server's log has a line with that reference. See what is kept: ${nextCommand(options, 'error list')}`,
      )
    }
    answer(context, options, {
      json: explanationDocument(explanation),
      text: explanationText(context.terminal.style, explanation, options),
    })
  })
}

function explanationText(style: Style, explanation: Explanation, options: CommandOptions): string {
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
