/** `mandate webhook deliveries`, `replay` and `test`. */

import type { Command } from 'commander'
import { deliveryDocument } from '../documents/webhook.ts'
import { createFetcher } from '../fetching/fetcher.ts'
import { type Replay, replayWebhook, testWebhook } from '../operations/webhook-deliveries.ts'
import { spanInWords } from '../settings/span.ts'
import type { DeliveryState } from '../store/port.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
  OPERATOR,
  UsageRefused,
  wholeNumber,
} from './command.ts'
import { withData } from './data-directory.ts'
import { deliveriesText, replayedText, testedText, unknownWebhook } from './shown/webhooks.ts'
import { printable } from './terminal.ts'
import { findWebhook } from './webhook-state.ts'

interface ListOptions extends CommandOptions {
  readonly state?: string
  readonly limit: string
}

export interface ReplayOptions {
  readonly dead?: true
  readonly since?: string
}

/** In the order in which they are listed. */
const STATES: readonly DeliveryState[] = ['waiting', 'dead', 'delivered']

export function addWebhookDeliveries(group: Command, context: CommandContext): void {
  addCommand(group, 'deliveries <webhook_id>', 'List what waits, what was given up, and the newest')
    .option('--state <state>', `only those that are ${STATES.join(', ')}`)
    .option('--limit <number>', 'how many of each at most', '50')
    .action((id: string, options: ListOptions) => listDeliveries(context, id, options))

  addCommand(group, 'replay <webhook_id> [event_id...]', 'Send events again')
    .option('--dead', 'all that were given up')
    .option('--since <seconds>', 'everything since this time, in seconds since 1970')
    .action((id: string, events: readonly string[], options: ReplayOptions & CommandOptions) =>
      replay(context, { id, what: replayedIn(events, options) }, options),
    )

  addCommand(
    group,
    'test <webhook_id>',
    'Send an event that means nothing, and show the answer',
  ).action((id: string, options: CommandOptions) =>
    withData(context, options, async (data) => {
      await findWebhook(data.store, id, options)
      const fetch = createFetcher({ allowedHosts: data.settings.fetchAllowedHosts })
      const outcome = await testWebhook({ ...data, fetch }, OPERATOR, { id })
      if (outcome.is === 'no_such_webhook') throw unknownWebhook(id, options)
      const { is: _, ...tried } = outcome
      answer(context, options, {
        json: { webhook_id: id, ...tried },
        text: testedText(tried),
      })
    }),
  )
}

function listDeliveries(context: CommandContext, id: string, options: ListOptions): Promise<void> {
  const { limit, wanted } = listedIn(options)
  return withData(context, options, async ({ store }) => {
    await findWebhook(store, id, options)
    const lists = wanted.map((state) => store.endpoints.listDeliveries(id, { state, limit }))
    const deliveries = (await Promise.all(lists)).flat().map(deliveryDocument)
    answer(context, options, {
      json: deliveries,
      text: deliveriesText(context.terminal.style, deliveries),
    })
  })
}

/** What to list. Throws `UsageRefused`. */
export function listedIn({ state, limit }: Pick<ListOptions, 'state' | 'limit'>) {
  const most = wholeNumber('--limit', limit, { from: 1, to: 1000 })
  const wanted = STATES.filter((one) => state === undefined || one === state)
  if (wanted.length > 0) return { limit: most, wanted }
  throw new UsageRefused(`--state is "${state}"; give ${STATES.join(', ')}`)
}

/** Throws `UsageRefused`. */
export function replayedIn(events: readonly string[], { dead, since }: ReplayOptions): Replay {
  const given = [events.length > 0, dead === true, since !== undefined].filter(Boolean)
  if (given.length !== 1) {
    throw new UsageRefused('Give the events, --dead or --since, and only one of these')
  }
  if (dead) return { dead }
  if (since === undefined) return { events }
  return { since: wholeNumber('--since', since, { from: 0, to: 99_999_999_999 }) }
}

function replay(
  context: CommandContext,
  asked: { readonly id: string; readonly what: Replay },
  options: CommandOptions,
): Promise<void> {
  return withData(context, options, async (data) => {
    const { id } = asked
    const webhook = await findWebhook(data.store, id, options)
    const outcome = await replayWebhook(data, OPERATOR, asked)
    switch (outcome.is) {
      case 'no_such_webhook':
        throw unknownWebhook(id, options)
      case 'no_such_event':
        throw new CommandRefused(
          `There is no event ${printable(outcome.event)} any more; list them with: ${nextCommand(options, `webhook deliveries ${id}`)}`,
        )
      case 'too_long_ago':
        throw new CommandRefused(
          `What happened is kept for ${spanInWords(outcome.keptSeconds)} only; give a later time.`,
        )
      case 'replayed':
      case 'rewound': {
        const { is: _, ...counted } = outcome
        answer(context, options, {
          json: { webhook_id: id, ...counted },
          text: replayedText(
            outcome.is === 'replayed' ? outcome.count : undefined,
            webhook.disabledAt !== null,
          ),
        })
      }
    }
  })
}
