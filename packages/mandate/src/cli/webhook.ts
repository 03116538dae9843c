/** `mandate webhook …`: where the platform hears of what happens, signed (Standard Webhooks). */

import type { Command } from 'commander'
import { rotateWebhookSecret, turnWebhook } from '../operations/webhooks.ts'
import { everyRow } from '../store/every-row.ts'
import { schemaOf } from '../webhooks/event-type.ts'
import { eventTypes } from '../webhooks/event-types.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  OPERATOR,
} from './command.ts'
import { confirm, YES_FLAG, type YesOptions } from './confirmation.ts'
import { withData } from './data-directory.ts'
import { addRotateSecret } from './secret-rotation.ts'
import {
  deletedWebhookText,
  deleteWebhookQuestion,
  turnedWebhookText,
  unknownWebhook,
  webhookStateText,
  webhooksText,
} from './shown/webhooks.ts'
import { table } from './terminal.ts'
import { addWebhookDeliveries } from './webhook-deliveries.ts'
import { addWebhookDescriptions } from './webhook-description.ts'
import { findWebhook, webhookState } from './webhook-state.ts'

export function addWebhookCommands(program: Command, context: CommandContext): void {
  const group = addGroup(program, 'webhook', 'Tell your platform what happens, by signed requests')
  addWebhookDescriptions(group, context)

  addCommand(group, 'list', 'List the webhooks').action((options: CommandOptions) =>
    withData(context, options, async ({ store }) => {
      const webhooks = await everyRow((page) => store.endpoints.list('webhook', page))
      const states = await Promise.all(webhooks.map((one) => webhookState(store, one)))
      answer(context, options, {
        json: states,
        text: webhooksText(context.terminal.style, states, options),
      })
    }),
  )

  addCommand(group, 'show <webhook_id>', 'Show a webhook, and how it does').action(
    (id: string, options: CommandOptions) =>
      withData(context, options, async ({ store }) => {
        const state = await webhookState(store, await findWebhook(store, id, options))
        answer(context, options, { json: state, text: webhookStateText(state) })
      }),
  )

  addCommand(group, 'events', 'List the types of events, with --json as JSON Schemas').action(
    async (options: CommandOptions) => {
      const rows = eventTypes.map(({ name, says }) => [name, says])
      answer(context, options, {
        json: eventTypes.map(schemaOf),
        text: table(context.terminal.style, ['EVENT', 'WHAT IT SAYS'], rows),
      })
    },
  )

  addRotateSecret(group, context, {
    id: 'webhook_id',
    secret: 'webhook_secret',
    find: ({ store }, id, options) => findWebhook(store, id, options),
    rotate: async (data, rotation, options) => {
      const outcome = await rotateWebhookSecret(data, OPERATOR, rotation)
      if (outcome.is === 'no_such_webhook') throw unknownWebhook(rotation.id, options)
      return outcome
    },
  })

  addTurns(group, context)
  addWebhookDeliveries(group, context)
}

function addTurns(group: Command, context: CommandContext): void {
  const turn = (name: 'disable' | 'enable', description: string) =>
    addCommand(group, `${name} <webhook_id>`, description).action(
      (id: string, options: CommandOptions) =>
        withData(context, options, async (data) => {
          await findWebhook(data.store, id, options)
          await turnWebhook(data, OPERATOR, { id, turn: name })
          const webhook = await findWebhook(data.store, id, options)
          const state = await webhookState(data.store, webhook)
          answer(context, options, { json: state, text: turnedWebhookText(webhook, name) })
        }),
    )
  turn('disable', 'Pause a webhook; nothing is lost for as long as changes are kept')
  turn('enable', 'Go on where it was paused')

  addCommand(group, 'delete <webhook_id>', 'Delete a webhook, and what waits to be sent')
    .option(...YES_FLAG)
    .action((id: string, options: YesOptions) =>
      withData(context, options, async (data) => {
        const { name } = await findWebhook(data.store, id, options)
        const { waiting, dead } = await data.store.endpoints.tallyDeliveries(id)
        await confirm(context, options, async () =>
          deleteWebhookQuestion({ webhook_id: id, name }, { waiting, dead }),
        )
        await turnWebhook(data, OPERATOR, { id, turn: 'delete' })
        answer(context, options, {
          json: { webhook_id: id, deleted: true },
          text: deletedWebhookText({ name }),
        })
      }),
    )
}
