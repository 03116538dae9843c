/** `mandate client …`: the integrating systems. */

import type { Command } from 'commander'
import {
  type ClientRefused,
  createClient,
  rotateClientSecret,
  updateClient,
} from '../operations/clients.ts'
import type { ClientChange, Store } from '../store/port.ts'
import type { Client } from '../store/records.ts'
import { clientDocument, clientText } from './client-document.ts'
import { addClientEndings } from './client-ending.ts'
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
  wholeNumber,
} from './command.ts'
import { INIT_FLAG, type InitOptions, withData } from './data-directory.ts'
import { everyRow } from './every-row.ts'
import { adviceOnParallelRefreshes, countParallelRefreshes } from './parallel-refreshes.ts'
import { addRotateSecret } from './secret-rotation.ts'
import { moment, printable, table } from './terminal.ts'

interface ClientOptions extends InitOptions {
  readonly name?: string
  readonly redirectUri?: readonly string[]
  readonly scope?: string
  readonly public?: true
  readonly trusted?: boolean
  readonly requirePkce?: boolean
  readonly refreshRetrySeconds?: string
  /** False where it is to have none. */
  readonly resource?: readonly string[] | false
  readonly allowScheme?: readonly string[] | false
}

const RETRY_FLAG = '--refresh-retry-seconds'

export function addClientCommands(program: Command, context: CommandContext): void {
  const client = addGroup(
    program,
    'client',
    'Register and manage clients: the systems that act for users',
  )

  addCommand(client, 'create', 'Register a client; its secret is shown once')
    .requiredOption('--name <name>', 'what people read on the consent page')
    .requiredOption('--redirect-uri <uri...>', 'where browsers are sent back to, exactly')
    .option('--scope <scope>', 'the scope tokens it may ask for (default: the default scope)')
    .option('--public', 'cannot keep a secret: an app on a phone, a desktop or in a browser')
    .option('--trusted', 'belongs to the platform itself: nobody is asked for consent')
    .option(...INIT_FLAG)
    .option('--require-pkce', 'refuse its logins without PKCE')
    .option(
      `${RETRY_FLAG} <seconds>`,
      'for a client that refreshes in parallel or retries and cannot send Idempotency-Key: for this time (0 to 600), the same refresh token gets the same answer instead of ending the grant',
    )
    .option(
      '--resource <uri...>',
      'the APIs its tokens are for when a request names none (default: every API)',
    )
    .option(
      '--allow-scheme <scheme...>',
      'allow redirect URIs such as cursor://…, which any app can claim',
    )
    .action((options: ClientOptions) => create(context, options))

  addCommand(client, 'list', 'List all clients').action((options: CommandOptions) =>
    withData(context, options, async ({ store }) => {
      const clients = await everyRow((page) => store.clients.list(page))
      const rows = clients.map((one) => [one.id, one.name, kindOf(one), moment(one.createdAt)])
      answer(context, options, {
        json: clients.map((one) => clientDocument(one)),
        text:
          rows.length > 0
            ? table(context.terminal.style, ['CLIENT', 'NAME', 'KIND', 'SINCE (UTC)'], rows)
            : `There is no client yet. Register one:\n\n  ${nextCommand(options, 'client create --name NAME --redirect-uri https://HOST/callback')}`,
      })
    }),
  )

  addCommand(client, 'show <client_id>', 'Show one client, without its secret').action(
    (id: string, options: CommandOptions) =>
      withData(context, options, async ({ store }) => {
        const found = await findClient(store, id, options)
        const refused = await store.explanations.list({ clientId: id }, 1000)
        const count = countParallelRefreshes(refused).get(id) ?? 0
        const isAdvised = count > 0 && found.refreshRetrySeconds === 0
        answer(context, options, {
          json: {
            ...clientDocument(found),
            ...(count > 0 && { refused_parallel_refreshes: count }),
          },
          text: isAdvised
            ? `${clientText(found)}\n\n${adviceOnParallelRefreshes(options, id, count)}`
            : clientText(found),
        })
      }),
  )

  addCommand(client, 'update <client_id>', 'Change a client; what is not given stays as it is')
    .option('--name <name>', 'what people read on the consent page')
    .option('--redirect-uri <uri...>', 'replaces all redirect URIs')
    .option('--scope <scope>', 'the scope tokens it may ask for; what is missing is withdrawn')
    .option('--trusted', 'nobody is asked for consent')
    .option('--no-trusted', 'people are asked for consent')
    .option('--require-pkce', 'refuse its logins without PKCE')
    .option('--no-require-pkce', 'accept its logins without PKCE')
    .option(
      `${RETRY_FLAG} <seconds>`,
      'for a client that refreshes in parallel or retries and cannot send Idempotency-Key: for this time (0 to 600), the same refresh token gets the same answer instead of ending the grant',
    )
    .option('--resource <uri...>', 'replaces the APIs its tokens are for when a request names none')
    .option('--no-resource', 'its tokens are for every API when a request names none')
    .option('--allow-scheme <scheme...>', 'replaces the schemes allowed beside those with a dot')
    .option('--no-allow-scheme', 'no scheme is allowed beside those with a dot')
    .action((id: string, options: ClientOptions) => update(context, options, id))

  addRotateSecret(client, context, {
    find: ({ store }, id, options) => findClient(store, id, options),
    rotate: async (data, rotation, options) => {
      const outcome = await rotateClientSecret(data, OPERATOR, rotation)
      if (outcome.is === 'no_such_client') throw unknownClient(rotation.id, options)
      if (outcome.is !== 'public_client') return outcome
      throw new CommandRefused('It is a public client and has no secret to rotate.')
    },
  })

  addClientEndings(client, context, findClient)
}

