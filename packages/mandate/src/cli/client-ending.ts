/** `mandate client disable, enable, delete`: shut a client out for a while or for good. */

import type { Command } from 'commander'
import { clientDocument } from '../documents/client.ts'
import { deleteClient, disableClient, enableClient } from '../operations/clients.ts'
import { countLiveGrants } from '../operations/live-grants.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { Client } from '../store/records.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  OPERATOR,
} from './command.ts'
import { confirm, YES_FLAG, type YesOptions } from './confirmation.ts'
import { withData } from './data-directory.ts'
import {
  clientStateText,
  deleteClientQuestion,
  deletedClientText,
  disableClientQuestion,
} from './shown/clients.ts'

/** The client with this id. Rejects with `CommandRefused`. */
type FindClient = (store: ReadStore, id: string, options: CommandOptions) => Promise<Client>

export function addClientEndings(client: Command, context: CommandContext, find: FindClient): void {
  addCommand(
    client,
    'disable <client_id>',
    'Refuse all requests and tokens of a client until it is enabled',
  )
    .option(...YES_FLAG)
    .action((id: string, options: YesOptions) => disable(context, options, { id, find }))

  addCommand(client, 'enable <client_id>', 'Enable a disabled client').action(
    (id: string, options: CommandOptions) =>
      withData(context, options, async (data) => {
        await enableClient(data, OPERATOR, { clientId: id })
        const found = await find(data.store, id, options)
        answer(context, options, {
          json: clientDocument(found),
          text: clientStateText({ client_name: found.name }, 'enabled'),
        })
      }),
  )

  addCommand(
    client,
    'delete <client_id>',
    'Delete a client with all its grants and consents, permanently',
  )
    .option(...YES_FLAG)
    .action((id: string, options: YesOptions) => remove(context, options, { id, find }))
}

interface Which {
  readonly id: string
  readonly find: FindClient
}

function disable(context: CommandContext, options: YesOptions, which: Which): Promise<void> {
  return withData(context, options, async (data) => {
    const { store, clock } = data
    const { id, name } = await which.find(store, which.id, options)
    await confirm(context, options, async () => {
      const counted = await countLiveGrants(store, { clientId: id }, { now: clock.now() })
      return disableClientQuestion({ client_id: id, client_name: name }, counted)
    })
    await disableClient(data, OPERATOR, { clientId: id })
    const found = await which.find(store, id, options)
    answer(context, options, {
      json: clientDocument(found),
      text: clientStateText({ client_name: found.name }, 'disabled'),
    })
  })
}

function remove(context: CommandContext, options: YesOptions, which: Which): Promise<void> {
  return withData(context, options, async (data) => {
    const { store, clock } = data
    const { id, name } = await which.find(store, which.id, options)
    const { grantsOfUsers } = await countLiveGrants(store, { clientId: id }, { now: clock.now() })
    await confirm(context, options, async () =>
      deleteClientQuestion({ client_id: id, client_name: name }, grantsOfUsers),
    )
    const outcome = await deleteClient(data, OPERATOR, { clientId: id })
    // Deleted since it was found: the same message.
    if (outcome.is === 'no_such_client') await which.find(store, id, options)
    answer(context, options, {
      json: { client_id: id, deleted: true },
      text: deletedClientText({ client_id: id, client_name: name }, grantsOfUsers),
    })
  })
}
