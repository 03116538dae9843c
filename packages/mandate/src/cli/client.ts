/** `mandate client …`: manages clients. */

import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { clientDocument } from '../documents/client.ts'
import { createFetcher, type Fetcher } from '../fetching/fetcher.ts'
import {
  type ClientRefused,
  createClient,
  rotateClientSecret,
  setClientLogo,
  updateClient,
} from '../operations/clients.ts'
import type { ChangedMeanwhile } from '../operations/revisions.ts'
import { everyRow } from '../store/every-row.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { Client } from '../store/records.ts'
import { addClientEndings } from './client-ending.ts'
import { addMetadataOptions, metadataIn } from './client-metadata.ts'
import { addPropertyOptions, newPropertiesIn, propertiesIn } from './client-properties.ts'
import { clientText, nextSteps, warnOfSchemes } from './client-text.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
  OPERATOR,
  UsageRefused,
} from './command.ts'
import { type CommandData, INIT_FLAG, type InitOptions, withData } from './data-directory.ts'
import {
  adviceOnParallelRefreshes,
  countParallelRefreshes,
  isLenient,
} from './parallel-refreshes.ts'
import { addRegistrationTokenCommands } from './registration-token.ts'
import { addRotateSecret } from './secret-rotation.ts'
import { clientsText, type ListedClient } from './shown/clients.ts'

interface UpdateOptions extends CommandOptions {
  readonly logo?: string | false
}

interface CreateOptions extends InitOptions {
  readonly public?: true
}

export function addClientCommands(program: Command, context: CommandContext): void {
  const client = addGroup(
    program,
    'client',
    'Register and manage clients: the systems that act for users',
  )

  const creating = addCommand(client, 'create', 'Register a client; its secret is shown only once')
  addMetadataOptions(addPropertyOptions(creating, 'create'), 'create')
    .option('--public', 'cannot keep a secret: an app on a phone, a desktop or in a browser')
    .option(...INIT_FLAG)
    .action((options: CreateOptions) => create(context, options))

  addCommand(client, 'list', 'List all clients').action((options: CommandOptions) =>
    withData(context, options, async ({ store }) => {
      const clients = await everyRow((page) => store.clients.list(page))
      const json = clients.map((one) => clientDocument(one) as unknown as ListedClient)
      answer(context, options, { json, text: clientsText(context.terminal.style, json, options) })
    }),
  )

  addCommand(client, 'show <client_id>', 'Show one client, without its secret').action(
    (id: string, options: CommandOptions) =>
      withData(context, options, async ({ store }) => {
        const found = await findClient(store, id, options)
        const refused = await store.explanations.list({ clientId: id }, 1000)
        const parallel = countParallelRefreshes(refused).get(id)
        const isAdvised = parallel !== undefined && !isLenient(found, parallel)
        answer(context, options, {
          json: {
            ...clientDocument(found),
            ...(parallel !== undefined && { refused_parallel_refreshes: parallel.count }),
          },
          text: isAdvised
            ? `${clientText(found)}\n\n${adviceOnParallelRefreshes(options, id, parallel)}`
            : clientText(found),
        })
      }),
  )

  const updating = addCommand(
    client,
    'update <client_id>',
    'Change the given properties of a client',
  )
  addMetadataOptions(addPropertyOptions(updating, 'update'), 'update')
    .option('--logo <file>', 'a PNG or JPEG of at most 100 KiB, for the consent page')
    .option('--no-logo', 'removes the logo')
    .action((id: string, options: UpdateOptions) => update(context, options, id))

  addRotateSecret(client, context, {
    find: ({ store }, id, options) => findClient(store, id, options),
    rotate: async (data, rotation, options) => {
      const outcome = await rotateClientSecret(data, OPERATOR, rotation)
      if (outcome.is === 'no_such_client') throw unknownClient(rotation.id, options)
      if (outcome.is === 'no_secret') {
        throw new CommandRefused(
          `It proves itself with ${outcome.method} and has no secret to rotate.`,
        )
      }
      if (outcome.is !== 'public_client') return outcome
      throw new CommandRefused('It is a public client and has no secret to rotate.')
    },
  })

  addClientEndings(client, context, findClient)
  addRegistrationTokenCommands(client, context)
}