function create(context: CommandContext, options: ClientOptions): Promise<void> {
  const refreshRetrySeconds = retrySeconds(options) ?? 0
  return withData(context, { ...options, mayInit: true }, async (data) => {
    const outcome = await createClient(data, OPERATOR, {
      name: options.name ?? '',
      redirectUris: options.redirectUri ?? [],
      scope: options.scope,
      isPublic: options.public ?? false,
      trusted: options.trusted ?? false,
      requirePkce: options.requirePkce ?? false,
      refreshRetrySeconds,
      defaultResources: options.resource || [],
      allowedSchemes: schemes(options),
    })
    if (outcome.is !== 'created') throw clientRefused(outcome, data.settings, options)
    const { client, secret } = outcome
    warnOfSchemes(context, client)
    const login = new URLSearchParams({
      response_type: 'code',
      client_id: client.id,
      redirect_uri: client.redirectUris[0] ?? '',
    })
    const page = `${data.settings.issuer}/oauth2/authorize?${login}`
    answer(context, options, {
      json: clientDocument(client, secret),
      text: `${clientText(client, secret)}\n\n${
        client.requirePkce
          ? `Its login page, to which it adds state and code_challenge:\n\n  ${page}`
          : `Its login page:\n\n  ${page}`
      }`,
    })
  })
}

function update(context: CommandContext, options: ClientOptions, id: string): Promise<void> {
  const refreshRetrySeconds = retrySeconds(options)
  const change: ClientChange = {
    ...(options.name !== undefined && { name: options.name }),
    ...(options.redirectUri !== undefined && { redirectUris: options.redirectUri }),
    ...(options.scope !== undefined && { scope: options.scope }),
    ...(options.trusted !== undefined && { trusted: options.trusted }),
    ...(options.requirePkce !== undefined && { requirePkce: options.requirePkce }),
    ...(refreshRetrySeconds !== undefined && { refreshRetrySeconds }),
    ...(options.resource !== undefined && { defaultResources: options.resource || [] }),
    ...(options.allowScheme !== undefined && { allowedSchemes: schemes(options) }),
  }
  if (Object.keys(change).length === 0) {
    throw new UsageRefused('Nothing to change was given; see mandate client update --help')
  }
  return withData(context, options, async (data) => {
    const outcome = await updateClient(data, OPERATOR, { clientId: id, change })
    if (outcome.is === 'no_such_client') throw unknownClient(id, options)
    if (outcome.is !== 'updated') throw clientRefused(outcome, data.settings, options)
    const { client } = outcome
    if (change.allowedSchemes !== undefined) warnOfSchemes(context, client)
    answer(context, options, { json: clientDocument(client), text: clientText(client) })
  })
}

function retrySeconds({ refreshRetrySeconds }: ClientOptions): number | undefined {
  if (refreshRetrySeconds === undefined) return undefined
  return wholeNumber(RETRY_FLAG, refreshRetrySeconds, { from: 0, to: 600 })
}

function clientRefused(
  refused: ClientRefused,
  { scopes }: { readonly scopes: Readonly<Record<string, string>> },
  options: CommandOptions,
): CommandRefused {
  switch (refused.is) {
    case 'invalid':
      return new CommandRefused(refused.sentence)
    case 'unknown_scope':
      return new CommandRefused(
        `There is no scope "${refused.token}": give one of ${Object.keys(scopes).join(', ')}, or describe it in the setting scopes.`,
      )
    case 'unknown_resource':
      return new CommandRefused(
        `There is no API ${refused.uri}; see which there are: ${nextCommand(options, 'resource list')}`,
      )
    case 'public_client':
      return new CommandRefused(
        `${refused.client.name} is a public client: its users are asked for consent, and it has to use PKCE.`,
      )
  }
}

/** RFC 3986 §3.1: a scheme is one, whatever its case. People copy it with what follows. */
function schemes({ allowScheme }: ClientOptions): readonly string[] {
  const given = allowScheme || []
  return [...new Set(given.map((scheme) => scheme.toLowerCase().replace(/:(\/\/)?$/, '')))]
}

/** RFC 8252 §8.4: nobody owns a scheme of one word. */
function warnOfSchemes({ terminal }: CommandContext, { allowedSchemes, name }: Client): void {
  for (const scheme of allowedSchemes) {
    terminal.warn(
      `mandate: any program on a device can claim ${scheme}: and be sent the codes meant for ${printable(name)}. PKCE keeps it from redeeming them; prefer https or http://127.0.0.1 where the app can.`,
    )
  }
}

/** The client with this id. Rejects with `CommandRefused`. */
async function findClient(
  { clients }: Pick<Store, 'clients'>,
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

function kindOf(client: Client): string {
  return [
    client.secretHash === null ? 'public' : 'confidential',
    ...(client.trusted ? ['trusted'] : []),
    ...(client.disabledAt === null ? [] : ['disabled']),
  ].join(', ')
}
