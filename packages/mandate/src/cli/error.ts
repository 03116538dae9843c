/** `mandate error …`: why a request was refused, for the operator. */

import type { Command } from 'commander'
import { explanationDocument } from '../explanations/document.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  wholeNumber,
} from './command.ts'
import { withData } from './data-directory.ts'
import { duration } from './duration.ts'
import { followErrors } from './error-follow.ts'
import { explanationId, explanationsText, explanationText, nothingStored } from './shown/errors.ts'

interface ListOptions extends CommandOptions {
  readonly client?: string
  readonly since?: string
  readonly limit: string
  readonly follow?: true
}

export function addErrorCommands(program: Command, context: CommandContext): void {
  const error = addGroup(program, 'error', 'Show why requests were refused')

  addCommand(error, 'list', 'List the latest refused requests')
    .option('--client <client_id>', 'only those that named this client')
    .option('--since <duration>', 'only the last 90m, 24h, 7d …')
    .option('--limit <number>', 'how many at most', '50')
    .option('--follow', 'show new ones as they are refused, until Ctrl-C')
    .action((options: ListOptions) => listErrors(context, options))

  addCommand(
    error,
    'show <reference>',
    'Explain one refused request, and what to do about it',
  ).action((reference: string, options: CommandOptions) => showError(context, options, reference))
}

function listErrors(context: CommandContext, options: ListOptions): Promise<void> {
  const limit = wholeNumber('--limit', options.limit, { from: 1, to: 1000 })
  const since =
    options.since === undefined
      ? undefined
      : context.clock.now() - duration('--since', options.since)
  return withData(context, options, async ({ store }) => {
    const whose = options.client === undefined ? {} : { clientId: options.client }
    if (options.follow) {
      const { json = false } = options
      return followErrors(context, store, { ...whose, since, json })
    }
    const kept = (await store.explanations.list(whose, limit)).filter(
      ({ at }) => at >= (since ?? 0),
    )
    answer(context, options, {
      json: kept.map(explanationDocument),
      text: explanationsText(context.terminal.style, kept, options),
    })
  })
}

function showError(
  context: CommandContext,
  options: CommandOptions,
  reference: string,
): Promise<void> {
  return withData(context, options, async ({ store }) => {
    const explanation = await store.explanations.find(explanationId(reference))
    if (explanation === undefined) throw nothingStored(reference, options)
    answer(context, options, {
      json: explanationDocument(explanation),
      text: explanationText(context.terminal.style, explanation, options),
    })
  })
}