function create(context: CommandContext, options: CreateOptions): Promise<void> {
  const { name = '', redirectUris = [], ...given } = newPropertiesIn({ ...options })
  const metadata = metadataIn({ ...options })
  return withData(context, { ...options, mayInit: true }, async (data) => {
    const isPublic = options.public ?? false
    const described = { isPublic, name, redirectUris, ...given, metadata }
    const outcome = await createClient({ ...data, fetch: fetcherFor(data) }, OPERATOR, described)
    if (outcome.is !== 'created') throw clientRefused(outcome, data.settings, options)
    const { client, secret } = outcome
    warnOfSchemes(context.terminal, client)
    answer(context, options, {
      json: clientDocument(client, secret),
      text: `${clientText(client, secret)}\n\n${nextSteps(client, data.settings)}`,
    })
  })
}

function fetcherFor({ settings }: CommandData): Fetcher {
  return createFetcher({ allowedHosts: settings.fetchAllowedHosts })
}

function update(context: CommandContext, options: UpdateOptions, id: string): Promise<void> {
  const metadata = metadataIn({ ...options })
  const change = {
    ...propertiesIn({ ...options }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  }
  const { logo } = options
  if (Object.keys(change).length === 0 && logo === undefined) {
    throw new UsageRefused('Nothing to change was given; see mandate client update --help')
  }
  return withData(context, options, async (data) => {
    const isMore = Object.keys(change).length > 0
    const outcome = isMore
      ? await updateClient({ ...data, fetch: fetcherFor(data) }, OPERATOR, { clientId: id, change })
      : ({ is: 'updated', client: await findClient(data.store, id, options) } as const)
    if (outcome.is === 'no_such_client') throw unknownClient(id, options)
    if (outcome.is !== 'updated') throw clientRefused(outcome, data.settings, options)
    const client =
      logo === undefined ? outcome.client : await changeLogo(data, { ...options, logo }, id)
    if (change.allowedSchemes !== undefined) warnOfSchemes(context.terminal, client)
    answer(context, options, { json: clientDocument(client), text: clientText(client) })
  })
}

/** Rejects with `CommandRefused` for a file that is no logo. */
async function changeLogo(
  data: CommandData,
  options: CommandOptions & { readonly logo: string | false },
  clientId: string,
): Promise<Client> {
  const { logo } = options
  const image = logo === false ? null : await readImage(logo)
  const outcome = await setClientLogo(data, OPERATOR, { clientId, image })
  switch (outcome.is) {
    case 'updated':
      return outcome.client
    case 'no_such_client':
      throw unknownClient(clientId, options)
    case 'not_an_image':
      throw new CommandRefused(
        `${logo} is neither a PNG nor a JPEG. Export the logo as a PNG of about 128 by 128 pixels.`,
      )
    case 'too_large':
      throw new CommandRefused(
        `${logo} is larger than ${outcome.most / 1024} KiB. Export it smaller: the page shows it at 40 by 40 pixels.`,
      )
  }
}

async function readImage(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
    throw new CommandRefused(`The file ${file} cannot be read${reason}.`)
  }
}

function clientRefused(
  refused: ClientRefused | ChangedMeanwhile,
  { scopes }: { readonly scopes: Readonly<Record<string, unknown>> },
  options: CommandOptions,
): CommandRefused {
  switch (refused.is) {
    case 'invalid':
      return new CommandRefused(refused.sentence)
    case 'unknown_scope':
      return new CommandRefused(
        `There is no scope "${refused.token}": give one of ${Object.keys(scopes).join(', ')}, or describe it in the setting scopes.`,
      )
    case 'unknown_grant_type':
      return new CommandRefused(
        `There is no grant type "${refused.type}"; the metadata of the server lists those it offers.`,
      )
    case 'unknown_resource':
      return new CommandRefused(
        `There is no API ${refused.uri}; see which there are: ${nextCommand(options, 'resource list')}`,
      )
    case 'changed_meanwhile':
      return new CommandRefused('It was changed at the same time; try again.')
    case 'public_client':
      return new CommandRefused(
        `${refused.client.name} is a public client: its users are asked for consent, and it has to use PKCE.`,
      )
  }
}

/** The client with this id. Rejects with `CommandRefused`. */
async function findClient(
  { clients }: Pick<ReadStore, 'clients'>,
  id: string,
  options: CommandOptions,
): Promise<Client> {
  const found = await clients.find(id)
  if (found === undefined) throw unknownClient(id, options)
  return found
}

function unknownClient(id: string, options: CommandOptions): CommandRefused {
  return new CommandRefused(
    `There is no client ${id}; see which there are: ${nextCommand(options, 'client list')}`,
  )
}
