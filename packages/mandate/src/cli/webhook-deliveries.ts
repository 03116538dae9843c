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
import { moment, printable, table } from './terminal.ts'
import { findWebhook, unknownWebhook } from './webhook-state.ts'

interface ListOptions extends CommandOptions {
  readonly state?: string
  readonly limit: string
}

interface ReplayOptions extends CommandOptions {
  readonly dead?: true
  readonly since?: string
}

const STATES: readonly DeliveryState[] = ['waiting', 'dead', 'delivered']

export function addWebhookDeliveries(group: Command, context: CommandContext): void {
  addCommand(group, 'deliveries <webhook_id>', 'List what waits, what was given up, and the newest')
    .option('--state <state>', `only those that are ${STATES.join(', ')}`)
    .option('--limit <number>', 'how many of each at most', '50')
    .action((id: string, options: ListOptions) => listDeliveries(context, id, options))

  addCommand(group, 'replay <webhook_id> [event_id...]', 'Send events again')
    .option('--dead', 'all that were given up')
    .option('--since <seconds>', 'everything since this time, in seconds since 1970')
    .action((id: string, events: readonly string[], options: ReplayOptions) =>
      replay(context, { id, what: replayed(events, options) }, options),
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
      const said = tried.answer === '' ? '' : ` Its answer begins: ${tried.answer}`
      if (tried.problem !== null) throw new CommandRefused(`${tried.problem}${said}`)
      answer(context, options, {
        json: { webhook_id: id, ...tried },
        text: `It arrived: the status was ${tried.status}.${said}`,
      })
    }),
  )
}

function listDeliveries(context: CommandContext, id: string, options: ListOptions): Promise<void> {
  const limit = wholeNumber('--limit', options.limit, { from: 1, to: 1000 })
  const wanted = STATES.filter((one) => options.state === undefined || one === options.state)
  if (wanted.length === 0) {
    throw new UsageRefused(`--state is "${options.state}"; give ${STATES.join(', ')}`)
  }
  return withData(context, options, async ({ store }) => {
    await findWebhook(store, id, options)
    const lists = wanted.map((state) => store.endpoints.listDeliveries(id, { state, limit }))
    const deliveries = (await Promise.all(lists)).flat().map(deliveryDocument)
    const rows = deliveries.map((one) => {
      const last = one.tries.at(-1)
      const what = last?.problem ?? (last === undefined ? '' : String(last.status))
      const next = one.next_try_at === null ? '' : moment(one.next_try_at)
      return [one.event_id, one.type, one.state, String(one.attempts), next, printable(what)]
    })
    const heads = ['EVENT', 'TYPE', 'STATE', 'TRIES', 'NEXT (UTC)', 'LAST ANSWER']
    answer(context, options, {
      json: deliveries,
      text:
        rows.length > 0
          ? table(context.terminal.style, heads, rows)
          : 'Nothing waits, nothing was given up, and nothing was sent lately.',
    })
  })
}

function replayed(events: readonly string[], { dead, since }: ReplayOptions): Replay {
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
        const paused = webhook.disabledAt === null ? '' : ' once the webhook is enabled'
        const what = outcome.is === 'replayed' ? `${outcome.count} events` : 'Everything since then'
        answer(context, options, {
          json: { webhook_id: id, ...counted },
          text: `${what} will be sent again${paused}.`,
        })
      }
    }
  })
}
