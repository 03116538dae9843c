/** `mandate client …` against a server elsewhere. */

import { type CommandOptions, wholeNumber } from '../command.ts'
import { confirm } from '../confirmation.ts'
import {
  clientStateText,
  clientsText,
  deleteClientQuestion,
  deletedClientText,
  disableClientQuestion,
  type ListedClient,
  newSecretText,
} from '../shown/clients.ts'
import { printable } from '../terminal.ts'
import { segment } from './admin-api.ts'
import { countRemoteGrants } from './counts.ts'
import type { RemoteCall, RemoteCommand } from './remote-command.ts'
import { noSuch, textOf, unlessThere } from './which.ts'

async function namedClient({ api, args, options }: RemoteCall) {
  const path = `/clients/${segment(args[0] ?? '')}`
  const refusal = noSuch('client', args[0] ?? '', { options, list: 'client list' })
  return { client: (await unlessThere(api, path, refusal)) as unknown as ListedClient, path }
}

export const clientCommands: Readonly<Record<string, RemoteCommand>> = {
  'client list': async ({ api, context, options }) => {
    const json = await api.list('/clients')
    const shown = json as unknown as readonly ListedClient[]
    return { json, text: clientsText(context.terminal.style, shown, options) }
  },
  'client disable': async (call) => {
    const { client, path } = await namedClient(call)
    await confirm(call.context, call.options, async () =>
      disableClientQuestion(
        client,
        await countRemoteGrants(call.api, { client_id: client.client_id }),
      ),
    )
    const json = await call.api.act('POST', `${path}/disable`)
    return { json, text: clientStateText(client, 'disabled') }
  },
  'client enable': async (call) => {
    const { client, path } = await namedClient(call)
    const json = await call.api.act('POST', `${path}/enable`)
    return { json, text: clientStateText(client, 'enabled') }
  },
  'client delete': async (call) => {
    const { client, path } = await namedClient(call)
    const { client_id: id } = client
    const { grantsOfUsers } = await countRemoteGrants(call.api, { client_id: id })
    await confirm(call.context, call.options, async () =>
      deleteClientQuestion(client, grantsOfUsers),
    )
    await call.api.act('DELETE', path)
    return {
      json: { client_id: id, deleted: true },
      text: deletedClientText(client, grantsOfUsers),
    }
  },
  'client rotate-secret': async (call) => {
    const { client, path } = await namedClient(call)
    return rotate(call, { name: client.client_name, path })
  },
}

/** `secret` is the member of the answer that has it. */
export async function rotate(
  { api, context, args, options }: RemoteCall,
  {
    name,
    path,
    secret = 'client_secret',
  }: {
    readonly name: string
    readonly path: string
    readonly secret?: 'client_secret' | 'webhook_secret'
  },
) {
  const overlap = overlapIn(options)
  await confirm(context, options, async () => ({
    question: `Make a new secret for ${printable(name)} (${args[0]})?`,
    consequences: [
      overlap === 0
        ? 'the current secret ends at once, so everything that uses it stops'
        : 'the current secret ends after the overlap',
      'an even older secret, if still valid, ends at once',
    ],
    canBeUndone: true,
  }))
  const body = overlap === undefined ? {} : { overlap_seconds: overlap }
  const json = await api.act('POST', `${path}/secret`, body)
  const until = Number(json[`previous_${secret}_expires_at`])
  return { json, text: newSecretText(name, String(json[secret]), until) }
}

function overlapIn(options: CommandOptions & Readonly<Record<string, unknown>>) {
  const given = textOf(options['overlapSeconds'])
  if (given === undefined) return undefined
  return wholeNumber('--overlap-seconds', given, { from: 0, to: 31_536_000 })
}
