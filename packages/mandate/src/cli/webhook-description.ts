/** `mandate webhook create` and `update`. */

import type { Command } from 'commander'
import { webhookDocument } from '../documents/webhook.ts'
import { createAddressCheck } from '../fetching/fetcher.ts'
import { createWebhook, updateWebhook, type WebhookDescription } from '../operations/webhooks.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  OPERATOR,
  UsageRefused,
} from './command.ts'
import { type CommandData, INIT_FLAG, type InitOptions, withData } from './data-directory.ts'
import { changedWebhookText, createdWebhookText, unknownWebhook } from './shown/webhooks.ts'
import { findWebhook } from './webhook-state.ts'

interface Described {
  readonly name?: string
  readonly url?: string
  readonly events?: readonly string[]
}

export function addWebhookDescriptions(group: Command, context: CommandContext): void {
  describe(addCommand(group, 'create', 'Create a webhook; its secret is shown only once'), true)
    .option(...INIT_FLAG)
    .action((options: WebhookDescription & InitOptions) =>
      withData(context, { ...options, mayInit: true }, async (data) => {
        const { name, url, events = [] } = options
        const outcome = await createWebhook(able(data), OPERATOR, {
          ...{ name, url, events: eventsNamed(events) },
        })
        if (outcome.is === 'invalid') throw new CommandRefused(outcome.sentence)
        const { webhook, secret } = outcome
        answer(context, options, {
          json: { ...webhookDocument(webhook), webhook_secret: secret },
          text: createdWebhookText(webhookDocument(webhook), secret, options),
        })
      }),
    )

  describe(addCommand(group, 'update <webhook_id>', 'Change a webhook'), false).action(
    (id: string, options: Described & CommandOptions) =>
      withData(context, options, async (data) => {
        const { name, url, events } = options
        const change = {
          ...(name !== undefined && { name }),
          ...(url !== undefined && { url }),
          ...(events !== undefined && { events: eventsNamed(events) }),
        }
        if (Object.keys(change).length === 0) {
          throw new UsageRefused('Say what to change: --name, --url or --events')
        }
        await findWebhook(data.store, id, options)
        const outcome = await updateWebhook(able(data), OPERATOR, { id, change })
        if (outcome.is === 'invalid') throw new CommandRefused(outcome.sentence)
        if (outcome.is !== 'updated') throw unknownWebhook(id, options)
        answer(context, options, {
          json: webhookDocument(outcome.webhook),
          text: changedWebhookText(outcome.webhook),
        })
      }),
  )
}

function describe(command: Command, isNew: boolean): Command {
  const add = (flags: string, description: string) =>
    isNew ? command.requiredOption(flags, description) : command.option(flags, description)
  add('--name <name>', 'the name shown to operators')
  add('--url <url>', 'where events are sent, an https:// URL')
  return command.option(
    '--events <types...>',
    'types of events, or groups such as user.* (default: all; again all: --events all)',
  )
}

/** `all` stands for no list. */
export function eventsNamed(events: readonly string[]): readonly string[] {
  return events.flatMap((one) => one.split(',')).filter((one) => one !== '' && one !== 'all')
}

/** What an operation on addresses needs besides the data. */
function able(data: CommandData) {
  const { fetchAllowedHosts: allowedHosts } = data.settings
  return { ...data, checkAddress: createAddressCheck({ allowedHosts }) }
}
